"""When an assessment was made, for which year, and when a promise falls due.

Dates are read by a strict grammar of how British public bodies write them; what it does not know
is no date. Days stand before months. Financial years run from April to March.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from ..model import Frozen, HtmlLocator, Parsed, Passage
from .context import Context

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11}
_QUARTER_ENDS = {1: 6, 2: 9, 3: 12, 4: 3}
"""Last month of each season, and of each quarter of the financial year (April to March)."""

_M = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?(?![a-z])"
_D = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_Y = r"(?P<year>20\d\d)(?!\d)"
_YY = r"(?P<year>20\d\d|['’]?\d\d)(?![\d%:/])(?!\.\d)"
_FY = r"(?P<first>20\d\d|\d\d)\s?[/\-–]\s?(?P<last>20\d\d|\d\d)(?![\d/\-–])"


class Dated(NamedTuple):
    """A date in a text.

    Attributes:
        iso: ISO date or ISO month.
        start, end: offsets in the text.
    """

    iso: str
    start: int
    end: int


class DateReading(Frozen):
    """When an assessment was made and for which year.

    Attributes:
        assessed_on: ISO date, ISO month or "".
        year: "2024", or "2023-24" where a financial year is named; or "".
    """

    assessed_on: str = ""
    year: str = ""


# ----------------------------------------------------------------------- the grammar


def _year(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _iso(year: int, month: int, day: int | None = None) -> str:
    if not 1 <= month <= 12 or not 2000 <= year <= 2099:
        return ""
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def _financial(match: re.Match[str]) -> int | None:
    """First year of a financial year such as 2024/25; None where the two do not follow."""
    first, last = _year(match["first"]), _year(match["last"])
    return first if last == first + 1 else None


def _day_month_year(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), _MONTHS[match["month"].lower()], int(match["day"]))


def _month_year(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), _MONTHS[match["month"].lower()])


def _numeric(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), int(match["mm"]), int(match["day"]))


def _numeric_month(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), int(match["mm"]))


def _quarter(match: re.Match[str]) -> str:
    first = _financial(match)
    if first is None:
        return ""
    quarter = int(match["quarter"])
    return _iso(first + (quarter == 4), _QUARTER_ENDS[quarter])


def _season(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), _SEASON_ENDS[match["season"].lower()])


def _year_end(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), 12)


def _financial_end(match: re.Match[str]) -> str:
    first = _financial(match)
    return "" if first is None else _iso(first + 1, 3)


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _rule(pattern: str, value: Callable[[re.Match[str]], str]) -> _Rule:
    return re.compile(rf"(?<![\w£.])(?:{pattern})(?!\w|\.\d)", re.IGNORECASE), value


_DATES: tuple[_Rule, ...] = (
    _rule(r"(?P<year>20\d\d)-(?P<mm>\d\d)-(?P<day>\d\d)", _numeric),
    _rule(r"(?P<day>\d{1,2})\s?([./\-])\s?(?P<mm>\d{1,2})\s?\2\s?(?P<year>20\d\d|\d\d)", _numeric),
    _rule(rf"{_D}(?:\s+of)?[\s\-]+{_M}[\s,\-]*{_YY}", _day_month_year),
    _rule(rf"{_M}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_Y}", _day_month_year),
    _rule(rf"{_M}[\s,\-]*{_Y}(?!\s?/\s?\d)", _month_year),
    _rule(r"(?<!/)(?P<mm>0[1-9]|1[0-2])/(?P<year>20\d\d)", _numeric_month),
)
"""Full dates and months, the longest forms first."""

_DUE: tuple[_Rule, ...] = (
    *_DATES,
    _rule(rf"(?:q|quarter\s)\s?(?P<quarter>[1-4])[\s,:\-–]*(?:of\s+)?(?:fy\s?)?{_FY}", _quarter),
    _rule(rf"(?:fy\s?)?{_FY}[\s,:\-–]*(?:q|quarter\s)\s?(?P<quarter>[1-4])", _quarter),
    _rule(rf"(?P<season>spring|summer|autumn)(?:\s+of)?\s+{_Y}", _season),
    _rule(rf"{_M}[\s\-]*{_YY}(?!\s?/\s?\d)", _month_year),
    _rule(rf"end\s+(?:of\s+)?(?:the\s+)?(?:calendar\s+year\s+)?{_Y}(?!\s?[/\-–]\s?\d)", _year_end),
    _rule(rf"(?:financial year|fy|(?:end\s+(?:of\s+)?|during\s+|in\s+))\s?{_FY}", _financial_end),
)
"""What a due date may also be: a quarter, a season, a short year, a year's end."""


