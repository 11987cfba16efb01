"""The loops in C give what those without a compiler give."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from saextract.parsers.pdf.objects import drawing, loops, text, textlayer
from saextract.parsers.pdf.objects.pages import Document, read_document
from saextract.parsers.pdf.page import Rule

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"
SOURCE = Path(loops.__file__).with_name("loops.c")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if not compiler:
        pytest.skip("there is no C compiler")
    made = tmp_path_factory.mktemp("loops") / loops.LIBRARY
    flags = ("-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-shared", "-fPIC")
    subprocess.run([compiler, *flags, "-o", made, SOURCE], check=True)
    return made


def read_with(chosen: loops.Loops | None, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Document:
    for module in (textlayer, text, drawing):
        monkeypatch.setattr(module, "LOOPS", chosen)
    return read_document(data)


@pytest.mark.parametrize(
    "name",
    [
        "dartford-2024-chromium.pdf",
        "dartford-2022-libreoffice.pdf",
        "mockridge-2024-form.pdf",
        "scan-park-150.pdf",
        "testbury-2024-turned.pdf",
        "fictional-fens-2024-double.pdf",
        "Housing complaints code checklist.pdf",
    ],
)
def test_a_document_is_the_same_with_and_without_a_compiler(
    name: str, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (DOCUMENTS / name).read_bytes()
    compiled = read_with(loops.load(library), data, monkeypatch)
    mapped = read_with(loops.Mapped(), data, monkeypatch)
    assert any(page.words or page.pictures for page in mapped.pages)
    assert compiled == mapped


def scattered(rng: np.random.Generator) -> textlayer.Glyphs:
    """Glyphs at places, in sizes and of codes that make every doubt about words likely."""
    count, objects = int(rng.integers(0, 90)), 6
    codes = rng.choice([*b"aab/|- ", 0x02, 0xA0, 0x200B, 0xFB01, 0xD800, 0x1F600], count)
    owner = np.repeat(rng.integers(-1, objects, count // 3 + 1), 3)[:count]
    x0 = np.cumsum(rng.choice([0.0, 0.05, 4.0, 4.2, 5.0, 9.0, -40.0], count))
    baseline = np.cumsum(rng.choice([0.0, 0.0, 0.0, 0.4, 2.0, 12.0, -12.0], count))
    floats, ints = np.zeros(objects), np.zeros(objects, np.int64)
    angle = np.where(rng.random(objects) < 0.1, 90, 0)
    size = rng.choice([10.0, 10.0, 10.5, 7.0], objects)
    faces = [textlayer.Face("Plain", False), textlayer.Face("Bold", True)]
    face, mcid = rng.integers(0, 2, objects), rng.integers(-1, 2, objects)
    of = textlayer.TextObjects(
        ints.astype(np.uint64), angle, size, ints, np.zeros((objects, 4), np.int64), face, mcid,
        floats, floats, floats, faces,
    )  # fmt: skip
    return textlayer.Glyphs(codes, x0, x0 + 4.0, baseline, owner, of)


def test_words_of_scattered_glyphs_are_the_same_with_and_without_a_compiler(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(7)
    several = 0
    for _ in range(400):
        glyphs = scattered(rng)
        seen = rng.random(len(glyphs.codes)) < 0.95
        rules = [Rule(x, 0.0, x, 40.0) for x in rng.uniform(0, 80, 2).tolist()]
        made = []
        for chosen in (loops.load(library), loops.Mapped()):
            monkeypatch.setattr(text, "LOOPS", chosen)
            made.append(text.make_words(glyphs, seen, rules))
        assert made[0] == made[1]
        several += len(made[0]) > 3
    assert several > 200


def test_a_library_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    strange = tmp_path / loops.LIBRARY
    assert loops.load(strange) is None
    strange.write_bytes(b"no library")
    assert loops.load(strange) is None
