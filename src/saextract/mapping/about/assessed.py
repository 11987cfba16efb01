"""When an assessment was made, and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from saextract.mapping.context import Context
from saextract.model import Frozen, HtmlLocator, Parsed, Passage, PrintedDate, Table
from saextract.text.anycase import AnyCase
from saextract.text.dates import CODE_DATES, FINANCIAL_YEAR, Dated, financial, scan

from .days import KINDS, dates_of, unwrapped


class DateReading(Frozen):
    """When an assessment was made and for which year.

    Attributes:
        assessed_on: ISO date, ISO month or "".
        printed: every date that the document gives of the assessment.
        year: "2024", or "2023-24" where a financial year is named; or "".
    """

    assessed_on: str = ""
    printed: tuple[PrintedDate, ...] = ()
    year: str = ""


_PERIOD = AnyCase(
    r"\b(?:year|period|quarter|months?|from|since)(?:\s+(?:ended|ending|end|to))?\s*:?\s*$",
)
"""What stands before the end of a period that is reported on."""

_SELF = r"self[\s-]*assessment"
_OF_THE_CODE = AnyCase(
    r"\b(?:code|ombudsman)\b[^.\n]{0,12}$|\b(?:statutory|in(?:to)? force|takes? effect|effective|"
    r"introduced|published|came|law)\b[^.\n]{0,25}$",
)
_CODE_MONTHS = frozenset(date[:7] for date in CODE_DATES)

_ASSESSMENT = AnyCase(
    r"self[\s-]*assessment|annual\s+complaints?\b|complaints? performance|"
    r"complaints? handling code|\bombudsman\W{0,2}s? code|"
    r"compliance with the (?:housing ombudsman\W*s? )?(?:complaint handling )?code",
)
_CONTROL_LABEL = re.compile(
    r".{2,40}:|(?:date|version|approv|owner|author|review|next|last|status|publish|department|"
    r"lead|title|document|complet|sign)[^.]{0,40}",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?:document )?(?:version|revision|issue)(?: no\.?| number)?|v\.?|changes?|amendments?",
    re.IGNORECASE,
)
_APPROVAL_NOTE = AnyCase(r"\b(?:approved|adopted|signed off)\b")
_NAMED = r"(?:[A-Z&][\w’'&\-]*\s+|of\s+|and\s+){0,5}[A-Z][\w’'\-]*\s*[,|·•–—-]"
_NAME_AND_DATE = re.compile(rf"{_NAMED}(?:\s*{_NAMED})?")
"""A name before the date on its line: "X District Council, December 2020"."""

_NUMBERED = re.compile(
    r"\W*(?:version|issue|revision|rev|v)\.?\s*[\d.]+[\s|·•,–—-]*", re.IGNORECASE
)
_VERSION_WORD = re.compile(r"[\s.)]*(?:update|review|version|edition|refresh)?\W*", re.IGNORECASE)
_WEEKDAY = re.compile(r"\W*(?:[a-z]{3,6}day,?|mon|tues?|wed|thurs?|fri)?\W*", re.IGNORECASE)
_NEXT = AnyCase(r"\b(?:next|due|previous)\b[^|;]{0,40}$|[|–—-]\s*review(?: date)?\W*$")
"""What stands before the day of another assessment."""

_LABEL = AnyCase(r"date|complet|approv|sign|review|issue|assess|publish|updat|adopt|agree")
_LONGEST_LABEL = 6
_BEFORE_A_VALUE = 2
"""Words of a label, and those that may stand before the date below it ("on Monday")."""

_SIGNS = re.compile(r"signed\b(?!.*[.!?]$)", re.IGNORECASE)
"""How the line above a day begins, however long, where the day belongs to it."""

_SIGNATORY = re.compile(
    r"(?i:(?=.*\b(?:chair\w*|chief executive|director|clerk|secretary|treasurer|warden|trustees?|"
    r"manager|officer|head)\b)(?!.*\b(?:report|policy|plan|minutes|meeting|review)\b))"
    r"(?:\(?(?:[A-Z][\w.&'’-]*|to|the|of|for|and|&|[–-])[ ,:)]+){1,10}"
)
"""Who signs, before the day: "A. Hale, Clerk to the Trustees"."""

_AHEAD = AnyCase(r"\b(?:next|due|by|until|effective|policy)\b")
_OF_THE_PAGE = re.compile(
    r"\W*(?:this )?(?:page |content |self-assessment )?(?:was )?"
    r"(?:last (?:updated|reviewed|modified)|published|reviewed|approved|completed|assessed|"
    r"signed|position (?:as )?(?:at|on))\b",
    re.IGNORECASE,
)
"""What a website's foot says of the page itself; its menus and news name others."""

