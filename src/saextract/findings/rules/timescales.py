"""The rule over times: the landlord's own against the edition's."""

from __future__ import annotations

import re
from functools import lru_cache

from saextract.codes import get_code
from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.reader import Statement, read, words_of
from saextract.findings.statements.scope import is_foreign
from saextract.findings.statements.times import SPAN, Period, has_span, periods, with_days
from saextract.model import Answer
from saextract.text.anycase import AnyCase

_OTHERS = AnyCase(
    r"\b(?:recruit\w*|finish\w*|officers|vacanc\w+|repairs?|works?|jobs?|visits?|inspect\w*|"
    r"surveys?\b|paid|payments?|pays?|compensation|"
    r"refunds?|"
    r"freedom of information|foi\b|subject access|sar\b|data protection|councillor|mp\b|mps\b|"
    r"enquir\w+|gdpr|train\w*|publish\w*|updates?|updated|newsletter|meet(?:s|ings?)?|calls?|"
    r"insur\w+|tribunal|court|legal|evidence|ombudsman|regulator|appoint\w*|restriction\w*|"
    r"retain\w*|kept|stored|anti-social|asb\b|service requests?|appointments?|emergenc\w+|"
    r"remed(?:y|ies)|actions?|orders?|satisf\w+|feedback|minutes|"
    r"translat\w+|adjustment\w*|probation|review (?:of|the|our) (?:polic|restric)\w*|induction|"
    r"opening hours|phone|telephone)\b",
)
_OF_RESIDENT = AnyCase(
    r"\b(?:residents?|tenants?|customers?|complainants?|leaseholders?|licensees?|"
    r"occupiers?|(?<!team )(?<!staff )(?<!board )members?(?! of\b)|someone|somebody|"
    r"you|they|he or she|anyone)\b"
    r"(?:\s+\w+){0,4}?\s+(?:have|has|had|can|may|must|should|need|are asked|wish\w*|ask\w*|want\w*|"
    r"request\w*|given|get|gets|allowed|choose|is|are)\b[^.;]*\b(?:ask\w*|request\w*|escalat\w*|"
    r"appeal\w*|contact\w*|tell|take|refer\w*|go|complain(?:ing)?\b|repl\w+|respond|comment\w*|"
    r"challenge|"
    r"to say|come back|to reply|object)\b|"
    r"\b(?:request\w*|ask\w*|asking|appl\w+|appeal\w*|escalat\w*)\b[^.;]{0,60}\b(?:within|up to)\b"
    r"[^.;]{0,40}\b(?:of|from|after) (?:receiving|receipt of|the date of|getting|our|the|their) "
    r"(?:\w+ ){0,3}(?:response|letter|reply|decision|answer|outcome)|"
    r"\btime (?:limit )?for (?:residents?|tenants?|customers?|a resident|the resident)\b",
)
_EXPECTED = AnyCase(
    r"\b(?:expect|receive|await|be sent|get|have) (?:a|an|the|our|its|their|to (?:hear|receive)) "
    r"?(?:\w+ ){0,2}(?:outcome|response|reply|answer|decision|letter|findings|result)?\b"
    r"[^.;]{0,40}\b(?:in|within|after|by)\b",
)
"""What residents get from the landlord in a time is the landlord's."""

_ELSEWHERE = AnyCase(
    r"\b(?:ombudsman|designated|tribunal|chamber|court|freedom of information|foi|subject access|"
    r"sar|"
    r"data protection|gdpr|councillors?|mps?|enquir(?:y|ies)|insur\w+|pre-?action|"
    r"disrepair claims?|corporate matters|penalty charges?|"
    r"other (?:services|departments|teams|parts)|non-housing|"
    r"surveys?\b|whistleblow\w*|tenancy|lettings?|planning|stage (?:1|one) of (?:the|an) appeal)\b",
)
_ANSWERING = AnyCase(
    r"\b(?:acknowledg\w+|respon[ds]\w*|repl(?:y|ies|ied)|answer\w*|stage|reviews\b|"
    r"complaints? (?:is|"
    r"are) (?:logged|"
    r"closed|resolved|concluded|investigated)|exten\w+)\b",
)
_MEASURED = AnyCase(
    r"\b(?:average|averaged|averages|mean|median|longest|shortest|took|"
    r"(?:time|days|was|were|been) taken|typically|"
    r"of complaints were|were (?:answered|acknowledged|sent|late|issued|completed|closed)|"
    r"was (?:sent|"
    r"late|answered|issued|acknowledged)|performance|percent|per cent|overdue|exceeded|missed|"
    r"waited|waiting|older|led to|happens?|times a (?:year|month)|of them|cases? of|(?:in|"
    r"all but) (?:\d+|one|two|three|four|five|"
    r"six|seven|"
    r"eight|nine|ten|eleven|twelve) (?:cases|complaints)|"
    r"(?<!stage )\d+ (?:cases |complaints )?(?:of|out of|in) (?:every |the )?\d+)\b|"
    r"\blate (?:acknowledg|respon|repl|answer)\w*|\d\s?%",
)
_TARGET = AnyCase(
    r"\b(?:our|the|its|a) (?:own |local |internal )?(?:target|standard|limit|timescale)(?: time)?"
    r"(?: is| of|:)? (?:up to )?$|\b(?:target|standard|aim|goal) is (?:to |that |"
    r"for )?(?:\w+ )?\d+ ?%"
    r"[^.;]*$",
)
"""What a share is measured against is the landlord's own time."""

