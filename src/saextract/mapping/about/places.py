"""Where a document's texts stand: what labels, titles, running heads and opening of it are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby, pairwise
from typing import Literal

from saextract.model import Parsed, Passage, Table

from .names import END_WORDS, is_name

Zone = Literal["label", "title", "property", "site", "running", "intro", "tail", "body"]

_LABELS = (
    r"(?:name of (?:the |your )?(?:member )?(?:landlord|organisation|provider|council|association)|"
    r"(?:landlord|organisation|provider|association)(?:['’]s)?(?: name)?|member landlord|"
    r"(?:registered|housing|social) (?:provider|landlord)(?: name)?|completed for|name of member|"
    r"(?:signed |agreed |completed )?(?:for and )?on behalf of)"
    r"(?: (?:completing|making|submitting|returning) (?:this|the) [\w-]+)?"
    r"(?:,? (?:and|&|/) (?:registration )?(?:number|address|reference|code|id|type))?"
)
LABEL = re.compile(rf"^\s*{_LABELS}(?:\s*[:\-–]\s*|\s{{2,}}|\t)(.+)$", re.IGNORECASE | re.MULTILINE)
_LABEL_ALONE = re.compile(rf"\s*{_LABELS}\s*:?\s*", re.IGNORECASE)
_SORT_ALONE = re.compile(
    r"\s*(?:council|(?:local )?authority|company|society|charity|trust|group|co-?operative)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
"""What labels a name where the cell beside it is one."""

_HEAD = re.compile(
    r"(?:name of|signed|signature|position|role|job title|year|date|period|lead|officer|contact|"
    r"homes|units|version|completed by|approved by|author|"
    r"e-?mail|phone|telephone|address|size|type|number|reviewed|review)\b[^.\d]{0,30}",
    re.IGNORECASE,
)
"""What heads another column of a table whose first column names the landlord."""

_RUNNING = re.compile(
    r"^(?=.{8,120}$)(?:.*\s[|·•–—-]\s.*self[\s-]*assessment|.*self[\s-]*assessment.*\s[|·•–—-]\s|"
    r".*\bpage \d+(?: of \d+)?$)|©",
    re.IGNORECASE,
)
"""A head or foot that a parser left in the text."""

_TITLE_LINES = 12
_LONGEST_TITLE = 14
_ROWS_OF_A_FORM = 4
"""Lines of the opening that can be titles, the words of a title, and the rows from which on a
table is the form itself."""


_WRAPPED = re.compile(
    r"(\b(?:of|and|the|for|upon)|&)\n(?=[A-Z])|"
    r"(\b(?:Charity|Charities|Hospital|Foundation) of [A-Z][^\n]*)"
    r"\n(?=(?!Self|Complaint|Introduction|Contents|Annual|Housing|Our)[A-Z][\w’'-]+$)|"
    rf"(?<=[a-zA-Z])\n(?=(?:{END_WORDS}|(?:of|and|&|upon) (?:the )?[A-Z][\w’'-]+(?: \w+)?)$)",
    re.MULTILINE,
)
"""A line's end within a name: "The Almshouse Charity of" and the place beneath, or the place and
"Housing Association" beneath."""

_LONGEST_HALF = 5
"""Words of a name's first line."""


def _rejoined(blocks: Iterable[Passage | Table]) -> Iterator[Passage | Table]:
    """The blocks, with the names in one that are printed over two headings or paragraphs."""
    held: Passage | None = None
    for block in blocks:
        if isinstance(block, Passage) and held is not None:
            both = _WRAPPED.sub(_with_space, f"{held.text}\n{block.text}")
            if "\n" not in both and _is_half(held.text):
                held = held.model_copy(update={"text": both})
                continue
        if held is not None:
            yield held
        held = block if isinstance(block, Passage) else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _with_space(match: re.Match[str]) -> str:
    return f"{match[1] or match[2] or ''} "


def _is_half(line: str) -> bool:
    """Whether a line can be the first one of a name."""
    words = line.split()
    named = all(w[0].isupper() or w in ("of", "and", "the", "&", "upon", "for") for w in words)
    told = re.search(r"complain|assessment|code\b|ombudsman|section|appendix", line, re.IGNORECASE)
    return 0 < len(words) <= _LONGEST_HALF and named and told is None


