"""The rule over what a landlord shuts out: late complaints, kinds of people, subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from saextract.codes import get_code
from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.reader import read
from saextract.findings.statements.scope import is_aside
from saextract.findings.statements.sentences import Sentence
from saextract.findings.statements.times import SPAN, count, has_span
from saextract.model import Answer

_REFUSE = (
    r"(?:not (?:be )?(?:\w+ )?(?:accept|consider|take|taken|deal|dealt|investigat|log|open|"
    r"handle|process|look|"
    r"entertain|cover|review|hear|heard|admit|allow|treat|eligible|available|able to)\w*|"
    r"(?:refus|reject|exclud|declin|barr|ineligib|turn(?:ed|s)? (?:down|away)|"
    r"(?:fall|lie|sit|are|is) (?:\\w+ )?outside|outside (?:the )?(?:scope|our|of|complaints|"
    r"policy|remit|procedure)|"
    r"out of scope|out of time|shut out|disregard|close[sd]? (?:without|as)|time[- ]barred)\w*|"
    r"(?:have|has) no (?:access|right|recourse)\w*|"
    r"(?:cannot|can not|can['’]t|may not|must not|do not|does not|don['’]t|won['’]t|will not|"
    r"never|no longer) (?:be )?(?:\w+ )?"
    r"(?:accept|consider|take|taken|deal|dealt|investigat|log|open|handle|process|look|complain|"
    r"use|entertain|"
    r"raise|raised|hear|heard|cover|make|bring|access|admit|review|included?)\w*)"
)
_REFUSES = re.compile(rf"\b{_REFUSE}", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(?:older|more|longer|over|after|outside|beyond|earlier|past|exceed\w*|later|"
    r"at least) (?:than )?(?:a (?:limit|period) of )?$|"
    r"\b(?:within|inside|limit of|limit is|limit to|window of|window is|cut-?off (?:is|of)|up to|"
    r"last|period of|period is|than|after|in the|"
    r"maximum of|no later than|set at|deadline of|deadline is|limited to|"
    r"under)\s+(?:the\s+)?(?:last |past |previous |first )?$",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:have|has|get|gets|allow\w*|give\w*)\s+(?:up to )?$", re.IGNORECASE)
_SINCE = re.compile(
    r"\s*(?:in which to (?:complain|raise|bring)|to (?:complain|bring a complaint|"
    r"raise a complaint|come forward|(?:get in touch|contact|tell|let us know)\b)"
    r"|(?:from|of|after|since) (?:the |an? )?(?:\w+ )?(?:issue|incident|event|problem|matter|"
    r"date|time))",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"\b(?:issues?|incidents?|events?|matters?|problems?|happen\w*|occur\w*|arose|arisen|arising|"
    r"aware|"
    r"ago|old|took place|taken place|first (?:noticed|known|knew|came)|cause|came to light|"
    r"limit|cut-?off|time[- ]barred|complaint window)\b",
    re.IGNORECASE,
)
_NOT_AGE = re.compile(
    r"\b(?:restriction\w*|renew\w*|escalat\w*|stage (?:2|two|1|one)|response|review(?:ed|s)?|"
    r"updat\w*|"
    r"retain\w*|"
    r"publish\w*|report\w* (?:to|every)|survey\w*|legal|proceedings|court|insur\w+|staff|"
    r"train\w*|kept|meet\w*|"
    r"anonymous|designated)\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:leaseholders?|shared owners?|home ?owners?|former (?:tenants?|residents?|customers?)|"
    r"(?:housing )?applicants?|anonymous\w*|garage (?:tenants?|holders?|renters?)|licensees?|"
    r"(?:residents?|tenants?|people|those|anyone|customers?) (?:of|in|living in|at) (?:supported|"
    r"temporary|sheltered|"
    r"extra care|intermediate|market)[\w -]*|(?:residents?|tenants?|customers?|people|those|"
    r"anyone|households?) "
    r"(?:with|who (?:have|has|owe|are in|is in|owes)|in|that owe|under) (?:\w+ ){0,3}(?:arrears|"
    r"debts?|rent owing|notice)|"
    r"(?:rent )?arrears|sub-?tenants?|lodgers?|(?:councillors?|mps?|solicitors?)|"
    r"representatives?|third parties|"
    r"advocates?|relatives?|family members?|friends?|neighbou?rs who are not|non-?(?:residents?|"
    r"tenants?)|"
    r"freeholders?|private (?:tenants?|owners?)|owner-?occupiers?|children|minors|(?:persons?|"
    r"people|anyone|residents?) under \d\d|"
    r"waiting list|prospective \w+|household members?|occupiers?|squatters?|groups? of residents|"
    r"petitions?|group complaints?|"
    r"residents? (?:who|that) (?:have|has) (?:already |previously )?complained)"
)
_SUBJECTS = (
    r"(?:repairs?|damp|mould|disrepair|service charges?|staff (?:conduct|attitude|behaviou?r|"
    r"manner|rudeness)|"
    r"(?:the )?(?:conduct|attitude|behaviou?r|manner) of (?:\w+ )?(?:staff|employees?|officers?|"
    r"contractors?|operatives?)|contractors?|"
    r"cleaning|grounds maintenance|communal\w*|allocations?|lettings?|transfers?|estate\w*|"
    r"planned works?|"
    r"(?:major|improvement|planned) works?|kitchens?|bathrooms?|heating|boilers?|lifts?|parking|"
    r"adaptations?|"
    r"anti-?social behaviou?r|asb\b|noise|neighbou?r (?:nuisance|disputes?)|rent(?: (?:levels?|"
    r"increases?|setting|charges?))?|"
    r"(?:board|policy|council) decisions?|compensation|caretak\w+|gardening|windows?|doors?|"
    r"roofs?|sub-?contractors?|"
    r"managing agents?|suppliers?|tenancy (?:decisions?|matters?)|moves?|new homes?|defects?|"
    r"delays?|customer service|fire safety|pest\w*)"
)
_SHUT_OUT = re.compile(
    rf"\bcomplaints?\b[^.;]{{0,40}}\b(?:from|by|of|made by|brought by|about|on|regarding|"
    rf"concerning|relating to|to do with|involving|against|raised by|sent by|submitted by)\s+"
    rf"(?:\w+[’']?\w* ){{0,3}}?(?P<a>{_PEOPLE}|{_SUBJECTS})\b(?P<between>[^.;]*)",
    re.IGNORECASE,
)
_WHO_CANNOT = re.compile(rf"\b(?P<a>{_PEOPLE})\b[^.;,]{{0,60}}?\b(?:{_REFUSE})", re.IGNORECASE)
_EXCEPT = re.compile(
    rf"\b(?:except(?:ing)?(?: for)?|apart from|other than|save(?: for)?|excluding|bar|"
    rf"with the exception of|but not)\s+(?:those |complaints? |any |ones |matters )?"
    rf"(?:(?:from|of|by|made by|about|on|regarding|concerning|to do with|involving|"
    rf"against|on behalf of|for)\s+)?(?:\w+[’']?\w* ){{0,2}}?(?P<a>{_PEOPLE}|{_SUBJECTS})\b",
    re.IGNORECASE,
)
_ALL_BUT = re.compile(r"\b(?:all|every\w*|any\w*|each|complaints?|accept\w*|take)\b", re.IGNORECASE)
_SUBJECT_OUT = re.compile(
    rf"^\W*(?:\w+ ){{0,3}}?(?P<a>{_SUBJECTS}|{_PEOPLE})\b[^.;]{{0,40}}?\b(?:(?:is|are|falls?|sits?|"
    rf"lies?|stays?|remains?|kept|treated as) (?:\w+ )?(?:outside|out of scope|excluded|"
    rf"turned away|refused|sent back|"
    rf"not covered|"
    rf"not part)|(?:is|are) (?:not|never) (?:\w+ )?(?:covered|accepted|eligible)|"
    rf"(?:cannot|can ?not|may not|can['’]t) (?:use|complain|be (?:complained|the subject)))",
    re.IGNORECASE,
)
_FOR_TENANTS = re.compile(
    r"\b(?:procedure|policy|process|scheme|service) (?:is|exists|was set up) (?:only |"
    r"solely )?(?:for|"
    r"open to) (?:our |current |the )*(?:tenants|rent-?payers|tenancy holders)\b"
    r"(?!,? (?:and|or)\b|, (?!only|not|who))",
    re.IGNORECASE,
)
_NARROW = re.compile(r"\b(?:only|solely|restricted|limited|reserved|current|existing)\b", re.I)
_ONLY = re.compile(
    r"\b(?:only|solely|restricted to|limited to|reserved for|"
    r"open only to) (?:\w+ ){0,5}?(?:tenants|current tenants|current residents|rent-?paying|"
    r"secure tenants|"
    r"assured tenants|leaseholders|named tenants?|the tenant|"
    r"tenancy holders?)\b[^.;]*\b(?:complain\w*|procedure|process|policy)\b|"
    r"\b(?:complain\w*|procedure|process|policy|scheme)\b[^.;]*\b(?:open|available|applies|apply|"
    r"restricted|limited|covers|confined|is for) (?:only )?(?:to |for )?(?:only )?"
    r"(?:\w+ ){0,2}(?:current |existing |secure |assured |rent-?paying )(?:tenants|residents|"
    r"customers)(?: only| alone)?\b",
    re.IGNORECASE,
)
_LEGITIMATE = re.compile(
    r"\b(?:legal|court|tribunal|litigation|claim(?!s (?:firm|compan|manag))\w*|insur\w+|already|"
    r"previously|"
    r"service requests?|first (?:report|time)|initial|"
    r"request\w*|report of|new report|reporting|not (?:our|responsible|the landlord|owned)|"
    r"other (?:agenc|landlord|organisation|bod)\w*|employees?|employment|"
    r"staff grievance|personnel|ombudsman|data|freedom of information|statutory|planning|"
    r"council tax|benefit\w*|"
    r"level of|amount of|setting of|increase\w*|own polic(?:y|ies) and procedure|vexatious|"
    r"unreasonabl\w+|"
    r"no (?:link|connection|relationship)|not our|unless|but (?:complaints )?about how|"
    r"between (?:neighbours|residents)|separate (?:polic|proced)\w*|"
    r"right of appeal|appeal\w*|under (?:the|our) (?!complaints?)\w+ (?:policy|procedure)|"
    r"freehold\w*|"
    r"decided by)\b",
    re.IGNORECASE,
)
_DONE_AWAY = (
    r"(?:accept|consider|tak|look|dealt|deal|investigat|regist|log|open|entertain|hear|handl|"
    r"process|"
    r"cover|admit|allow|eligib|includ)"
)
_REFUSED = (
    rf"(?:(?:is|are|be|gets?|will|can|may|shall|do|does|would)(?: be)?(?: not| never|n['’]t)|"
    rf"cannot|won['’]t) "
    rf"(?:be )?(?:\w+ )?{_DONE_AWAY}\w*|"
    r"(?:is|are|be|gets?|stays?|remains?|falls?|sits?|lies?) (?:then |simply |all |always |"
    r"usually )?"
    r"(?:refused|rejected|returned|declined|excluded|barred|turned (?:away|down|back)|"
    r"sent (?:back|away)|"
    r"ruled out|shut out|ineligible|outside|out of scope|time[- ]barred|set aside|disregarded)|"
    r"(?:cannot|can not|can['’]t|may not|must not|(?:do|does|will) not|don['’]t|"
    r"doesn['’]t) (?:\w+ )?"
    r"(?:use|complain|make (?:a )?complaints?|bring|qualify|have access|come under|"
    r"fall (?:within|under))"
)
_OPEN_CLASS = re.compile(
    rf"\b(?P<a>(?:complaints?|matters?|issues?|anything|everything|objections) (?:from|about|of|"
    rf"that|"
    rf"which|through|by|on|to do with|concerning|regarding|against|made|brought|raised|sent|"
    rf"involving|to)"
    rf"\b[^.;:]{{3,90}}?|(?:people|anyone|anybody|those|persons?|residents?|tenants?|customers?|"
    rf"households?)"
    rf" (?:who|with|in|of|whose|under|living|from)\b[^.;:]{{3,90}}?) (?:{_REFUSED})\b|"
    rf"\b(?:we|the (?:association|council|landlord|team|trust|procedure|policy|scheme)|staff|"
    rf"officers) "
    rf"(?:(?:do|does|will|can)(?: not|n['’]t)|cannot|never|refuses?|rejects?|declines?|"
    rf"turns? (?:away|down)|"
    rf"excludes?) (?:to )?(?:\w+ )?(?:{_DONE_AWAY}\w* )?(?:at |into |with |on |up )*(?P<b>(?:any )?"
    rf"(?:complaints?|matters?|issues?|anything) (?:from|about|of|that|which|through|by|on|"
    rf"to do with|"
    rf"concerning|regarding|against|made|brought|raised|involving)\b[^.;:]{{3,90}})|"
    rf"\b(?:policy|procedure|scheme|process|we|list) (?:also )?(?:excludes?|rules? out|"
    rf"leaves? out) "
    rf"(?P<c>(?!no|any|complaints?\b(?! from| about))[^.;:]{{4,90}})|"
    rf"\bto (?:complain|use (?:the|our) (?:procedure|policy|scheme|"
    rf"process)),? (?P<d>[^.;]{{0,40}}\b"
    rf"(?:must|has to|have to|needs? to) (?:be|have|hold)\b[^.;]{{3,60}})|"
    rf"\b(?P<e>(?:scheme|procedure|policy|process) is for [^.;:]{{3,60}} only)\b|"
    rf"\b(?P<f>(?:residents?|tenants?|people|anyone|customers?|those) (?:who|with|"
    rf"in) (?:\w+ ){{0,3}}"
    rf"(?:ow\w+|arrears|debts?)\b[^.;]{{0,80}}\b(?:once|until|when|first|before)\b[^.;]{{3,60}})",
    re.IGNORECASE,
)
"""A class of any kind that is shut out; what the Code lets landlords refuse is left aside by
`_LEGITIMATE` and `_GROUNDS`."""

_GROUNDS = re.compile(
    r"\b(?:months?|years?|older|late|ago|abusive|malicious|threat\w*|repeat\w*|same|duplicate|"
    r"investigated|conclu\w+|completed|exhausted|considered|(?:other|another|different) \w+|"
    r"owned|feedback|surveys?|on their own|only because|merely|just because|grounds|reasons?|"
    r"circumstances|listed|above|below|these|such|in this|outside (?:the|our) (?:control|remit)|"
    r"unacceptable|anonymous|separate|been through|review|housing register|homeless\w*|everyone|"
    r"nobody|word|form|"
    r"in writing|verbal\w*|phone|social media|email)\b",
    re.IGNORECASE,
)
_OF_OLD = re.compile(
    rf"\b(?:happen\w*|arose|occurr?\w*|took place|dates?|raised) (?:\w+ )?(?:before|prior to)\b"
    rf"[^.;]{{3,60}}\b(?:{_REFUSED})",
    re.IGNORECASE,
)
_NO_DISCRETION = re.compile(
    r"\b(?:no|without|not (?:any|have|given|allowed|exercise|apply|use|allow for|offer)|"
    r"never) (?:\w+ ){0,3}?(?:discretion|leeway|flexibility|latitude|room for|wriggle room|"
    r"freedom)\b|"
    r"\bno (?:say|choice|option|scope) (?:in|but|over|about|to|for)\b|"
    r"\bdiscretion\b[^.;]{0,40}\b(?:is|are|was|can|will|does|do) (?:not|never)\b|\bno discretion\b|"
    r"\b(?:without|no) exceptions?\b|\bstrictly (?:applied|enforced|observed|followed)\b|"
    r"\b(?:regardless|irrespective) of (?:the |any )?(?:reasons?|circumstances|merits|cause|"
    r"explanation)\b|\bwhatever the (?:reasons?|circumstances|cause|merits)\b|"
    r"\bautomatically (?:refus|reject|exclud|declin|clos|turned)\w*|\bno matter (?:why|what)\b|"
    r"\bin every case\b[^.;]*\b(?:refus|reject|exclud|declin)\w*|"
    r"\b(?:nobody|no one|no officer|no manager) (?:may|can) (?:open|extend|waive|change|bend|"
    r"lift)\b|"
    r"\b(?:hard|fixed|absolute|rigid|firm) (?:\w+ )?(?:limit|rule|cut-?off|deadline)\b",
    re.IGNORECASE,
)
_ABOUT_LIMIT = re.compile(
    r"\b(?:limit|months?|late|older|out of time|time|exclu\w+|refus\w*|reject\w*|accept\w*|"
    r"complaints?|cut-?off|deadline)\b",
    re.IGNORECASE,
)
_SECTION = {"HOS-2024": ("2",), "HOS-2022": ("1",), "HOS-2020": ("1",)}
_ABOUT_EXCLUSIONS = {
    "HOS-2024": ("2.1", "2.2", "2.3", "2.4", "2.5"),
    "HOS-2022": ("1.7", "1.8", "1.9"),
    "HOS-2020": ("Q1.2", "Q1.3"),
}
_COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:\w+ )?(?:complaints?|cases?|"
    r"were|was)\b",
    re.IGNORECASE,
)
"""Single cases, which are no class."""

_FIELDS = re.compile(
    r"\b(?:exclu\w+|not (?:be )?(?:consider|accept|deal|investigat)\w*|complain\w*|only)\b", re.I
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


_TOLD = re.compile(
    r"complain|accept|consider|exclu|raise|report|refus|limit|reject|deal|turn|look|investigat|"
    r"declin|cut-?off|window|take|entertain|reach us|come to us|come forward|get in touch|bring|"
    r"brought|submit",
    re.IGNORECASE,
)
_HALF_YEAR = re.compile(r"\bhalf a year\b", re.IGNORECASE)
_SAME_LENGTH = "six  months"
"""Half a year in as many letters, so that offsets stay."""


def _shorter_limit(row: Row, text: str, lead: str) -> str:
    allowed = _limit_months(row.edition)
    text = _HALF_YEAR.sub(_SAME_LENGTH, text)
    near = f"{lead} {text}"
    own = row.provision.section in _SECTION.get(row.edition, ())
    if (
        not allowed
        or not has_span(text)
        or not (own or _ISSUE.search(near))
        or not _TOLD.search(near)
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
        given = _GIVEN.search(before) and _SINCE.match(after)
        if not (_LIMIT.search(before) or old or given) or _NOT_AGE.search(
            text[max(0, match.start() - 60) : match.end() + 40]
        ):
            continue
        if 0 < months < allowed and _is_present(text, match.start()):
            return f"The edition allows {allowed} months."
    return ""


def _is_present(text: str, offset: int) -> bool:
    statement = read(text)
    at = next((i for i, start in enumerate(statement.starts) if start >= offset), 0)
    if is_aside(statement, at) and not statement.conditional(at):
        return False
    return not statement.has("historical", clause=statement.clauses[at])


def _shut_out(text: str, lead: str, within: bool) -> str:
    """What kind of person or subject is shut out, or ""."""
    led = bool(lead and (_REFUSES.search(lead) or _LIST.match(f"{lead}: x")))
    for pattern in (_EXCEPT, _SUBJECT_OUT, _FOR_TENANTS):
        match = pattern.search(text)
        if match is None or _LEGITIMATE.search(match[0]) or _negated_refusal(text):
            continue
        if pattern is _EXCEPT and not _ALL_BUT.search(text[: match.start()]):
            continue
        return match.groupdict().get("a") or match[0]
    refuses = _REFUSES.search(text) is not None
    if not (led or refuses or _NARROW.search(text)):
        return ""
    if led and len(text.split()) < 14 and within and text[:1].isalpha():
        return "" if _LEGITIMATE.search(text) or _GROUNDS.search(text) else text
    if led and len(text.split()) < 14:
        match = re.search(rf"\b(?:{_PEOPLE}|{_SUBJECTS})\b", text, re.IGNORECASE)
        if match and re.match(r"complaints?\b", text, re.I) and not _LEGITIMATE.search(text):
            return match[0]
        return ""
    match = _SHUT_OUT.search(text)
    if match and refuses and not _LEGITIMATE.search(text):
        return match["a"] if not _negated_refusal(text) else ""
    who = _WHO_CANNOT.search(text) if refuses else None
    if (
        who
        and re.search(r"complain|procedure|process|policy", text, re.I)
        and not _LEGITIMATE.search(text)
    ):
        return who["a"] if not _negated_refusal(text) else ""
    only = _ONLY.search(text)
    return only[0] if only and not _LEGITIMATE.search(text) and not _negated_refusal(text) else ""


def _any_class(row: Row, text: str) -> str:
    """What is shut out in a row about exclusions, of whatever kind it is, or ""."""
    if row.provision.number not in _ABOUT_EXCLUSIONS.get(row.edition, ()):
        return ""
    old = _OF_OLD.search(text)
    match = old or _OPEN_CLASS.search(text)
    if match is None or _negated_refusal(text) or _COUNTED.search(text):
        return ""
    if old:
        return old[0]
    said = next(filter(None, match.groupdict().values()))
    if said.split()[-1].lower() in ("we", "it", "they"):
        return ""
    return "" if _LEGITIMATE.search(text) or _GROUNDS.search(match[0]) else said


def _negated_refusal(text: str) -> bool:
    """Whether the refusal itself is denied: "are never refused", "we do not exclude"."""
    return bool(
        re.search(
            r"\b(?:not|never|nobody|no one|no|none|n['’]t)\b (?:\w+ ){0,4}?(?:refus|reject|"
            r"exclud|declin|"
            r"turn(?:ed)? (?:away|down)|barr|shut|simply|ever|because|just because|only)\w*|"
            r"\b(?:refus|reject|exclud|declin)\w* only\b|\bnot (?:limited|restricted)\b|"
            r"\bno (?:complaint|class|group)\w*\b",
            text,
            re.IGNORECASE,
        )
    )


_LIST = re.compile(
    r"^(?P<lead>[^:;]{0,80}\b(?:exclu\w+|exceptions|not (?:be )?(?:\w+ )?(?:open|log|register|"
    r"accept|tak|"
    r"consider|deal|cover|"
    r"look|investigat|handl|includ)\w*|refus\w+|outside|ineligible|reject\w*|barred|out of scope|"
    r"turn(?:ed)? (?:down|away)|declin\w+)\b[^:;]{0,60}):\s+(?P<items>.+)$",
    re.IGNORECASE | re.DOTALL,
)


def _said(row: Row) -> Iterable[tuple[str, Sentence]]:
    """The sentences of a row with the words to quote; each item of a list in one is one."""
    for sentence in row.own_sentences:
        match = _LIST.match(sentence.text)
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


def _first_excluded(row: Row) -> Raised | None:
    within = row.provision.section in _SECTION.get(row.edition, ())
    for quote, sentence in _said(row):
        text = sentence.text
        detail = _shorter_limit(row, text, sentence.lead)
        if detail:
            return Raised(quote, detail)
        near = within or _FIELDS.search(text) or sentence.lead
        about = row.provision.number in _ABOUT_EXCLUSIONS.get(row.edition, ())
        shut = _shut_out(text, sentence.lead, about) if near else ""
        if shut and _is_present(text, max(0, text.lower().find(shut.lower()))):
            return Raised(quote, f"Shut out: {shut}.")
        shut = _any_class(row, text)
        if shut and _is_present(text, text.find(shut)):
            return Raised(quote, f"Shut out: {shut}.")
        firm = _NO_DISCRETION.search(text) if within else None
        timed = any(t.what == "exclude" for t in row.provision.timescales)
        if firm and (timed or _ABOUT_LIMIT.search(text)) and _is_firm(text, firm):
            return Raised(quote, "No room for discretion.")
    return None


def _is_firm(text: str, match: re.Match[str]) -> bool:
    if re.search(r"\b(?:not|never|n['’]t)\b[^.;]{0,25}$", text[: match.start()], re.IGNORECASE):
        return False
    return _is_present(text, match.start())


RULES = (
    Rule(
        id="exclusion-not-allowed",
        severity="high",
        version=1,
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
