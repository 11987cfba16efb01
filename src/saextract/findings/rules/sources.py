"""Rules over what a row relies on: sources out of force, other landlords, a missing response."""

from __future__ import annotations

import re
from functools import lru_cache

from saextract.codes import load_codes
from saextract.findings.plans.pending import pending
from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.deadlines import is_before
from saextract.findings.statements.names import stranger
from saextract.findings.statements.reader import read
from saextract.model import Answer
from saextract.text.anycase import AnyCase

from .denials import denials
from .evidence import says_nothing

_EDITION = AnyCase(
    r"\b(?:(?P<a>20(?:20|22|24)) (?:edition of the |version of the |complaint handling )*code|"
    r"code (?:\(|of |from |dated |published in |\w+ )?"
    r"(?:(?:january|february|march|april|july) )?(?P<b>20(?:20|22|24)))\b",
)
_GONE = (
    (AnyCase(r"\bdesignated persons?\b(?=.*\b(?:ombudsman|mps?|councillors?|refer|weeks|"
             r"case)\b)|"
             r"\b(?:ombudsman|mps?|councillors?|tenants?|residents?|unhappy|dissatisfied|"
             r"stage|answer)"
             r"\b.*\bdesignated persons?\b(?! (?:in|within|for each|at each|on each|who) )"),
     "2022-10-01", "the designated person"),
    (AnyCase(r"\b(?:eight|8)[- ]weeks?\b(?=[^.;]*\b(?:ombudsman|designated|refer|wait|"
             r"before)\b)|"
             r"\b(?:ombudsman|designated|wait\w*|refer\w*)\b[^.;]*\b(?:eight|"
             r"8)[- ]weeks?\b"),
     "2022-10-01", "the wait of eight weeks"),
    (AnyCase(r"\b(?:councillor|mp)s?\b[^.;]*\b(?:must|has to|have to|needs? to)\b[^.;]*\b(?:"
             r"refer\w*|ombudsman)\b"), "2022-10-01", "the designated person"),
    (AnyCase(r"\b(?:ask|asking|through|via|approach|by way of|contact) (?:an?|their|the|your) "
             r"(?:\w+ )?(?:councillor|mp)\b[^.;]*\b(?:refer|send|pass|take|forward|put)"
             r"\w*\b[^.;]*\bombudsman"),
     "2022-10-01", "the designated person"),
    (AnyCase(r"\b(?:through|via|by way of|only with|with the help of) (?:an?|their|the|your) "
             r"(?:\w+ )?(?:councillor|mp)\b[^.;]*\b(?:to|reach|get to|"
             r"before) (?:the )?ombudsman"),
     "2022-10-01", "the designated person"),
    (AnyCase(r"\bdemocratic filter\b"), "2022-10-01", "the democratic filter"),
    (AnyCase(r"\bhomes and communities agency\b|\btenant services authority\b"),
     "2018-10-01", "a regulator that is gone"),
    (AnyCase(r"\bdisability discrimination act\b|\brace relations act\b|"
             r"\bsex discrimination act\b"), "2010-10-01", "a repealed Act"),
    (AnyCase(r"\bdata protection act\b(?:,? of)? 1998\b"), "2018-05-25",
     "a repealed Act"),
)  # fmt: skip
_VALID = re.compile(r"\b(?P<first>20\d\d)\s?(?:[-–/]|to)\s?(?P<last>20\d\d|\d\d)\b", re.IGNORECASE)
_DOCUMENT = AnyCase(
    r"\b(?:polic(?:y|ies)|procedures?|strateg(?:y|ies)|framework|plan|leaflet|handbook|guidance|"
    r"charter|statement|standards?|scheme|agreement|manual|guide)\b",
)
_DATED = AnyCase(
    r"20\d\d|\b(?:act|designated|weeks?|councillors?|mps?|democratic|agency|authority|withdrawn|"
    r"superseded|archived|withdrew|retired|"
    r"lapsed|obsolete|outdated|out[- ]of[- ]date|expired|rescinded|revoked|replaced|no longer|"
    r"ceased)\b",
)
_OLD_FIGURES = AnyCase(
    r"\b(?:comes?|taken|drawn|judged|known|told|based|rel(?:y|ies)|uses?|using|use of|according|"
    r"informed by|figures?|"
    r"evidenced?|follows?|shown|measured)\b[^.;]{0,60}\b(?:surveys?|reviews?|audits?|data|reports?|"
    r"benchmark\w*|exercises?|inspections?|assessments?|"
    r"consultation)\b[^.;]{0,30}\b(?P<year>20\d\d)\b|"
    r"\b(?:comes?|taken|drawn|judged|known|told|based|rel(?:y|ies)|according|informed by|shown by|"
    r"measured by) [^.;]{0,40}\b(?P<before>20\d\d) (?:[\w-]+ ){0,3}(?:surveys?|reviews?|audits?|"
    r"data|"
    r"reports?|benchmark\w*|exercise|inspections?|consultation)\b",
)
_OLD = 4
"""Years from which on a survey or report is too old to show what is done today."""

