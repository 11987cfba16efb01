"""Mutants of a small seed of each format, read as a batch reads them.

No mutant may end as `internal`, cost a worker, or be lost. `make fuzz` runs this for ten minutes;
`tests/test_fuzz.py` for some seconds, with a fixed seed.

Usage: python tests/fuzz.py [--seconds N] [--seed N] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from saextract import batch
from saextract.load.inputs import Input
from saextract.model import Outcome
from saextract.settings import Settings

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
FOUND = Path(__file__).parent / "data" / "found"
"""Mutants that once broke something."""
SEEDS_BELOW = 60_000
"""Bytes of the files of the corpus that are mutated: small ones give more mutants a second."""

PER_FORMAT = 2
LIMITS = batch.Limits(seconds=30.0)
BAD = ("internal", "crashed")
WORDS = (b"\x00", b"\xff" * 4, b"-1", b"99999999999", b"<", b">", b"&#0;", b"%PDF-", b"PK\x03\x04",
         b"obj", b"<<", b"R", b'"', b"\x80\xfe", b"\n", b"\t", b"|", b"Yes")  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    """The smallest documents of each ending in the corpus, office formats included."""
    kinds: dict[str, list[Path]] = {}
    for file in sorted(CORPUS.rglob("*"), key=lambda file: (file.stat().st_size, file.name)):
        if file.is_file() and file.stat().st_size < SEEDS_BELOW and "scan" not in file.name:
            kinds.setdefault(file.suffix, []).append(file)
    skipped = (".doc", ".rtf", ".odt", ".ods", ".xls", ".xlsb", ".fodt", ".csv")
    small = [
        (file.suffix, file.read_bytes())
        for suffix, files in sorted(kinds.items())
        if suffix not in skipped[:-1]  # LibreOffice takes seconds for each
        for file in files[:PER_FORMAT]
    ]
    return small + [(file.suffix, file.read_bytes()) for file in found()]


def found() -> list[Path]:
    """The documents in `FOUND`."""
    return sorted(file for file in FOUND.iterdir() if file.name != "README.md")


def mutant(data: bytes, chance: random.Random) -> bytes:
    """A document with some damage; in a container, often in one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _in_container(data, chance)
    return _damaged(data, chance)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    raw = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(raw) + 1)
        size = chance.choice((1, 2, 8, 64, 1000))
        kind = chance.randrange(6)
        if kind == 0:
            raw[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del raw[at : at + size]
        elif kind == 2:
            raw[at:at] = raw[at : at + size]
        elif kind == 3:
            raw[at:at] = chance.choice(WORDS) * chance.choice((1, 1, 50))
        elif kind == 4:
            other = chance.randrange(len(raw) + 1)
            raw[at : at + size] = raw[other : other + size]
        elif chance.random() < 0.2:
            del raw[at:]
    return bytes(raw)


def _in_container(data: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        struck = chance.choice(names)
        for name in names:
            part = old.read(name)
            if name == struck:
                if chance.random() < 0.1:
                    continue
                part = _damaged(part, chance)
            new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def mutants(seed: int) -> Iterator[tuple[str, bytes]]:
    """Mutants without end, the formats in turn."""
    chance = random.Random(seed)
    originals = seeds()
    while True:
        for suffix, data in originals:
            yield suffix, mutant(data, chance)


def read_mutants(
    seed: int, seconds: float, rounds: int = sys.maxsize, keep: Path | None = None
) -> Counter[str]:
    """Reads mutants for a time.

    Args:
        seed: of the mutations.
        seconds: after which no new round begins.
        rounds: the most rounds of 100 mutants.
        keep: folder for mutants that broke something, or None.

    Returns:
        How often each status and problem came, and under "lost" the mutants without outcome.
    """
    counts: Counter[str] = Counter()
    made = mutants(seed)
    end = time.monotonic() + seconds
    chosen = batch.Settings(Settings(ocr="never"), limits=LIMITS)
    for _ in range(rounds):
        if time.monotonic() > end:
            break
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for number in range(100):
                suffix, data = next(made)
                file = Path(folder) / f"{number}{suffix}"
                file.write_bytes(data)
                files.append(Input(file.name, file))
            outcomes = batch.run(files, chosen)
            counts["mutants"] += len(files)
            counts["lost"] += len(files) - len({outcome.path.split("/")[0] for outcome in outcomes})
            for outcome in outcomes:
                _count(outcome, counts, Path(folder), keep)
    return counts


def _count(outcome: Outcome, counts: Counter[str], folder: Path, keep: Path | None) -> None:
    codes = {problem.code for problem in outcome.problems}
    counts.update([outcome.status.value, *codes])
    if codes & set(BAD):
        for problem in outcome.problems:
            print(f"{outcome.path}: {problem.code} {problem.place} {problem.message[:200]}")
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            name = f"{outcome.sha256[:12]}{Path(outcome.path).suffix}"
            (keep / name).write_bytes((folder / outcome.path).read_bytes())


def main() -> None:
    """Reads mutants, prints what came of them, and fails if any broke something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    counts = read_mutants(options.seed, options.seconds, keep=options.keep)
    print(f"seed {options.seed}: " + ", ".join(f"{n} {name}" for name, n in counts.most_common()))
    sys.exit(1 if any(counts[name] for name in (*BAD, "lost")) else 0)


if __name__ == "__main__":
    main()
