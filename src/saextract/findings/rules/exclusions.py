"""The rule over what a landlord shuts out: late complaints, kinds of people, subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from saextract.codes import get_code
from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.barred import LISTED, any_class, shut_out
from saextract.findings.statements.reader import read
from saextract.findings.statements.scope import is_aside
from saextract.findings.statements.sentences import Sentence
from saextract.findings.statements.times import SPAN, count, has_span
from saextract.model import Answer
from saextract.text.anycase import AnyCase

_LIMIT = AnyCase(
    r"\b(?:older|more|longer|over|after|outside|beyond|earlier|past|exceed\w*|later|"
    r"at least) (?:than )?(?:a (?:limit|period) of )?$|"
    r"\b(?:within|inside|limit of|limit is|limit to|window of|window is|cut-?off (?:is|of)|up to|"
    r"last|period of|period is|than|after|in the|"
    r"maximum of|no later than|set at|deadline of|deadline is|limited to|"
    r"under)\s+(?:the\s+)?(?:last |past |previous |first )?$",
)
_GIVEN = AnyCase(r"\b(?:have|has|get|gets|allow\w*|give\w*)\s+(?:up to )?$")
_ENDS = re.compile(r"\W*$|\s*[.;]")
_SINCE = re.compile(
    r"\s*(?:in which to (?:complain|raise|bring)|to (?:complain|bring a complaint|"
    r"raise a complaint|come forward|(?:get in touch|contact|tell|let us know)\b)"
    r"|(?:from|of|after|since) (?:the |an? )?(?:\w+ )?(?:issue|incident|event|problem|matter|"
    r"date|time))",
    re.IGNORECASE,
)
_ISSUE = AnyCase(
    r"\b(?:issues?|incidents?|events?|matters?|problems?|happen\w*|occur\w*|arose|arisen|arising|"
    r"aware|"
    r"ago|old|took place|taken place|first (?:noticed|known|knew|came)|cause|came to light|"
    r"limit|cut-?off|time[- ]barred|complaint window)\b",
)
_NOT_AGE = AnyCase(
    r"\b(?:restriction\w*|renew\w*|escalat\w*|stage (?:2|two|1|one)|response|review(?:ed|s)?|"
    r"updat\w*|"
    r"retain\w*|"
    r"publish\w*|letters?|(?:will|shall|would) write|write back|report\w* (?:to|every)|survey\w*|"
    r"legal|proceedings|"
    r"court|insur\w+|staff|"
    r"train\w*|kept|meet\w*|"
    r"anonymous|designated)\b",
)
_NO_DISCRETION = AnyCase(
    r"\b(?:no|without|not (?:any|have|given|allowed|exercise|apply|use|allow for|offer)|"
    r"never) (?:\w+ ){0,3}?(?:discretion|leeway|flexibility|latitude|room for|wriggle room|"
    r"freedom)\b|"
    r"\b(?:have|has) no (?:say|option|choice)\b|\balways (?:refused|declined|rejected)\b|"
    r"\bno (?:say|choice|option|scope) (?:in|but|over|about|to|for)\b|"
    r"\bdiscretion\b[^.;]{0,40}\b(?:is|are|was|can|will|does|do) (?:not|never)\b|\bno discretion\b|"
    r"\b(?:without|no) exceptions?\b(?! (?:were|was) (?:found|noted|recorded))|"
    r"\bstrictly (?:applied|enforced|observed|followed)\b|"
    r"\b(?:regardless|irrespective) of (?:the |any )?(?:reasons?|circumstances|merits|cause|"
    r"explanation)\b|\bwhatever the (?:reasons?|circumstances|cause|merits)\b|"
    r"\bautomatically (?:refus|reject|exclud|declin|clos|turned)\w*|\bno matter (?:why|what)\b|"
    r"\bin every case\b[^.;]*\b(?:refus|reject|exclud|declin)\w*|"
    r"\b(?:nobody|no one|no officer|no manager) (?:may|can) (?:open|extend|waive|change|bend|"
    r"depart|"
    r"lift)\b|"
    r"\b(?:not|never) be (?:\w+ )?(?:waived|extended|lifted|relaxed|stretched|varied|bent)\b|"
    r"\bwithout (?:looking|going|asking) (?:at|behind|into|further)\b|"
    r"\b(?:no|not|never|nobody|none|without)\b[^.;]{0,40}\b(?:exceptions?|individual circumstances|"
    r"own merits|personal circumstances|case by case)\b"
    r"(?! list| (?:were|was) (?:found|noted|recorded|reported))|"
    r"\bno (?:authority|power|permission|say|mandate) to\b|"
    r"\b(?:officers|staff|handlers|managers|we|nobody|teams?) (?:(?:may|can|must|do|will|"
    r"are) ?(?:not|"
    r"n['’]t)|cannot)(?: allowed to| free to)? (?:depart|go beyond|stray|deviate|stretch|bend|"
    r"relax|waive|"
    r"make exceptions)\b|\bbinding on (?:staff|officers|handlers|managers|us|everyone)\b|"
    r"\b(?:there is|have|has|operates?|apply|applies) an? blanket (?:exclusion|ban|refusal|rule)|"
    r"\b(?:late|older|old|out-of-time) complaints? (?:is|are) (?:\w+ )?(?:refused|rejected|"
    r"declined|"
    r"closed|turned (?:away|down))\b|"
    r"\bnot (?:an?|one) (?:day|week|hour) (?:more|longer|later|after)\b|"
    r"\b(?:hard and fast|come what may|without regard to|absolutely no|is absolute|is final)\b|"
    r"\b(?:hard|fixed|absolute|rigid|firm) (?:\w+ )?(?:limit|rule|cut-?off|deadline)\b",
)
_LATE = AnyCase(r"\b(?:late|out of time|time[- ]barred|exclusions?|excluded|too old)\b")
_ABOUT_LIMIT = AnyCase(
    r"\b(?:limit|months?|late\w*|rules?|older|out of time|time|exclu\w+|refus\w*|reject\w*|"
    r"accept\w*|"
    r"complaints?|cut-?off|deadline)\b",
)
_SECTION = {"HOS-2024": ("2",), "HOS-2022": ("1",), "HOS-2020": ("1",)}
_ABOUT_EXCLUSIONS = {
    "HOS-2024": ("2.1", "2.2", "2.3", "2.4", "2.5"),
    "HOS-2022": ("1.7", "1.8", "1.9"),
    "HOS-2020": ("Q1.2", "Q1.3"),
}
_FIELDS = AnyCase(
    r"\b(?:exclu\w+|(?:can)?not (?:be )?(?:consider|accept|deal|investigat|brought)\w*|"
    r"complain\w*|only)\b",
)


@lru_cache(maxsize=8)
def _limit_months(edition: str) -> int:
    """Months after which the edition lets a landlord refuse a complaint; 0 where it sets none."""
    found = [
        time.value
        for provision in get_code(edition).provisions
        for time in provision.timescales
        if time.what == "exclude" and time.unit == "months"
    ]
    return max(found, default=0)


_MONTHS = {"day": 1 / 30, "week": 12 / 52, "month": 1.0, "year": 12.0}
"""Months in each unit of time."""


_TOLD = AnyCase(
    r"complain|accept|consider|exclu|raise|report|refus|limit|reject|deal|turn|look|investigat|"
    r"declin|cut-?off|window|take|entertain|reach us|come to us|come forward|get in touch|bring|"
    r"passed since|gone by|"
    r"brought|submit",
)
_FIRST_MONTH = AnyCase(
    r"\bonly (?:in|within|during) the first (?:week|month|(?:two|three|four|five|"
    r"six) months?)\b",
)
_DAY_LIMIT = re.compile(
    r"[- ]days? (?:\w+ ){0,2}(?:limit|cut-?off)\b|\bdays? (?:is|are) the (?:limit|cut-?off)\b",
    re.IGNORECASE,
)
"""The limit of an answer, which is none of age."""
_NO_LONGER = re.compile(
    r"(?<=\bcan )no longer\b|(?<=\bwill )no longer\b|(?<=\bmay )no longer\b", re.I
)
_NOT = "not      "
"""What can no longer be done is not done; of the same length, so that offsets stay."""
_HALF_YEAR = re.compile(r"\bhalf a year\b", re.IGNORECASE)
_SAME_LENGTH = "six  months"
"""Half a year in as many letters, so that offsets stay."""


def _shorter_limit(row: Row, text: str, lead: str) -> str:
    allowed = _limit_months(row.edition)
    if "half" in text:
        text = _HALF_YEAR.sub(_SAME_LENGTH, text)
    timed = any(time.what == "exclude" for time in row.provision.timescales)
    first = _FIRST_MONTH.search(text)
    if allowed and first and _TOLD.search(text[: first.start()]):
        return f"The edition allows {allowed} months."
    near = f"{lead} {text}"
    own = row.provision.section in _SECTION.get(row.edition, ())
    near = near if own else _DAY_LIMIT.sub(" ", near)
    if (
        not allowed
        or not has_span(text)
        or not (own or _ISSUE.search(near))
        or not (timed or _TOLD.search(near))
    ):
        return ""
    for match in SPAN.finditer(text):
        unit = (match["unit"] or "").lower().rstrip("s")
        if unit not in _MONTHS or (match["kind"] and "working" in match["kind"].lower()):
            continue
        months = count(match["upper"] or match["count"]) * _MONTHS[unit]
        before, after = text[: match.start()], text[match.end() :]
        old = re.match(
            r"\s*(?:old|ago|have passed|had passed|earlier|previously|before|(?:(?:is|as) (?:the|"
            r"our|a) )?"
            r"(?:\w+ )?(?:limit|window|cut-?off|time limit|rule|deadline|maximum))\b",
            after,
            re.I,
        )
        given = _GIVEN.search(before) and (_SINCE.match(after) or (timed and _ENDS.match(after)))
        if not (_LIMIT.search(before) or old or given) or _NOT_AGE.search(
            text[max(0, match.start() - 60) : match.end() + 40]
        ):
            continue
        if 0 < months < allowed and _is_present(text, match.start()):
            return f"The edition allows {allowed} months."
    return ""


def _is_present(text: str, offset: int) -> bool:
    statement = read(_NO_LONGER.sub(_NOT, text))
    at = next((i for i, start in enumerate(statement.starts) if start >= offset), 0)
    if is_aside(statement, at) and not statement.conditional(at):
        return False
    return not statement.has("historical", clause=statement.clauses[at])


def _said(row: Row) -> Iterable[tuple[str, Sentence]]:
    """The sentences of a row with the words to quote; each item of a list in one is one."""
    for sentence in row.own_sentences:
        match = LISTED.match(sentence.text)
        if match is None:
            yield sentence.text, sentence
            continue
        for item in re.split(
            r"[;,](?: and| or)?\s+|\s+(?:and|or)\s+(?=complaints?\b)", match["items"]
        ):
            yield sentence.text, Sentence(item.rstrip("."), match["lead"])


def excluded(row: Row) -> Raised | None:
    """What raises the rule of this module in a row, or None."""
    if row.answer is Answer.NOT_FOUND:
        return None
    if "excluded" not in row.known:
        row.known["excluded"] = _first_excluded(row)
    return cast("Raised | None", row.known["excluded"])


def _of_any_class(row: Row, text: str) -> str:
    about = row.provision.number in _ABOUT_EXCLUSIONS.get(row.edition, ())
    return any_class(text) if about or "omplain" in text else ""


def _first_excluded(row: Row) -> Raised | None:
    within = row.provision.section in _SECTION.get(row.edition, ())
    for quote, sentence in _said(row):
        text = sentence.text
        detail = _shorter_limit(row, text, sentence.lead)
        if detail:
            return Raised(quote, detail)
        near = within or _FIELDS.search(text) or sentence.lead
        about = row.provision.number in _ABOUT_EXCLUSIONS.get(row.edition, ())
        shut = shut_out(text, sentence.lead, about) if near else ""
        if shut and _is_present(text, max(0, text.lower().find(shut.lower()))):
            return Raised(quote, f"Shut out: {shut}.")
        shut = _of_any_class(row, text)
        if shut and _is_present(text, text.find(shut)):
            return Raised(quote, f"Shut out: {shut}.")
        firm = _NO_DISCRETION.search(text) if within or _LATE.search(text) else None
        timed = any(t.what == "exclude" for t in row.provision.timescales)
        if firm and (timed or about or _ABOUT_LIMIT.search(text)) and _is_firm(text, firm):
            return Raised(quote, "No room for discretion.")
    return None


def _is_firm(text: str, match: re.Match[str]) -> bool:
    if re.search(r"\b(?:not|never|n['’]t)\b[^.;]{0,25}$", text[: match.start()], re.IGNORECASE):
        return False
    if re.search(r"\b(?:decided|voted|advised) against\b", text[match.end() :], re.IGNORECASE):
        return False
    return _is_present(text, match.start())


RULES = (
    Rule(
        id="exclusion-not-allowed",
        severity="high",
        version=4,
        message="Complaints are shut out that the Code lets in.",
        looks_for="a limit of time shorter than the edition's, a kind of complainant or a subject "
        "of the landlord's own services that is shut out, or no room for discretion",
        silent_for="the grounds that the Code accepts (age, legal proceedings, what was considered "
        "before), first requests for service, what others decide, the past, and refusals denied",
        check=excluded,
        raises=Example(
            "HOS-2024:2.3",
            Answer.YES,
            "We accept complaints made within six months of the issue occurring.",
        ),
        silent=Example(
            "HOS-2024:2.3",
            Answer.YES,
            "We accept complaints made within 12 months of the issue occurring.",
        ),
    ),
)
