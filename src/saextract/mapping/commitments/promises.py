"""Commitments within a text: what is announced as action, and what is promised by a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from saextract.text.anycase import AnyCase
from saextract.text.dates import CODE_DATES, parse_due, scan
from saextract.text.sentences import split

_KINDS = (
    r"(?: points?| required| needed| to be taken| to take| planned| for improvement| arising|"
    r" we will take| items?)?"
)
_SORTS = (
    r"(?:(?:Planned|Improvement|Further|Agreed|Recommended|Required|Proposed|Future|Follow[- ]?up|"
    r"Corrective|Remedial|Key|Additional|New|Next) )?"
)
_WHEN = r"(?:\s*\((?P<within>[^()]{3,60})\)|\s+(?P<by>(?:by|due)\s[^:.;()]{3,30}?))?"
_MARKER = re.compile(
    rf"(?<!\w)ACTIONS?(?:{_KINDS.upper()}|{_KINDS})\s*(?:\d{{1,2}}\s*)?[:\-–—]+\s*|"
    rf"(?:(?<=[.!?:;)\]•] )|(?<=^)|(?<=[.!?)])|(?<=[a-z0-9] )(?=[A-Z]))"
    rf"(?:(?:{_SORTS}[Aa]ctions?{_KINDS}|Next [Ss]teps?|To[- ][Dd]o)\s*(?:\d{{1,2}}\s*)?"
    rf"{_WHEN}\s*(?::|\s[-–—]\s))\s*"
)
"""What announces commitments; "Actions taken:" and "Action plan:" do not."""

_MAY_ANNOUNCE = AnyCase("(?:action|next step|to[- ]do)[^:–—-]{0,120}[:–—-]")
"""What stands in every announcement: its name, and the sign behind it."""

_ITEM = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}[.)]|\(\d{1,2}\)|[a-h]\)|\([a-h]\)|•)\s+(?=\S)")
_GOES_ON = re.compile(
    r"(?:By doing (?:so|this)|In doing (?:so|this)|This (?:will|is to|should|includes)|"
    r"These (?:will|include)|It will|They will|To be completed|Target|Due|Deadline|Owner|Lead|"
    r"Timescale|Responsib\w+|By (?:the )?(?:end|\d|[A-Z]))\b"
)
"""How a sentence opens that still belongs to the commitment before it."""

_COMPLIANT = (
    r"(?:(?:we|already|fully|currently|this is|the \w+) (?:are |is )?)*"
    r"(?:compl(?:y|ies|ian(?:t|ce))|met|in place)"
)
_NOTHING = re.compile(
    rf"\W*(?:(?:{_COMPLIANT}|as|since|because|therefore|so|there (?:is|are))\W+)*"
    rf"(?:none|nil|n/?a|not applicable|"
    rf"not (?:required|needed|necessary)|nothing|tbc|tba|yes|no|on-?going|completed?|done|closed|"
    rf"see above|as above|{_COMPLIANT}|"
    rf"(?:no|nothing)(?: (?:further|additional|new|specific|other|outstanding|immediate|"
    rf"improvement|remedial))*(?: (?:actions?|steps?|work|changes?|improvements?|gaps?|issues?))?)?"
    rf"(?:\W+(?:(?:is|are|was|were|has|have|been|at|as|this|the|present|time|moment|stage|"
    rf"currently|required|needed|necessary|identified|planned|proposed|outstanding|arising|"
    rf"because|since|further|to report|to take|for this \w+|under this \w+)|{_COMPLIANT}))*\W*|"
    rf".{{0,60}}[,;.–-] ?(?:so |therefore )?no (?:further )?(?:actions?|changes?)"
    rf"(?: (?:is|are))?(?: (?:required|needed|necessary))?\W*|"
    rf"\W*(?:please )?(?:see|refer to|as per)\b(?:[^.;]|\.\d){{0,60}}\W*",
    re.IGNORECASE,
)
_LONGEST_NOTHING = 120
_OBJECT = (
    r"(?:polic(?:y|ies)|procedures?|process(?:es)?|templates?|letters?|websites?|web ?pages?|"
    r"leaflets?|guidance|code of practice|forms?|guides?|newsletters?|pages?|sections?|posters?)"
)
_CHANGED = (
    r"(?:amended|updated|revised|changed|rewritten|clarified|aligned|corrected|reworded|"
    r"reprinted|reissued|redesigned|translated|introduced|shortened|simplified|put into|started|"
    r"added|created|launched|set up|drawn up)"
)
_UNDATED = AnyCase(
    rf"\b(?:the|our|an?|this) (?:[\w’'-]+ ){{0,4}}?{_OBJECT}"
    r"(?: (?:for|on|about|to|in) (?:[\w’'-]+ ){0,2}?[\w’'-]+)? (?:will|is to|are to|"
    rf"is going to|are going to) (?:also |now |therefore )?be {_CHANGED}\b|\bwe (?:will|"
    rf"intend to|plan to|are going to) (?:also |now )?(?:amend|update|"
    rf"revise|change|rewrite|clarify|align|correct) (?:our|the|all|this) (?:[\w’']+ ){{0,4}}?"
    rf"{_OBJECT}\b",
)
_PROMISED = AnyCase(
    r"\b(?:will|shall|we expect|(?:is|are) (?:\w+ )?to|to be|(?:is|are) due|due to|going to|"
    r"(?:plan|intend|aim|propose|expect|hope|mean|wish)(?:s|ed|ing)? to|intention to|(?:is|"
    r"are) (?:now |currently )?being \w+ed|[’']ll|on order|in hand|follows? in|ready (?:by|in|"
    r"for)|(?:up|live|out|in place) by|"
    r"booked for|committed to|"
    r"(?-i:[A-Z])[\w’'-]+ to (?:consider|decide|approve|adopt|agree)|"
    r"scheduled|go(?:es)? live|(?:planned|expected) (?:for|in|by))\b",
)
_SOON = AnyCase(
    r"\b(?:in|over|during|by|before|from|for|until) (?:the |this |next )?(?:(?:new|coming|next) )?"
    r"(?:year|spring|summer|autumn|winter|quarter|easter|christmas)\b|\b(?:this|next|later this) "
    r"(?:financial )?(?:year|spring|summer|autumn|winter|quarter|term|month)\b|\bin due course\b|"
    r"\b(?:shortly|soon|before long)\b|\b(?:in|from|by|during) (?:(?:early|late|mid|the end of) )?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"(?! \d)",
)
"""A time ahead that names no day."""

_YEAR = re.compile(
    r"\b(?:in|from|during|by|for) (?:(?:early|late|mid)[ -])?(?P<year>20\d\d)\b(?![-–/])"
)
_BEGINS = AnyCase(
    r"\bfrom (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|the (?:new year|spring|summer|autumn|winter)|(?:spring|summer|autumn|winter) )|"
    r"\b(?:move|moving|change|changing|switch|switching) to\b",
)
"""What makes a habit a change: "weekly from July"."""

_PROMISED_BRACKET = AnyCase(r"\((?:by|before|due|target)\s[^()]{4,40}\)")
NOT_OURS = re.compile(
    r"^\W*(?:The )?(?:Housing )?(?:Ombudsman|Regulator|Government|Code|statutory|new statutory)\b"
    r"(?![’']s?\b|[ -](?:details|wording|leaflets?|posters?|logos?|links?|contact|address|"
    r"definition|"
    r"section|page|guidance)\b)"
    r"[^,;]{0,60}?\b(?:will|is to|shall|plans|intends|due)\b",
    re.IGNORECASE,
)
OF_THE_CODE = re.compile(r"\b(?:Code|Ombudsman|statutory)\b")

_CLOSED = re.compile(
    r"(?<=[.!?]) ?\((?:(?:by|before|due|target)\s[^()]{3,40}|on-?going|immediate(?:ly)?)\)\.?"
    r"(?=\s|$)",
    re.IGNORECASE,
)
"""A deadline in brackets after the full stop: the commitment ends with it."""

_IMPERATIVE = re.compile(
    r"(?<=[\w)] )(?=(?:To )?(?:Continue|Ensure|Issue|Recruit|Review|Update|Publish|Introduce|"
    r"Develop|Provide|Deliver|Create|Implement|Train|Amend|Monitor|Establish|Improve|Remind|"
    r"Undertake|Produce|Include|Carry out|Set up) )"
)
"""Where the cell that names a step opens, right after one without a full stop."""

HABIT = AnyCase(
    r"\b(?:annually|(?:every|each) (?:\w+ )?(?:years?|months?|quarters?|weeks?|time)|regularly|"
    r"whenever|as and when|quarterly|monthly|may be)\b|^\W*(?:if|where|when|should|unless)\b",
)
_BEFORE_DUE = re.compile(
    r"(?:\b(?:no later than|not later than|by|before|until|due(?: date)?(?: by| in)?|target"
    r"(?: date)?|deadline|for completion(?: by| in)?|completion(?: date)?|timescale|"
    r"scheduled for|planned for|expected(?: by| in)?|wef|with effect from)\b\s*[:\-–]?\s*"
    r"(?:the\s+)?(?:(?:end|start|beginning|middle|close)[\s\-]+(?:of\s+)?(?:the\s+)?)?)$",
    re.IGNORECASE,
)
_WITHOUT_YEAR = re.compile(
    r"\b(?:[Bb]y|[Bb]efore|[Nn]o later than|[Dd]ue(?: by)?|[Tt]arget(?: date)?:|[Dd]eadline:)\s+"
    r"(?:the\s+)?(?:(?:end|start|middle|beginning)[\s\-]+(?:of\s+)?)?(?:the\s+|this\s+)?"
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|"
    r"(?:current )?financial year\b|Christmas\b|Q[1-4]\b)(?!\s*\d)",
)
_FROM = re.compile(
    r"\b(?:from|in|on|during|for|at)\s+(?:the\s+)?(?:(?:end|start|beginning|early|late|mid)"
    r"[\s\-]+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]]\W*$")
_TAIL = re.compile(r"(?:\s[-–—|]\s|,\s)([^–—|,]{3,40})[.\s]*$")
"""The last part of a text that is parted by dashes or a comma."""

_OPEN_ENDED = re.compile(
    r"(?:ongoing|on-going|immediate(?:ly)?|asap|tbc|continuous|completed?)", re.IGNORECASE
)
_OWNER = AnyCase(
    r"\b(?:owner|lead(?: officer)?|responsible(?: officer| person| owner)?|responsibility|"
    r"action owner|assigned to)(?:\s*:\s*|(?<=[.;(] \w{4})\s[–-]\s)([^.;()\[\]|,]{2,60}?)"
    r"(?=\s+(?:due|deadline|target|by when|timescale|completion|status)\b|[.;()\[\]|,]|$)",
)
_DEADLINE_FILLER = re.compile(
    r"\b(?:by|the|end|of|in|on|before|no later than|due|target|date|start|early|mid|late|deadline|"
    r"completion|at|latest|and|to|until|from|w/?c|week|commencing|complete|estimated|est|approx|"
    r"revised|expected|within|during|financial|year|q[1-4]|quarter|[a-z]+day)\b|\W",
    re.IGNORECASE,
)

_STATUS_HEADER = AnyCase(r"\b(?:status|progress|rag|update)\b")
_FINISHED = re.compile(
    r"\W*(?:action |now |fully )*(?:completed?|closed|done|achieved|delivered|implemented)\b"
    r".{0,40}",
    re.IGNORECASE,
)


class Promise(NamedTuple):
    """A commitment in a text.

    Attributes:
        text: as printed.
        due_printed: its deadline as printed, or "".
        due: the deadline as an ISO date or month, or "".
        owner: who sees to it, or "".
    """

    text: str
    due_printed: str = ""
    due: str = ""
    owner: str = ""


def announced(text: str, reference: str = "") -> list[Promise]:
    """What stands behind announcements such as "ACTION:" in a text.

    Args:
        text: a cell's text on one line.
        reference: ISO date or month that it was written in, or "".
    """
    if not _MAY_ANNOUNCE.search(text):
        return []
    markers = list(_MARKER.finditer(text))
    found: list[Promise] = []
    for index, marker in enumerate(markers):
        following = markers[index + 1 : index + 2]
        segment = text[marker.end() : following[0].start() if following else len(text)]
        within = marker["within"] or marker["by"] or ""
        for item in items(segment):
            action = _first_commitment(item)
            if is_nothing(action):
                continue
            printed, due = due_in(action, reference)
            if not printed and parse_due(within, reference):
                printed, due = within, parse_due(within, reference)
            if not printed:
                printed, due = when_in(action, reference)
            found.append(Promise(action, printed, due, owner_in(action)))
    return found


def unannounced(text: str) -> str:
    """The text without an announcement at its front."""
    marker = _MARKER.match(text)
    return text[marker.end() :] if marker else text


def finished(cells: Iterable[tuple[str, str]]) -> str:
    """The status that ends a commitment, such as "Completed"; else "".

    Args:
        cells: printed header and text of the further columns of a row.
    """
    return next(
        (
            text
            for header, text in cells
            if _STATUS_HEADER.search(header) and _FINISHED.fullmatch(text)
        ),
        "",
    )


def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing to do: "None", "No action required"."""
    flat = " ".join(text.split())
    return len(flat) <= _LONGEST_NOTHING and _NOTHING.fullmatch(flat) is not None


