"""The corpus and its gold agree with each other and with the catalogue of Codes."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from saextract.codes import get_code
from saextract.evaluation.gold import GoldDocument, load_gold
from saextract.model import Kind

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
GOLD = load_gold(ROOT / "gold")


@pytest.fixture(params=GOLD, ids=lambda gold: gold.file)
def gold(request: pytest.FixtureRequest) -> GoldDocument:
    document: GoldDocument = request.param
    return document


def test_each_label_file_has_its_document(gold: GoldDocument) -> None:
    assert (CORPUS / "documents" / gold.file).is_file()


def test_only_self_assessments_hold_assessments(gold: GoldDocument) -> None:
    assert bool(gold.assessments) == (gold.kind is Kind.SELF_ASSESSMENT)


def test_labels_name_provisions_of_their_edition(gold: GoldDocument) -> None:
    for assessment in gold.assessments:
        numbers = {p.number for p in get_code(f"{assessment.code}-{assessment.edition}").provisions}
        assert set(assessment.responses) <= numbers
        assert {action.provision for action in assessment.actions or ()} <= numbers | {""}


def test_pages_are_labelled_for_pages_and_for_nothing_else(gold: GoldDocument) -> None:
    for assessment in gold.assessments:
        for response in assessment.responses.values():
            first, last = response.page_first, response.page_last
            if gold.file.endswith((".pdf", ".tiff")):
                assert first is not None
                assert last is not None
                assert 1 <= first <= last
            else:
                assert (first, last) == (None, None)


def test_no_landlord_is_in_both_train_and_test() -> None:
    sides = defaultdict(set)
    for gold in GOLD:
        for assessment in gold.assessments:
            names = assessment.landlord
            for name in [names] if isinstance(names, str) else names:
                sides[name].add(gold.split)
    sides.pop("", None)
    assert {name: split for name, split in sides.items() if len(split) > 1} == {}


def test_catalogue_lists_every_labelled_document_once() -> None:
    with (CORPUS / "catalogue.csv").open(encoding="utf-8", newline="") as lines:
        listed = [(line["file"], line["kind"], line["split"]) for line in csv.DictReader(lines)]
    assert sorted(listed) == sorted((g.file, g.kind.value, g.split) for g in GOLD)