_DIGIT = re.compile(r"\d")


def scan(text: str, *, due: bool = False) -> list[Dated]:
    """The dates in a text, in order, without overlaps.

    Args:
        text: any text.
        due: whether the looser forms of due dates count too (quarters, seasons, "March 25").
    """
    if not _DIGIT.search(text):
        return []
    found: list[Dated] = []
    for pattern, value in _DUE if due else _DATES:
        for match in pattern.finditer(text):
            if all(match.end() <= d.start or match.start() >= d.end for d in found):
                found.append(Dated(value(match), match.start(), match.end()))
    # A form that holds no real date, such as 30 February, still keeps its span from others.
    return sorted((d for d in found if d.iso), key=lambda dated: dated.start)


_DONE = re.compile(r"\b(?:completed?|done|achieved|closed|delivered)\b", re.IGNORECASE)
_REVISED = re.compile(
    r"\b(?:revised|extended|moved|changed|now|new date|rescheduled)\b", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:to|until|[-–])\s*", re.IGNORECASE)
_OPEN_MONTH = re.compile(
    rf"(?<![\w/])(?:(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?:\s+of)?\s+)?{_M}(?!\s*\d)",
    re.IGNORECASE,
)
_OPEN_QUARTER = re.compile(
    r"(?<!\w)(?<!\d )(?:q|quarter\s)\s?(?P<quarter>[1-4])(?!\s*[\d/])(?!\w)", re.IGNORECASE
)
_OPEN_YEAR_END = re.compile(r"\bend of (?:the |this )?financial year\b", re.IGNORECASE)


def parse_due(text: str, reference: str = "") -> str:
    """When something is due, as an ISO date or ISO month.

    A quarter of a financial year, a season ("Autumn 2024": November) and a year give their last
    month. A date without a year is the next one on or after the reference. "Q2 2024" could be of
    the calendar or of the financial year, and "Winter 2024" of either end; they stay open, like
    "ongoing", "within 3 months" and two dates without a word on which of them counts.

    Args:
        text: as printed, such as "by end of June 2024", "30/06/24" or "Q2 2024/25".
        reference: ISO date or ISO month that the text was written in, or "".

    Returns:
        The ISO date or month, or "" where there is none or more than one.
    """
    flat = " ".join(text.split())
    if _DONE.search(flat):
        return ""
    dates = scan(flat, due=True)
    if not dates:
        return _open_due(flat, reference)
    if len({d.iso for d in dates}) == 1 or _REVISED.search(flat):
        return dates[-1].iso
    between = flat[dates[-2].end : dates[-1].start]
    if len(dates) == 2 and _RANGE.fullmatch(between) and dates[0].iso < dates[1].iso:
        return dates[1].iso
    return ""


def _open_due(text: str, reference: str) -> str:
    """A due date without a year: the next one from the reference on."""
    if not re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", reference):
        return ""
    months = {
        (_MONTHS[m["month"].lower()], m["day"])
        for m in _OPEN_MONTH.finditer(text)
        if m["month"].lower() != "may" or m["month"] == "May"
    }
    months |= {(_QUARTER_ENDS[int(m["quarter"])], None) for m in _OPEN_QUARTER.finditer(text)}
    months |= {(3, None)} if _OPEN_YEAR_END.search(text) else set()
    if len(months) != 1:
        return ""
    month, day = months.pop()
    year = int(reference[:4]) + (month < int(reference[5:7]))
    return _iso(year, month, int(day) if day else None)


# ----------------------------------------------------------------------- of the assessment

_BEFORE = r"[\s:\-–(]*(?:the\s+)?$"
_AT_START = r"(?:^|[\n|\t])[\s•]*"
_MADE = (
    re.compile(
        rf"(?:date\s+(?:of\s+)?(?:completion|completed|(?:self[\s-]*)?assess(?:ment|ed))|"
        rf"completion date|(?:self[\s-]*)?assessment date|"
        rf"self[\s-]*assessment\s+(?:was\s+|has been\s+)?(?:last\s+)?(?:completed|undertaken|"
        rf"carried out|conducted|dated|made)(?:\s+by\s[^.\n]{{1,40}}?)?(?:\s+(?:on|in|during))?|"
        rf"(?:{_AT_START}|\.\s+)completed(?:\s+by\s[^.\n]{{1,40}}?)?(?:[\s,]+(?:on|in))?|"
        rf"{_AT_START}(?:correct\s+|position\s+|accurate\s+)?as (?:of|at)|"
        rf"(?:self[\s-]*assessment|compl(?:y|iance))\b[^.\n]{{0,60}}\bas (?:of|at)){_BEFORE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_AT_START}(?:(?:last\s+|date\s+)?(?:updated|reviewed|revised)(?:\s+on|\s+in)?|"
        rf"dated?){_BEFORE}",
        re.IGNORECASE,
    ),
)
"""What stands right before the date of an assessment, in order of weight."""