def items(text: str) -> list[str]:
    """The items of a numbered or bulleted list, or the whole where it is none."""
    text = " ".join(text.split())
    starts = list(_ITEM.finditer(text))
    if not starts or starts[0].start() > 0:
        return [text]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    found = [text[s.end() : e].strip(" ;") for s, e in zip(starts, ends, strict=True)]
    return [item for item in found if item]


def _first_commitment(text: str) -> str:
    """The first sentence of a text with those that go on with it, up to a due date in brackets."""
    sentences = sentences_of(text)
    kept = sentences[:1]
    for sentence in sentences[1:]:
        if _BRACKET.search(kept[-1]) or not _GOES_ON.match(sentence):
            break
        kept.append(sentence)
    return " ".join(kept).strip()


def promised(text: str, reference: str = "") -> list[Promise]:
    """Sentences that promise a change of a policy or process, or anything by a date.

    Args:
        text: a cell's text on one line.
        reference: ISO date or month that it was written in, or "". Without it, only deadlines
            ("by June") count, not dates in which something is to happen ("in June").
    """
    if not _PROMISED.search(text) and not _PROMISED_BRACKET.search(text):
        return []
    steps, text = _steps(text)
    found = [Promise(step, *due_in(step, reference), owner_in(step)) for step in steps]
    for sentence in sentences_of(text):
        verb = _PROMISED.search(sentence)
        if not _PROMISED_BRACKET.search(sentence) and (verb is None or _recurs(sentence)):
            continue
        if NOT_OURS.match(sentence):
            continue
        if verb is not None and _in_the_subject(sentence, verb.start()):
            continue
        printed, due = due_in(sentence, reference)
        undated = _UNDATED.search(sentence) or _is_soon(sentence, reference)
        ahead = due[:7] >= reference[:7] if due else bool(undated)
        if not printed and reference:
            printed, due = when_in(sentence, reference)
            ahead = ahead or due[:7] > reference[:7]
        of_the_code = due in CODE_DATES and OF_THE_CODE.search(sentence)
        if ahead and not of_the_code:
            found.append(Promise(sentence.lstrip("• "), printed, due, owner_in(sentence)))
    return found