_OUT_OF_FORCE = "It is out of force."
_LAPSED = AnyCase(
    r"\b(?:withdrawn|superseded|archived|lapsed|obsolete|out[- ]of[- ]date|outdated|expired|"
    r"rescinded|revoked|"
    r"since (?:been )?(?:withdrawn|replaced|superseded)|no longer in force|due for renewal in|"
    r"ceased)\b|\b(?:that|which) (?:[\w']+ ){1,4}(?:withdrew|rescinded|replaced|superseded|"
    r"retired)\b|"
    r"\b(?:valid|in force|ran|runs|current|effective|applies|applied|review(?: date| due|"
    r"ed)?(?: was)?|expir\w+|due (?:for|to be) review(?:ed)?|renewal) (?:until|to|by|in|on|:|"
    r"was)*\s*"
    r"(?:the end of )?(?:\d{1,2}\w{0,2} )?(?:(?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december) )?(?P<until>20\d\d)\b",
)
_PAST = AnyCase(
    r"^\W*(?:before|until|up to)\b[^.;]*\b(?:had|was|were|did|used)\b|\b(?:no longer (?:need|"
    r"have|uses?|refer|mention|relies|relied|appl)|abolish\w*|remov\w+|"
    r"replac\w+ (?:by|the|our|it|with)|was (?:ended|abolished)|"
    r"used to|previous\w*|former\w*|until then|at the time|not (?:have|need|require)|without|"
    r"took out|"
    r"deleted|dropped|gone(?! by)|no need|compared|since the|changed|changes|superseded the|"
    r"in place of|"
    r"rather than|instead of|first adopted|history|new|(?:did|done|doing) away with|got rid of|"
    r"swept away|fell away|wound up|(?:came|come) to an end)\b",
)


@lru_cache(maxsize=1)
def _ends() -> dict[str, str]:
    return {code.edition: code.in_force[1] for code in load_codes() if code.code == "HOS"}


def _outdated(row: Row) -> Raised | None:
    if not row.assessed_on or row.answer is Answer.NOT_FOUND:
        return None
    for sentence in row.own_sentences:
        if not _DATED.search(sentence.text):
            continue
        detail = _relies_on(row, sentence.text)
        past = _is_withdrawn if detail == _OUT_OF_FORCE else _is_past
        if detail and not past(sentence.text):
            return Raised(sentence.text, detail)
    return None


_NEWER = AnyCase(r"\b(?:and|but) the (?:one|new|current|latest|next)\b")
"""What took the place of a document that lapsed."""

_GONE_NOW = AnyCase(
    r"(?<!which )(?<!that )\b(?:has|have|was|were) (?:since )?(?:been )?(?:withdrawn|superseded|"
    r"taken "
    r"down|"
    r"archived|"
    r"rescinded|revoked|retired)\b",
)
_RELIES = AnyCase(
    r"\b(?:follow\w*|us(?:es?|ing)|rel(?:y|ies)|set out|in line with|see|according|under|"
    r"work\w* to|"
    r"refers?|appl(?:y|ies)|governs?|sets?|gives?)\b",
)


def _is_past(text: str) -> bool:
    if _PAST.search(text) or _ENDED.search(text):
        return True
    statement = read(text)
    told = [s for s in statement.cues.get("residents", ()) if statement.words[s[0]] not in _QUOTES]
    return statement.has("historical") or bool(told)


_QUOTES = frozenset({"quotes", "quote"})
"""What a policy does with an edition, which no resident says."""

_WAS = AnyCase(
    r"\b(?:was|were|had|did)\b",
)
_NOW = AnyCase(
    r"\b(?:is|are|has|have|use[sd]?|follows?|appl(?:y|ies)|works?|quotes?)\b",
)
"""Without a verb of today, what is told in the past is past."""

