"""Damaged letters of a document put right by the words of the catalogue and its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from saextract.model import Cell, Code, Parsed, Passage, Table
from saextract.text.damage import Mender, is_damaged, may_be_summed

_WORD = re.compile(r"[A-Za-z]+")
_CARRIAGE = "_x000D_"

MENDED = "letters-mended"
"""Flag of cells in which damaged letters were put right."""

DAMAGED = "letters-damaged"
"""Flag of cells in which letters are damaged that could not be put right."""


def with_letters_mended(parsed: Parsed, codes: Sequence[Code]) -> Parsed:
    """Puts letters right that a broken font map has changed, where known words prove it.

    Args:
        parsed: a document as its parser read it.
        codes: the catalogue, whose requirements most documents print.

    Returns:
        The document; what is not proven stays as it is.
    """
    texts = list(_texts(parsed))
    if not any(is_damaged(text) or _CARRIAGE in text or _maybe(text) for text in texts):
        return parsed
    known = {word for code in codes for p in code.provisions for word in _WORD.findall(p.text)}
    known |= {word for code in codes for t in code.sections.values() for word in _WORD.findall(t)}
    own = [*(t for t in texts if not is_damaged(t)), *parsed.properties.values()]
    mender = Mender(texts, known | {word for text in own for word in _WORD.findall(text)})
    return parsed.model_copy(
        update={
            "blocks": tuple(_block(block, mender) for block in parsed.blocks),
            "residue": tuple(_passage(passage, mender) for passage in parsed.residue),
        }
    )


def _maybe(text: str) -> bool:
    odd = not text.isascii() and any(sign in text for sign in "ŌōƟƩûüýþÿ")
    return odd or may_be_summed(text)


def _texts(parsed: Parsed) -> Iterator[str]:
    for block in (*parsed.blocks, *parsed.residue):
        if isinstance(block, Passage):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells if cell)


def _block(block: Table | Passage, mender: Mender) -> Table | Passage:
    if isinstance(block, Passage):
        return _passage(block, mender)
    return block.with_cells(lambda cell: _cell(cell, mender))


def _cell(cell: Cell, mender: Mender) -> Cell:
    text = mender.mend(cell.text)
    doubt = (DAMAGED,) if mender.is_doubtful(text) else ()
    if text == cell.text and not doubt:
        return cell
    mended = () if text == cell.text.replace(_CARRIAGE, "") else (MENDED,)
    flags = (*cell.flags, *mended, *doubt)
    return cell.model_copy(update={"text": text, "marks": (), "flags": tuple(sorted(set(flags)))})


def _passage(passage: Passage, mender: Mender) -> Passage:
    text = mender.mend(passage.text)
    if text == passage.text:
        return passage
    return passage.model_copy(update={"text": text, "marks": ()})