def _is_soon(sentence: str, reference: str) -> bool:
    """Whether a sentence names a time ahead: a season, a month without its year, or a year."""
    years = (match["year"] for match in _YEAR.finditer(sentence))
    ahead = bool(reference) and any(year > reference[:4] for year in years)
    return ahead or _SOON.search(sentence) is not None


def _recurs(sentence: str) -> bool:
    return HABIT.search(sentence) is not None and _BEGINS.search(sentence) is None


def _in_the_subject(sentence: str, verb: int) -> bool:
    """Whether the dates only say what the sentence is about: "Complaints made by May will …"."""
    dates = scan(sentence, due=True)
    if not dates or dates[-1].start > verb:
        return False
    opening = sentence[: dates[0].start].lstrip("• ")
    return len(opening.split()) > 4 or not (_BEFORE_DUE.match(opening) or _FROM.match(opening))


def _steps(text: str) -> tuple[list[str], str]:
    """Steps that each end with a deadline in brackets, and the text without them.

    One such step alone is a sentence like others; two or more are a list or a table of steps. A
    step with a bulleted list begins with the sentence before its bullets.
    """
    ends = [match.end() for match in _CLOSED.finditer(text)]
    if len(ends) < 2:
        return [], text
    steps: list[str] = []
    rest: list[str] = []
    for start, end in pairwise([0, *ends]):
        sentences = sentences_of(text[start:end])
        first = len(sentences) - 1
        if sentences[first].startswith("•"):
            opens = (i for i in range(first) if sentences[i].endswith(":"))
            first = max((i for i in opens if sentences[i + 1].startswith("•")), default=first)
        rest += sentences[:first]
        step = " ".join(sentences[first:])
        opening = [match.start() for match in _IMPERATIVE.finditer(step)]
        cut = opening[0] if opening else 0
        rest += [step[:cut]] if cut else []
        steps.append(step[cut:].strip(" •"))
    return steps, " ".join((*rest, text[ends[-1] :]))


