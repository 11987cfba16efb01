"""Running heads, running feet and page numbers of a paged document that was saved as text.

Pages are parted by form feeds or, where a dump has none, by page numbers that say that they are
(`Page 3 of 24`) and count up. A line is set aside only where it comes back at the same edge of
other pages. A table's header that stands side by side over its columns is none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from saextract.lexicon import answers
from saextract.parsers.pdf.layout.headers import is_title

_PAGE_OF = re.compile(
    r"\s*(?:(?:page|pg\.?)\s*(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?|[-–—]\s*(\d{1,3})\s*[-–—]|"
    r"(\d{1,3})\s*of\s*\d{1,3})\s*",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*[-–—]?\s*(\d{1,3})\s*[-–—]?\s*")
_PAGE = re.compile(r"page\d{1,3}(?:(?:of|/)\d{1,3})?")
_FAR_IN = re.compile(r"\s{30,}(\d{1,3})\s*")
"""A lone number in the middle or on the right of a page."""

_STRAY = re.compile(r"\s{8,}[A-MO-WZ]\s*")
"""A lone letter of a watermark that stands aslant; X, Y and N may be answers."""

_GUTTER = re.compile(r"\s{2,}")
_EDGE = 9
"""At most so many lines at either edge of a page can be running ones."""

_FEWEST_PAGES = 3
_SHARE = 0.3
_SHORTEST = 4


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
        starts = sorted(numbers)
    if len(starts) < _FEWEST_PAGES:
        return set()
    ends = [*starts[1:], len(lines)]
    edges: list[tuple[int, int, bool]] = []
    for page, (start, end) in enumerate(zip(starts, ends, strict=True)):
        filled = [i for i in range(start, end) if lines[i].strip() and i not in numbers]
        edges += [(i, page, True) for i in filled[:_EDGE]]
        edges += [(i, page, False) for i in filled[-1 : -_EDGE - 1 : -1]]
    if numbers:
        filled = [i for i in range(starts[0]) if lines[i].strip()]
        edges += [(i, -1, False) for i in filled[-1 : -_EDGE - 1 : -1]]
    strays = [i for i, line in enumerate(lines) if _STRAY.fullmatch(line)]
    numbers |= set(strays) if len(strays) >= _FEWEST_PAGES else set()
    return numbers | _repeated(lines, edges, len(starts)) | _bare_numbers(lines, edges)


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


def _repeated(lines: Sequence[str], edges: Sequence[tuple[int, int, bool]], pages: int) -> set[int]:
    """The lines at the edges of pages that come back on others, from the edge inwards."""
    on: dict[tuple[str, bool], set[int]] = {}
    for index, page, at_top in edges:
        for key in _keys(lines[index], page):
            on.setdefault((key, at_top), set()).add(page)
    needed = max(_FEWEST_PAGES, _SHARE * pages)
    found: set[int] = set()
    closed: set[tuple[int, bool]] = set()
    for index, page, at_top in edges:
        text = lines[index].strip()
        if answers.is_answer(text):
            closed.add((page, at_top))
        repeated = any(len(on[key, at_top]) >= needed for key in _keys(text, page))
        if repeated and len(text) >= _SHORTEST and not _is_header(text):
            if (page, at_top) not in closed:
                found.add(index)
        elif not _BARE.fullmatch(text):
            closed.add((page, at_top))
    return found


def _keys(line: str, page: int) -> tuple[str, str, str, str]:
    """A line without white space and case: as it is, with its numbers counted from the page, with
    the first of them so counted (`Page 3 of 24`), and without the page that it names (`Form 2025
    v2   Page 3 of 24`).
    """
    plain = "".join(line.split()).lower()

    def counted(count: int) -> str:
        return re.sub(r"\d{1,6}", lambda m: f"#{int(m[0]) - page}", plain, count=count)

    return plain, counted(0), counted(1), _PAGE.sub("page", plain)


def _is_header(text: str) -> bool:
    """Whether a line is part of a header that stands side by side over its columns."""
    cells = _GUTTER.split(text)
    return len(cells) > 1 and all(map(is_title, cells))


def _bare_numbers(lines: Sequence[str], edges: Sequence[tuple[int, int, bool]]) -> set[int]:
    """Lone numbers at an edge that keep step with the pages."""
    found = [
        (index, int(match[1]) - page)
        for index, page, _ in edges
        if (match := _BARE.fullmatch(lines[index]))
    ]
    steps = Counter(step for _, step in set(found))
    needed = 2 if max((page for _, page, _ in edges), default=0) < 4 else _FEWEST_PAGES
    return {index for index, step in found if steps[step] >= needed}
