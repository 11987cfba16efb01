"""Where in a text the parts stand that are set off: struck through, bold, underlined and so on."""

from __future__ import annotations

from collections.abc import Iterable

from saextract.model import Mark, MarkKind

LONGEST_MARKED = 200
"""Characters of the longest text whose marks are kept: a choice of answers with a label and a few
words behind it is shorter, and in a longer text emphasis means something else."""


def marks_of(text: str, pieces: Iterable[tuple[str, frozenset[MarkKind]]]) -> tuple[Mark, ...]:
    """Finds the marked parts of a text that was put together from pieces.

    White space is left out of account, as composing a text changes it.

    Args:
        text: the text as it was put together.
        pieces: what it was made of, in order, and how each piece is set off.

    Returns:
        The parts in their order, kind by kind. None for a text that is longer than
        `LONGEST_MARKED` or does not consist of the pieces' characters.
    """
    if not text or len(text) > LONGEST_MARKED:
        return ()
    pieces = list(pieces)
    if not any(kinds for _, kinds in pieces):
        return ()
    seen = [(char, kinds) for piece, kinds in pieces for char in piece if not char.isspace()]
    kinds = [kinds for _, kinds in seen]
    if not any(kinds) or "".join(char for char, _ in seen) != "".join(text.split()):
        return ()
    places = [at for at, char in enumerate(text) if not char.isspace()]
    found: list[Mark] = []
    for kind in sorted({kind for these in kinds for kind in these}):
        start: int | None = None
        for at, (place, these) in enumerate(zip(places, kinds, strict=True)):
            if kind in these and start is None:
                start = place
            if start is not None and kind not in these:
                found.append(Mark(kind=kind, start=start, end=places[at - 1] + 1))
                start = None
        if start is not None:
            found.append(Mark(kind=kind, start=start, end=places[-1] + 1))
    return tuple(found)