_LONGEST_VALUE = 6
_LONGEST_NOTE = 40
_ROWS_OF_A_HEADER = 3
_TITLE_LINES = 12
_LINES_OF_A_TITLE = 3
_LONGEST_TITLE = 16
_COLUMNS_OF_A_NOTE = 2
_PLAIN_YEAR = re.compile(r"(?<![\d/\-–£.])20[12]\d(?![\d/%]|\s?[-–]\s?\d)")
_YEAR_OF_TITLE = AnyCase(
    rf"{_SELF}(?:\s+(?:report|return|for|of|in|exercise))*[\s:,(\-–]*(?P<after>20[12]\d)|"
    rf"(?P<before>20[12]\d)\s+(?:annual\s+)?(?:complaints?\s+|complaint handling code\s+)*{_SELF}",
)
_YEAR_LINE = re.compile(r"\W*(?:(?:spring|summer|autumn|winter)\s+)?(20[12]\d)\W*", re.IGNORECASE)
_FY_IN_TITLE = re.compile(rf"(?<![\d/\-–£.]){FINANCIAL_YEAR}")
_YEAR_TO_YEAR = re.compile(r"(?<=\d{4}) to (?=20\d\d\b)")


def find_dates(parsed: Parsed, context: Context) -> DateReading:
    """Finds when the assessment was made and for which year.

    Only what stands outside of the tables of answers counts, or in a row of a label and a date. Of
    several dates, that of the first kind in `KINDS` is taken, of several of one kind the last; a
    title's month is filled up to the one day of it that is printed. The year is the manifest's,
    else a financial year in a title, else the year in the title of the self-assessment, else the
    year of the date, else another year in the opening, else the year in the file's name;
    "2023/24" and "2023-2024" are written 2023-24.

    Args:
        parsed: the document.
        context: its path and its manifest values.
    """
    titles, texts = _outside_tables(parsed)
    printed = _of_this_one(list(dict.fromkeys([*_said(texts), *_titled(titles)])))
    first = min(printed, key=lambda date: KINDS.index(date.kind), default=None)
    dates = [date.date for date in printed if first is not None and date.kind == first.kind]
    assessed_on = max(dates, default="")
    if first is not None and first.kind == "dated":
        full = {d.date for d in printed if len(d.date) == 10 and d.date[:7] == assessed_on}
        assessed_on = full.pop() if len(full) == 1 else assessed_on
    year = (
        context.manifest.get("year", "").strip()
        or _financial_year([line for line in titles if _ASSESSMENT.search(line)])
        or _title_year(titles)
        or assessed_on[:4]
        or _financial_year(titles)
        or _plain_year(titles)
        or _file_year(context.path)
    )
    return DateReading(assessed_on=assessed_on, printed=tuple(printed), year=year)


def _of_this_one(printed: list[PrintedDate]) -> list[PrintedDate]:
    """The dates without a "Review: …" that lies so far behind the others that it is the next."""
    others = [d.date for d in printed if not _REVIEW.search(d.printed)]
    if not others:
        return printed
    latest = _months(max(others))
    return [
        d
        for d in printed
        if not _REVIEW.search(d.printed) or _months(d.date) < latest + _MONTHS_TO_THE_NEXT
    ]


_REVIEW = AnyCase(r"(?<!last )(?<!latest )(?<!recent )\breview(?: date)?\W+[^:;|]*$")
_MONTHS_TO_THE_NEXT = 5
"""Months after which a review is another one and not the end of the same."""


def _months(iso: str) -> int:
    return 12 * int(iso[:4]) + int(iso[5:7])


def _said(texts: list[str]) -> Iterator[PrintedDate]:
    """The dates to which the texts give a cue; a label counts for the line below it."""
    lines = [line for text in texts for line in unwrapped(text).split("\n")]
    for above, text in pairwise(["", *lines]):
        label = above.strip()
        alone = len(label.split()) <= _LONGEST_LABEL and not label.endswith(".") and not scan(label)
        opens = scan(text, short=True)[:1]
        if alone and opens and len(text[: opens[0].start].split()) <= _BEFORE_A_VALUE:
            below = list(dates_of(f"{label}: {text}")) if _LABEL.search(label) else []
            if below:
                yield from below
                continue
        signatory = text[: opens[0].start] if opens else ""
        signatory = signatory or (f"{label}, " if alone or _SIGNS.match(label) else "")
        if opens and _SIGNATORY.fullmatch(signatory) and not text[opens[0].end :].strip(" ."):
            printed = f"{signatory.strip()} {text[opens[0].start :]}"
            yield PrintedDate(kind="dated", date=opens[0].iso, printed=" ".join(printed.split()))
            continue
        yield from dates_of(text)


