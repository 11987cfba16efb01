"""How alike a printed requirement and a provision are."""

from __future__ import annotations

import os
import subprocess
import sys

_SCORES = """
from saextract.codes import load_codes
from saextract.mapping.tying.features import grams, index_of

texts = [p.text[: len(p.text) // 2] for code in load_codes()[:2] for p in code.provisions]
for code in load_codes():
    for text in texts:
        print(index_of(code).compare(grams(text)).score.tobytes().hex())
"""


def test_scores_are_the_same_bits_in_every_process() -> None:
    first, second = (
        subprocess.run(
            [sys.executable, "-c", _SCORES],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert first
    assert first == second
