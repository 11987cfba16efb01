"""When an assessment was made, and for which year."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from saextract.mapping.context import Context
from saextract.model import Frozen, HtmlLocator, Parsed, Passage, PrintedDate, Table
from saextract.text.dates import CODE_DATES, FINANCIAL_YEAR, Dated, financial, scan


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


_BEFORE = (
    r"[\s:,\-–|(]*(?:date\s*:?\s*)?(?:(?:[a-z]{2,6}day|mon|tue|wed|thu|fri),?\s+)?(?:the\s+)?$"
)
_AT_START = r"(?:^|[\n|\t])[\s•(]*"
_SELF = r"self[\s-]*assessment"
_NAMED = r"(?:[^.\n]|(?<=\b[A-Z])\.)"
_BODY = (
    r"(?:the\s+)?(?:[\w&’'\-]+\s+){0,5}?(?:boards?|cabinet|committee|executive|council|trustees?|"
    r"governing body|panel|members|directors|chief executive|chair)\b"
    r"(?:\s+(?:meeting|members?|lead))?"
)
_APPROVED = r"(?:approved|approval|adopted|agreed|ratified|endorsed|sign(?:ed)?[\s-]?off|signed)"
_AT = r"(?:[\s,]+(?:on|in|dated|at its meeting (?:on|of)|at the meeting (?:on|of)))?"
_UPDATED = r"(?:updated|reviewed|revised|amended|modified)"
_DONE = r"(?:completed|undertaken|carried out|conducted|dated|made)"

_LABELS: tuple[tuple[re.Pattern[str], ...], ...] = tuple(
    tuple(re.compile(pattern + _BEFORE, re.IGNORECASE) for pattern in patterns)
    for patterns in (
        (
            rf"(?:{_AT_START}(?:date\s+(?:of\s+)?)?|{_SELF}\b{_NAMED}{{0,90}}?\b)"
            rf"(?:{_BODY}\s+)?{_APPROVED}(?:\s+date)?(?:\s*:?\s+(?:by|at)\b{_NAMED}{{1,80}}?)?{_AT}",
            rf"(?:{_AT_START}|\.\s+)it (?:was|has been) {_APPROVED}"
            rf"(?:\s+(?:by|at)\b{_NAMED}{{1,60}}?)?{_AT}",
            rf"\.\s+(?:{_APPROVED}\s+date|date\s+{_APPROVED})",
            rf"{_AT_START}[^.\n]{{1,80}}\band\s+{_APPROVED}\s+by\b{_NAMED}{{1,60}}?{_AT}",
            rf"\b{_APPROVED}\s+(?:this|our|the|its)\s+(?:\w+\s+)?{_SELF}{_AT}",
            rf"{_AT_START}signed\b[^\n]{{0,80}}?\bdated?",
        ),
        (
            rf"date\s+(?:of\s+|the\s+)*(?:completion|completed|(?:{_SELF}|assess(?:ment|ed))"
            rf"(?:\s+(?:was\s+)?(?:completed|carried out|undertaken))?)",
            rf"(?:(?:{_SELF}\s+|assessment\s+)?completion date|(?:{_SELF}|{_AT_START}assessment)"
            rf"\s+date)",
            rf"(?:{_SELF}|{_AT_START}assessment)\s+(?:form\s+)?(?:was\s+|has been\s+)?"
            rf"(?:last\s+)?{_DONE}(?:\s+by\s{_NAMED}{{1,60}}?)?(?:\s+(?:on|in|during))?",
            r"\bself[\s-]*assessed\b[^.\n]{0,60}?\s(?:on|in|during)",
            rf"\b(?:completed|carried out|undertook|conducted)\s+(?:this|our|the|its)\s+"
            rf"(?:\w+\s+)?{_SELF}\s+(?:on|in|during)",
            rf"(?:{_AT_START}|\.\s+)completed(?:\s*:?\s*by\s*:?\s{_NAMED}{{1,80}}?)?"
            rf"(?:[\s,]+(?:on|in))?",
            rf"{_AT_START}(?:(?:correct\s+|position\s+|accurate\s+)?as (?:of|at)|position at)",
            rf"(?:{_SELF}|compl(?:y|iance))\b[^.\n]{{0,60}}\bas (?:of|at)",
        ),
        (
            rf"{_AT_START}(?:(?:last\s+|date\s+|date last\s+)?{_UPDATED}|"
            rf"(?:date of\s+)?last (?:review|update|revision))(?:\s+(?:and|by)\s{_NAMED}{{1,60}}?)?"
            rf"(?:\s+(?:on|in))?",
            rf"(?:{_SELF}|{_AT_START}(?:this\s+)?(?:page|document))\s+(?:was\s+|has been\s+|is\s+)?"
            rf"(?:last\s+)?{_UPDATED}(?:\s+by\s{_NAMED}{{1,60}}?)?(?:\s+(?:on|in))?",
            rf"\b{_UPDATED}\s+(?:this|our|the|its)\s+(?:\w+\s+)?{_SELF}\s+(?:on|in|during)",
            rf"{_AT_START}(?:final\s+)?v(?:ersion)?\.?\s?\d+(?:\.\d+)*[,;]?",
            rf"{_AT_START}dated?",
        ),
        (
            rf"(?:{_AT_START}|{_SELF}\b{_NAMED}{{0,90}}?\b)"
            rf"(?:presented|submitted|reported|considered|received|reviewed|noted)\s+(?:to|by|at)\s"
            rf"{_NAMED}{{1,60}}?{_AT}",
            rf"{_AT_START}(?:report to\s+)?{_BODY}(?:\s+(?:date|of|on))?",
            rf"{_AT_START}(?:date of\s+)?meeting(?:\s+date|\s+of)?",
        ),
        (
            rf"{_AT_START}(?:date\s+(?:of\s+)?)?(?:published|publication|issued)(?:\s+(?:date|on|in))*",
        ),
    )
)
"""What stands right before the date of an assessment: it was approved, made, updated, shown to the
governing body, published. Each counts only where none of those before it is given."""

_APPROVED_AFTER = re.compile(
    r"\s*[-–:|]?\s*(?:approved|adopted|signed off|agreed) (?:by|at)\b", re.IGNORECASE
)
_NEXT = re.compile(
    r"\b(?:next|due|future|planned|target|deadline|until|before|review date|policy|to be|will be|"
    r"must|should|shall)\b|\bby\s+(?:the\s+)?(?:end\s+of\s+)?$",
    re.IGNORECASE,
)
"""What makes a label's date a deadline, or that of another document."""