_ENDED = AnyCase(r"\b(?:ended|ceased|stopped|went)\b")


def _is_withdrawn(text: str) -> bool:
    """Whether a sentence says that a document was withdrawn, and not that it is relied on."""
    if _PAST.search(text):
        return True
    return bool(_GONE_NOW.search(text)) and not _RELIES.search(text)


def _relies_on(row: Row, text: str) -> str:
    for match in _EDITION.finditer(text):
        edition = match["a"] or match["b"]
        end = _ends().get(edition, "")
        over = re.search(r"\b(?:ended|came into force|took over|was in force|since)\b", text, re.I)
        told = _WAS.search(text) and not _NOW.search(text)
        if (
            over
            or told
            or re.search(rf"\b{row.edition[-4:]} [Cc]ode|[Cc]ode (?:of )?{row.edition[-4:]}", text)
        ):
            continue
        if end and edition != row.edition[-4:] and is_before(end, row.assessed_on):
            return f"The Code of {edition} was in force until {end}."
    for pattern, end, what in _GONE:
        if pattern.search(text) and is_before(end, row.assessed_on):
            return f"It relies on {what}."
    return _lapsed(row, text)


def _lapsed(row: Row, text: str) -> str:
    old = _OLD_FIGURES.search(text)
    years = [int(year) for year in re.findall(r"\b20\d\d\b", text)]
    if old and int(row.assessed_on[:4]) - max(years) >= _OLD:
        return f"It is of {old['year'] or old['before']}."
    document = _DOCUMENT.search(text)
    if not document:
        return ""
    for match in _VALID.finditer(text):
        last = match["last"] if len(match["last"]) == 4 else match["first"][:2] + match["last"]
        apart = int(last) - int(match["first"])
        near = _DOCUMENT.search(text[max(0, match.start() - 50) : match.end() + 30])
        if near and 1 < apart < 12 and last < row.assessed_on[:4]:
            return f"It ran until {last}."
    lapsed = None if _NEWER.search(text) else _LAPSED.search(text)
    if lapsed and (not lapsed["until"] or lapsed["until"] < row.assessed_on[:4]):
        reviewed = lapsed["until"] and re.match(
            r"reviewed|review\b(?! d)", lapsed[0], re.IGNORECASE
        )
        return "" if reviewed else _OUT_OF_FORCE
    return ""


# ------------------------------------------------------------------------------ board response

_BODY = (
    r"(?:board|governing body|cabinet|committee|council|members|executive|trustees|directors|"
    r"councillors|governors|mrc|member responsible|chair|portfolio holder|lead member|leader|mayor|"
    r"general meeting|agm|gm|scrutiny)"
)
_RESPONSE = AnyCase(
    rf"\b{_BODY}\b[^.;]{{0,80}}\b(?:respon[ds]\w*|comments?|repl(?:y|ies|ied)|statements?|"
    rf"remarks|feedback|view|views|verdict|observations|reaction|foreword|letter|minutes?|"
    rf"answer\w*|said)\b|"
    rf"\b(?:respon[ds]\w*|comments?|repl(?:y|ies)|statements?|remarks|feedback|views?|minutes?|"
    rf"observations|reaction|foreword|answer)\b[^.;]{{0,50}}\b{_BODY}\b|"
    r"\breports? and (?:the |our )?responses?\b|(?<!complaint )(?<!stage )(?<!late )"
    r"(?<!\d )\bresponses? (?:is|are|was|were|stands?|follows?|sits?|to it)\b|"
    r"\bboth (?:are|is|can|were|went|stand|papers|documents|of|have|may)\b|"
    rf"\bwhat (?:the |our )?{_BODY} (?:\w+ )?(?:makes?|made|thinks?|thought|says?|said|to say)\b|"
    r"\b(?:its|their) (?:\w+ )?(?:response|comments|reply|statement|answer|views?|words|remarks|"
    r"thoughts|opinion|verdict|reaction)\b",
)
_TAKEN = AnyCase(
    rf"\b(?:report\w*|present\w*|tak(?:en|es?)|went|goes|submitted|approv\w+|scrutin\w+|"
    rf"considered|discussed|sent|shared|agreed|signed|noted|received|brought|ratif\w+|before|"
    rf"endors\w+|seen|on (?:their|its|the) (?:table|agenda))\b"
    rf"[^.;]{{0,80}}\b{_BODY}\b|\b{_BODY}\b[^.;]{{0,60}}\b(?:report\w*|receiv\w+|approv\w+|"
    rf"consider\w*|not(?:ed|es)|agree\w*|scrutin\w+|saw|sees|discuss\w*|sign\w*|reviews?|"
    rf"reviewed|endors\w+|looks?)\b|\b{_BODY}\b[,:( ]+(?:minutes?|meeting|paper|report|\d)|"
    rf"\bminutes? of (?:the )?(?:\w+ )?{_BODY}\b|\b{_BODY}['’]? (?:\w+ )?(?:meeting|minutes|"
    rf"papers?)\b|"
    rf"\b(?:read|told|shown|heard|minuted|laid|tabled|put|given|handed|"
    rf"went)\b[^.;]{{0,40}}\b{_BODY}\b|"
    rf"^\W*to (?:the |our )?(?:\w+ )?{_BODY}\b|"
    rf"\b{_BODY}\b[^.;]{{0,25}}\b(?:had|got|read|heard|was given|were given|was shown|were shown|"
    rf"went through|went over|in (?:january|february|march|april|may|june|july|august|september|"
    rf"october|november|december)|on \d)\b",
)


