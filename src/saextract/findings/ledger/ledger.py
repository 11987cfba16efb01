"""Promises and what became of them, over years and editions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol, TypeVar

from saextract.codes import provision as provision_of
from saextract.findings.plans.pending import pending
from saextract.findings.plans.standing import stands
from saextract.findings.rule import UNMET, Row
from saextract.findings.statements.deadlines import deadline, is_before
from saextract.findings.statements.scope import near
from saextract.findings.statements.sentences import sentences
from saextract.findings.statements.topics import likeness as fit
from saextract.findings.statements.words import topic
from saextract.model import Action, Answer, Assessment, PdfLocator, Response

from .fate import (
    clause_about,
    does_otherwise,
    is_at_other_times,
    is_done,
    is_given_up,
    is_in_stead,
    is_open,
    is_part_ahead,
    is_removal,
    is_since,
    is_there,
    is_under_way,
    leads_on,
    refers_back,
)
from .likeness import Likeness

Method = Literal["same", "relation", "likeness", ""]


class Status(StrEnum):
    """What a later assessment says of a promise."""

    KEPT = "kept"
    PROMISED_AGAIN = "promised_again"
    CHANGED = "changed"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


class Placed(Protocol):
    """What an assessment's place among those of its landlord depends on.

    Attributes:
        assessment_id, landlord, day: see `Dated`.
        code, edition: of the assessment.
        actions: how many it has.
    """

    @property
    def assessment_id(self) -> str: ...
    @property
    def landlord(self) -> str: ...
    @property
    def day(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def actions(self) -> int: ...


_Item = TypeVar("_Item", bound=Placed)


@dataclass(frozen=True)
class Dated:
    """An assessment with its place among those of its landlord.

    Attributes:
        assessment_id: its id in the dataset.
        landlord: what makes it the same landlord's: an id of the register or a name.
        day: assessed_on, or the year as text, or "".
        assessment: it.
    """

    assessment_id: str
    landlord: str
    day: str
    assessment: Assessment

    @property
    def code(self) -> str:
        """Whose Code it is against."""
        return self.assessment.code

    @property
    def edition(self) -> str:
        """Which edition of it."""
        return self.assessment.edition

    @property
    def actions(self) -> int:
        """How many actions it has."""
        return len(self.assessment.actions)


@dataclass(frozen=True)
class Promise:
    """An action and what the landlord's next assessment says of it.

    Attributes:
        assessment_id, number: the earlier assessment, and which of its actions it is, from 1.
        action: it.
        next_assessment_id: the landlord's next assessment.
        next_provision_id: whose row answers it, or "".
        status: what it says.
        slip_months: from the first due date to the later one, where both are known.
        quote: the later words that tell the status, or "".
        page: of the later row, for formats with pages.
        method, score: how the later row was found; likeness is 0 to 1.
    """

    assessment_id: str
    number: int
    action: Action
    next_assessment_id: str
    next_provision_id: str
    status: Status
    slip_months: int | None
    quote: str
    page: int | None
    method: Method
    score: float


class _Pair(NamedTuple):
    """Two assessments of a landlord, one after the other."""

    earlier: Assessment
    later: Assessment


_LEAST_LIKE = 0.12
"""Likeness below which a row is no answer to a promise of another provision. Set on the pairs of
corpus/planted/own."""

_COVERED = 0.16
"""Share of a promise's weight that a later sentence must have to speak of it."""

_FITS = 3.0
"""Log odds from which on a sentence speaks of a provision. Set on the rows of the corpus."""

_ALIKE = 0.3
"""Share from which on a later action is the same promise."""

_MONTH = re.compile(r"(\d{4})-(\d\d)")


def ledger(assessments: Sequence[Dated]) -> list[Promise]:
    """What each action of an assessment became in the same landlord's next assessment.

    Args:
        assessments: of any landlords; those without a day or a landlord take no part.
    """
    pairs = next_ones(assessments)
    return [promise for earlier, later in pairs for promise in answered(earlier, later)]


def next_ones(assessments: Sequence[_Item]) -> Iterator[tuple[_Item, _Item]]:
    """Each assessment that has actions, with the one in which its landlord can answer them."""
    by_landlord: dict[tuple[str, str], list[_Item]] = defaultdict(list)
    for item in assessments:
        if item.landlord and item.day:
            by_landlord[item.landlord, item.code].append(item)
    for items in by_landlord.values():
        ordered = sorted(items, key=lambda i: (i.day, i.edition, i.assessment_id))
        for earlier in ordered:
            later = next((i for i in ordered if earlier.actions and _is_after(i, earlier)), None)
            if later is not None:
                yield earlier, later


def _is_after(later: Placed, earlier: Placed) -> bool:
    length = min(len(later.day), len(earlier.day))
    if later.day[:length] != earlier.day[:length]:
        return later.day > earlier.day
    return later.edition > earlier.edition