def texts_of(parsed: Parsed) -> Iterator[tuple[str, Zone]]:
    """Every text of the document with the zone that it stands in."""
    for key in ("title", "subject", "company", "author", "logo"):
        text = parsed.properties.get(key, "")
        if text and (key != "author" or is_name(text)):
            yield text, "site" if key in ("company", "logo") else "property"
    for text in {re.sub(r"\d+", "", p.text): p.text for p in parsed.residue}.values():
        yield text, "running"
    lines_left = _TITLE_LINES
    before_table, labelled = True, False
    blocks = list(_rejoined(parsed.blocks))
    last = max((i for i, block in enumerate(blocks) if isinstance(block, Table)), default=-1)
    for place, block in enumerate(blocks):
        if isinstance(block, Passage):
            lines = _WRAPPED.sub(_with_space, block.text).splitlines()
            for above, line in zip(["Landlord" if labelled else "", *lines], lines, strict=False):
                if _LABEL_ALONE.fullmatch(above) and not _is_label(line):
                    yield line, "label"
            labelled = bool(lines and _LABEL_ALONE.fullmatch(lines[-1]))
            head = lines[: max(lines_left, 0)] if before_table else []
            lines_left -= len(lines)
            for titular, group in groupby(head, partial(_titular, passage=block)):
                found = list(group)
                texts = found if titular else ["\n".join(found)]
                yield from ((text, "title" if titular else "intro") for text in texts)
            rest = lines[len(head) :]
            zone: Zone = "intro" if before_table else "tail" if place > last else "body"
            for line in filter(_RUNNING.search, rest):
                yield line, "running"
            yield "\n".join(rest), zone
            for above, line in pairwise(rest):
                if is_name(line) and len(above.split()) <= _LONGEST_HALF:
                    yield f"{above}, {line}", zone
            continue
        over: list[str] = []
        for row in block.rows:
            cells = [cell.text for cell in row.cells if cell is not None and cell.text.strip()]
            yield from ((text, "label") for text in _labelled(over, cells))
            if len(cells) == 2 and len(block.rows) < _ROWS_OF_A_FORM and is_name(cells[1]):
                yield f"{cells[0].strip().rstrip(':')}: {cells[1]}", "intro"
            over = cells
            title = before_table and len(cells) == 1 and len(cells[0].split()) <= _LONGEST_TITLE
            for text in cells:
                yield text, "title" if title else "body"
        before_table = before_table and len(block.rows) < _ROWS_OF_A_FORM


_WORDS_OF_NO_PERSON = 3
"""Words from which on a name that ends as landlords' names do is no person's ("Jane Homes")."""


def _is_label(line: str) -> bool:
    """Whether a line is a label with nothing behind it, and no value of the one above it."""
    return line.rstrip().endswith(":") or bool(
        _LABEL_ALONE.fullmatch(line) or _HEAD.fullmatch(line)
    )


def _labelled(above: list[str], cells: list[str]) -> Iterator[str]:
    """Texts of a row that a cell beside them, or above them in a row of heads, labels as a name."""
    if len(cells) >= 2 and _LABEL_ALONE.fullmatch(cells[0]) and not _HEAD.fullmatch(cells[1]):
        yield cells[1]
    if len(cells) >= 2 and is_name(cells[1]):
        long = len(cells[1].split()) >= _WORDS_OF_NO_PERSON
        if _SORT_ALONE.fullmatch(cells[0]) or (long and cells[0].strip(" :").lower() == "name"):
            yield cells[1]
    if len(above) == len(cells) and all(map(_HEAD.fullmatch, above[1:])):
        yield from (c for head, c in zip(above, cells, strict=True) if _LABEL_ALONE.fullmatch(head))


def _titular(line: str, passage: Passage) -> bool:
    """Whether a line of the opening is a title and not running prose."""
    return passage.heading is not None or (
        len(line.split()) <= _LONGEST_TITLE
        and (not line.rstrip().endswith((".", ",", ";")) or is_name(line))
    )