_OF_WORKS = AnyCase(
    r"^\W*(?:\w+ ){0,2}(?:works?|repairs?|remed(?:y|ies)|payments?|compensation|actions?|orders?)\b"
    r"(?! (?:team|complaints?|is|are) (?:acknowledg|answer|respon))",
)
"""What is done after the answer has its own time."""

_ANSWER = AnyCase(
    r"\b(?:respon[ds]\w*|answer\w*|decisions?|outcomes?|resol\w+|investigat\w+|conclu\w+)\b",
)
_WAS = AnyCase(r"\b(?:was|were|had|stood at|allowed|gave|used to be)\b[^,;]{0,25}$")
_TAKES = AnyCase(
    r"\bstages?\b[^.;]*\b(?:takes?|is|lasts?|runs?|has|allows?|gives?|up to|within|in|of)\b|"
    r"\bstage \w+\s*[:(–-]|\bat stage\b",
)
_TOTAL = AnyCase(
    r"\b(?:in total|overall|altogether|in all|total of|maximum of|extended to|extend (?:it|this|"
    r"the "
    r"\w+) to|no later than|combined|all told)\b",
)
_COMPLEX = AnyCase(
    r"\b(?:complex|complicated|exceptional\w*|difficult|delay\w*|unusual\w*|where (?:more|"
    r"needed))\b",
)
_AGREED = AnyCase(
    r"\b(?:agree\w*|consent|settled|arranged|discussed) (?:\w+ ){0,4}(?:resident|tenant|customer|"
    r"complainant|both)\b|"
    r"\b(?:resident|tenant|customer|complainant)\w*['’]?s? (?:agree\w*|consent)|\bgood reason|"
    r"\bby agreement\b|\bmutual\w*|\bagreed with\b|\bagreement (?:of|with)\b",
)
_LATER_ACKNOWLEDGE = AnyCase(
    r"\b(?:logged|logging|allocat\w+|assign\w+|regist\w+|validat\w+|accept\w+|triag\w+|opened|"
    r"record(?:ed|ing)|passed to|reach\w* the (?:team|handler|officer)|screened|assessed|"
    r"decid\w+|agreed|approved|verified|confirmed|conven\w+|appoint\w+|panel|hearing|checked|"
    r"vetted|pick\w* (?:\w+ ){0,3}up|starts? (?:work|on it))\b",
)
_LATER_RESPOND = AnyCase(
    r"\b(?:allocat\w+|assign\w+|investigat\w+|visit\w*|inspect\w+|interview\w*|met\b|meeting|"
    r"agree\w*|"
    r"information|evidence|scop\w+|accept\w+|panel|hearing|definition|defin(?:ed|ing)|approv\w+|"
    r"appoint\w+|picked up|gathered|collected|validat\w+|triag\w+|statement|documents?|works?|"
    r"conven\w+|report is|scheduled|has met|have met|vetted|checked|received all|paperwork|"
    r"speak\w*|spoken|contact(?:ed)? (?:with )?the (?:resident|complainant|customer|tenant)|"
    r"reports?|surveyor)\b",
)
_EARLY_EVENT = AnyCase(
    r"\b(?:receipt|receiv\w+|acknowledg\w+|request\w*|submitt\w+|made|raised|escalat\w+)\b"
)
_REPORTING = ("4", "7", "8", "9")
_OF_COMPLAINTS = AnyCase(r"\bstage\b|\bcomplaints? |\backnowledg\w+")
"""Sections about other things than answering, where a time is one of a complaint only if it says
so."""

_LIKE_STAGE = AnyCase(r"\bas (?:at |for |in |with )?stage (?:1|one)\b")
"""What another stage is likened to."""

_LONGEST = 126.0
"""Working days (six months) beyond which a time is none to answer a complaint in, such as the years
that a file is kept."""


