"""A text reduced to what tells it: its letters, or its words on one line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_ALNUM = re.compile(r"[\W_]+")


def flatten(text: str) -> str:
    """Puts a text on one line: every run of white space becomes one space."""
    return " ".join(text.split())


@lru_cache(16_384)
def letters(text: str) -> str:
    """Keeps the letters and digits of a text, in lower case and without accents of width."""
    return _NOT_ALNUM.sub("", unicodedata.normalize("NFKC", text).casefold())