def answered(earlier: Dated, later: Dated) -> list[Promise]:
    """What one later assessment says of each action of an earlier one."""
    rows = {r.provision_id: r for r in later.assessment.responses}
    likeness = Likeness(
        (*(_text(r) for r in rows.values()), *(a.action for a in earlier.assessment.actions))
    )
    return [
        _promise(number, action, earlier, later, likeness)
        for number, action in enumerate(earlier.assessment.actions, 1)
    ]


def _text(response: Response) -> str:
    said = (response.commentary, response.evidence, *response.other.values())
    return " ".join((response.requirement_printed, *said))


def _said(response: Response) -> str:
    return " ".join((response.commentary, response.evidence, *response.other.values()))


def _promise(
    number: int, action: Action, earlier: Dated, later: Dated, likeness: Likeness
) -> Promise:
    asked = _in_context(action, earlier.assessment)
    row, method, score = _next_row(asked, later.assessment, likeness)
    status, quote, slip = Status.UNKNOWN, "", None
    if row is not None:
        pair = _Pair(earlier.assessment, later.assessment)
        status, quote, due = _status(asked, row, pair, likeness, method)
        slip = _months(action.due, due) if status is Status.PROMISED_AGAIN else None
    return Promise(
        assessment_id=earlier.assessment_id,
        number=number,
        action=action,
        next_assessment_id=later.assessment_id,
        next_provision_id=row.provision_id if row else "",
        status=status,
        slip_months=slip,
        quote=quote,
        page=_page(row) if row and quote else None,
        method=method,
        score=round(score, 4),
    )


_POINTS_BACK = re.compile(r"\W*(?:it|this|they|these|that|both)\b", re.IGNORECASE)


def _in_context(action: Action, earlier: Assessment) -> Action:
    """An action with the words of its row, where its own begin with "it" or "this"."""
    if not _POINTS_BACK.match(action.action):
        return action
    rows = (r for r in earlier.responses if r.provision_id == action.provision_id)
    said = " ".join(row.commentary for row in rows)
    return action.model_copy(update={"action": f"{said} {action.action}"})


def _next_row(
    action: Action, later: Assessment, likeness: Likeness
) -> tuple[Response | None, Method, float]:
    """The row that answers a promise: of the same provision, of a related one, or the most "
    "alike."""
    rows = {r.provision_id: r for r in later.responses if r.answer is not Answer.NOT_FOUND}
    if action.provision_id in rows:
        row = rows[action.provision_id]
        return row, "same", likeness.cosine(action.action, _text(row))
    related = [rows[target] for target in _related(action.provision_id) if target in rows]
    if related:
        scored = [(likeness.cosine(action.action, _text(row)), row) for row in related]
        score, row = max(scored, key=lambda pair: pair[0])
        return row, "relation", score
    scored = [(likeness.cosine(action.action, _text(row)), row) for row in rows.values()]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return (best, "likeness", score) if score >= _LEAST_LIKE else (None, "", score)


def _related(provision_id: str) -> list[str]:
    if not provision_id:
        return []
    return [relation.target for relation in provision_of(provision_id).relations]


def _status(
    action: Action, response: Response, pair: _Pair, likeness: Likeness, method: Method
) -> tuple[Status, str, str]:
    """The status, the words that tell it, and the new due date."""
    row = _row(response, pair.later)
    spoken = [(likeness.covered(action.action, s.text), s.text) for s in sentences(_said(response))]
    about = sorted((each for each in spoken if each[0] >= _COVERED), key=lambda p: -p[0])
    ended = _ended(row, spoken)
    if ended and is_removal(action.action) and row.answer is Answer.YES:
        return Status.KEPT, ended[1], ""
    again = _again(action, row, pair.later, likeness)
    resumed = again and again[1] and row.answer in UNMET
    if ended and not (resumed and ended[0] is Status.DROPPED):
        return *ended, ""
    other = next((text for text in _behind(about, spoken) if is_in_stead(text)), "")
    if other:
        return Status.CHANGED, other, ""
    if again:
        return Status.PROMISED_AGAIN, *again
    other = next((text for _, text in about if is_at_other_times(text, action.action)), "")
    if other:
        return Status.CHANGED, other, ""
    kept = next((text for _, text in about if _speaks_of(action, text) and is_there(text)), "")
    if kept and row.answer is not Answer.NO:
        return Status.KEPT, kept, ""
    told = _told_kept(action, row, spoken, pair) if method in ("same", "relation") else ""
    if told:
        return Status.KEPT, told, ""
    if row.answer in UNMET:
        quote = about[0][1] if about else ""
        return Status.DROPPED, quote, ""
    return Status.UNKNOWN, "", ""


def _behind(about: Sequence[tuple[float, str]], spoken: Sequence[tuple[float, str]]) -> list[str]:
    """The sentences about a promise, and those right behind them; all where none is about it."""
    texts = [text for _, text in spoken]
    named = [text for _, text in about] or texts
    after = [texts[texts.index(text) + 1 :][:1] for text in named]
    return [*named, *(text for following in after for text in following)]


