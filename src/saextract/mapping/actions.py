"""What a landlord commits itself to: in commentaries, in extra columns and in action plans.

A commitment is announced ("ACTION: …"), or it says that a document or process of the landlord
will be changed, or that something will be done by a date. A commentary that only speaks of action
is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ..model import Action, Response
from .context import PlanRow
from .dates import parse_due, scan

if TYPE_CHECKING:
    from spacy.language import Language

_KINDS = r"(?: points?| required| needed| to be taken| to take| planned| for improvement)?"
_MARKER = re.compile(
    rf"(?<!\w)ACTIONS?(?:{_KINDS.upper()}|{_KINDS})\s*(?:\d{{1,2}}\s*)?[:\-–—]+\s*|"
    rf"(?:(?<=[.!?:;)\]•] )|(?<=^)|(?<=[.!?)]))(?:Planned |Improvement |Further |Agreed )?"
    rf"[Aa]ctions?{_KINDS}\s*(?:\d{{1,2}}\s*)?(?::|\s[-–—]\s)\s*|"
    rf"(?:(?<=[.!?] )|(?<=^))Next steps?\s*:\s*"
)
"""What announces commitments; "Actions taken:" and "Action plan:" do not."""

_ITEM = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}[.)]|\(\d{1,2}\)|[a-h]\)|\([a-h]\)|•)\s+(?=\S)")
_GOES_ON = re.compile(
    r"(?:By doing (?:so|this)|In doing (?:so|this)|This (?:will|is to|should|includes)|"
    r"These (?:will|include)|It will|They will|To be completed|Target|Due|Deadline|Owner|Lead|"
    r"Responsib\w+|By (?:the )?(?:end|\d|[A-Z]))\b"
)
"""How a sentence opens that still belongs to the commitment before it."""

_NOTHING = re.compile(
    r"\W*(?:none|nil|n/?a|not applicable|no(?: further)? actions?(?: is| are)?(?: required| needed|"
    r" identified| planned)?|nothing|tbc)?\W*",
    re.IGNORECASE,
)
_OBJECT = (
    r"(?:polic(?:y|ies)|procedures?|process(?:es)?|templates?|letters?|websites?|web ?pages?|"
    r"leaflets?|guidance|code of practice|forms?|guides?|newsletters?)"
)
_CHANGED = r"(?:amended|updated|revised|changed|rewritten|clarified|aligned|corrected|reworded)"
_UNDATED = re.compile(
    rf"\b[Tt]he (?:[\w’']+ ){{0,4}}?{_OBJECT} (?:will|is to|are to) (?:also |now |therefore )?be "
    rf"{_CHANGED}\b|\b[Ww]e (?:will|intend to|plan to|are going to) (?:also |now )?(?:amend|update|"
    rf"revise|change|rewrite|clarify|align|correct) (?:our|the|all|this) (?:[\w’']+ ){{0,4}}?"
    rf"{_OBJECT}\b",
    re.IGNORECASE,
)
_PROMISED = re.compile(
    r"\b(?:will|shall|(?:is|are) to|to be|plans? to|intends? to|aims? to|committed to)\b",
    re.IGNORECASE,
)
_PROMISED_BRACKET = re.compile(r"\((?:by|before|due|target)\s[^()]{4,40}\)", re.IGNORECASE)
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

_HABIT = re.compile(
    r"\b(?:annual(?:ly)?|every|each (?:year|month|quarter)|regularly|whenever|as and when|where|if|"
    r"quarterly|monthly|may be)\b",
    re.IGNORECASE,
)
_BEFORE_DUE = re.compile(
    r"(?:\b(?:no later than|not later than|by|before|until|due(?: date)?(?: by| in)?|target"
    r"(?: date)?|deadline|for completion(?: by| in)?|completion(?: date)?|timescale|"
    r"scheduled for|planned for|expected(?: by| in)?|wef|with effect from)\b\s*[:\-–]?\s*"
    r"(?:the\s+)?(?:(?:end|start|beginning|middle|close)\s+(?:of\s+)?(?:the\s+)?)?)$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|in|on|during|for)\s+(?:the\s+)?$", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]]\W*$")
_OPEN_ENDED = re.compile(
    r"(?:ongoing|on-going|immediate(?:ly)?|asap|tbc|continuous)", re.IGNORECASE
)
_OWNER = re.compile(
    r"\b(?:owner|lead(?: officer)?|responsible (?:officer|person|owner)|responsibility|"
    r"action owner|assigned to)\s*[:–-]\s*([^.;()\[\]|,]{2,60})",
    re.IGNORECASE,
)
_ACTION_HEADER = re.compile(
    r"(?:planned |proposed |agreed |improvement |further |any |key |corrective )?actions?"
    r"(?: required| needed| to be taken| points?| plan| to achieve compliance| and timescales?)?|"
    r"next steps?|improvements?(?: required| needed| planned)?|further work(?: required)?",
    re.IGNORECASE,
)
_DUE_HEADER = re.compile(
    r"(?:target|due|completion|deadline|implementation)(?: completion)?(?: date)?s?|by when|when|"
    r"deadline|timescales?|timeframe|date(?: due)?|target for completion",
    re.IGNORECASE,
)
_OWNER_HEADER = re.compile(
    r"(?:action )?(?:owner|lead)(?: officer)?|responsible(?: officer| person| lead| owner)?|"
    r"responsibility|who|by whom|officer|lead person|person responsible",
    re.IGNORECASE,
)


def commitments(response: Response, reference: str = "") -> list[Action]:
    """The commitments in one row of an assessment.

    Args:
        response: the row; its commentary, its evidence and its further columns are read.
        reference: ISO date or month of the assessment, for dates without a year; or "".

    Returns:
        What is announced as action. Without an announcement, sentences in the commentary that
        promise a change of a policy or process, or anything by a date.
    """
    found = _from_columns(response, reference)
    announced = [
        text for field in (response.commentary, response.evidence) for text in _announced(field)
    ]
    texts = announced or ([] if found else _promised(response.commentary, reference))
    for text in texts:
        printed, due = _due(text, reference)
        if announced and not printed:
            printed, due = _begins(text)
        found.append(
            Action(
                provision_id=response.provision_id,
                action=text,
                due=due,
                due_printed=printed,
                owner=_owner(text),
                source="commentary",
                locators=response.locators,
            )
        )
    return found


def plan_actions(rows: Iterable[PlanRow], reference: str = "") -> list[Action]:
    """The commitments in an action plan.

    A row that only goes on with the sentence of the row before it, as where a row runs over a
    page, is joined to it.

    Args:
        rows: the plan's rows in their order.
        reference: ISO date or month of the assessment, for dates without a year; or "".
    """
    joined: list[PlanRow] = []
    for row in rows:
        if joined and _continues(joined[-1], row):
            last = joined.pop()
            row = last.model_copy(
                update={
                    "action": f"{last.action} {row.action}",
                    "due": f"{last.due} {row.due}".strip(),
                    "owner": f"{last.owner} {row.owner}".strip(),
                    "locators": last.locators + row.locators,
                }
            )
        joined.append(row)
    return [
        Action(
            provision_id=row.provision_id,
            action=row.action,
            due=parse_due(row.due, reference),
            due_printed=row.due,
            owner=row.owner,
            source="action_plan",
            locators=row.locators,
        )
        for row in joined
        if not _NOTHING.fullmatch(row.action)
    ]


def _continues(above: PlanRow, row: PlanRow) -> bool:
    same = row.provision_id in ("", above.provision_id)
    unfinished = not above.action.rstrip().endswith((".", ";", ":", "!", "?"))
    bare = not scan(row.due, due=True) or not above.due
    return same and unfinished and bare and row.action[:1].islower()


def _from_columns(response: Response, reference: str) -> list[Action]:
    """Commitments in columns of their own inside the assessment."""

    def column(header: re.Pattern[str]) -> str:
        return next(
            (v for k, v in response.other.items() if header.fullmatch(" ".join(k.split()))), ""
        )

    action = column(_ACTION_HEADER)
    if _NOTHING.fullmatch(action):
        return []
    printed = column(_DUE_HEADER)
    owner = column(_OWNER_HEADER)
    found: list[Action] = []
    for text in _items(_MARKER.sub("", action, count=1)):
        inline, due = _due(text, reference)
        found.append(
            Action(
                provision_id=response.provision_id,
                action=text,
                due=parse_due(printed, reference) if printed else due,
                due_printed=printed or inline,
                owner=owner or _owner(text),
                source="action_plan",
                locators=response.locators,
            )
        )
    return found


# ----------------------------------------------------------------------- texts


def _announced(text: str) -> list[str]:
    """What stands behind the announcements in a text."""
    markers = list(_MARKER.finditer(text))
    found: list[str] = []
    for index, marker in enumerate(markers):
        following = markers[index + 1 : index + 2]
        segment = text[marker.end() : following[0].start() if following else len(text)]
        items = _items(segment)
        found += [trimmed for item in items if (trimmed := _first_commitment(item))]
    return [item for item in found if not _NOTHING.fullmatch(item)]


def _items(segment: str) -> list[str]:
    """The items of a numbered or bulleted list, or the whole where it is none."""
    segment = " ".join(segment.split())
    starts = list(_ITEM.finditer(segment))
    if not starts or starts[0].start() > 0:
        return [segment] if segment else []
    ends = [start.start() for start in starts[1:]] + [len(segment)]
    items = [segment[s.end() : e].strip(" ;") for s, e in zip(starts, ends, strict=True)]
    return [item for item in items if item]


def _first_commitment(text: str) -> str:
    """The first sentence of a text with those that go on with it, up to a due date in brackets."""
    sentences = _sentences(text)
    kept = sentences[:1]
    for sentence in sentences[1:]:
        if _BRACKET.search(kept[-1]) or not _GOES_ON.match(sentence):
            break
        kept.append(sentence)
    return " ".join(kept).strip()


def _promised(text: str, reference: str) -> list[str]:
    """Sentences that promise a change of a policy or process, or anything by a date."""
    if not _PROMISED.search(text) and not _PROMISED_BRACKET.search(text):
        return []
    steps, text = _steps(text)
    found = list(steps)
    for sentence in _sentences(text):
        bracketed = _PROMISED_BRACKET.search(sentence)
        if not bracketed and (_HABIT.search(sentence) or not _PROMISED.search(sentence)):
            continue
        _, due = _due(sentence, reference)
        ahead = due[:7] >= reference[:7] if due else bool(_UNDATED.search(sentence))
        if ahead:
            found.append(sentence.lstrip("• "))
    return found


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
        sentences = _sentences(text[start:end])
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


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return pipeline


def _sentences(text: str) -> list[str]:
    """The sentences of a text; a bullet opens a new one, and a bracket is never cut."""
    found: list[str] = []
    for part in re.split(r"(?=•)", text):
        start = 0
        for span in _pipeline()(part).sents:
            sentence, rest = part[start : span.end_char], part[span.end_char :].lstrip()
            whole = sentence.count("(") <= sentence.count(")")
            if whole and rest and not re.match(r"[a-z(]|\W*$", rest):
                found.append(sentence.strip())
                start = span.end_char
        found.append(part[start:].strip())
    return [sentence for sentence in found if sentence.strip(" •")]


def _due(text: str, reference: str) -> tuple[str, str]:
    """The due date in a commitment: as printed, and as an ISO date or month."""
    bracket = _BRACKET.search(text)
    if bracket:
        inner = bracket[1].strip()
        due = parse_due(inner, reference)
        if due or _OPEN_ENDED.fullmatch(inner):
            return inner, due
    for dated in scan(text, due=True):
        lead = _BEFORE_DUE.search(text[: dated.start])
        if lead:
            printed = text[lead.start() : dated.end]
            return printed, parse_due(printed, reference)
    return "", ""


def _begins(text: str) -> tuple[str, str]:
    """The one date in an announced action from which or in which it holds."""
    dates = scan(text, due=True)
    if len(dates) == 1 and _FROM.search(text[: dates[0].start]):
        return text[dates[0].start : dates[0].end], dates[0].iso
    return "", ""


def _owner(text: str) -> str:
    match = _OWNER.search(text)
    return match[1].strip() if match else ""
