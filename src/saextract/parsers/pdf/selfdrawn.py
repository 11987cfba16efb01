"""Forms of a PDF that draw themselves: the library follows them until memory ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from saextract.errors import DocumentError

_OBJECT = re.compile(rb"obj\b")
_NUMBER = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}\Z")
_LONGEST_NUMBER = 40
"""Bytes before "obj" in which an object's number stands, and one byte more."""

_LONGEST = 20_000
"""Bytes of a dictionary that are looked at."""

_FORM = re.compile(rb"/Subtype\s*/Form\b")
_XOBJECTS = re.compile(rb"/XObject\s*(?:<<([^>]*)>>|(\d{1,10})\s+\d)")
_RESOURCES = re.compile(rb"/Resources\s+(\d{1,10})\s+\d")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+R\b")


def refuse_self_drawn(data: bytes) -> None:
    """Looks for a form that draws itself, directly or by way of others.

    Forms are streams, whose dictionaries always stand in plain sight; lists of resources that
    are compressed are not seen, and there the memory limit ends the reading.

    Args:
        data: a PDF.

    Raises:
        DocumentError: `too-large`.
    """
    if not _FORM.search(data):
        return
    objects = {number: _dictionary(data, start) for number, start in _objects(data)}
    draws = {
        number: _drawn(body, objects) for number, body in objects.items() if _FORM.search(body)
    }
    ended: set[int] = set()
    for start in draws:
        _follow(start, draws, ended)


def _objects(data: bytes) -> Iterator[tuple[int, int]]:
    """The number of each object, and where it begins."""
    for match in _OBJECT.finditer(data):
        at = match.start()
        number = _NUMBER.search(data, max(at - _LONGEST_NUMBER, 0), at)
        if number:
            yield int(number[1]), match.end()


def _dictionary(data: bytes, start: int) -> bytes:
    end = data.find(b"endobj", start, start + _LONGEST)
    end = end if end >= 0 else start + _LONGEST
    stream = data.find(b"stream", start, end)
    return data[start : stream if stream >= 0 else end]


def _drawn(body: bytes, objects: dict[int, bytes]) -> list[int]:
    """The objects that a form may draw."""
    texts = [body, *(objects.get(int(m[1]), b"") for m in _RESOURCES.finditer(body))]
    found: list[int] = []
    for text in texts:
        for names, reference in _XOBJECTS.findall(text):
            listed = names or objects.get(int(reference or 0), b"")
            found += [int(number) for number in _REFERENCE.findall(listed)]
    return found


def _follow(start: int, draws: dict[int, list[int]], ended: set[int]) -> None:
    path: list[tuple[int, list[int]]] = [(start, list(draws[start]))]
    within = {start}
    while path:
        number, left = path[-1]
        if not left:
            path.pop()
            within.discard(number)
            ended.add(number)
            continue
        after = left.pop()
        if after in within:
            raise DocumentError("too-large", f"The form in object {after} draws itself without end")
        if after in draws and after not in ended:
            path.append((after, list(draws[after])))
            within.add(after)