_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+")
"""What follows a sentence."""


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a bullet opens a new one, and a bracket is never cut."""
    found: list[str] = []
    for part in re.split(r"(?=•)", text):
        open_bracket = False
        for sentence in split(part, _END):
            goes_on = open_bracket or re.match(r"[a-z(]|\W*$", sentence)
            if goes_on and found and not sentence.startswith("•"):
                found[-1] = f"{found[-1]} {sentence}"
            else:
                found.append(sentence)
            open_bracket = found[-1].count("(") > found[-1].count(")")
    return [sentence for sentence in found if sentence.strip(" •")]


def due_in(text: str, reference: str = "") -> tuple[str, str]:
    """The deadline in a commitment.

    It stands in brackets at the end, behind a word such as "by", or alone as the last part.

    Args:
        text: the commitment.
        reference: ISO date or month that it was written in, or "".

    Returns:
        The deadline as printed and as an ISO date or month; two empty strings where there is
        none.
    """
    bracket = _BRACKET.search(text)
    if bracket:
        inner = bracket[1].strip()
        due = parse_due(inner, reference)
        if (due and _is_deadline(inner)) or _OPEN_ENDED.fullmatch(inner):
            return inner, due
        parts = [part.strip() for part in re.split(r"[,;–—]|\s-\s", inner)]
        alone = [part for part in parts if _is_deadline(part) and parse_due(part, reference)]
        if len(parts) > 1 and len(alone) == 1:
            return alone[0], parse_due(alone[0], reference)
    for dated in scan(text, due=True):
        lead = _BEFORE_DUE.search(text[: dated.start])
        if lead:
            printed = text[lead.start() : dated.end]
            return printed, parse_due(printed, reference)
    without_year = _WITHOUT_YEAR.search(text)
    if without_year:
        return without_year[0], parse_due(without_year[0], reference)
    tail = _TAIL.search(text)
    if tail and _is_deadline(tail[1]):
        return tail[1].strip(), parse_due(tail[1], reference)
    return "", ""


def _is_deadline(text: str) -> bool:
    """Whether a text is a date, with nothing beside it but words such as "by the end of"."""
    dates = scan(text, due=True)
    rest = text
    for dated in reversed(dates):
        rest = rest[: dated.start] + rest[dated.end :]
    rest = _DEADLINE_FILLER.sub("", rest)
    return not rest if dates else parse_due(rest, "2024-01") != "" and rest.isalnum()


def when_in(text: str, reference: str) -> tuple[str, str]:
    """The one date from which or in which something is to hold; see `due_in`."""
    dates = scan(text, due=True)
    if len(dates) == 1 and _FROM.search(text[: dates[0].start]):
        printed = text[dates[0].start : dates[0].end]
        return printed, parse_due(printed, reference)
    return "", ""


def owner_in(text: str) -> str:
    """Who sees to a commitment, where its text says so behind a label; else ""."""
    match = _OWNER.search(text)
    return match[1].strip() if match else ""
