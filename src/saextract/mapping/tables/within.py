"""Labels that open lines within a table's cells: "Evidence: Policy, section 1"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer
from saextract.lexicon.roles import of_label, opens_as_label
from saextract.mapping.answers.choices import options_of
from saextract.model import Row

from .contents import cell_text

_SHARE = 0.5
"""Share of the provisions beneath which a text has to stand to be a label."""
_MOST_WORDS = 9
"""Words of the longest label: "Evidence, commentary and any explanations of how we comply"."""
_MARKED = re.compile("[✓✔☑✗✘☒☐■□●○◉\ufffd]")
"""A mark: what stands behind one is an answer to tick, and no label."""
_SIGN = re.compile(r"\s*[:?–—-]\s+|\s*[:?]$")

_SENTENCE = re.compile(r" [a-z].*[.;]$")
"""What goes on from a figure and is a sentence: "9.5 days of training."."""


class InnerLabels:
    """The labels that open lines of cells beneath or beside half of the provisions.

    Args:
        rows: of all tables of a document.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        counts: Counter[str] = Counter()
        provisions = 0
        for row in rows:
            provisions += number_of(row) is not None
            lines = (line for cell in row.cells if cell for line in cell.text.split("\n"))
            counts.update({_plain(opening) for line in lines for opening in _openings(line)})
        fewest = max(2, _SHARE * provisions)
        self._known = {label for label, count in counts.items() if count >= fewest}

    def parted(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """What stands before the first label of a cell, and the labels with what follows them."""
        before: list[str] = []
        found: list[tuple[str, str]] = []
        lines = text.split("\n") if self._known else []
        for line, below in zip(lines, [*lines[1:], ""], strict=False):
            labelled = self._labelled(line, below)
            if labelled is not None:
                found.append(labelled)
            elif found:
                label, value = found[-1]
                found[-1] = (label, f"{value}\n{line}".strip("\n"))
            else:
                before.append(line)
        return ("\n".join(before), found) if found else (text, [])

    def _labelled(self, line: str, below: str) -> tuple[str, str] | None:
        """A line's label and the rest of it; None for a line that begins with none.

        A word that is an answer itself, such as "Met", is a label only before a colon or an answer.
        """
        for opening in _openings(line):
            rest = line[len(opening) :]
            bare = opening.rstrip(" :?–—-")
            signed = opening != bare or bool(_SIGN.match(rest)) or (not rest and is_answer(below))
            if _plain(opening) in self._known and (signed or not is_answer(bare)):
                return bare, re.sub(r"^[\s:?–—-]+", "", rest)
        return None


def number_of(row: Row) -> numbers.Number | None:
    """The provision's number with which a row opens; the figure of a sentence is none."""
    texts = (cell_text(row, column) for column in range(len(row.cells)))
    text = next(filter(None, texts), "")
    found = numbers.opens(text)
    return None if found and _SENTENCE.match(text, found.end) else found


def _openings(line: str) -> Iterator[str]:
    """The openings of a line that are labels, longest first.

    One word is a label only before a colon, or as the whole line: lines that a layout has broken
    begin with any word.
    """
    if not line[:1].isupper():
        return
    words = _MARKED.split(line, 1)[0].split()
    if not opens_as_label(words[:_MOST_WORDS]):
        return
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        opening = " ".join(words[:count])
        signed = opening[-1] in ":?" or bool(_SIGN.match(line[len(opening) :]))
        alone = count == len(words) and opening == line.strip()
        if (signed or count > 1 or alone) and of_label(opening) and not options_of(opening):
            yield opening


def _plain(label: str) -> str:
    return label.rstrip(" :?–—-").lower()
