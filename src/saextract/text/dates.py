"""Dates as British public bodies write them, and when a promise falls due.

Dates are read by a strict grammar; what it does not know is no date. Days stand before months.
Financial years run from April to March.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .anycase import AnyCase

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11}
_QUARTER_ENDS = {1: 6, 2: 9, 3: 12, 4: 3}
"""Last month of each season, and of each quarter of the financial year (April to March)."""

_ORDINALS = {"one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4,
             "fourth": 4}  # fmt: skip

_M = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?(?![a-z])"
_D = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_Y = r"(?P<year>20\d\d)(?!\d)"
_COUNTED = r"(?!\s*%|\s+(?:hours?|days?|weeks?|months?|working|complaints?|cases?)\b)"
_YY = rf"(?P<year>20\d\d(?!\d)|['’‘]?\d\d(?![\d:]))(?![%/])(?!\.\d){_COUNTED}"
CODE_DATES = ("2020-07", "2022-03", "2022-04-01", "2022-10-01", "2024-02", "2024-04", "2024-04-01")
"""When editions of the Code were published or came into force."""

FINANCIAL_YEAR = r"(?P<first>20\d\d|\d\d)\s?[/\-–]\s?(?P<last>20\d\d|\d\d)(?![\d/\-–])"
"""Two years of which the later follows the earlier; see `financial`."""

_EARLY = r"(?P<early>(?:start|beginning|early|mid(?:dle)?)[\s\-]+(?:(?:of|in)\s+)?(?:the\s+)?)?"
_Q = (
    r"(?:(?:q|qtr|quarter)\.?\s?(?P<quarter>[1-4]|one|two|three|four)|"
    r"(?P<nth>1st|2nd|3rd|4th|first|second|third|fourth)\s+quarter)"
)
_SEASON = r"(?P<season>spring|summer|autumn|winter)"

_SHORT_YEARS = range(2018, 2050)
_BARE_YEARS = range(2020, 2030)
"""Years that two digits can mean; right behind a month, where 31 is more likely a day."""


class Dated(NamedTuple):
    """A date in a text.

    Attributes:
        iso: ISO date or ISO month.
        start, end: offsets in the text.
    """

    iso: str
    start: int
    end: int


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


def financial(match: re.Match[str]) -> int | None:
    """First year of a financial year such as 2024/25; None where the two do not follow."""
    first, last = _year(match["first"]), _year(match["last"])
    return first if last == first + 1 else None


def _day_month_year(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), _MONTHS[match["month"].lower()], int(match["day"]))


def _month_year(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), _MONTHS[match["month"].lower()])


def _month_short_year(match: re.Match[str]) -> str:
    plain = match["year"].isdigit()
    if plain and (match["month"] in ("may", "march") or _year(match["year"]) not in _BARE_YEARS):
        return ""
    return _month_year(match)


def _numeric(match: re.Match[str]) -> str:
    if len(match["year"]) == 2 and _year(match["year"]) not in _SHORT_YEARS:
        return ""
    return _iso(_year(match["year"]), int(match["mm"]), int(match["day"]))


def _numeric_month(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), int(match["mm"]))


def _which_quarter(match: re.Match[str]) -> int:
    printed = (match["quarter"] or match["nth"]).lower()
    return _ORDINALS.get(printed) or int(printed[0])


def _quarter(match: re.Match[str]) -> str:
    first = financial(match)
    if first is None or match["early"]:
        return ""
    quarter = _which_quarter(match)
    return _iso(first + (quarter == 4), _QUARTER_ENDS[quarter])


def _season(match: re.Match[str]) -> str:
    season = match["season"].lower()
    if season == "winter" or match["early"]:
        return ""
    return _iso(_year(match["year"]), _SEASON_ENDS[season])


def _season_of_two(match: re.Match[str]) -> str:
    """Winter 2024/25 ends in February 2025; a spring of 2024/25 could be either."""
    first = financial(match)
    ends = {"autumn": (0, 11), "winter": (1, 2)}.get(match["season"].lower())
    if first is None or ends is None or match["early"]:
        return ""
    return _iso(first + ends[0], ends[1])


def _year_end(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), 12)


def _easter(match: re.Match[str]) -> str:
    """The month of Easter Sunday, by Gauss's rule for the years 1900 to 2099."""
    year = _year(match["year"])
    moon = (19 * (year % 19) + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    return _iso(year, 3 if 22 + moon + sunday <= 31 else 4)


def _new_year(match: re.Match[str]) -> str:
    return _iso(_year(match["year"]), 1)


def _financial_end(match: re.Match[str]) -> str:
    first = financial(match)
    if first is None:
        return ""
    if match["early"]:
        return _iso(first, 4) if match["early"][0].lower() in "sb" else ""
    return _iso(first + 1, 3)


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _rule(pattern: str, value: Callable[[re.Match[str]], str]) -> _Rule:
    return re.compile(rf"(?<![\w£./])(?:{pattern})(?!\w|\.\d|/\w)", re.IGNORECASE), value


_DATES: tuple[_Rule, ...] = (
    _rule(r"(?P<year>20\d\d)([\-/])(?P<mm>\d\d)\2(?P<day>\d\d)", _numeric),
    _rule(r"(?P<day>\d{1,2})\s?([./\-])\s?(?P<mm>\d{1,2})\s?\2\s?(?P<year>20\d\d|\d\d)", _numeric),
    _rule(rf"{_D}(?:\s+(?:day\s+)?of\s+|\s*|[\-/]){_M}[\s,\-/]*{_YY}", _day_month_year),
    _rule(rf"{_M}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_Y}", _day_month_year),
    _rule(rf"{_M}[\s,\-/]*(?:of\s+)?{_Y}(?!\s?/\s?\d)", _month_year),
    _rule(r"(?P<mm>0[1-9]|1[0-2])/(?P<year>20\d\d)", _numeric_month),
    _rule(r"(?P<year>20\d\d)-(?P<mm>0[1-9]|1[0-2])(?![\-–/])", _numeric_month),
)
"""Full dates and months, the longest forms first."""

_SHORT_MONTH = _rule(rf"{_M}[\s,\-/]*{_YY}(?!\s?/\s?\d)", _month_short_year)
_SHORT: tuple[_Rule, ...] = (*_DATES, _SHORT_MONTH)
"""Months with a year of two digits as well: Nov-24, June ’25."""

_DUE: tuple[_Rule, ...] = (
    *_DATES,
    _rule(rf"{_EARLY}{_Q}[\s,:\-–(]*(?:of\s+)?(?:the\s+)?(?:financial year\s+)?(?:fy\s?)?"
          rf"{FINANCIAL_YEAR}", _quarter),
    _rule(rf"{_EARLY}(?:fy\s?)?{FINANCIAL_YEAR}[\s,:\-–(]*{_Q}", _quarter),
    _rule(rf"{_EARLY}{_SEASON}(?:\s+of)?[\s,]+{FINANCIAL_YEAR}", _season_of_two),
    _rule(rf"{_EARLY}{_SEASON}(?:\s+of)?[\s,]+{_Y}", _season),
    _SHORT_MONTH,
    _rule(rf"(?:christmas|xmas)[\s,]+{_Y}", _year_end),
    _rule(rf"easter[\s,]+{_Y}", _easter),
    _rule(rf"(?:the\s+)?new year[\s,]+{_Y}", _new_year),
    _rule(rf"(?:(?<!year )(?<!year-)end\s+(?:of\s+)?(?:the\s+)?(?:calendar\s+year\s+)?|"
          rf"calendar year\s+){_Y}(?!\s?[/\-–]\s?\d)", _year_end),
    _rule(r"(?P<mm>[1-9]|0[1-9]|1[0-2])[/.](?P<year>20\d\d)", _numeric_month),
    _rule(rf"{_EARLY}(?:(?:the\s+)?(?:financial|budget) year|fy|end\s+(?:of\s+)?(?:the\s+)?"
          rf"(?:financial year\s+)?(?:fy\s*)?|(?:during|in|over|throughout|within)\s)\s*"
          rf"{FINANCIAL_YEAR}", _financial_end),
    _rule(rf"{_EARLY}{FINANCIAL_YEAR}\s+financial year", _financial_end),
)  # fmt: skip
"""What a due date may also be: a quarter, a season, a short year, a year's end."""

_NUMBERED = AnyCase(
    r"\b(?:sections?|paragraphs?|paras?|clauses?|provisions?|parts?|version|ver|item|point|rule|"
    r"pages?|figure|table|minute|chapter|no|ref|reference)\b[.:]?\s*$",
)
"""What stands before the number of a section, which can look like a date: section 1.4.24."""

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_MAY_DATE = re.compile(
    rf"20\d\d|\d\s?[./\-–]\s?\d|\d.{{0,12}}?{_MONTH}|{_MONTH}\D{{0,12}}\d",
    re.IGNORECASE | re.DOTALL,
)
"""What every form has: a year, two numbers with a sign between, or a month near a number."""

_SCANNED = 512
"""Texts whose dates are kept: several rules look for them in the same sentence."""


def scan(text: str, *, due: bool = False, short: bool = False) -> list[Dated]:
    """The dates in a text, in order, without overlaps.

    Args:
        text: any text.
        due: whether the looser forms of due dates count too (quarters, seasons, "March 25").
        short: whether months with a year of two digits count.
    """
    return list(_scanned(text, due, short))


@lru_cache(_SCANNED)
def _scanned(text: str, due: bool, short: bool) -> tuple[Dated, ...]:
    if not _MAY_DATE.search(text):
        return ()
    found: list[Dated] = []
    for pattern, value in _DUE if due else _SHORT if short else _DATES:
        for match in pattern.finditer(text):
            if all(match.end() <= d.start or match.start() >= d.end for d in found):
                numbered = value is _numeric and _NUMBERED.search(text[: match.start()])
                iso = "" if numbered else value(match)
                found.append(Dated(iso, match.start(), match.end()))
    # A form that holds no real date, such as 30 February, still keeps its span from others.
    return tuple(sorted((d for d in found if d.iso), key=lambda dated: dated.start))


# ----------------------------------------------------------------------- due dates

_DONE = AnyCase(
    r"(?<!be )(?<!being )(?<!for )(?<!not )(?<!yet )(?<!to )(?<!date )"
    r"\b(?:complete(?! by\b| before\b)|completed|done|achieved|closed|delivered|implemented|"
    r"actioned|finished|resolved|discharged|published|in place|live)\b",
)
_DURATION = AnyCase(
    r"(?:\d|\b(?:a|one|two|three|four|six|nine|twelve))\s+(?:working\s+|calendar\s+)?"
    r"(?:months?|weeks?|days?|years?)\s+(?:of|from|after|following|post|before|prior to)\b",
)
_RECURS = AnyCase(
    r"\b(?:on-?\s?going|onwards?|continuous(?:ly)?|continual(?:ly)?|rolling|since|started|"
    r"commenced|began|every|each|annually|yearly|quarterly|monthly|weekly|twice)\b",
)
_ONCE = AnyCase(r"\b(?:next|first|until|by|before|complet\w+)\b")
_AFTER = AnyCase(
    r"\b(?:after|following|post|not before|no earlier than)\b"
    r"(?:(?!\bby\b|\bbefore\b)[^,;.:]){0,40}$",
)
_SUPERSEDED = AnyCase(
    r"\b(?:was|were|original(?:ly)?|initial(?:ly)?|previous(?:ly)?|from|started|commenced|began)"
    r"(?:\s+(?:due|date|target|deadline|in|on|by))*\s*[:\-–]?\s*$",
)
_REVISED = AnyCase(
    r"\b(?:revised|extended|moved|changed|now|new date|rescheduled|deferred|slipped)\b",
)
_RANGE = re.compile(r"\s*(?:to|until|[-–—])\s*", re.IGNORECASE)
_ANOTHER = AnyCase(
    rf"(?:(?<![\d.])\d{{1,2}}(?:st|nd|rd|th)?|{_M}|{_SEASON}|\bq[1-4]|quarter [1-4])"
    rf"\s*(?:/|,|&|\band\b|\bor\b)\s*$",
)
"""Another day, month, season or quarter right before a date: April/May 2025."""

_OPEN_MONTH = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?:\s+of)?\s+)?{_M}"
    rf"(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)\b)?(?!\s*\d)",
    re.IGNORECASE,
)
_OPEN_RANGE = re.compile(
    rf"(?<!\w){_M.replace('?P<month>', '?:')}\s*(?:to|[-–—])\s*(?={_M})", re.IGNORECASE
)
_OPEN_QUARTER = re.compile(rf"{_EARLY}(?<!\w){_Q}(?!\s*[\d/]|\w)", re.IGNORECASE)
_OPEN_SEASON = re.compile(rf"{_EARLY}\b{_SEASON}\b", re.IGNORECASE)
_OPEN_YEAR_END = AnyCase(
    r"\bend (?:of )?(?:the |this |current )*(?:financial year|fy)\b|\bfinancial year[\s\-]+end\b",
)
_OPEN_DECEMBER = AnyCase(
    r"\bend (?:of )?(?:the |this |current )*calendar year\b|\b(?:christmas|xmas)\b"
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def parse_due(text: str, reference: str = "") -> str:
    """When something is due, as an ISO date or ISO month.

    A quarter of a financial year, a season ("Autumn 2024": November) and a year give their last
    month. A date without a year is the next one on or after the reference. "Q2 2024" could be of
    the calendar or of the financial year, and "Winter 2024" of either end; they stay open, like
    "ongoing", "within 3 months", "after June 2024", what is completed already, and two dates
    without a word on which of them counts.

    Args:
        text: as printed, such as "by end of June 2024", "30/06/24" or "Q2 2024/25".
        reference: ISO date or ISO month that the text was written in, or "".

    Returns:
        The ISO date or month, or "" where there is none or more than one.
    """
    flat = " ".join(text.split())
    recurs = _RECURS.search(flat) and not _ONCE.search(flat)
    if _DONE.search(flat) or _DURATION.search(flat) or recurs:
        return ""
    whole = re.fullmatch(FINANCIAL_YEAR, flat)
    if whole and len(whole["first"]) == 4 and (first := financial(whole)) is not None:
        return _iso(first + 1, 3)
    dates = scan(flat, due=True)
    if not dates:
        return "" if _YEAR.search(flat) else _open_due(flat, reference)
    dates = [d for d in dates if not _SUPERSEDED.search(flat[: d.start])] or dates[-1:]
    before = flat[: dates[0].start]
    if _AFTER.search(before) or _ANOTHER.search(before):
        return ""
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
    text = _OPEN_RANGE.sub("", text)
    found: set[tuple[int, str | None]] = {
        (_MONTHS[m["month"].lower()], m["day"] or m["after"])
        for m in _OPEN_MONTH.finditer(text)
        if m["month"].lower() != "may" or m["month"] != "may"
    }
    quarters = list(_OPEN_QUARTER.finditer(text))
    seasons = list(_OPEN_SEASON.finditer(text))
    if any(m["early"] for m in (*quarters, *seasons)):
        return ""
    if not found:
        found |= {(_QUARTER_ENDS[_which_quarter(m)], None) for m in quarters}
        found |= {(_SEASON_ENDS.get(m["season"].lower(), 0), None) for m in seasons}
        found |= {(3, None)} if _OPEN_YEAR_END.search(text) else set()
        found |= {(12, None)} if _OPEN_DECEMBER.search(text) else set()
    if len(found) != 1:
        return ""
    month, day = found.pop()
    passed = day and len(reference) == 10 and month == int(reference[5:7])
    if passed and day and int(day) < int(reference[8:]):
        return ""
    year = int(reference[:4]) + (month < int(reference[5:7]))
    return _iso(year, month, int(day) if day else None)
