"""When an assessment was made, and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from ..model import Frozen, HtmlLocator, Parsed, Passage
from .context import Context
from .dates import FINANCIAL_YEAR, financial, scan


class DateReading(Frozen):
    """When an assessment was made and for which year.

    Attributes:
        assessed_on: ISO date, ISO month or "".
        year: "2024", or "2023-24" where a financial year is named; or "".
    """

    assessed_on: str = ""
    year: str = ""


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
_FY_IN_TITLE = re.compile(rf"(?<![\d/\-–£.]){FINANCIAL_YEAR}")


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
            first = financial(match)
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
        for match in re.finditer(rf"(?<!\d){FINANCIAL_YEAR}", stem)
        if len(match["first"]) == 4 and (first := financial(match)) is not None
    }
    if len(ranges) == 1:
        return ranges.pop()
    compact_dates = set(re.findall(r"(?<!\d)(20[12]\d)(?:0[1-9]|1[0-2])[0-3]\d(?!\d)", stem))
    years = compact_dates | set(re.findall(r"(?<!\d)20[12]\d(?!\d)", stem))
    return years.pop() if len(years) == 1 and not ranges else ""
