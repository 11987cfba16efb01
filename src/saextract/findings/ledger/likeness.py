"""How alike two texts are: the cosine of their stems, each weighed by how rare it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from saextract.findings.statements.words import stems


class Likeness:
    """Likeness of texts within a collection."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Weighs stems by how few of the texts have them."""
        sets = [set(stems(text)) for text in texts]
        total = len(sets) or 1
        counts = Counter(stem for found in sets for stem in found)
        self._weights = {stem: math.log(1 + total / n) for stem, n in counts.items()}
        self._rarest = math.log(1 + total)

    def weight(self, stem: str) -> float:
        """How rare a stem is; one that no text has is the rarest."""
        return self._weights.get(stem, self._rarest)

    def _vector(self, text: str) -> dict[str, float]:
        counts = Counter(stems(text))
        return {stem: (1 + math.log(n)) * self.weight(stem) for stem, n in counts.items()}

    def cosine(self, first: str, second: str) -> float:
        """0 where they share no stem, 1 where they are of the same stems."""
        a, b = self._vector(first), self._vector(second)
        if not a or not b:
            return 0.0
        dot = sum(weight * b.get(stem, 0.0) for stem, weight in a.items())
        return dot / math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))

    def covered(self, text: str, by: str) -> float:
        """What share of a text's weight another text has, 0 to 1."""
        wanted, there = set(stems(text)), set(stems(by))
        total = sum(self.weight(stem) for stem in wanted)
        return sum(self.weight(stem) for stem in wanted & there) / total if total else 0.0