def _outside_tables(parsed: Parsed) -> tuple[list[str], list[str]]:
    """Lines of titles, and all texts outside tables of answers.

    Running heads count as titles; the menus and footers of a website name other pages. Of tables
    count narrow ones (document control), rows above the header, and rows of one cell.
    """
    titles = [parsed.properties[key] for key in ("title", "subject") if parsed.properties.get(key)]
    texts: list[str] = []
    for passage in parsed.residue:
        if any(isinstance(place, HtmlLocator) for place in passage.locators):
            sentences = re.split(r"\n|(?<=\.) ", passage.text)
            texts += filter(_OF_THE_PAGE.match, sentences)
            continue
        titles += passage.text.splitlines()
        texts.append(passage.text)
    left = _TITLE_LINES
    opening = True
    for block in parsed.blocks:
        if isinstance(block, Passage):
            texts.append(block.text)
            lines = block.text.splitlines()
            if block.heading is not None:
                titles += dict.fromkeys([" ".join(lines), *lines])
            elif opening:
                titles += filter(_titular, lines[: max(left, 0)])
                if 1 < len(lines) <= min(left, _LINES_OF_A_TITLE):
                    titles += filter(_titular, [" ".join(lines)])
            left -= len(lines)
        else:
            notes, heads = _notes(block)
            texts += notes
            if opening:
                titles += filter(_titular, heads[: max(left, 0)])
                left -= len(heads)
            opening = opening and len(block.rows) < 4
    return titles, texts


def _titular(line: str) -> bool:
    return len(line.split()) <= _LONGEST_TITLE and not line.rstrip().endswith((".", ",", ";"))


def _notes(table: Table) -> tuple[list[str], list[str]]:
    """Texts of a table that are no answers, and those of single cells at its top."""
    rows = [[cell.text for cell in row.cells if cell and cell.text.strip()] for row in table.rows]
    narrow = max(map(len, rows), default=0) <= _COLUMNS_OF_A_NOTE
    above = next((i for i, cells in enumerate(rows) if len(cells) > 2), len(rows))
    history = _history(rows)
    notes: list[str] = list(history)
    for place, cells in enumerate(rows):
        first = next(iter(table.rows[place].cells), None)
        whole = len(cells) == 1 and first is not None and bool(first.text.strip())
        if narrow or place < above or whole:
            notes += filter(_is_note, cells)
        if narrow or place < above or _is_control(cells):
            notes += [
                f"{label.strip().rstrip(':')}: {value.strip()}"
                for label, value in zip(cells[::2], cells[1::2], strict=False)
                if len(value.split()) <= _LONGEST_VALUE
            ]
    notes += [] if history else _beneath(table)
    heads = [cells[0] for cells in rows[: above + _ROWS_OF_A_HEADER] if len(cells) == 1]
    return notes, heads


def _beneath(table: Table) -> list[str]:
    """The dates that stand beneath their labels, in a table of two rows."""
    if len(table.rows) != 2:
        return []
    heads, values = ([cell.text.strip() if cell else "" for cell in r.cells] for r in table.rows)
    if not all(head and len(head.split()) <= _LONGEST_LABEL and not scan(head) for head in heads):
        return []
    pairs = zip(heads, values, strict=False)
    return [f"{head}: {value}" for head, value in pairs if value and _LABEL.search(head)]


def _is_note(cell: str) -> bool:
    """Whether a cell's text is whole and short, and not the rest of a comment."""
    return len(cell.split()) <= _LONGEST_NOTE and not cell.lstrip()[:1].islower()


def _is_control(cells: list[str]) -> bool:
    """Whether a row is made of labels and their values, as in a document control."""
    return 4 <= len(cells) <= 6 and all(map(_CONTROL_LABEL.fullmatch, cells[::2]))


def _history(rows: list[list[str]]) -> list[str]:
    """The newest entry of a table of versions, as a labelled date."""
    headers = [" ".join(cell.split()) for cell in rows[0]] if rows else []
    if not any(map(_VERSION.fullmatch, headers)) or not any("date" in h.lower() for h in headers):
        return []
    entries = [(row, dates) for row in rows[1:] if len(dates := _dates_of(row)) == 1]
    if not entries:
        return []
    approved = [dates for row, dates in entries if _APPROVAL_NOTE.search(" ".join(row))]
    newest = max(approved or [dates for _, dates in entries])
    return [f"{'Approved' if approved else 'Updated'}: {newest[0]}"]