_MINUTES = re.compile(
    rf"\b{_BODY} minutes?\b|\bminutes? of (?:the )?(?:\w+ )?{_BODY}\b", re.IGNORECASE
)
"""Evidence that a paper went to a body; of what the body said it tells nothing."""


def _response_missing(row: Row) -> Raised | None:
    if row.answer is not Answer.YES or row.provision.id not in ("HOS-2024:8.2", "HOS-2022:8.3"):
        return None
    if denials(row) or pending(row):
        return None
    said = row.response
    papers = _MINUTES.sub("", said.evidence) if said.commentary else said.evidence
    text = f"{said.commentary} {papers} {' '.join(said.other.values())}"
    pattern = _RESPONSE if row.provision.id == "HOS-2024:8.2" else _TAKEN
    if pattern.search(text) or (says_nothing(text) and text.strip()):
        return None
    quote = row.own_sentences[0].text if row.own_sentences else ""
    return Raised(quote)


def _other_landlord(row: Row) -> Raised | None:
    for sentence in row.own_sentences:
        name = stranger(sentence, row.landlord)
        if name:
            return Raised(sentence.text, f"Named: {name}.")
    return None


RULES = (
    Rule(
        id="outdated-source",
        severity="medium",
        version=3,
        message="It relies on something that was no longer in force on the day of the assessment.",
        looks_for="an edition, a policy or strategy with its years, a step or a body that had "
        "ended before the assessment (such as the designated person and the wait of eight weeks)",
        silent_for="what is told of as past, replaced or compared, and assessments without a date",
        check=_outdated,
        raises=Example(
            "HOS-2024:3.7",
            Answer.YES,
            "Residents may go to a designated person, or to the Ombudsman after eight weeks.",
        ),
        silent=Example(
            "HOS-2024:3.7",
            Answer.YES,
            "We have removed the designated person from all letters.",
        ),
    ),
    Rule(
        id="other-landlord-named",
        severity="high",
        version=3,
        message="Another landlord stands where this one should.",
        looks_for="the name of another landlord as the subject of a practice",
        silent_for="partners, contractors, comparisons, earlier names, and assessments that name "
        "no landlord",
        check=_other_landlord,
        raises=Example(
            "HOS-2024:6.2",
            Answer.YES,
            "Pretendlow Homes acknowledges every complaint within three working days.",
        ),
        silent=Example(
            "HOS-2024:6.2",
            Answer.YES,
            "We acknowledge every complaint within three working days, like Pretendlow Homes.",
        ),
    ),
    Rule(
        id="board-response-missing",
        severity="medium",
        version=3,
        message="The text names no response of the governing body that is published (2022: no "
        "report to it).",
        looks_for="a yes to 2024 8.2 whose text has no response of the governing body, or to 2022 "
        "8.3 whose text has no report to it",
        silent_for="texts that deny it or announce it, which other rules raise",
        check=_response_missing,
        raises=Example(
            "HOS-2024:8.2", Answer.YES, "The annual report is on the complaints page of our site."
        ),
        silent=Example(
            "HOS-2024:8.2",
            Answer.YES,
            "The annual report and the Board's response to it are on our complaints page.",
        ),
    ),
)