@lru_cache(maxsize=8)
def _limits(edition: str) -> dict[tuple[str, int], tuple[float, str]]:
    """(What, stage) to working days and the event that the time runs from."""
    return {
        (time.what, time.stage): (float(time.value), time.after or "")
        for provision in get_code(edition).provisions
        for time in provision.timescales
        if time.stage is not None and time.unit == "working_days"
    } | _extensions(edition)


def _extensions(edition: str) -> dict[tuple[str, int], tuple[float, str]]:
    found: dict[tuple[str, int], tuple[float, str]] = {}
    for provision in get_code(edition).provisions:
        for time in provision.timescales:
            if time.what == "extend":
                for stage in (time.stage,) if time.stage else (1, 2):
                    found.setdefault(("extend", stage), (float(time.value), ""))
    return found


def times_over(row: Row) -> Raised | None:
    """What raises the rule of this module in a row, or None."""
    limits = _limits(row.edition)
    unit = ""
    for sentence in row.own_sentences:
        text = sentence.text
        text, unit = _with_unit(with_days(text), unit)
        for period in periods(text) if has_span(text) else ():
            detail = _exceeds(row, period, limits, sentence.lead)
            if detail and _is_own(text, period):
                return Raised(sentence.text, detail)
        late = _late_clock(row, text)
        if late:
            return Raised(sentence.text, late)
    return None


_UNITLESS = re.compile(
    r"\b(?:(?:an?|up to) )?(?:further|another|extra|additional|up to|within) "
    r"(?:\d{1,2}|ten|twelve|fifteen|twenty|thirty|forty)(?: more| further| extra)?"
    r"(?=[.,;)]| (?:for|at|where|if|when|and|or|but)\b|$)",
    re.IGNORECASE,
)


def _with_unit(text: str, unit: str) -> tuple[str, str]:
    """A sentence with the unit that it takes over: "20 working days. We may take another 20."."""
    span = SPAN.search(text) if has_span(text) else None
    if span is not None:
        words = filter(None, (span["kind"], span["unit"]))
        return text, " ".join(words) or unit
    return _UNITLESS.sub(rf"\g<0> {unit}", text) if unit else text, unit


_CLOCK = AnyCase(
    r"\b(?:clock|time(?:scale|frame|r| limit)?|(?:working )?days|period|countdown)\b[^.;]{0,40}?"
    r"\b(?:only |does not |do not )?(?:starts?|begins?|runs?|counts?|(?:is|are) counted|"
    r"(?:is|are) measured|ticking)\b(?P<event>[^.;]{3,110})",
)


def _late_clock(row: Row, text: str) -> str:
    """What the message should say where a sentence only tells from when the days are counted."""
    own = {t.what for t in row.provision.timescales} & {"acknowledge", "respond"}
    match = _CLOCK.search(text) if own else None
    if match is None or _MEASURED.search(text) or _OF_RESIDENT.search(text):
        return ""
    what = "acknowledge" if "acknowledge" in own else "respond"
    later = _LATER_ACKNOWLEDGE if what == "acknowledge" else _LATER_RESPOND
    words = _claim(match["event"])
    if _EARLY_EVENT.search(words) or not later.search(words):
        return ""
    statement = read(_claim(text))
    at = statement.token(match.start())
    if is_foreign(statement, at) or statement.has("supposed", clause=statement.clauses[at]):
        return ""
    if any(statement.words[i] in words_of("negation") for i in range(max(0, at - 6), at)):
        return ""
    event = max((t.after or "" for t in row.provision.timescales if t.what == what), default="")
    return f"The edition counts from when it is {event}."


def _exceeds(
    row: Row, period: Period, limits: dict[tuple[str, int], tuple[float, str]], lead: str
) -> str:
    """What the message should say where a span is over its limit, or ""."""
    what, stage = _meant(row, period, lead)
    if not what:
        return ""
    candidates = [s for s in (1, 2, 3) if (what, s) in limits and stage in (None, s)]
    if not candidates:
        return ""
    limit, event = max(limits[what, s] for s in candidates)
    place = candidates[-1] if stage is None else stage
    if what == "extend":
        if _AGREED.search(period.segment):
            return ""
        if _TOTAL.search(period.segment):
            limit += limits.get(("respond", place), (0.0, ""))[0]
    extends = {time.what for time in row.provision.timescales} == {"extend"}
    if what == "respond" and (extends or _COMPLEX.search(period.segment)):
        limit += limits.get(("extend", place), (0.0, ""))[0]
    length = period.working_days
    if length > _LONGEST:
        return ""
    if round(length, 2) > limit:
        unit = "working days"
        return f"The edition allows {limit:g} {unit} ({what}, stage {place})."
    late = _later_start(what, period, event)
    return f"The edition counts from when it is {event}." if late else ""


