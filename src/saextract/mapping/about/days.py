"""What a date in a document says of its assessment: that it was made then, or approved, or none.

A date counts by the last cue word before it in its clause ("approved by the Board on …"), or by
the one behind it where it opens the clause ("On … the Board approved"). The cue must speak of the
assessment: of a policy, the Code, a deadline or a period, a date says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from saextract.model import PrintedDate
from saextract.text.anycase import AnyCase
from saextract.text.dates import Dated, scan

Kind = Literal["assessed", "approved", "reviewed", "dated", "presented", "published", "bare"]
KINDS: tuple[Kind, ...] = (
    "assessed", "approved", "reviewed", "dated", "presented", "published", "bare",
)  # fmt: skip
"""What a date can be, the kind that counts most first (docs/dates.md)."""

_SELF = r"self[\s-]*assess(?:ment|ed)"
_CUE = re.compile(
    r"\b(?:"
    r"(?P<approved>(?:re-?)?approv(?:ed|al)|adopted|agreed|ratified|endorsed|authorised|"
    r"sign(?:ed)?[\s-]*off|signed|signing|signature|"
    r"(?:governing body|board|trustees?)[’']?s? response|"
    r"response (?:from|of|by) (?:the|our) (?:governing body|board|trustees?))|"
    rf"(?P<assessed>(?:self[\s-]*)?assess(?:ed|ment date)|"
    rf"(?<!ed this )(?<!ed the )(?<!ed our ){_SELF}"
    rf"(?=:? (?:on\b|in\b(?! (?:the|an?|our|this|its|appendix|annex)\b)|undertaken|date))|"
    r"date of (?:the |this |our )*(?:self[\s-]*)?assessment|complet(?:ed|ion)|undertaken|undertook|"
    r"carried out|conducted|prepared|produced|compiled|finalised|made|finished|"
    r"(?<=was )done(?= (?:in|on)\b)|"
    r"filled(?: (?:it|this|them|the form))? in(?= by| on|:)|"
    r"where we (?:were|stood|are)(?= (?:on|at|in)\b)|how things (?:were|stood)(?= on\b)|"
    r"as (?:at|of)(?= |:)|position (?:at|on)|(?:correct|accurate) (?:at|on))|"
    r"(?P<reviewed>(?<!next )review(?:ed)?|checked|refreshed)|"
    r"(?P<presented>presented|reported|considered|received|noted|discussed|laid before|"
    r"report to|for the \w+ meeting|meeting)|"
    r"(?P<published>published|publication|posted|uploaded|issued|issue date|date of issue|updated?|"
    r"amended|modified|revised|revision|submitted|sent|put (?:up|on)|went up)|"
    r"(?P<dated>dated?|when(?=\s*:\s*$)|"
    rf"{_SELF}(?=\s*[,:–(]\s*$|\s+(?:was|is|took place) (?:on|in)\b)|"
    rf"(?<=last ){_SELF}|(?<=latest ){_SELF}|(?<=recent ){_SELF}|"
    r"version|issue|v\.?\s?\d[\d.]*|rev(?=\.?\s?[A-Z\d]\b))"
    r")\b",
    re.IGNORECASE,
)
_OF_IT = AnyCase(
    rf"{_SELF}|\bassessment\b|\b(?:this|the|our) (?:final |finished |full |signed |whole )?"
    r"(?:form|statement|return|document|page|version|paper|checklist|sheet|table|audit|"
    r"exercise)\b|"
    r"\b(?:\w+ed|undertook|made|did|through) (?:it|this|them)\b|"
    r"\b(?:the|these|our|its) answers\b|"
    r"\b(?:form|page|document|against (?:the|its|our) (?:[\w’']+ ){0,6}code|"
    r"position (?:as )?(?:at|on)|(?:how|where) we (?:stood|were|comply)|"
    r"(?:went|gone|been) through the code|ourselves)\b|"
    r"\b(?:it|this(?: one)?) (?:was|has been)\b|\b(?:both|all|these) (?:\w+ )?parts\b",
)
"""What names the assessment itself."""

_ITSELF = AnyCase(rf"{_SELF}|\b(?:this|our) (?:form|return|statement|checklist|exercise)\b")
"""What names it so plainly that no cue is needed."""

_OTHER = AnyCase(
    r"\b(?:polic(?:y|ies)|procedures?|reports?|code|measures|strateg\w+|law|act|regulations?|"
    r"survey|training|plan|programme|guidance|standards?|inspection|determination|merger|contract|"
    r"works|figures|statistics|data|terms of reference|minutes|accounts|budget|charter|scheme)\b",
)
"""What else has dates."""

_PLAIN = re.compile(
    r"(?:(?:the|our|its|this|that|it|they|we|was|were|has|have|been|is|be|and|also|last|latest|most|"
    r"recent|first|final|finally|formally|fully|date|day|of|on|in|at|by|full|annual|yearly|position|"
    r"information|version|issue|no|number|board|boards|cabinet|committee|trustees?|council|"
    r"executive|chair|chief|director|members?|lead|portfolio|holder|governing|body|panel|management|"
    r"senior|leadership|team|group|officer|head|manager|owner|author|status|document|page|record|"
    r"snapshot|picture|answers?|clerk|secretary|treasurer|warden|manager|"
    r"s|chc|sa|hos|20\d\d|following|after|agenda|item|paper|appendix|annex|enclosure|operator|responsible|record|"
    r"form|checklist|check|questionnaire|return|tracker|matrix|sheet|table|housing|customers?|audit|risk|operations|scrutiny|tenants?|residents?|overview|reviewed|"
    r"review|approved|approval|completed|checked|signed|agreed|received|noted|correct|accurate|prepared|re|name|role|looked|v?\d[\w.]*)\b|"
    r"\W+)*+",
    re.IGNORECASE,
)
"""Words that may stand before a cue where nothing names what it speaks of."""

_AHEAD = AnyCase(
    r"\b(?:next|previous|prior|earlier|superseded|replaces|last year['’]s|due|"
    r"future|planned|target|deadline|goes to|until|before|to be|will|must|should|shall|valid|"
    r"expires?|draft for|for approval|review date)\b|"
    r"\bby\s+(?:the\s+)?(?:end\s+of\s+)?$",
)
_PERIOD = AnyCase(
    r"\b(?:year|period|quarter|months?|from|since|between|starting)(?:\s+(?:ended|ending|end|to))?\s*:?\s*$",
)
_OF_RESIDENTS = AnyCase(r"\b(?:tenant|resident|customer)s?\W+(?:\w+\s+)?(?:panel|group|forum)\b")
_STOP = re.compile(r"(?<!\b[A-Z])[.!?]\s+(?=[A-Z])|;\s|\s[|·]\s|\n")
_ALSO = re.compile(r"[\s,;&(]*(?:and|to|[-–])?\s*")
_GOES_ON = re.compile(r"[\s),]*and\b", re.IGNORECASE)
"""What a second date of a clause follows that speaks of what the first one does."""

_OPENS = re.compile(
    r"\W*(?:on|in|during)?\s*(?:the\s+)?(?:[a-z]{3,6}day,?\s+|w/[ce]\s+)?(?:the\s+)?", re.IGNORECASE
)
_OBJECT = re.compile(r"\s+(?:its?|the|our|an?|these|those|all|new)\s", re.IGNORECASE)
_TO_ANOTHER = re.compile(r"\s*(?:to|until|[-–])\s+(?:the )?\d")
"""What follows the first day of a period."""

_AT_A_MEETING = re.compile(
    r"\b(?:meeting|agm|session)(?: held)?(?: on| of|,)? (?:the )?(?:[a-z]{3,6}day,? )?$",
    re.IGNORECASE,
)
"""What stands before the day of a meeting, which may have dealt with the assessment."""

_BODY = re.compile(r"\b(?:Board|Committee|Cabinet|Council|Executive|Trustees|Panel)\b")
_NO_SENTENCE = re.compile(
    r"[\s(]*(?:(?:[A-Z&\d][\w’'&./]*|and|of|on|for|the|paper|meeting|item)[\s|·•–—:,(-]+)*"
)
_FEW_WORDS = 8
"""The head of a paper for a meeting, and the words that may follow its day."""

_GOES_ON_OTHERWISE = re.compile(
    r"(?!,? we (?:\w+ )?(?:compl|meet|are))(?:\s*,\s*\w|[^\S\n]+\w+[^\S\n]+\w+)"
)
"""What follows a day as at which something else is told, and not where the landlord stands."""

_THEN = re.compile(r",? (?:who|which) (?:approved|agreed|adopted|endorsed)\b", re.IGNORECASE)
_DAY_AT_END = re.compile(r"\b(?:on|of|by|to|and) \d{1,2}(?:st|nd|rd|th)?$")
"""A day whose month stands on the next line."""

_LONG_LINE = 50
"""Letters of a line that is full, so that its sentence goes on on the next one."""

_FARTHEST = 100
_LONGEST_CLAUSE = 400
"""Letters between a cue and its date, and before a date in its clause."""


def dates_of(text: str) -> Iterator[PrintedDate]:
    """The dates in a text that say something of the assessment, in order.

    Args:
        text: lines of one passage; a label and its date stand on one line.
    """
    text = unwrapped(text)
    kind: Kind | None = None
    last = 0
    for dated in scan(text, short=True):
        reach = max(0, dated.start - _LONGEST_CLAUSE)
        start = max([reach, *(stop.end() for stop in _STOP.finditer(text, reach, dated.start))])
        between = text[last : dated.start]
        follows = last > start and (
            _ALSO.fullmatch(between)
            or (kind is None and _GOES_ON.match(between) and not _CUE.search(between))
        )
        if kind == "reviewed" and _GOES_ON.match(between) and _BODY.search(between):
            kind = "approved"
        elif not follows:
            kind = _kind(text, max(start, last), dated)
        last = dated.end
        if kind is not None:
            printed = " ".join(text[start : dated.end].split())
            yield PrintedDate(kind=kind, date=dated.iso, printed=printed[-2 * _FARTHEST :])


def unwrapped(text: str) -> str:
    """A text whose sentences are not cut by the ends of lines."""
    lines = text.split("\n")
    joined = lines[0]
    for above, line in pairwise(lines):
        full = len(above) >= _LONG_LINE and not above.rstrip().endswith((".", ":", ";"))
        day = _DAY_AT_END.search(above) is not None and line[:1].isupper()
        joined += (" " if full or day or line[:1].islower() else "\n") + line
    return joined


def _kind(text: str, start: int, dated: Dated) -> Kind | None:
    """What a date is whose clause begins at an offset."""
    clause = text[start : dated.start]
    stop = _STOP.search(text, dated.end)
    rest = text[dated.end : stop.start() if stop else len(text)]
    if _THEN.match(rest):
        return "approved"
    if _PERIOD.search(clause) or _AHEAD.search(clause):
        return None
    cues = list(_CUE.finditer(clause))
    met = _AT_A_MEETING.search(clause) is not None
    if cues and not (met and _OF_IT.search(rest)):
        cue = cues[-1]
        if cue.lastgroup in ("dated", "presented") and len(cues) > 1:
            cue = cues[-2]
        return _named(cue, clause, rest)
    headed = _BODY.search(clause) is not None and _NO_SENTENCE.fullmatch(clause) is not None
    opens = met or headed or _OPENS.fullmatch(clause)
    behind = _CUE.search(rest[:_FARTHEST]) if opens else None
    if behind is not None and (
        _OF_IT.search(rest) or re.fullmatch(r"[\s:,(|–-]*", rest[: behind.start()])
    ):
        return _as_kind(behind, rest)
    if headed and len(rest.split()) < _FEW_WORDS:
        return "presented"
    about = _ITSELF.search(f"{clause} | {rest}") and not _OTHER.search(clause)
    return "dated" if about and not _TO_ANOTHER.match(rest) else None


def _named(cue: re.Match[str], clause: str, rest: str) -> Kind | None:
    """The kind that a cue before a date gives, if it speaks of the assessment."""
    before, between = clause[: cue.start()], clause[cue.end() :]
    if len(between) > _FARTHEST:
        return None
    if not _OF_IT.search(clause):
        parted = re.search(r"[,–—(:-]\s*(?:\w+\s+){0,4}$", before)
        if _OTHER.search(f"{before} | {between}") or not (parted or _PLAIN.fullmatch(before)):
            return None
        if _OBJECT.match(between) and cue.lastgroup not in ("dated", "presented"):
            return None
        if cue[0].lower().startswith("as ") and _GOES_ON_OTHERWISE.match(rest):
            return None
    elif re.search(r"\bpolic(?:y|ies)\b", before, re.IGNORECASE) and not re.search(
        _SELF, before, re.IGNORECASE
    ):
        return None
    return _as_kind(cue, clause)


def _as_kind(cue: re.Match[str], clause: str) -> Kind:
    kind = next(kind for kind in KINDS if kind == cue.lastgroup)
    if kind == "approved" and _OF_RESIDENTS.search(clause[cue.end() :]):
        return "reviewed"
    return kind
