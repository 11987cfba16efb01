"""What the names of landlords look like in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from saextract.register.names import name_core

LEGAL_FORM = r"(?:Limited|LIMITED|Ltd|LTD|plc|PLC|Plc|LLP|CIC|C\.I\.C\b\.?|CIO|C\.I\.O\b\.?)"
"""What a name is registered as. Printed behind a name, it belongs to it."""

_W = r"(?:St\.|[A-Z0-9À-ÖØ-ÞŴŶ][\w'’&\-]*)"
_LINK = r"(?:of|and|&|the|upon|on|in|for|with|le|under|by)"
_STRONG = (
    r"(?:Housing|Homes) (?:Association|Assoc\b\.?|Assn\b\.?|Trust|Society|Partnership|Group|"
    r"Co-?op(?:erative)?\b)|"
    r"(?:Royal |London |Metropolitan )?Borough Council|City Council|District Council|"
    r"County Council|Metropolitan (?:Borough|District) Council|City of London Corporation|"
    r"Tenant Management Organisation|TMO|Community Housing|Almshouse (?:Charity|Trust|Association)|"
    r"Almshouses|Co-operative Homes|Co-?op(?:erative)?|United Charities|Charity Homes|Council|"
    r"Community Benefit Society|MBC|MDC|DC|BC|CC|HA"
)
_WEAK = (
    r"Housing|Homes|Living|Group|Trust|Partnership|Society|Foundation|Home|YMCA|Charity|Charities"
)
END_WORDS = (
    rf"(?:{_STRONG}|{_WEAK}|Association|{LEGAL_FORM})(?: (?:{_STRONG}|{_WEAK}|{LEGAL_FORM}))*"
)
"""The words that names end in."""

_FOUNDED = (
    r"(?:Guild|Hospital|Almshouses?|Almshouse Charity|(?:United )?Charities|Charity|Foundation)"
)
"""What stands before the place or the saint of a name: "Guild of St Hilda"."""

_FAMILY = r"(?:YMCA|YWCA|Abbeyfield|Cartrefi|(?:Homes|Housing) for)"
"""What begins the names of many landlords: "YMCA Ketterleigh"."""

_TAIL = (
    r"(?: (?:(?:Housing|Homes) )?"
    r"(?:Association|Society|Trust|Partnership|Co-?op(?:erative)?|Group|Charity|Charities|Ownership|"
    r"Solutions|Communities|Ventures|RP)\b|"
    r" for (?:Women|Men|Life|All|Older People)\b|"
    r" (?:[Aa]nd|&|\+) (?:Support|Care|Regeneration|Wellbeing|Neighbourhoods|Communities|"
    r"Community(?: Group| Services)?|Property|Living)\b)*"
    r"(?:(?:(?<=Association)|(?<=Charity)) of (?!the\b)[A-Z]\w+(?: (?:and|&) [A-Z]\w+)?)?"
    rf"(?:(?: \([A-Z][\w ]{{1,20}}\))?,? {LEGAL_FORM}(?!\w))?"
)
_NO_PLACE = (
    r"(?!(?:Complaints?|Complaint|Housing|Homes?|Tenants?|Tenant|Landlords?|Self|Council|Code|Annual|"
    r"Social|Residents?|Our|Policy|Compliance|Customers?|Services?|Self-\w+|Accessibility|Privacy|"
    r"Cookies?|Contact|Sitemap|Careers|News|Search|Log ?in|Disclaimer|Terms|Jobs|Help|About|Menu|"
    r"Feedback|Facebook|Twitter|Instagram|LinkedIn|YouTube|Website|Legal|Copyright)\b)"
)
_PLACE = rf"{_W}(?: (?:(?:and|upon|on|under|le|&) )?{_NO_PLACE}{_W}){{0,3}}"
_FOUNDERS = rf"{_W}(?:,? (?:(?:and|of|in|the|upon|&) ){{0,2}}{_NO_PLACE}{_W}){{0,9}}"
"""Whom or what a charity is called after: "Dame Alice Pell and Thomas Cobbe"."""

_AFTER_FOUNDER = (
    rf"(?:The )?(?:Almshouse )?{_FOUNDED} of (?:the (?=Holy|Blessed|Good|Most|Poor))?(?!the\b)"
    rf"{_FOUNDERS}(?: (?:{_STRONG}|{_WEAK})(?!\w))?{_TAIL}"
)
FOUNDED = re.compile(_AFTER_FOUNDER)
"""What belongs to a "The" before it: "The Almshouse Charity of Dame Alice Pell"."""
ENDOWED = re.compile(r".+ Almshouse (?:Charity|Trust)")
"""The same of a founder's name in front: "The Alice Pell Almshouse Charity"."""

