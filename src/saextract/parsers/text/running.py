"""Running heads, running feet and page numbers of a paged document that was saved as text.

Pages are parted by form feeds or, where a dump has none, by page numbers that say that they are
(`Page 3 of 24`) and count up. What of a page is running is told as on a page of a PDF, a line for
a line and a place for each character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from saextract.parsers.pdf.page import Page
from saextract.parsers.pdf.residue import set_residue

from .gutters import CHAR, PITCH, words_of

_PAGE_OF = re.compile(
    r"\s*(?:(?:page|pg\.?)\s*(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?|[-–—]\s*(\d{1,3})\s*[-–—]|"
    r"(\d{1,3})\s*of\s*\d{1,3})\s*",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*[-–—]?\s*(\d{1,3})\s*[-–—]?\s*")
_FAR_IN = re.compile(r"\s{30,}(\d{1,3})\s*")
"""A lone number in the middle or on the right of a page."""

_STRAY = re.compile(r"\s{8,}[A-MO-WZ]\s*")
"""A lone letter of a watermark that stands aslant; X, Y and N may be answers."""

_FEWEST_PAGES = 3


def page_starts(lines: Sequence[str]) -> list[int]:
    """Indexes of the first lines of the pages that form feeds part; [0] where there are none."""
    return [0, *(i for i, line in enumerate(lines) if i and line.startswith("\f"))]


def running_lines(lines: Sequence[str]) -> set[int]:
    """Indexes of the lines that are running heads, running feet or page numbers.

    Args:
        lines: the lines of a file, form feeds included.
    """
    starts = page_starts(lines)
    numbers: set[int] = set()
    if len(starts) < _FEWEST_PAGES:
        numbers = set(_counting(lines))
        starts = [0, *(at + 1 for at in sorted(numbers))]
    if len(starts) < _FEWEST_PAGES:
        return set()
    pages = [
        _page(lines[start:end], number)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True))
    ]
    set_residue(pages)
    strays = [i for i, line in enumerate(lines) if _STRAY.fullmatch(line)]
    numbers |= set(strays) if len(strays) >= _FEWEST_PAGES else set()
    running = {
        starts[page.number] + round(word.top / PITCH) for page in pages for word in page.residue
    }
    return numbers | running | _in_step(lines, starts, numbers | running)


def _page(lines: Sequence[str], number: int) -> Page:
    words = [word for row, line in enumerate(lines) for word in words_of(line, row)]
    width = CHAR * max(map(len, lines), default=0)
    return Page(number, width, PITCH * len(lines), words=words)


def _in_step(lines: Sequence[str], starts: Sequence[int], aside: set[int]) -> set[int]:
    """Lone numbers at the edges of pages that keep step with them, however near the text stands."""
    found: list[tuple[int, int]] = []
    for page, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        filled = [at for at in range(start, end) if lines[at].strip() and at not in aside]
        edges = {filled[0], filled[-1]} if filled else set()
        found += [(at, int(m[1]) - page) for at in edges if (m := _BARE.fullmatch(lines[at]))]
    steps = Counter(step for _, step in found)
    return {at for at, step in found if steps[step] >= _FEWEST_PAGES}


def _counting(lines: Sequence[str]) -> list[int]:
    """Indexes of the lines that give page numbers which count up, each one more than the last."""
    chain: list[int] = []
    last = 0
    for index, line in enumerate(lines):
        match = _PAGE_OF.fullmatch(line) or _FAR_IN.fullmatch(line)
        if match is None:
            continue
        number = int(next(group for group in match.groups() if group))
        if not chain or number == last + 1:
            chain.append(index)
            last = number
    return chain if len(chain) >= _FEWEST_PAGES else []