_APPROVED_BEFORE = re.compile(
    rf"(?:{_AT_START}(?:date\s+)?|self[\s-]*assessment\b[^.\n]{{0,90}}?\b)"
    rf"(?:(?:board|governing body|trustees?)\s+)?"
    rf"(?:approved|approval|adopted|agreed|sign(?:ed)?[\s-]off)(?:\s+by\s[^.\n]{{1,60}}?)?"
    rf"(?:\s+(?:on|in|at its meeting (?:on|of)))?{_BEFORE}",
    re.IGNORECASE,
)
_APPROVED_AFTER = re.compile(r"\s*[-–:]?\s*(?:approved|adopted|signed off) by\b", re.IGNORECASE)

_PERIOD = re.compile(
    r"\b(?:year|period|quarter|months?|from|since)(?:\s+(?:ended|ending|end|to))?\s*:?\s*$",
    re.IGNORECASE,
)
"""What stands before the end of a period that is reported on."""

_DATE_LABEL = re.compile(
    r"(?:date(?:\s+(?:of\s+)?(?:completion|completed|(?:self[\s-]*)?assessment|assessed))?|"
    r"completion date|completed(?: on)?|(?:self[\s-]*)?assessment date|last (?:updated|reviewed)|"
    r"date (?:last )?(?:updated|reviewed))\s*:?",
    re.IGNORECASE,
)
_OF_THE_CODE = re.compile(
    r"\b(?:code|ombudsman)\b[^.\n]{0,12}$|\b(?:statutory|in(?:to)? force|takes? effect|effective|"
    r"introduced|published|came|law)\b[^.\n]{0,25}$",
    re.IGNORECASE,
)
_ASSESSMENT = re.compile(r"self[\s-]*assessment|annual\s+complaints?\b|complaints? performance",
                         re.IGNORECASE)  # fmt: skip
_TITLE_LINES = 12
_COLUMNS_OF_A_NOTE = 2
_PLAIN_YEAR = re.compile(r"(?<![\d/\-–£.])20[12]\d(?![\d/%]|\s?[-–]\s?\d)")
_FY_IN_TITLE = re.compile(rf"(?<![\d/\-–£.]){_FY}")


def find_dates(parsed: Parsed, context: Context) -> DateReading:
    """Finds when the assessment was made and for which year.

    The date is one that the document labels so outside of its tables, or in a row of a label and
    a date, or one in a title of the self-assessment or alone on a line of the opening; failing
    these, the one on which the
    landlord's governing body approved the document, where a line of its own says so. Dates in
    evidence, deadlines and the Code's own dates are none. The year is the manifest's, else a
    financial year in a title, else the year of the date, else a year in a title, else the year
    in the file's name; "2023/24" and "2023-2024" are written 2023-24.

    Args:
        parsed: the document.
        context: its path and its manifest values.
    """
    titles, texts = _outside_tables(parsed)
    assessed_on = _labelled(texts, parsed) or _titled(titles)
    manifest = context.manifest.get("year", "").strip()
    year = (
        manifest
        or _financial_year(titles)
        or assessed_on[:4]
        or _plain_year(titles)
        or _file_year(context.path)
    )
    return DateReading(assessed_on=assessed_on, year=year)