_AND_MORE = rf"(?:(?: {_W})?(?:, {_W}(?: {_W})?)+(?=,? (?:and|&) ))?"
"""More words of a name that lists some: "Salters, Coopers & Drapers Almshouses"."""

NAME = re.compile(
    rf"(?<![\w/.@-])(?:(?:The )?(?:(?:Royal|London|Metropolitan) )?Borough of {_PLACE}"
    rf"(?: Council\b)?|"
    rf"(?:LB|RB) (?:of )?{_PLACE}|"
    rf"City of {_PLACE}(?: Council\b| Corporation\b)|"
    rf"Council of the (?:City|(?:Royal |London )?Borough) of {_PLACE}|"
    rf"{_AFTER_FOUNDER}|"
    rf"[‘']?{_W}{_AND_MORE}(?: (?:{_LINK} )*{_W}){{0,5}}? (?:{_STRONG}|{_WEAK}|{LEGAL_FORM})"
    rf"{_TAIL}|"
    rf"{_FAMILY} {_PLACE})"
    rf"(?![\w-])(?! (?:Ombudsman|Services?\b|Officers?|Managers?|Directors?|Strateg|Advis|Options|"
    rf"Needs|Benefit|Standard|Act|Register\b|Allocation|Stock|Estate|Repairs|Portfolio|Revenue|[Tt]ax))"
)
STRONG_END = re.compile(rf"(?:{_STRONG}){_TAIL}$|Borough of |^(?:Council of the )?City of ")
ONLY_LEGAL = re.compile(rf"(?!.*\b(?:{_STRONG}|{_WEAK})\b).* {LEGAL_FORM}")
"""A name that nothing but its legal form shows to be one: of a landlord, or of a contractor."""

