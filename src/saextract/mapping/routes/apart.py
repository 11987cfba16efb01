"""Lines on which a requirement stands by itself, whole.

Some programs write the cells of a row on end in one line, and what a page break has cut off from a
requirement further down, behind other cells. Where a requirement ends on its line and an answer or
another requirement follows, the line is parted there; the rest of a requirement is moved up to its
beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from saextract.mapping.tying.stream import Stream, find_requirements
from saextract.model import Code
from saextract.text.letters import letters

from .lines import Line
from .marks import begins_answer
from .wordings import joined


class _Part(NamedTuple):
    """A part of a requirement: where it begins and ends, and where it belongs.

    Attributes:
        torn: other cells stand between this part and others of its requirement.
        closed: it is the whole requirement to the letter.
        titled: the title of its section stands before it on its line.
    """

    begin: int
    end: int
    anchor: int
    torn: bool
    closed: bool
    titled: bool = False


def with_requirements_apart(lines: Sequence[Line], codes: Sequence[Code]) -> list[Line]:
    """The lines of a document, parted around requirements, and the rests of these moved up.

    Args:
        lines: of the document.
        codes: the catalogue.
    """
    text, starts = joined(lines)
    parts = sorted(_parts(Stream(text), codes))
    found: list[tuple[int, int, Line]] = []
    for line, start in zip(lines, starts, strict=False):
        end = start + len(line.text)
        inside = [part for part in parts if part.begin < end and part.end > start]
        cuts = {start, end}
        for part, after in zip_longest(inside, inside[1:]):
            rest = text[part.end : end]
            if part.begin > start and (part is not inside[0] or part.titled):
                cuts.add(part.begin)
            if part.end < end and (part.torn or after is not None or _is_beyond(part, rest)):
                cuts.add(part.end)
        for one, two in pairwise(sorted(cuts)):
            anchor = next((p.anchor for p in inside if p.begin <= one < p.end), one)
            if any(map(str.isalnum, text[one:two])) or len(cuts) == 2:
                found.append((anchor, one, replace(line, text=text[one:two].strip())))
    return [line for *_, line in sorted(found, key=lambda piece: piece[:2])]


def _parts(stream: Stream, codes: Sequence[Code]) -> Iterator[_Part]:
    for one in find_requirements(stream, codes):
        first = stream.opening(one.start)
        end = stream.closing(one.parts[0][1])
        torn = len(one.parts) > 1
        before = stream.text[stream.text.rfind("\n", 0, first) + 1 : first]
        titles = map(letters, one.code.sections.values())
        titled = letters(before).lstrip("0123456789") in titles
        closed = stream.letters[slice(*one.parts[0])] == letters(one.provision.text)
        yield _Part(first, end, first, torn, closed, titled)
        for begin, last in one.parts[1:]:
            yield _Part(stream.places[begin], stream.closing(last), end - 1, torn, closed)


def _is_beyond(part: _Part, rest: str) -> bool:
    """Whether what stands behind a requirement on its line is another cell."""
    text = rest.strip()
    return begins_answer(text) or (part.closed and (text[:1].isupper() or text[:1].isdigit()))