_BY_RESIDENTS = re.compile(
    r"\b(?:tenant|resident|customer)s?\W+(?:\w+\s+)?(?:panel|group|forum)\W*(?:on|in)?\W*$",
    re.IGNORECASE,
)
"""An approval that is not the governing body's."""

_PERIOD = re.compile(
    r"\b(?:year|period|quarter|months?|from|since)(?:\s+(?:ended|ending|end|to))?\s*:?\s*$",
    re.IGNORECASE,
)
"""What stands before the end of a period that is reported on."""

_OF_THE_CODE = re.compile(
    r"\b(?:code|ombudsman)\b[^.\n]{0,12}$|\b(?:statutory|in(?:to)? force|takes? effect|effective|"
    r"introduced|published|came|law)\b[^.\n]{0,25}$",
    re.IGNORECASE,
)
_CODE_MONTHS = frozenset(date[:7] for date in CODE_DATES)

_ASSESSMENT = re.compile(
    r"self[\s-]*assessment|annual\s+complaints?\b|complaints? performance|"
    r"compliance with the (?:housing ombudsman\W*s? )?(?:complaint handling )?code",
    re.IGNORECASE,
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
_APPROVAL_NOTE = re.compile(r"\b(?:approved|adopted|signed off)\b", re.IGNORECASE)
_NAME_AND_DATE = re.compile(r"(?:[A-Z&][\w’'&\-]*\s+|of\s+|and\s+){1,5}[A-Z][\w’'\-]*\s*[,|–—-]")
"""A name before the date on its line: "X District Council, December 2020"."""

_VERSION_WORD = re.compile(r"[\s.)]*(?:update|review|version|edition|refresh)?\W*", re.IGNORECASE)
_ALSO = re.compile(r"[\s,;&]*(?:and)?\s*")
_LONGEST_VALUE = 6
_ROWS_OF_A_HEADER = 3
_TITLE_LINES = 12
_LONGEST_TITLE = 16
_COLUMNS_OF_A_NOTE = 2
_PLAIN_YEAR = re.compile(r"(?<![\d/\-–£.])20[12]\d(?![\d/%]|\s?[-–]\s?\d)")
_YEAR_OF_TITLE = re.compile(
    rf"{_SELF}(?:\s+(?:report|return|for|of|in|exercise))*[\s:,(\-–]*(?P<after>20[12]\d)|"
    rf"(?P<before>20[12]\d)\s+(?:annual\s+)?(?:complaints?\s+|complaint handling code\s+)*{_SELF}",
    re.IGNORECASE,
)
_YEAR_LINE = re.compile(r"\W*(?:(?:spring|summer|autumn|winter)\s+)?(20[12]\d)\W*", re.IGNORECASE)
_FY_IN_TITLE = re.compile(rf"(?<![\d/\-–£.]){FINANCIAL_YEAR}")
_YEAR_TO_YEAR = re.compile(r"(?<=\d{4}) to (?=20\d\d\b)")


def find_dates(parsed: Parsed, context: Context) -> DateReading:
    """Finds when the assessment was made and for which year.

    The date is the one that the document labels so outside of its tables of answers, or in a row
    of a label and a date: that of the approval, else of the assessment, else of its last update;
    failing these, one in a title of the self-assessment; then the day on which it was shown to the
    governing body or published, or a date alone on a line of the opening. Dates in evidence,
    deadlines, next reviews and the Code's own dates are none, and two that disagree are none. The
    year is the manifest's, else a financial year in a title, else the year in the title of the
    self-assessment, else the year of the date, else another year in the opening, else the year
    in the file's name; "2023/24" and "2023-2024" are written 2023-24.

    Args:
        parsed: the document.
        context: its path and its manifest values.
    """
    titles, texts = _outside_tables(parsed)
    assessed_on = _dated(titles, texts)
    manifest = context.manifest.get("year", "").strip()
    year = (
        manifest
        or _financial_year(titles)
        or _title_year(titles)
        or assessed_on[:4]
        or _plain_year(titles)
        or _file_year(context.path)
    )
    return DateReading(assessed_on=assessed_on, year=year)


def _outside_tables(parsed: Parsed) -> tuple[list[str], list[str]]:
    """Lines of titles, and all texts outside tables of answers.

    Running heads count as titles; the menus and footers of a website name other pages. Of tables
    count narrow ones (document control), rows above the header, and rows of one cell.
    """
    titles = [parsed.properties[key] for key in ("title", "subject") if parsed.properties.get(key)]
    texts: list[str] = []
    for passage in parsed.residue:
        if any(isinstance(place, HtmlLocator) for place in passage.locators):
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
                titles.append(" ".join(lines))
            elif opening:
                titles += filter(_titular, lines[: max(left, 0)])
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
            notes += cells
        if narrow or place < above or _is_control(cells):
            notes += [
                f"{label.strip().rstrip(':')}: {value.strip()}"
                for label, value in zip(cells[::2], cells[1::2], strict=False)
                if len(value.split()) <= _LONGEST_VALUE
            ]
    heads = [cells[0] for cells in rows[: above + _ROWS_OF_A_HEADER] if len(cells) == 1]
    return notes, heads


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


def _dated(titles: list[str], texts: list[str]) -> str:
    """The date that counts; "" where none does, or where those of the best label disagree."""
    found: list[list[str]] = [[] for _ in _LABELS]
    for text in texts:
        rank, end = None, 0
        for dated in scan(text):
            if rank is None or not _ALSO.fullmatch(text[end : dated.start]):
                rank = _rank(text, dated)
            end = dated.end
            if rank is not None:
                found[rank].append(dated.iso)
    approved, made, updated, shown, published = found
    for dates in (approved, made):
        if dates:
            return _one(dates)
    return (
        max(updated, default="")
        or _titled(titles)
        or _one(shown)
        or _one(published)
        or _one([iso for line in titles for iso in _bare_date(line)])
    )


def _rank(text: str, dated: Dated) -> int | None:
    """Which of the labels stands right before a date in a text."""
    before = text[max(0, dated.start - 200) : dated.start]
    opens = not before.strip(" \t") or before.rstrip(" \t").endswith("\n")
    if opens and _APPROVED_AFTER.match(text[dated.end :]):
        return 0
    for rank, patterns in enumerate(_LABELS):
        for pattern in patterns:
            match = pattern.search(before)
            if match is None or _NEXT.search(match[0]):
                continue
            if rank == 0 and _BY_RESIDENTS.search(match[0]):
                continue
            if not _in_prose(before, text[dated.end :]):
                return rank
    return None


def _in_prose(before: str, after: str) -> bool:
    """Whether "as at" opens a sentence on the state of something else."""
    if not re.search(r"\bas (?:of|at)\s*$", before, re.IGNORECASE):
        return False
    return bool(re.match(r"\s*,\s*\w|[^\S\n]+\w+[^\S\n]+\w+", after))


def _one(dates: list[str]) -> str:
    """The one date; of dates of one month the fullest; "" where there are several."""
    if len({iso[:7] for iso in dates}) != 1:
        return ""
    full = {iso for iso in dates if len(iso) == 10}
    return full.pop() if len(full) == 1 else dates[0][:7]


def _titled(titles: list[str]) -> str:
    """The date in a title of the self-assessment; two are the ends of a period."""
    found: list[str] = []
    for line in filter(_ASSESSMENT.search, titles):
        dates = [dated for dated in scan(line) if not _is_code_s(line, dated)]
        if len(dates) == 1 and not _PERIOD.search(line[: dates[0].start]):
            found.append(dates[0].iso)
    return _one(found)


def _is_code_s(line: str, dated: Dated) -> bool:
    """Whether a date in a title is that of the Code which it names."""
    before = line[: dated.start]
    if not _OF_THE_CODE.search(before):
        return False
    named_first = re.search(_SELF, before, re.IGNORECASE) and not before.rstrip().endswith("(")
    return not named_first or dated.iso[:7] in _CODE_MONTHS


def _bare_date(line: str) -> list[str]:
    """The date of which a line consists, as below the title on a cover, maybe after a name."""
    dates = scan(line)
    if len(dates) != 1 or not _VERSION_WORD.fullmatch(line[dates[0].end :]):
        return []
    before = line[: dates[0].start].rstrip()
    named = _NAME_AND_DATE.fullmatch(before) and not _is_code_s(line, dates[0])
    return [dates[0].iso] if not before.strip(" \t(") or named else []


def _financial_year(titles: list[str]) -> str:
    found = set()
    for line in titles:
        own = bool(_ASSESSMENT.search(line))
        for match in _FY_IN_TITLE.finditer(_YEAR_TO_YEAR.sub("-", line)):
            first = financial(match)
            written = len(match["first"]) == 4 or own
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