def _ended(row: Row, spoken: Sequence[tuple[float, str]]) -> tuple[Status, str] | None:
    """Whether the promise was given up, and whether something stands in its stead."""
    shared = [text for share, text in spoken if share or refers_back(text)]
    for text in shared or [text for _, text in spoken]:
        if not is_given_up(text, named=text in shared, met=row.answer is Answer.YES):
            continue
        after = [other for _, other in spoken]
        following = "".join(after[after.index(text) + 1 :][:1])
        elsewhere = row.answer is Answer.YES and does_otherwise(text, following)
        elsewhere = elsewhere or (row.answer is Answer.PARTIAL and leads_on(text))
        return (Status.CHANGED if is_in_stead(text) or elsewhere else Status.DROPPED), text
    return None


def _told_kept(action: Action, row: Row, spoken: Sequence[tuple[float, str]], pair: _Pair) -> str:
    """A sentence of a row that is now met which says in other words that it is there.

    It shares a word with the promise and speaks plainly of the provision; or the provision was
    not met, and it tells of a change since, or, where nothing of it was, that it stands.
    """
    if row.answer is not Answer.YES:
        return ""
    for share, text in spoken:
        found = fit(text, row.provision)
        plain = found is not None and found.own >= _FITS and found.own >= found.other
        named = _speaks_of(action, text) and (share >= _COVERED or _beyond(action, row, text))
        if share > 0 and plain and named and is_there(text):
            return text
    before = [r.answer for r in pair.earlier.responses if r.provision_id == action.provision_id]
    unmet = any(answer in UNMET for answer in before)
    days = (pair.earlier.assessed_on, pair.later.assessed_on)
    there = [(share, text) for share, text in spoken if unmet and is_there(text)]
    since = next((text for _, text in there if is_since(text, *days)), "")
    whole = Answer.NO in before
    return since or next((t for share, t in there if whole and share and stands(row, t)), "")


def _row(response: Response, later: Assessment) -> Row:
    item = provision_of(response.provision_id)
    actions = tuple(a for a in later.actions if a.provision_id == item.id)
    return Row(
        response,
        item,
        f"{later.code}-{later.edition}",
        later.landlord,
        later.assessed_on,
        actions,
    )


def _again(
    action: Action, row: Row, later: Assessment, likeness: Likeness
) -> tuple[str, str] | None:
    """The words that announce the same thing once more, and their due date."""

    def share(text: str) -> float:
        return likeness.covered(action.action, text)

    steps = [(p.sentence, p.due, 0.0) for p in pending(row, related=False) if not p.done]
    steps += [(a.action, a.due, _COVERED) for a in row.actions]
    steps += [(a.action, a.due, _ALIKE) for a in later.actions if not a.provision_id]
    if row.answer in UNMET:
        ahead = ((s.text, deadline(s.text, 0, row.assessed_on)) for s in row.own_sentences)
        steps += [(t, d, 0.0) for t, d in ahead if d and is_before(row.assessed_on, d)]
        steps += [(s.text, "", 0.0) for s in row.own_sentences if is_under_way(s.text)]
    announced = []
    for text, due, least in steps:
        about = clause_about(text, share)
        still = about == text or is_open(about)
        unmet = row.answer in UNMET
        still = still or (unmet and not is_done(about, action.action))
        still = still or (
            unmet and bool(due) and is_part_ahead(text, action.action, row.assessed_on)
        )
        if still and share(text) >= least:
            announced.append((share(text), text, due))
    least = _COVERED if row.answer is Answer.YES else 0.0
    good = [item for item in announced if item[0] >= least]
    if not good:
        return None
    best = max(good, key=lambda item: (item[0], bool(item[2])))
    due = best[2] or next((d for _, _, d in good if d), "")
    return best[1], due


_WHERE = re.compile(
    r"\b(?:on|in|to|onto|at|from|before|for) (?:the |our |its |all |"
    r"every )?(?:\w+ )?(?:websites?|web ?pages?|"
    r"newsletters?|policy|procedure|intranet|portal|board|cabinet|committee|council|executive)\b",
    re.IGNORECASE,
)
"""Where something is to stand or to be decided, which others share with it."""

_ITSELF = re.compile(
    r"\W*(?:(?:this|it|that|action|both|all)\b[^.;]{0,30}\b)?(?:done|complet\w+|achieved|closed|"
    r"in place|"
    r"delivered)\b|\W*(?:this|it|that|they)\b",
    re.IGNORECASE,
)


def _beyond(action: Action, row: Row, text: str) -> bool:
    """Whether a sentence shares more with a promise than what any text in its row speaks of."""
    return bool(topic(action.action) & topic(text) - near(row.provision))


def _speaks_of(action: Action, text: str) -> bool:
    """Whether a sentence names what was promised, and not only where it was to stand."""
    head = topic(_WHERE.sub(" ", action.action)) or topic(action.action)
    return bool(head & topic(text)) or _ITSELF.match(text) is not None


def _months(first: str, second: str) -> int | None:
    a, b = _MONTH.match(first), _MONTH.match(second)
    if a is None or b is None:
        return None
    return (int(b[1]) - int(a[1])) * 12 + int(b[2]) - int(a[2])


def _page(response: Response) -> int | None:
    return min((p.page for p in response.locators if isinstance(p, PdfLocator)), default=None)