def _dates_of(row: list[str]) -> list[str]:
    return [dated.iso for cell in row for dated in scan(cell)]


def _titled(titles: list[str]) -> Iterator[PrintedDate]:
    """The date in a title of the self-assessment, or alone on a line of the opening.

    Two dates in a title are the ends of a period.
    """
    for line in titles:
        dates = [
            dated
            for dated in scan(line, short=True)
            if not _is_code_s(line, dated) and not _NEXT.search(line[: dated.start])
        ]
        if len(dates) != 1:
            continue
        before, after = line[: dates[0].start], line[dates[0].end :]
        ahead = _PERIOD.search(before) or _AHEAD.search(before)
        if (_ASSESSMENT.search(line) and not ahead) or _NUMBERED.fullmatch(before):
            yield PrintedDate(kind="dated", date=dates[0].iso, printed=line)
        elif _VERSION_WORD.fullmatch(after) and (
            _WEEKDAY.fullmatch(before) or _NAME_AND_DATE.fullmatch(before.rstrip())
        ):
            yield PrintedDate(kind="bare", date=dates[0].iso, printed=line)


def _is_code_s(line: str, dated: Dated) -> bool:
    """Whether a date in a title is that of the Code which it names."""
    before = line[: dated.start]
    if not _OF_THE_CODE.search(before):
        return False
    named_first = re.search(_SELF, before, re.IGNORECASE)
    parted = named_first or before.rstrip().endswith(("|", ","))
    return not parted or dated.iso[:7] in _CODE_MONTHS


_FIRST_YEAR = 2019
"""The year before the first Code; "17/18" in a running head counts pages."""


def _financial_year(titles: list[str]) -> str:
    found = set()
    for line in titles:
        own = bool(_ASSESSMENT.search(line))
        for match in _FY_IN_TITLE.finditer(_YEAR_TO_YEAR.sub("-", line)):
            first = financial(match)
            written = len(match["first"]) == 4 or (own and (first or 0) >= _FIRST_YEAR)
            if first is not None and written and not _dated_at(line, match):
                found.add((not own, _written(first)))
        dates = [dated.iso for dated in scan(line)]
        if own and len(dates) == 2 and _is_financial(*dates):
            found.add((False, _written(int(dates[0][:4]))))
    best = {year for off_topic, year in found if off_topic == min(found)[0]} if found else set()
    return best.pop() if len(best) == 1 else ""


def _written(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02d}"


def _is_financial(start: str, end: str) -> bool:
    """Whether two dates are the ends of a financial year."""
    follows = int(end[:4]) == int(start[:4]) + 1
    return follows and start[5:] in ("04", "04-01") and end[5:] in ("03", "03-31")


def _dated_at(line: str, match: re.Match[str]) -> bool:
    return any(d.start < match.end() and match.start() < d.end for d in scan(line))


def _title_year(titles: list[str]) -> str:
    """The year that a title gives the self-assessment itself: "Self-assessment 2024"."""
    found = set()
    for line in titles:
        years = {match[0] for match in _PLAIN_YEAR.finditer(line)}
        match = _YEAR_OF_TITLE.search(line)
        if (
            len(years) == 1
            and match
            and not (match["before"] and _OF_THE_CODE.search(line[: match.start()]))
        ):
            found |= years
    return found.pop() if len(found) == 1 else ""


def _plain_year(titles: list[str]) -> str:
    """The one year in titles of the self-assessment or alone on a line, but for the Code's own."""
    found = {
        match[0]
        for line in titles
        if _ASSESSMENT.search(line)
        for match in _PLAIN_YEAR.finditer(line)
        if not _OF_THE_CODE.search(line[: match.start()])
        and not re.search(r"\b(?:Act|Regulations?)\s*$", line[: match.start()])
    }
    found = found or {match[1] for line in titles if (match := _YEAR_LINE.fullmatch(line))}
    return found.pop() if len(found) == 1 else ""


def _file_year(path: str) -> str:
    """The year or financial year in the file's name."""
    stem = re.sub(r"[_\s]+", " ", PurePosixPath(path).stem)
    ranges = {
        _written(first)
        for match in re.finditer(rf"(?<!\d){FINANCIAL_YEAR}", stem)
        if len(match["first"]) == 4 and (first := financial(match)) is not None
    }
    if len(ranges) == 1:
        return ranges.pop()
    compact_dates = set(re.findall(r"(?<!\d)(20[12]\d)(?:0[1-9]|1[0-2])[0-3]\d(?!\d)", stem))
    years = compact_dates | set(re.findall(r"(?<!\d)20[12]\d(?!\d)", stem))
    return years.pop() if len(years) == 1 and not ranges else ""
