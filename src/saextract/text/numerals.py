"""Numbers of list items, as word processors and browsers write them."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROMAN_LIMIT = 4000
_LETTERS_LIMIT = 780
"""The largest number that Word writes in letters (30 times the alphabet)."""


def format_number(count: int, fmt: str) -> str:
    """A number in one of the formats of ST_NumberFormat (17.18.59).

    Formats that English documents do not use are written as decimals.
    """
    if fmt in ("none", "bullet"):
        return ""
    if fmt in ("lowerLetter", "upperLetter"):
        text = _letters(count)
    elif fmt in ("lowerRoman", "upperRoman"):
        text = _roman(count)
    elif fmt == "ordinal":
        return f"{count}{_ordinal_suffix(count)}"
    elif fmt == "decimalZero":
        return f"{count:02d}"
    elif set(fmt) == {"0"}:
        return str(count).zfill(len(fmt))
    else:
        return str(count)
    return text.upper() if fmt.startswith("upper") else text


def _letters(count: int) -> str:
    """a to z, then aa to zz: Word repeats the letter."""
    if not 0 < count <= _LETTERS_LIMIT:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    if not 0 < count < _ROMAN_LIMIT:
        return str(count)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (count // size)
        count %= size
    return text


def _ordinal_suffix(count: int) -> str:
    if count % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
