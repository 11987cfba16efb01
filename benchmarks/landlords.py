"""Fits the weights by which a landlord is told, and scores them where they were not fitted.

The documents are the labelled ones of the corpus with one assessment, and the small ones of
tests/data/about. Each counts with its opening alone and with its cells, once as it is, once
without what the words around a name say, and once without the landlord's own name, so that what
is left must lose against nobody. The weights are those of a multinomial logit with a penalty on
their squares; a clue for a name never counts against it.

Usage: python benchmarks/landlords.py [--folds N] [CORPUS GOLD]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from saextract.codes import load_codes
from saextract.evaluation.gold import find_documents, letters, load_gold
from saextract.load.inputs import Input
from saextract.load.source import Reader
from saextract.mapping.about import landlord, weighing
from saextract.mapping.context import Context
from saextract.model import Parsed, Source
from saextract.parsers import parse

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from about_items import document, items, register  # noqa: E402
from forms import forms  # noqa: E402

PENALTY = 0.2
"""On the sum of the squares; the largest that keeps every labelled document right."""

ROUNDS = 600
SHARES = {"corpus": 0.6, "form": 2.0, "item": 1.0}
"""What a document counts: forms are as landlords print them, items one line, and the corpus was
looked at most."""

Names = dict[tuple[str, str], weighing.Clues]


class Case(NamedTuple):
    """The names of a document, as far as they were looked at.

    Attributes:
        sort: corpus, form or item.
        names: each name's clues.
        shown: how each name would be given.
        right: what a person reads.
        share: what the case counts.
    """

    sort: str
    names: Names
    shown: Mapping[tuple[str, str], str]
    right: tuple[str, ...]
    share: float

    def good(self) -> set[tuple[str, str]]:
        """The names that are the landlord's, short and long forms alike."""
        same = {k for k, shown in self.shown.items() if _even(shown) in map(_even, self.right)}
        return {k for k in self.names if any(landlord.are_kin(k, other) for other in same)}


def _even(name: str) -> str:
    return letters(name).lower().removeprefix("the")


def _documents(corpus: Path, gold: Path) -> Iterator[tuple[str, Parsed, Context, tuple[str, ...]]]:
    known = register()
    labelled = [g for g in load_gold(gold) if len(g.assessments) == 1 and not g.scan]
    files = find_documents(corpus, labelled)
    with Reader() as reader:
        for labels in labelled:
            source = reader.read(Input(file=files[labels.file], path=labels.file))
            named = labels.assessments[0].landlord
            right = (named,) if isinstance(named, str) else tuple(named)
            if isinstance(source, Source):
                context = Context(codes=load_codes(), path=labels.file, register=known)
                yield "corpus", parse(source, "never"), context, right or ("",)
    for form in forms("forms_names.txt", known):
        yield "form", form.parsed, form.context, form.right
    for table in ("names.txt", "names_more.txt"):
        for aside in (False, True):
            for item in items(table, "/", aside=aside):
                yield "item", *document(item, "Date completed: 12 May 2025", known), item.right


def cases_of(sort: str, parsed: Parsed, context: Context, right: tuple[str, ...]) -> list[Case]:
    """A document by its opening alone, and with its cells."""
    names = landlord.Names(parsed, context)
    found = []
    for body in (False, True):
        groups = names.groups(body)
        clues = {key: weighing.clues_of(group, names.around) for key, group in groups.items()}
        shown = {key: landlord.display(group) for key, group in groups.items()}
        found.append(Case(sort, clues, shown, right, SHARES[sort] / 2))
    return found


def varied(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases, those without a cue, and those without the landlord's name."""
    for case in cases:
        yield case
        bare = {
            key: {clue: much for clue, much in clues.items() if clue != "speaks"}
            for key, clues in case.names.items()
        }
        yield case._replace(names=bare, share=case.share * 0.4)
        if good := case.good():
            rest = {key: clues for key, clues in case.names.items() if key not in good}
            if rest:
                yield case._replace(names=rest, right=(), share=case.share * 0.5)


def fit(cases: list[Case]) -> dict[str, float]:
    """The weights under which what a person reads is most likely, by gradient (Adam)."""
    clues = sorted({clue for case in cases for clues in case.names.values() for clue in clues})
    rows = [(i, key, case) for i, case in enumerate(cases) for key in case.names]
    values = np.array([[case.names[key].get(clue, 0.0) for clue in clues] for _, key, case in rows])
    owner = np.array([i for i, _, _ in rows])
    goods = [case.good() for case in cases]
    good = np.array([key in goods[i] for i, key, _ in rows])
    share = np.array([case.share for case in cases])
    named = np.zeros(len(cases))
    named[owner[good]] = 1.0
    against = np.array([weighing.WEIGHTS.get(clue, 0.0) < 0 for clue in clues])
    weights, first, second = (np.zeros(len(clues)) for _ in range(3))
    for step in range(1, ROUNDS + 1):
        odds = np.exp(np.clip(values @ weights, -30, 30))
        likely = odds / (1.0 + np.bincount(owner, odds, len(cases)))[owner]
        among = np.maximum(np.bincount(owner[good], odds[good], len(cases)), 1e-12)
        wanted = np.where(good, odds / among[owner], 0.0) * named[owner]
        slope = values.T @ (share[owner] * (likely - wanted)) + PENALTY * weights
        slope /= share.sum()
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        pace = np.sqrt(second / (1 - 0.999**step)) + 1e-8
        weights -= 0.03 * (first / (1 - 0.9**step)) / pace
        weights = np.where(against, np.minimum(weights, 0.0), np.maximum(weights, 0.0))
    return dict(zip(clues, map(float, weights), strict=True))


def outcome(pair: list[Case], weights: dict[str, float]) -> str:
    """Whether a document's landlord is right, wrong or empty under some weights."""
    for case in pair:
        chosen = weighing.likely(case.names, landlord.are_kin, weights)
        if chosen is not None:
            right = _even(case.shown[chosen]) in map(_even, case.right)
            return "right" if right else "wrong"
    return "right" if "" in pair[0].right else "empty"


def main() -> None:
    """Prints the weights, and the scores over documents that they were not fitted on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "corpus", ROOT / "gold"])
    arguments = parser.parse_args()
    pairs = [cases_of(*given) for given in _documents(*arguments.folders)]
    order = list(range(len(pairs)))
    random.Random(3).shuffle(order)
    scores: dict[str, Counter[str]] = {}
    for fold in range(arguments.folds):
        aside = set(order[fold :: arguments.folds])
        learnt = fit(list(varied(case for i in order if i not in aside for case in pairs[i])))
        for i in aside:
            scores.setdefault(pairs[i][0].sort, Counter())[outcome(pairs[i], learnt)] += 1
    weights = fit(list(varied(case for pair in pairs for case in pair)))
    for clue, weight in sorted(weights.items(), key=lambda pair: -pair[1]):
        print(f"{clue:20} {weight:5.1f}")
    for sort, counts in scores.items():
        print(f"{sort}: " + ", ".join(f"{how} {many}" for how, many in sorted(counts.items())))


if __name__ == "__main__":
    main()
