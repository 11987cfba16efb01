"""docs/tutorial.ipynb runs, and says what it says on the page; docs/api.md names what is public."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

import saextract

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.skipif(not shutil.which("bash"), reason="the tutorial's commands need bash")
@pytest.mark.filterwarnings("default")  # the kernel's own
def test_the_tutorial_says_what_stands_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat

    monkeypatch.syspath_prepend(str(DOCS))
    import tutorial

    found = nbformat.read(tutorial.NOTEBOOK, as_version=4)
    cells = [cell.source for cell in found.cells if cell.cell_type == "code"]
    before = tutorial.said(found)
    assert sum(map(len, before)) >= 10
    for source, then, now in zip(cells, before, tutorial.said(tutorial.run(found)), strict=True):
        assert now == then, f"{source}\nRun python docs/tutorial.py and look at what changed."
    sys.modules.pop("tutorial")


def test_the_page_of_the_python_interface_names_all_that_is_public() -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    assert {*re.findall(r"^ +- (\w+)$", text, re.MULTILINE)} == {*saextract.__all__} - {
        "__version__"
    }
