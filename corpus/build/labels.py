"""Writes the gold file of a document from its content, and the pages of its rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from content import Content, plain

GOLD = Path(__file__).resolve().parent.parent.parent / "gold"
_TICKS = {"yes": "Yes", "no": "No"}


def write_gold(
    content: Content, file: str, about: dict[str, str], spans: dict[str, tuple[int, int]] | None
) -> None:
    """Writes `gold/<file>.json`.

    Args:
        content: what the document says.
        file: its name in `corpus/documents/`.
        about: split, layout and producer.
        spans: pages of each provision; None for a format without pages.
    """
    kind = content.data["kind"]
    gold: dict[str, Any] = {"file": file, "kind": kind, **about, "assessments": []}
    if kind == "self_assessment":
        gold["assessments"] = [_assessment(content, spans)]
    path = GOLD / f"{Path(file).name}.json"
    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _assessment(content: Content, spans: dict[str, tuple[int, int]] | None) -> dict[str, Any]:
    data = content.data
    responses = {row["provision"]: _response(row, spans) for row in content.rows()}
    assert len(responses) == len(content.rows()), f"{content.name} labels a provision twice"
    actions = data["actions"]
    return {
        "code": data["code"],
        "edition": data["edition"],
        "landlord": data["landlord"],
        "assessed_on": data["assessed_on"],
        "year": data["year"],
        "responses": responses,
        "actions": None if actions is None else [_plain_action(action) for action in actions],
    }


def _plain_action(action: dict[str, str]) -> dict[str, str]:
    return {**action, "action": plain(action["action"])}


def _response(row: dict[str, Any], spans: dict[str, tuple[int, int]] | None) -> dict[str, Any]:
    first, last = (None, None)
    if spans is not None:
        first, last = spans[row["provision"]]
    ticked = [name for role, name in _TICKS.items() if plain(row.get(role, ""))]
    return {
        "requirement": plain(row["requirement"]),
        "answer": row["class"],
        "answer_printed": row.get("printed", plain(row.get("answer", "")) or " ".join(ticked)),
        "evidence": plain(row.get("evidence", "")),
        "commentary": plain(row.get("commentary", "")),
        "page_first": first,
        "page_last": last,
    }
