"""Packs: several documents of the corpus as one PDF, as committees publish their papers.

`python corpus/build/packs.py` makes them from documents that are already built, with gold.
"""

from __future__ import annotations

import csv
import json
import subprocess
from typing import Any, NamedTuple

import pypdfium2
from labels import GOLD

DOCUMENTS = GOLD.parent / "corpus" / "documents"


class Pack(NamedTuple):
    """A document that is made of others."""

    file: str
    about: str
    parts: tuple[str, ...]


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
)


def main() -> None:
    """Makes every pack and its gold."""
    for pack in PACKS:
        files = [DOCUMENTS / part for part in pack.parts]
        out = DOCUMENTS / pack.file
        arguments = ["--empty", "--deterministic-id", "--pages", *map(str, files), "--", str(out)]
        subprocess.run(["qpdf", *arguments], check=True)
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


def _list(pack: Pack, labels: dict[str, Any]) -> None:
    """Brings the pack's line of the catalogue up to date."""
    path = DOCUMENTS.parent / "catalogue.csv"
    with path.open(encoding="utf-8", newline="") as old:
        reader = csv.DictReader(old)
        columns = list(reader.fieldnames or ())
        lines = {line["file"]: line for line in reader}
    editions = dict.fromkeys(f"{a['code']}-{a['edition']}" for a in labels["assessments"])
    lines[pack.file] = {
        "file": pack.file,
        "kind": labels["kind"],
        "edition": " ".join(editions),
        "split": labels["split"],
        "format": "pdf",
        "producer": labels["producer"],
        "layout": pack.about,
        "source": " ".join(f"documents/{part}" for part in pack.parts),
        "made": "corpus/build/packs.py",
    }
    with path.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines[name] for name in sorted(lines))


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
    main()