NEVER = re.compile(
    r"\b(?:Ombudsman\w*|Regulator\w*|Chartered|Institute|Federation|Department|Ministry|"
    r"Government|National Housing|Homes England|Police|NHS|University|Tribunal|"
    r"Participation|Association of|Quality Network|Act|Regulation|White Paper|Charter|Shelter|"
    r"Voice|Citizens|Parish Council|Town Council|Youth|Member|Director\w*|Manager|Officer|Head|"
    r"Cabinet|Portfolio|Committee|Board|Panel|Team|Minister|Secretary|Councillor|Cllr|"
    r"Local Authority|Social Care|Safeguarding|Children)\b",
    re.IGNORECASE,
)
LEAD = frozenset(
    re.findall(
        r"\S+",
        "the at in for from as our we this that these those when where while if any all each its "
        "their your complaints complaint policy contact visit see annual appendix annex section "
        "self-assessment self assessment report code handling housing's published by to with on "
        "of and & or by how why what is are was were welcome about introduction by- service "
        "procedure response performance landlord name organisation yes no n/a partial "
        "partially social tenant tenants resident residents council local new a an both other "
        "another corporate customer quarterly form cookies cookie copyright signed completed "
        "trustees governors directors members hos chc cch ho sa from",
    )
)
GENERIC_FIRST = frozenset(
    re.findall(
        r"\S+",
        "social council decent supported sheltered affordable customer our the housing complaints "
        "annual new temporary empty warm safe retirement public private general strategic local "
        "head director assistant older people's care better community borough city district county "
        "metropolitan royal london rented leasehold resident residents tenant tenants member group "
        "trust working steering focus task project scrutiny management senior executive leadership "
        "involved registered voluntary charitable independent healthy building your my extra "
        "supporting specialist key property house full no any every stage all service county "
        "home introduction overview background summary contents context purpose scope conclusion "
        "governance compliance resolution redress learning learnings improvement impact progress "
        "feedback experience quality assurance insight engagement operations regulation standards "
        "equality diversity inclusion fairness access accessibility communication communications "
        "repairs maintenance lettings neighbourhood neighbourhoods communities community place "
        "places people wellbeing support guidance information publication publications documents "
        "news contact search menu about cookies privacy welcome evidence actions action plan "
        "results outcome outcomes statement template checklist schedule enclosure agenda item "
        "minutes title subject purpose meeting ward wards author date reference ref "
        "recommendation recommendations decision decisions confidential restricted unrestricted "
        "sensitive foreword "
        "preface glossary enclosures appendices supplement supplementary part parts contact "
        "question questions section sections chapter overview key note notes corporate "
        "cabinet committee board scrutiny final draft official public internal version one four "
        "together network unity equity care yes shared ownership leasehold sale sales rent renting "
        "buy buying resales garages available find apply retirement persons disabled "
        "homes value unitary paper sheet slide slides provision commentary response responses "
        "return answers answer check audit exercise list table file form appendix annex dispersed "
        "homeless hostel young keyworker specialised",
    )
)
_PLACES = frozenset(("city", "borough", "county", "council", "district", "royal", "london"))
TITLE_NOISE = re.compile(
    r"\b(?:housing ombudsman(?: service)?(?:['’]s)?|complaints?|handling|code|self|assessment|"
    r"annual|form|appendix|annex|[a-d](?=\b)|20\d\d(?:\s*[-/–]\s*\d{2,4})?|against|of|our|the|"
    r"for|report|performance|and|service|improvement|against|with|compliance|final|draft|"
    r"version|v\d+|published|completed|template|hos|chc|ho|new|updated|update|copy|pdf|docx?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|web|website|signed|approved|accessible|"
    r"sa|cch|policy|statement|review|to|by|on|in|submission|board|tenants?|residents?|customers?|"
    r"landlord|housing landlord|statutory|checklist|document|download|file|page|section|"
    r"\d+(?:st|nd|rd|th)?)\b|[-–—_:|.,()\[\]&+/]",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Whether a text is the name of a landlord and nothing else."""
    return bool(NAME.fullmatch(" ".join(text.split())))


def calm(text: str) -> str:
    """Text in capitals with each longer word in small letters but for its first."""
    letters = sum(map(str.isalpha, text))
    if not letters or sum(map(str.isupper, text)) < 0.8 * letters:
        return text
    small = {"OF", "AND", "THE", "UPON", "ON", "IN", "FOR", "WITH"}

    def smaller(match: re.Match[str]) -> str:
        word = match[0]
        if word in small and text[: match.start()].strip():
            return word.lower()
        longer = len(word) > _SHORTEST_WORD or word == "LTD" or word in small
        return word.capitalize() if longer else word

    return re.sub(r"(?:CO-OP|CO-OPERATIVE|SELF-ASSESSMENT)\b|[A-Z][A-Z’']*", smaller, text)


_SHORTEST_WORD = 3
"""Letters of initials, which stay as they are."""


_OF_SOMEBODY = re.compile(r"(?:Almshouse|Charit|Hospital|Trust|Foundation|Homes|Housing)")
"""What is called after its founder or saint: "Swayle's Almshouses"."""


def _bare_first(word: str) -> bool:
    """Whether a word in the possessive is somebody's name."""
    bare = word.removesuffix("'s").lower()
    return word.endswith("'s") and bare not in LEAD | GENERIC_FIRST


def _behind_makers(words: list[str]) -> list[str]:
    """A run of words without those who made something for the landlord: "Prepared by X for"."""
    if len(words) > 2 and words[0].endswith("ed") and "by" in words:
        words = words[words.index("by") + 1 :]
        words = words[words.index("for") + 1 :] if "for" in words else words
    return words


def trimmed(name: str) -> Iterator[str]:
    """The landlord's name in a run of capitalised words, if there is one."""
    words = name.replace("’", "'").split()
    stops = [i for i, word in enumerate(words[:-1]) if NEVER.fullmatch(word.strip("',"))]
    stops += [i for i, word in enumerate(words[:-1]) if i and word == "The"]
    listed = [i for i, word in enumerate(words) if word.endswith(",")]
    if listed and len(re.findall(rf"\b(?:{_WEAK}|Care)\b", name)) > 1:
        return
    if any(words[i].lower().strip(",") in LEAD | GENERIC_FIRST for i in listed):
        stops.append(listed[-1])
    words = _behind_makers(words[max(stops) + 1 :] if stops else words)
    while words and (
        words[0].lower().strip("',") in LEAD or words[0].endswith("'s") or words[0].isdigit()
    ):
        if _bare_first(words[0]) and (
            _OF_SOMEBODY.match(words[1])
            if len(words) == 2
            else words[1].lower() not in GENERIC_FIRST or STRONG_END.search(" ".join(words[1:]))
        ):
            break
        if words[0].lower() == "the" and len(words) > 1 and words[1] == "Royal":
            break
        if words[0].isdigit() and not re.fullmatch(r"20\d\d|\d", words[0]):
            break
        words = words[1:]
        if len(words) > 2 and words[1] == "of" and words[0].lower() in GENERIC_FIRST - _PLACES:
            words = words[2:]
    kept = re.sub(r"(?:'s|(?<=s)')$", "", " ".join(words))
    distinct = name_core(kept) or " ".join(re.findall(r"\w&\w", kept))
    if len(words) < 2 or NEVER.search(kept) or not distinct:
        return
    distinctive = [w for w in words if w.lower().strip("'") not in GENERIC_FIRST]
    proper = any(w[0].isupper() or w[0].isdigit() for w in distinctive)
    if proper and set(distinct.split()) - GENERIC_FIRST:
        yield kept
