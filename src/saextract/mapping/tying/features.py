"""How alike a printed requirement and a provision are, letter by letter.

Texts are compared as sets of five-letter grams over their letters and digits alone, so that
spaces lost or added by a layout, quotes, dashes and bullets make no difference. Each gram
weighs as much as it tells (its inverse document frequency over the edition, as in Spärck
Jones, "A statistical interpretation of term specificity", 1972): the words that every
provision shares say little. Two shares come out: of the printed text that stands in the
provision (precision) and of the provision that is printed (recall). A text cut short, at a
page's end or on purpose, keeps its precision; that is what tells it from an altered one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from saextract.model import Code
from saextract.text.letters import letters

GRAM = 5
"""Letters in a gram."""

FloatArray = npt.NDArray[np.float64]


@lru_cache(maxsize=4096)
def grams(text: str) -> frozenset[str]:
    """The distinct five-letter grams of a text; a shorter text is one gram."""
    plain = letters(text)
    if not plain:
        return frozenset()
    if len(plain) <= GRAM:
        return frozenset((plain,))
    return frozenset(plain[i : i + GRAM] for i in range(len(plain) - GRAM + 1))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a printed text compares with each of a list of provisions.

    Attributes:
        precision: weighted share of the printed text that stands in each provision, 0 to 1.
        recall: weighted share of each provision that is printed, 0 to 1.
    """

    precision: FloatArray
    recall: FloatArray

    @property
    def score(self) -> FloatArray:
        """Precision, less up to half of it for what is not printed; 0 to 1.

        A first line printed alone scores about 0.6, a text with each fifth word changed
        about the same, unrelated prose about complaints below 0.15.
        """
        return np.asarray(self.precision * (0.5 + 0.5 * self.recall), dtype=np.float64)


class Index:
    """The texts of one list of provisions, ready for comparison."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Indexes the texts.

        Args:
            texts: one for each provision.
        """
        sets = [grams(text) for text in texts]
        self.size = len(texts)
        self._rows: dict[str, int] = {}
        for gram_set in sets:
            for gram in sorted(gram_set):
                self._rows.setdefault(gram, len(self._rows))
        present = np.zeros((len(self._rows), self.size), dtype=np.float64)
        for column, gram_set in enumerate(sets):
            present[[self._rows[gram] for gram in gram_set], column] = 1.0
        frequency = present.sum(axis=1)
        self._unknown = float(np.log(self.size + 1.0))
        self._weights = np.log((self.size + 1.0) / frequency) if self.size else frequency
        self._present = present
        self._totals = np.maximum(self._weights @ present, 1e-9)

    @lru_cache(maxsize=4096)  # noqa: B019 - indexes live as long as the process
    def compare(self, gram_set: frozenset[str]) -> Likeness:
        """Compares a printed text with every provision.

        The shares are summed in a fixed order and rounded to nine places, so that equal
        texts are equally alike in every process and on every machine.

        Args:
            gram_set: the grams of the text, from `grams`.
        """
        known = sorted(row for row in map(self._rows.get, gram_set) if row is not None)
        unknown = len(gram_set) - len(known)
        if not known:
            empty = np.zeros(self.size)
            return Likeness(empty, empty)
        weights = self._weights[known]
        shared = weights @ self._present[known]
        printed = float(weights.sum()) + unknown * self._unknown
        return Likeness(
            np.minimum(shared / max(printed, 1e-9), 1.0).round(9),
            np.minimum(shared / self._totals, 1.0).round(9),
        )


_INDEXES: dict[tuple[Any, ...], Index] = {}


def index_of(code: Code) -> Index:
    """The index of an edition's texts, made once per process."""
    key = (code.key, code.sha256, len(code.provisions))
    if key not in _INDEXES:
        _INDEXES[key] = Index([provision.text for provision in code.provisions])
    return _INDEXES[key]
