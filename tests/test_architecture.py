"""The public API, and who may know whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import saextract

SOURCES = Path(saextract.__file__).parent


def imports(file: Path) -> Iterator[str]:
    """Full names of what a module of ours imports from this package."""
    package = ("saextract", *file.relative_to(SOURCES).parts[:-1])
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("saextract"))
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(filter(None, (base, node.module or "")))
            if name.startswith("saextract"):
                yield from (f"{name}.{alias.name}" for alias in node.names)


def modules(folder: str) -> list[Path]:
    return sorted((SOURCES / folder).rglob("*.py"))


@pytest.mark.parametrize(
    ("folder", "stranger"),
    [
        ("parsers", "saextract.mapping"),
        ("parsers", "saextract.dataset"),
        ("parsers", "saextract.codes"),
        ("mapping", "saextract.parsers"),
        ("mapping", "saextract.dataset"),
        ("findings", "saextract.mapping"),
        ("analysis", "saextract.parsers"),
        ("codes", "saextract.mapping"),
        ("lexicon", "saextract.mapping"),
        ("lexicon", "saextract.parsers"),
        ("lexicon", "saextract.codes"),
        ("text", "saextract.lexicon"),
    ],
)
def test_layers_do_not_know_each_other(folder: str, stranger: str) -> None:
    known = {
        str(file): [n for n in imports(file) if n.startswith(stranger)] for file in modules(folder)
    }
    assert {file: names for file, names in known.items() if names} == {}


def test_the_core_types_import_nothing_of_ours() -> None:
    for module in (SOURCES / "model").glob("*.py"):
        assert all(name.startswith("saextract.model.") for name in imports(module))


def test_every_public_name_is_there_and_documented() -> None:
    for name in saextract.__all__:
        value = getattr(saextract, name)
        assert name == "__version__" or (value.__doc__ or "").strip(), name
        assert getattr(saextract, name) is value, "a module of that name took its place"
    with pytest.raises(AttributeError):
        _ = saextract.nothing_of_that_name


def test_importing_the_package_loads_nothing_heavy() -> None:
    check = (
        "import sys, saextract, saextract.cli; "
        "print([m for m in ('spacy', 'duckdb', 'openpyxl', 'pdfplumber', 'numpy', 'lxml') "
        "if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_modules_stay_small() -> None:
    long = {
        str(file.relative_to(SOURCES)): lines
        for file in SOURCES.rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}


QUESTIONS = {
    r"\byes\|no\b": (
        "lexicon/answers.py",
        {
            "evaluation/baselines.py",
            "mapping/answers/classify.py",
            "mapping/assessing/responses.py",
            "mapping/commitments/promises.py",
            "mapping/tables/headers.py",
            "parsers/pdf/ocr/engine.py",
            "text/glyphs.py",
        },
    ),
    r"\\d\{\{?1,2\}\}?(?:\\s\?)?\\\.\\d": (
        "lexicon/numbers.py",
        {
            "mapping/commitments/listed.py",
            "mapping/routes/labels.py",
            "mapping/tying/stream.py",
        },
    ),
    r"best\\s\+practice": ("lexicon/titles.py", set()),
}
"""A pattern that answers a question of the lexicon, the module that answers it, and the modules
that still have a pattern of their own: the list may only become shorter."""


@pytest.mark.parametrize("pattern", QUESTIONS)
def test_one_module_answers_each_question_about_words(pattern: str) -> None:
    home, known = QUESTIONS[pattern]
    found = {
        str(file.relative_to(SOURCES))
        for file in SOURCES.rglob("*.py")
        if re.search(pattern, file.read_text(encoding="utf-8"))
    }
    assert found - {home} <= known
