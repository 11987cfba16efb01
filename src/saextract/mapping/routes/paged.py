"""What a text file shows that was printed from pages, beside the words of its cells.

A program that writes a page's cells one after the other repeats the header of the form on each
page, and lists page numbers and the targets of links between the cells. Ticks in a Yes and a No
column are told by the white space that the empty cell leaves.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from saextract.lexicon import answers
from saextract.lexicon.marks import read_pairs
from saextract.lexicon.roles import Role, of_title, title_words
from saextract.mapping.tying.stream import Stream, find_requirements
from saextract.model import Code, Parsed, Passage
from saextract.text.letters import letters

from .lines import is_of_text

_WITH_TICKS = "2020"
"""The edition whose form has a Yes and a No column."""

_FEWEST_TICKED = 0.2
"""Share of its questions with a tick right behind them, above which they are ticked."""

_OFTEN = 3
"""Lines on end made of titles' words, and times that each recurs, for a printed header."""

_TICK = re.compile(r"(?P<before>\s*?)(?P<mark>[Xx✓✔☒☑])(?![\w])(?P<after>\s*)")
_URL_LINE = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_PAGE_NUMBER = re.compile(r"\s*(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def without_page_marks(parsed: Parsed) -> Parsed:
    """A text file without the headers, page numbers and link lists of its pages: residue.

    Args:
        parsed: a document; one that is no text file is given back as it is.
    """
    lines = [block for block in parsed.blocks if isinstance(block, Passage) and is_of_text(block)]
    gone = [*_printed_headers(lines), *_page_marks(lines)]
    if not gone:
        return parsed
    away = set(map(id, gone))
    blocks = tuple(
        block.model_copy(update={"text": ""})
        if isinstance(block, Passage) and id(block) in away
        else block
        for block in parsed.blocks
    )
    return parsed.model_copy(update={"blocks": blocks, "residue": (*parsed.residue, *gone)})


def _printed_headers(lines: Sequence[Passage]) -> list[Passage]:
    """The lines of headers: titles on end that recur, or begin with that of the numbers."""
    runs: list[list[Passage]] = [[]]
    for line in lines:
        if _is_of_titles(line.text):
            runs[-1].append(line)
        elif runs[-1] and line.text.strip():
            runs.append([])
    counts = Counter(letters(line.text) for line in lines)
    return [
        line
        for run in runs
        if len(run) >= _OFTEN
        and (_opens_header(run[0].text) or all(counts[letters(x.text)] >= _OFTEN for x in run))
        for line in run
    ]


def _opens_header(line: str) -> bool:
    """Whether a title is that of the first column, above the numbers."""
    return of_title(letters(line)) is Role.NUMBER


def _is_of_titles(line: str) -> bool:
    """Whether a line has no word but such as titles of columns are made of, and is no answer."""
    words = _WORD.findall(line.casefold())
    said = answers.is_answer(line) or read_pairs(line)
    return bool(words) and title_words().issuperset(words) and not said


def _page_marks(lines: Sequence[Passage]) -> list[Passage]:
    """Page numbers between blank lines, and links that a dump lists below one."""
    texts = ["", *(line.text for line in lines), ""]
    found: list[Passage] = []
    parted = True
    for above, line, below in zip(texts, lines, texts[2:], strict=False):
        number = _PAGE_NUMBER.fullmatch(line.text) and not above.strip() and not below.strip()
        link = _URL_LINE.fullmatch(line.text) is not None
        if number or (link and parted):
            found.append(line)
        parted = parted if link else line.text == ""
    return found


# --------------------------------------------------------------------------- ticks


def with_ticks_said(parsed: Parsed, codes: Sequence[Code]) -> tuple[Parsed, frozenset[int]]:
    """A text file of the form with Yes and No columns, its ticks as words.

    Args:
        parsed: a document; one that is no text file, or not ticked, is given back as it is.
        codes: the catalogue.

    Returns:
        The document, and the places of the blocks that are ticks.
    """
    ticked = [code for code in codes if code.edition == _WITH_TICKS]
    texts = [b.text if isinstance(b, Passage) and is_of_text(b) else "" for b in parsed.blocks]
    if not any(map(_TICK.search, texts)):
        return parsed, frozenset()
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    stream = Stream("\n".join(texts))
    asked = find_requirements(stream, ticked)
    ends = (stream.closing(found.parts[0][1]) for found in asked)
    ticks = [tick for end in ends if (tick := _TICK.match(stream.text, end))]
    if len(ticks) <= _FEWEST_TICKED * len(asked):
        return parsed, frozenset()
    said = {bisect_right(starts, tick.start("mark")) - 1: tick for tick in ticks}
    blocks: list[object] = []
    places: set[int] = set()
    for at, block in enumerate(parsed.blocks):
        tick = said.get(at)
        if tick is None or not isinstance(block, Passage):
            blocks.append(block)
            continue
        mark = tick.start("mark") - starts[at]
        parts = (block.text[:mark], _said(stream.text, tick.span("mark")), block.text[mark + 1 :])
        places.add(len(blocks) + 1)
        blocks += [block.model_copy(update={"text": part}) for part in parts]
    return parsed.model_copy(update={"blocks": tuple(blocks)}), frozenset(places)


def _said(text: str, at: tuple[int, int]) -> str:
    """What a tick in a Yes or a No column says, told by the white space of the empty cell.

    An empty cell leaves one space: before the mark where the Yes cell is empty, after it where the
    No cell is empty. Where neither or both are there, the mark itself is given, which no column
    explains.
    """
    before, after = text[: at[0]], text[at[1] :]
    before, after = before[len(before.rstrip()) :], after[: len(after) - len(after.lstrip())]
    empty_yes = bool(re.search(r"\n (?:\n|$)|^ {2,}$", before))
    empty_no = bool(re.match(r" {2,}| ?\n+ $", after)) or after.endswith("\n ")
    if empty_yes == empty_no:
        return text[slice(*at)]
    return "No" if empty_yes else "Yes"
