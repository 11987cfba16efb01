"""Why a document, and a row of it, was read as it was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saextract.codes import get_code
from saextract.codes.show import in_brief
from saextract.dataset.build import Dataset, build
from saextract.dataset.rows import decoded, to_check
from saextract.dataset.store import read_tables
from saextract.dataset.tables import ASSESSMENTS, DOCUMENTS, FINDINGS, RESPONSES, Value
from saextract.errors import UsageError
from saextract.mapping.tying.features import grams, index_of


def of_file(file: Path) -> Dataset:
    """Reads a file anew, in a process of its own."""
    from saextract import batch
    from saextract.load import discover as load
    from saextract.settings import Settings

    inputs = load.discover([file]).inputs
    return build(batch.run(inputs, batch.Settings(pipeline=Settings(), jobs=1)))


def of_dataset(out: Path, document: str) -> Dataset:
    """The part of a dataset that is about one document.

    Args:
        out: folder of the dataset.
        document: its id, the beginning of its id, its path, or the end of its path.

    Raises:
        DatasetError: if there is no dataset.
        UsageError: if there is no such document, or there are several.
    """
    dataset = read_tables(out, "documents", "assessments", "responses", "findings")
    wanted = document.replace("\\", "/").strip("/")
    found = [
        row
        for row in dataset["documents"]
        if wanted == row["path"]
        or str(row["path"]).endswith(f"/{wanted}")
        or (len(wanted) >= 4 and str(row["document_id"]).startswith(wanted.lower()))
    ]
    exact = [row for row in found if row["path"] == wanted]
    found = exact or found
    if len(found) != 1:
        names = ", ".join(str(row["path"]) for row in found[:10])
        if found:
            raise UsageError(f"'{document}' could mean several documents: {names}.")
        raise UsageError(f"'{document}' is no file here, and no document of the dataset in {out}.")
    return _part(dataset, found[0])


def explain(dataset: Dataset, provision: str | None = None) -> dict[str, Any]:
    """What is known of how a document was read.

    Args:
        dataset: tables of one document.
        provision: a provision's number or id; None for the document as a whole.

    Returns:
        `document`, `assessments` with counts by answer, method and confidence, and either the
        `rows` of the provision with the runner-up and the findings, or the `rows_to_check`.

    Raises:
        UsageError: if no assessment of the document has such a provision.
    """
    explanation: dict[str, Any] = {
        "document": decoded(DOCUMENTS, dataset["documents"][0]),
        "assessments": [_assessment(row, dataset) for row in dataset["assessments"]],
    }
    if provision is None:
        explanation["rows_to_check"] = [
            _brief(row) for row in dataset["responses"] if to_check(row)
        ]
        return explanation
    number = provision.split(":", 1)[-1].removeprefix("Q")
    rows = [
        row
        for row in dataset["responses"]
        if provision == row["provision_id"]
        or (":" not in provision and number == str(row["provision_number"]).removeprefix("Q"))
    ]
    if not rows:
        raise UsageError(f"No assessment of the document has a provision {provision}.")
    explanation["rows"] = [_row(row, dataset) for row in rows]
    return explanation


def _part(dataset: Dataset, document: Mapping[str, Value]) -> Dataset:
    assessments = [
        row
        for row in dataset["assessments"]
        if document["document_id"] in json.loads(str(row["document_ids"]))
    ]
    ids = {row["assessment_id"] for row in assessments}
    return {
        "documents": [dict(document)],
        "assessments": assessments,
        **{
            name: [row for row in dataset[name] if row["assessment_id"] in ids]
            for name in ("responses", "findings")
        },
    }


def _assessment(row: Mapping[str, Value], dataset: Dataset) -> dict[str, Any]:
    rows = [r for r in dataset["responses"] if r["assessment_id"] == row["assessment_id"]]
    parts = Counter(
        f"{name} {grade}"
        for response in rows
        for name, grade in json.loads(str(response["confidence_parts"])).items()
    )
    missing = [str(r["provision_id"]) for r in rows if r["answer"] == "not_found"]
    return {
        **decoded(ASSESSMENTS, row),
        "provisions_missing": in_brief(missing) if missing else "",
        "answers": dict(Counter(str(r["answer"]) for r in rows).most_common()),
        "matched_by": dict(Counter(str(r["match_method"] or "no row") for r in rows).most_common()),
        "confidence": dict(Counter(str(r["confidence"]) for r in rows).most_common()),
        "confidence_parts": dict(sorted(parts.items())),
        "flags": dict(
            Counter(flag for r in rows for flag in json.loads(str(r["flags"]))).most_common()
        ),
    }


def _brief(row: Mapping[str, Value]) -> dict[str, Any]:
    names = ("provision_id", "answer", "answer_printed", "page_first", "match_method", "confidence")
    return {**{name: row[name] for name in names}, "flags": json.loads(str(row["flags"]))}


def _row(row: Mapping[str, Value], dataset: Dataset) -> dict[str, Any]:
    code = get_code(f"{row['code']}-{row['edition']}")
    official = next(p for p in code.provisions if p.id == row["provision_id"])
    findings = [
        decoded(FINDINGS, finding)
        for finding in dataset["findings"]
        if (finding["assessment_id"], finding["provision_id"])
        == (row["assessment_id"], row["provision_id"])
    ]
    return {
        **decoded(RESPONSES, row),
        "requirement_official": official.text,
        "nearest_texts": _nearest(str(row["requirement_printed"]), str(row["code"])),
        "findings": findings,
    }


def _nearest(printed: str, family: str) -> list[dict[str, Any]]:
    """The provisions of all editions whose texts are most like the printed one."""
    from saextract.codes import load_codes

    if not printed:
        return []
    scored = [
        (float(score), item.id)
        for code in load_codes()
        if code.code == family
        for score, item in zip(
            index_of(code).compare(grams(printed)).score, code.provisions, strict=True
        )
    ]
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:4]
    return [{"provision_id": identifier, "score": round(score, 3)} for score, identifier in best]
