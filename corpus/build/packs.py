"""Packs: several documents of the corpus as one PDF, as committees publish their papers.

`python corpus/build/packs.py [NAME ...]` makes them, from documents that are already built or from
parts of their own, with gold.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from labels import GOLD
from layout import Layout
from one import DOCUMENTS, build
from recipes import PROSE, Recipe
from shelf import catalogue


class Pack(NamedTuple):
    """A document that is made of others.

    Attributes:
        parts: the files, in order.
        made: parts that are no documents of their own, and are built for the pack alone.
        fields_lost: form fields are left on the pages, but the file no longer knows them.
    """

    file: str
    about: str
    parts: tuple[str, ...]
    made: tuple[Recipe, ...] = ()
    fields_lost: bool = False


_PRETENDLOW = (
    Recipe(
        "pretendlow-papers.pdf",
        "pretendlow-papers",
        "LibreOffice",
        "agenda, minutes, cover report",
        Layout(landscape=False, font="Arial", size=12, margin=25, page_numbers="Page {page}"),
    ),
    Recipe(
        "pretendlow-2025.pdf",
        "pretendlow-2025",
        "ReportLab",
        "answers in form fields",
        Layout(size=13, marks="form", repeat=True, widths=(8, 34, 10, 18, 30)),
    ),
    Recipe(
        "pretendlow-2024.pdf",
        "pretendlow-2024",
        "WeasyPrint",
        "portrait, horizontal rules",
        Layout(landscape=False, ruling="horizontal", size=12, widths=(10, 32, 11, 18, 29)),
    ),
    Recipe("pretendlow-plan.pdf", "pretendlow-plan", "LibreOffice", "action plan", PROSE),
)

PACKS = (
    Pack(
        "pack-hollowbridge.pdf",
        "committee pack: cover report that quotes provisions, HOS assessment, LGSCO assessment",
        ("hollowbridge-committee.pdf", "hollowbridge-2024-centred.pdf", "lgsco-hollowbridge.pdf"),
    ),
    Pack(
        "pack-two-landlords.pdf",
        "two landlords' assessments in one file",
        ("larkspur-2024-gaps.pdf", "fictional-fens-2024-double.pdf"),
    ),
    Pack(
        "pack-pretendlow.pdf",
        "committee pack: agenda, minutes, cover report with a table of provisions, this year's "
        "assessment with form fields that the file no longer knows, last year's, action plan",
        tuple(recipe.file for recipe in _PRETENDLOW),
        made=_PRETENDLOW,
        fields_lost=True,
    ),
)


def main(names: list[str]) -> None:
    """Makes the packs whose file begins with one of the names, or all, and their gold."""
    for pack in PACKS:
        if names and not pack.file.startswith(tuple(names)):
            continue
        for recipe in pack.made:
            build(recipe)
        _join(pack)
        for recipe in pack.made:
            (DOCUMENTS / recipe.file).unlink()
            (GOLD / f"{recipe.file}.json").unlink()


def _join(pack: Pack) -> None:
    files = [DOCUMENTS / part for part in pack.parts]
    out = DOCUMENTS / pack.file
    arguments = ["--empty", "--deterministic-id", "--pages", *map(str, files), "--", str(out)]
    subprocess.run(["qpdf", *arguments], check=True)
    if pack.fields_lost:
        with pikepdf.open(out, allow_overwriting_input=True) as pdf:
            del pdf.Root.AcroForm
            pdf.save(out, deterministic_id=True)
    golds = [json.loads((GOLD / f"{part}.json").read_text("utf-8")) for part in pack.parts]
    offset = 0
    assessments: list[dict[str, Any]] = []
    for file, gold in zip(files, golds, strict=True):
        assessments += [_moved(assessment, offset) for assessment in gold["assessments"]]
        offset += len(pypdfium2.PdfDocument(file))
    labels = {
        "file": pack.file,
        "kind": "self_assessment",
        "split": golds[-1]["split"],
        "layout": pack.about,
        "producer": "qpdf",
        "assessments": assessments,
    }
    text = json.dumps(labels, ensure_ascii=False, indent=1) + "\n"
    (GOLD / f"{pack.file}.json").write_text(text, encoding="utf-8")
    _list(pack, labels)
    print(f"{pack.file}: {offset} pages, {out.stat().st_size // 1024} kB")


def _list(pack: Pack, labels: dict[str, Any]) -> None:
    """Brings the pack's line of the catalogue up to date."""
    with catalogue() as lines:
        editions = dict.fromkeys(f"{a['code']}-{a['edition']}" for a in labels["assessments"])
        lines[pack.file] = {
            "file": pack.file,
            "kind": labels["kind"],
            "edition": " ".join(editions),
            "split": labels["split"],
            "format": "pdf",
            "producer": labels["producer"],
            "layout": pack.about,
            "source": _sources(pack),
            "made": "corpus/build/packs.py",
        }


def _sources(pack: Pack) -> str:
    if pack.made:
        return " ".join(f"sources/{recipe.source}.json" for recipe in pack.made)
    return " ".join(f"documents/{part}" for part in pack.parts)


def _moved(assessment: dict[str, Any], pages: int) -> dict[str, Any]:
    """An assessment whose pages stand behind so many others."""
    responses = {
        number: {
            **response,
            "page_first": response["page_first"] + pages,
            "page_last": response["page_last"] + pages,
        }
        for number, response in assessment["responses"].items()
    }
    return {**assessment, "responses": responses}


if __name__ == "__main__":
    main(sys.argv[1:])