def _meant(row: Row, period: Period, lead: str) -> tuple[str, int | None]:
    """What a span is for: as its sentence says, or else as the provision asks."""
    own = [t for t in row.provision.timescales if t.unit == "working_days" and t.what != "evidence"]
    of_age = any(time.what == "exclude" for time in row.provision.timescales)
    if (of_age or row.provision.section in _REPORTING) and not _OF_COMPLAINTS.search(
        period.segment
    ):
        return "", None
    stage = None if _LIKE_STAGE.search(period.segment) and own else period.stage
    if stage is None and lead:
        led = periods(lead + " one day")
        stage = led[-1].stage if led else None
    stages = {t.stage for t in own if t.stage}
    if stage is None and len(stages) == 1:
        stage = next(iter(stages))
    what: str = period.what
    acknowledged = {t.what for t in own} == {"acknowledge"} and "cknowledg" in period.segment
    if what == "respond" and acknowledged and not _ANSWER.search(period.segment):
        what = "acknowledge"
    if not what and own and not period.later and not _OTHERS.search(_timed(period)):
        kinds = [t.what for t in own]
        what = kinds[0] if len(set(kinds)) == 1 else "respond" if "respond" in kinds else ""
    if not what and period.stage and _TAKES.search(period.segment):
        what = "respond"
    if what == "extend" and row.provision.section not in ("4", "5", "6") and not own:
        return ("", None) if not re.search(r"exten", period.segment, re.I) else (what, stage)
    return what, stage


def _timed(period: Period) -> str:
    """What a span is for, without the event from which it runs."""
    return period.segment.replace(period.event, "") if period.event else period.segment


def _later_start(what: str, period: Period, event: str) -> bool:
    if not period.event or what == "extend":
        return False
    words = period.event
    if what == "acknowledge":
        return bool(_LATER_ACKNOWLEDGE.search(words)) and not _EARLY_EVENT.search(words)
    if not event:
        return False
    return bool(_LATER_RESPOND.search(words)) and not _EARLY_EVENT.search(words)


def _is_own(text: str, period: Period) -> bool:
    """Whether a span is the landlord's own time for its complaints, at present."""
    if _MEASURED.search(text) and not _TARGET.search(text[: period.start]):
        return False
    if _OF_RESIDENT.search(text) and not _EXPECTED.search(text):
        return False
    before = text[max(0, period.start - 60) : period.start]
    if period.later or re.match(r"\s*(?:ago|old|later?|earlier|early)\b", text[period.end :]):
        return False
    if _WAS.search(before) and not re.search(r"\b(?:is|are)\b", text, re.IGNORECASE):
        return False
    if _ELSEWHERE.search(period.segment) or _OF_WORKS.search(period.segment):
        return False
    if _OTHERS.search(_timed(period)) and not _ANSWERING.search(period.segment):
        return False
    if re.search(r"\b(?:not|never)\b[^,;]{0,30}$", before, re.I) and "more than" not in before:
        return False
    claim = _claim(text)
    statement = read(claim if period.end <= len(claim) else text)
    at = statement.token(period.start)
    if is_foreign(statement, at) or statement.has("supposed", clause=statement.clauses[at]):
        return False
    return not _is_forgone(statement, at)


_REASON = re.compile(r", (?:since|because)\b")


def _claim(text: str) -> str:
    """A sentence without the reason that it gives: what is told in that is not claimed."""
    return _REASON.split(text)[0]


def _is_forgone(statement: Statement, at: int) -> bool:
    """Whether the time was given up: "shortened from 15 to 10 working days"."""
    before = statement.words[max(0, at - 6) : at]
    given_up = {"from", "than", "replaced", "replaces", "instead"}
    moved = {"shortened", "reduced", "cut", "moved", "changed", "down", "brought", "lowered"}
    return (bool(given_up & set(before[-2:])) and bool(moved & set(statement.words))) or (
        "rather" in before and "than" in before
    )


RULES = (
    Rule(
        id="timescale-over-code",
        severity="high",
        version=4,
        message="A time of the landlord's own is longer than the edition allows, or starts later.",
        looks_for="a time to acknowledge, to answer at either stage or to extend that is beyond "
        "the edition's limit (a week is 5 working days, a month 21, a calendar day 5/7), or that "
        "runs from a later event",
        silent_for="figures of performance, the resident's own time, other procedures and bodies, "
        "the past, the Code's words, suppositions, and extensions agreed with the resident",
        check=times_over,
        raises=Example(
            "HOS-2024:6.3",
            Answer.YES,
            "Our managers send the stage 1 response within 15 working days.",
        ),
        silent=Example(
            "HOS-2024:6.3",
            Answer.YES,
            "The previous policy gave 15 working days; since April it has been 10.",
        ),
    ),
)