def _outside_tables(parsed: Parsed) -> tuple[list[str], list[str]]:
    """Lines of titles, and all texts outside tables but for narrow ones (document control).

    Running heads count as titles; the menus and footers of a website name other pages.
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
                titles += [line for line in lines[: max(left, 0)] if len(line.split()) <= 16]
            left -= len(lines)
        else:
            opening = opening and len(block.rows) < 4
            if block.rows and len(block.rows[0].cells) <= _COLUMNS_OF_A_NOTE:
                texts += [c.text for row in block.rows for c in row.cells if c is not None]
    return titles, texts


def _labelled(texts: list[str], parsed: Parsed) -> str:
    """The date that a label says is the assessment's; "" where labels disagree."""
    strong = list(_in_label_rows(parsed))
    weak: list[str] = []
    approved: list[str] = []
    for text in texts:
        for dated in scan(text):
            before = text[: dated.start]
            opens = not before.strip(" \t") or before.rstrip(" \t").endswith("\n")
            if _MADE[0].search(before[-90:]) and not _in_prose(before, text[dated.end :]):
                strong.append(dated.iso)
            elif _MADE[1].search(before[-60:]):
                weak.append(dated.iso)
            elif _APPROVED_BEFORE.search(before[-200:]) or (
                opens and _APPROVED_AFTER.match(text[dated.end :])
            ):
                approved.append(dated.iso)
    return _one(strong) or ("" if strong else max(weak, default="") or _one(approved))


def _in_prose(before: str, after: str) -> bool:
    """Whether "as at" opens a sentence on the state of something else."""
    if not re.search(r"\bas (?:of|at)\s*$", before, re.IGNORECASE):
        return False
    return bool(re.match(r"\s*,\s*\w|[^\S\n]+\w+[^\S\n]+\w+", after))


def _in_label_rows(parsed: Parsed) -> Iterator[str]:
    """Dates in table rows of a label and a date, such as "Date completed | 3 June 2022"."""
    for table in parsed.tables:
        for row in table.rows:
            cells = [c.text.strip() for c in row.cells if c is not None and c.text.strip()]
            for label, value in pairwise(cells):
                dates = scan(value)
                if _DATE_LABEL.fullmatch(label) and len(dates) == 1 and len(value.split()) <= 5:
                    yield dates[0].iso


def _one(dates: list[str]) -> str:
    """The one date; of dates of one month the fullest; "" where there are several."""
    if len({iso[:7] for iso in dates}) != 1:
        return ""
    full = {iso for iso in dates if len(iso) == 10}
    return full.pop() if len(full) == 1 else dates[0][:7]


def _titled(titles: list[str]) -> str:
    """The date in a title of the self-assessment."""
    found = [
        dated.iso
        for line in titles
        if _ASSESSMENT.search(line)
        for dated in scan(line)
        if not _OF_THE_CODE.search(line[: dated.start]) and not _PERIOD.search(line[: dated.start])
    ]
    return _one(found or [iso for line in titles for iso in _bare_date(line)])


def _bare_date(line: str) -> list[str]:
    """The date of which a line consists, as below the title on a cover."""
    dates = scan(line)
    if len(dates) == 1 and not (line[: dates[0].start] + line[dates[0].end :]).strip(" \t.,()"):
        return [dates[0].iso]
    return []


def _financial_year(titles: list[str]) -> str:
    found = set()
    for line in titles:
        for match in _FY_IN_TITLE.finditer(line):
            first = _financial(match)
            if first is not None and len(match["first"]) == 4 and not _dated_at(line, match):
                found.add((not _ASSESSMENT.search(line), f"{first}-{(first + 1) % 100:02d}"))
    best = {year for off_topic, year in found if off_topic == min(found)[0]} if found else set()
    return best.pop() if len(best) == 1 else ""


def _dated_at(line: str, match: re.Match[str]) -> bool:
    return any(d.start < match.end() and match.start() < d.end for d in scan(line))


def _plain_year(titles: list[str]) -> str:
    """The one year in titles of the self-assessment, but for the Code's own."""
    found = {
        match[0]
        for line in titles
        if _ASSESSMENT.search(line)
        for match in _PLAIN_YEAR.finditer(line)
        if not _OF_THE_CODE.search(line[: match.start()])
        and not re.search(r"\b(?:Act|Regulations?)\s*$", line[: match.start()])
    }
    return found.pop() if len(found) == 1 else ""


def _file_year(path: str) -> str:
    """The year or financial year in the file's name."""
    stem = re.sub(r"[_\s]+", " ", PurePosixPath(path).stem)
    ranges = {
        f"{first}-{(first + 1) % 100:02d}"
        for match in re.finditer(rf"(?<!\d){_FY}", stem)
        if len(match["first"]) == 4 and (first := _financial(match)) is not None
    }
    if len(ranges) == 1:
        return ranges.pop()
    compact_dates = set(re.findall(r"(?<!\d)(20[12]\d)(?:0[1-9]|1[0-2])[0-3]\d(?!\d)", stem))
    years = compact_dates | set(re.findall(r"(?<!\d)20[12]\d(?!\d)", stem))
    return years.pop() if len(years) == 1 and not ranges else ""
