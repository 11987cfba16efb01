"""A text reduced to what tells it: its letters, or its words on one line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_ALNUM = re.compile(r"[\W_]+")
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}
_KEPT = 16_384
"""Texts whose letters, and whose one line, are kept: a document's cells are asked for by many."""


@lru_cache(_KEPT)
def flatten(text: str) -> str:
    """Puts a text on one line: every run of white space becomes one space."""
    return " ".join(text.split())


@lru_cache(_KEPT)
def letters(text: str) -> str:
    """Keeps the letters and digits of a text, in lower case and without accents of width."""
    if text.isascii():
        return text.lower().translate(_SIGNS)
    return _NOT_ALNUM.sub("", unicodedata.normalize("NFKC", text).casefold())
