"""The loops in C give what those without a compiler give."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from saextract.parsers.pdf.objects import drawing, loops, textlayer
from saextract.parsers.pdf.objects.pages import Document, read_document

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"
SOURCE = Path(loops.__file__).with_name("loops.c")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if not compiler:
        pytest.skip("there is no C compiler")
    made = tmp_path_factory.mktemp("loops") / loops.LIBRARY
    warnings = ("-Wall", "-Wextra", "-Werror")
    subprocess.run([compiler, *warnings, "-shared", "-fPIC", "-o", made, SOURCE], check=True)
    return made


def read_with(chosen: loops.Loops | None, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Document:
    for module in (textlayer, drawing):
        monkeypatch.setattr(module, "LOOPS", chosen)
    return read_document(data)


@pytest.mark.parametrize(
    "name",
    [
        "dartford-2024-chromium.pdf",
        "dartford-2022-libreoffice.pdf",
        "mockridge-2024-form.pdf",
        "scan-park-150.pdf",
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


def test_a_library_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    strange = tmp_path / loops.LIBRARY
    assert loops.load(strange) is None
    strange.write_bytes(b"no library")
    assert loops.load(strange) is None
