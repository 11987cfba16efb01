"""Spans of time in a sentence: how long, of what, from when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from saextract.text.anycase import AnyCase

What = Literal["acknowledge", "respond", "extend", ""]

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "a": 1, "an": 1, "fortnight": 2,
}  # fmt: skip
_TENS = r"(?:twenty|thirty|forty|sixty|ninety)"
_COUNT = rf"(?:\d{{1,3}}|{_TENS}[- ](?:one|two|three|four|five|six|seven|eight|nine)|" + (
    "|".join(sorted((w for w in _NUMBERS if w != "fortnight"), key=len, reverse=True)) + ")"
)
SPAN = AnyCase(
    rf"\b(?P<count>{_COUNT})(?:\s*\(\d+\))?(?:\s*(?:-|–|to|or)\s*(?P<upper>{_COUNT}))?[\s-]+"
    r"(?:(?:further|additional|extra|more)\s+)?"
    r"(?P<kind>(?:full |clear )?(?:working|business|calendar|consecutive|office|week)[\s-]?)?\s*"
    r"(?P<unit>hours?|days?|weeks?|months?|years?)\b|\b(?P<fortnight>fortnight)\b",
)
_WEEK = 5.0
_MONTH = 21.0
_YEAR = 252.0
"""Working days of a week, a month and a year, as the contract of the findings counts them."""

_CALENDAR = 5 / 7
"""Working days in a calendar day."""

_ACTIONS: tuple[tuple[What, re.Pattern[str]], ...] = (
    ("extend", re.compile(
        r"\bexten\w+|\b(?:put|pushed) back\b|\b(?:postpon|prolong|deferr)\w+|\b(?:a )?(?:further|"
        r"additional|extra|another)\b|\bmore time\b|"
        r"\bholding letter\b|"
        r"(?<!no )\blonger\b|\bon top\b|\bdelayed\b", re.I)),
    ("acknowledge", re.compile(
        r"\backnowledg\w+|\breceipt (?:is|to be|will be)|\bconfirm\w* (?:of )?receipt|"
        r"\b(?:logged|registered|recorded|entered|opened|logging|log|register)\b|"
        r"\bto (?:say|confirm|let (?:you|them) know) (?:that )?we (?:have|are|got)\b|"
        r"\b(?:first|initial) (?:letter|contact|reply|e-?mail|call)\b|\bmake contact\b|"
        r"\bcontact(?:ed)? the (?:resident|complainant|customer|tenant)\b", re.I)),
    ("respond", re.compile(
        r"\brespon[ds]\w*|\brepl(?:y|ies|ied)\b|\banswer\w*|\bresol(?:v|ution)\w*|\bdecision\b|"
        r"\boutcome\b|\bfindings\b|\bconclu\w+|\binvestigat\w+|\bfull (?:written )?(?:reply|"
        r"letter)|"
        r"\breviews?\b|\bfinish\w*|\bturn[- ]?around\b|\bhear(?:d|ing)?\b|\bdeal(?:t)? with\b|"
        r"\bcomplet\w+|"
        r"\bletter\b|"
        r"\bhandl\w+|\bdetermin\w+|\bsettle\w*|\bclosed?\b|\breport back\b|\bwrite back\b", re.I)),
)  # fmt: skip
_GOT = AnyCase(
    r"\bthat we (?:have|got|have got|have had|received|have received|have seen) (?:it|your|the|"
    r"their)\b|"
    r"\bthank\w* (?:you |them |the resident )?for (?:it|complaining|getting in touch|"
    r"(?:your|the|their) (?:complaint|letter))\b",
)
"""How an acknowledgement is told without the word."""
_STAGE = AnyCase(
    r"\b(?:stage|step|level)[\s-]*(?P<a>1|2|3|one|two|three|i{1,3})\b|\bs(?P<b>[123])\b|"
    r"\b(?P<c>first|second|third|initial|final)[\s-](?:stage|step|response|investigation|answer|"
    r"reply|decision|look)\b|"
    r"\b(?P<d>escalat\w+|appeals?|reviews?(?= (?:request|stage|panel|response|officer))|panel)\b",
)
_STAGES = {"1": 1, "one": 1, "i": 1, "first": 1, "initial": 1, "2": 2, "two": 2, "ii": 2,
           "second": 2, "final": 2, "3": 3, "three": 3, "iii": 3, "third": 3}  # fmt: skip
_START = re.compile(
    r"\b(?:of|from|after|following|since|once|when|starting (?:with|from|on)|counted from|running "
    r"from|beginning (?:with|on)|as soon as|upon|on)\b(?P<event>[^.;]{3,90})",
    re.IGNORECASE,
)
_BY_DAY = re.compile(
    rf"\b(?:by|before|until|on) (?:working )?day (?P<count>{_COUNT})\b", re.IGNORECASE
)

_LATER = AnyCase(_START.pattern.replace("of|", "", 1).replace("|on)", ")"))
"""The same further on, where "of" and "on" lead to something else."""

_BARE = re.compile(
    rf"\b(?:within|in|to|up to|is|takes?|of) (?:\d{{1,2}}|{_COUNT}(?=[.,;)]|$))(?= (?:at|"
    rf"for) stage\b| (?:from|of|"
    r"after) (?:receipt|"
    r"acknowledg|the)| for (?:the )?(?:second|first|stage)|[.,;)]|$)",
    re.IGNORECASE,
)
_WITHIN = AnyCase(
    r"\b(?:within|for|to|of|in|takes?|than|after|under|over|about|nearly|by|is|be|inside|"
    r"exceed) $",
)
_CUT = re.compile(
    r";|,(?! (?:counted|starting|running|beginning|measured|all )?\b(?:counted|starting|running|"
    r"beginning|measured|taken|from|after|once)\b)| and (?!log|defin|record)| then | but | with |"
    r" followed by | while | or |"
    r" as opposed to | rather than | instead of "
)


_BEFORE = re.compile(r"^\W*(?:before|prior to)\b[^,]*,", re.IGNORECASE)
_LEADING = AnyCase(
    r"\b(?:once|after|when|as soon as|following|upon)\b(?P<event>[^;,]{3,90}?)"
    r"(?=,| (?:we|our|it|they|staff|the (?:team|officer|manager|handler)) |"
    r" (?:the )?\w+ (?:acknowledges?|replies|responds?|answers?|sends?|writes?)\b|$)",
)
"""The event of a clock that stands before its span: "Once the panel has met we reply within"."""


_MORE = AnyCase(r"\b(?:further|additional|extra|more)\b")
_AFTER = AnyCase(r"\b(?:after|past|every|each) (?:the first |another |about )?$")
_SHORTEST = 2
"""Letters up to which what follows a span is no part of its own."""


@dataclass(frozen=True)
class Period:
    """A span of time that a sentence gives for something.

    Attributes:
        printed: as printed.
        working_days: its length in working days; of a range, the longer.
        loose: days of a kind that is not said.
        what: what is done within it, or "" where the sentence does not say.
        stage: 1, 2 or 3, or None where the sentence does not say.
        event: the words from which it runs, or "".
        segment: the part of the sentence that it belongs to.
        start, end: offsets in the sentence.
        later: it says when something begins ("after 30 days"), and not within which time.
    """

    printed: str
    working_days: float
    loose: bool
    what: What
    stage: int | None
    event: str
    segment: str
    start: int
    end: int
    later: bool = False


_UNIT = AnyCase(r"hour|day|week|month|year|fortnight")


@lru_cache(1024)
def has_span(text: str) -> bool:
    """Whether a text gives a span of time at all."""
    return _UNIT.search(text) is not None and SPAN.search(text) is not None


def with_days(text: str) -> str:
    """A text in which a time told by its last day ("by day eight") is told as a span."""
    return _BY_DAY.sub(r"within \g<count> working days", text) if "day" in text else text


def count(word: str) -> int:
    """A number in digits or words; 0 where it is none."""
    lowered = word.lower().replace("-", " ").strip()
    if lowered.isdigit():
        return int(lowered)
    return sum(_NUMBERS.get(part, 0) for part in lowered.split())


def periods(text: str) -> list[Period]:
    """The spans of time in a sentence, in order, each with what it is for."""
    text = _spelt_out(text)
    matches = [m for m in SPAN.finditer(text) if not _is_rate(text, m)]
    bounds = [0, *(m.end() for m in matches)]
    starts = [m.start() for m in matches] + [len(text)]
    found: list[Period] = []
    for place, match in enumerate(matches):
        before = text[bounds[place] : match.start()]
        after = _up_to_cut(text[match.end() : starts[place + 1]])
        start = _START.match(after.strip()) or _LATER.search(after)
        behind = after[: start.start()] if start else after
        lead = _without_event(before) if place else _BEFORE.sub("", before)
        what: What = "extend" if _MORE.search(match[0]) else ""
        what = what or _action(lead, last=True) or _action(behind, last=False)
        if not what and found and re.fullmatch(r"[^a-z]*(?:and|or|to)?[^a-z]*", before, re.I):
            what = found[-1].what
        found.append(
            Period(
                printed=match[0],
                working_days=_length(match),
                loose=bool(match["unit"]) and match["unit"][0] in "dD" and not match["kind"],
                what=what,
                stage=_stage(text, bounds[place], match.start(), after),
                event=start["event"] if start else _led_by(lead),
                segment=before + match[0] + after,
                start=match.start(),
                end=match.end(),
                later=_AFTER.search(text[: match.start()]) is not None,
            )
        )
    return found


def _spelt_out(text: str) -> str:
    """A sentence with the unit put where only a number is repeated: "in 5 days and then in 20"."""
    unit = SPAN.search(text)
    if unit is None or not unit["unit"]:
        return text
    words = " ".join(filter(None, (unit["kind"], unit["unit"])))
    return text[: unit.end()] + _BARE.sub(rf"\g<0> {words}", text[unit.end() :])


def _is_rate(text: str, match: re.Match[str]) -> bool:
    """Whether "a month" only says how often: "five cases a month"."""
    bare = (match["count"] or "").lower() in ("a", "an")
    return bare and not _WITHIN.search(text[: match.start()])


def _without_event(text: str) -> str:
    """The words between two spans without those that say from when the first one runs."""
    if not _START.match(text.strip()):
        return text
    cut = _CUT.search(text)
    return text[cut.end() :] if cut else ""


def _led_by(lead: str) -> str:
    """The event before a span, where the words right before it go on with the same clause."""
    match = _LEADING.search(lead)
    return match["event"] if match else ""


def _up_to_cut(text: str) -> str:
    cut = _CUT.search(text)
    if cut is None:
        return text
    return text[: cut.start()] if cut.start() > _SHORTEST or text[:1] == ";" else text


def _length(match: re.Match[str]) -> float:
    if match["fortnight"]:
        return 2 * _WEEK
    number = float(max(count(match["count"]), count(match["upper"] or "")))
    unit = match["unit"].lower().rstrip("s")
    kind = (match["kind"] or "").lower()
    if unit == "day":
        calendar = not kind or "calendar" in kind or "consecutive" in kind
        return number * (_CALENDAR if calendar else 1.0)
    if unit == "hour":
        return number / 24
    return number * {"week": _WEEK, "month": _MONTH, "year": _YEAR}[unit]


def _action(text: str, last: bool) -> What:
    """What a text says is done: the last such word before a span, or the first behind it."""
    places: list[tuple[int, What]] = []
    for what, pattern in _ACTIONS:
        hits = [m.start() for m in pattern.finditer(text)]
        if hits:
            if what == "extend":
                return "extend"
            places.append((hits[-1] if last else hits[0], what))
    if _GOT.search(text):
        return "acknowledge"
    if not places:
        return ""
    return (max if last else min)(places)[1]


def _stage(text: str, begin: int, at: int, after: str) -> int | None:
    """The stage that a span is for: named between the span before and it, behind it, or earlier."""
    for part, pick in ((text[begin:at], -1), (after, 0), (text[:begin], -1)):
        named = [stage for m in _STAGE.finditer(part) if (stage := _number(m))]
        if named:
            return named[pick]
    return None


def _number(match: re.Match[str]) -> int | None:
    if match["d"]:
        return 2
    return _STAGES.get((match["a"] or match["b"] or match["c"] or "").lower())
