"""Whether the cells of a row are whole, told by the row's own texts and by those of its neighbours.

That a row is tied to the right provision says nothing about its cells: a requirement may have
swallowed the comment beside it, a list its last item, a column its neighbour. What gives such
rows away was measured on documents whose layouts no rule was made for (docs/evaluation.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

from saextract.lexicon.answers import whole
from saextract.lexicon.roles import Role, of_label, opening_label
from saextract.mapping.tables.headers import header_role
from saextract.model import Answer, Code, Confidence, Problem, Response

from .conserved import words
from .openings import DIFFERENT, Doubt, doubted, openings

_FOREIGN = 0.3
"""Share of a provision's words, from which as many words that are not its own make a requirement
that holds another cell: below it rewordings and repeated headers are as frequent."""
_STRANGE = 0.12
"""The share from which they are a doubt: an altered clause has 4 to 12 words of 40 to 90."""
_LACKING = 0.1
"""Share of a provision's words that are lacking from which an item or a line was likely lost: the
shortest item of a list is a tenth. A document that cuts most of them does so on purpose."""
_STRAYED = 0.9
"""Share of the words that lack in a requirement which its row's other cells hold: a comment that
speaks of them has half of them."""
_FEWEST_STRANGE = 4
"""Words; fewer are a label, a stage or a number written out."""
_FEW_TEXTS = 0.4
"""Share of rows with evidence or commentary below which the column of texts was likely missed:
forms that people fill in have a text in nearly every row."""
_FEW_ANSWERS = 0.5
"""Share of rows with an answer below which the column of answers was likely missed."""
_FEW_SURE = 0.3
"""Share of the rows that are sure up to which none is: whatever went wrong in the others may have
gone wrong in these without a sign. It holds for 17 of 480 assessments, 101 of 19,600 sure rows."""
_FEWEST_ROWS = 5
"""Rows that a share needs to say something."""
_REPEATED = 0.6
"""Share of rows whose requirement opens with the same words that are not the Code's: a label."""

_LONGEST_ANSWER = 3
"""Words of an answer that is no phrase of the lexicon ("Yes (in part)") and says nothing more."""

_MANY_DIFFERENT = 8
"""Different words that are enough, however often the opening stands there."""

_SEVERAL = 0.2
"""Share of a column's cells from which an opening of two words or more may be a label: a field
that a fifth of the rows have. A word alone, as "Our" or "In", must open most of them."""

_FEWEST_BARE = 2
"""Cells that hold nothing but a label: one may be a landlord's way to say that there is none."""

_ENDS = frozenset(("comply", "complies", "compliant", "met", "applicable", "fully", "compliance"))
"""Words that "does not", "not" or "partially" may stand before."""
_SELDOM_SMALL = 0.2
"""Share of a document's answers in lower case up to which its answers begin with a capital."""

_STRAY_SIGN = re.compile(r"[^\W\d_]{1,3}\s+(?=[A-Z])")
"""A letter or two before a sentence, where an answer may have been printed: "P Posters are …"."""


_NUMBER_WITHIN = re.compile(r"(?<=[a-z•] )\d\.\d{1,2}(?= [A-Za-z]|$)")
_ANSWER_WITHIN = re.compile(
    r"[^\W\d_] +(?:(?:Yes|Partial(?:ly)?|Partly|Compliant)\b(?!\s*(?:/|or\b))|"
    r"(?:Evidence|Commentary|Comments?) +[a-z])"
)
"""A plain answer, or a column's title, among the words of a requirement; "Yes / No" is part of a
question."""


def regrade(responses: Sequence[Response], code: Code, *, drawn: bool) -> tuple[Response, ...]:
    """The responses of an assessment, each with its doubts as flags and in its confidence.

    Args:
        responses: one for each provision, in the Code's order.
        code: the edition that they are recorded under.
        drawn: their rows stand in tables, where a label within a cell is the cell's own.
    """
    doubts = _doubts(responses, code, drawn=drawn)
    cut = _answers_cut(responses)
    graded = [
        doubted(_unread(r) if r.provision_id in cut else r, doubts.get(r.provision_id, []))
        for r in responses
    ]
    found = [r for r in graded if r.answer is not Answer.NOT_FOUND]
    sure = sum(r.confidence is Confidence.HIGH for r in found)
    if len(found) < _FEWEST_ROWS or sure > _FEW_SURE * len(found):
        return tuple(graded)
    return tuple(
        doubted(r, [Doubt("few-sure", Confidence.MEDIUM)]) if r.confidence is Confidence.HIGH else r
        for r in graded
    )


def _answers_cut(responses: Sequence[Response]) -> frozenset[str]:
    """Provisions of which the answer is the end of one that a layout has cut: "comply".

    "Does not" stands on the line above then, in another row, and "comply" alone is no yes. Such
    an end begins in lower case where the document's other answers begin with a capital.
    """
    printed = {r.provision_id: r.answer_printed.strip() for r in responses if r.answer_printed}
    small = {key for key, text in printed.items() if text[:1].islower()}
    if len(small) > _SELDOM_SMALL * len(printed):
        return frozenset()
    return frozenset(key for key in small if printed[key] in _ENDS)


def _unread(response: Response) -> Response:
    flags = dict.fromkeys((*response.flags, "answer-not-understood"))
    parts = response.confidence_parts | {"answer": Confidence.LOW}
    return response.model_copy(
        update={"answer": Answer.UNCLEAR, "flags": tuple(flags), "confidence_parts": parts}
    )


def answers_missing(responses: Sequence[Response]) -> Problem | None:
    """A problem where most rows have a requirement or a text, and almost none an answer."""
    found = [r for r in responses if r.answer is not Answer.NOT_FOUND]
    if len(found) < _FEWEST_ROWS or _answered(found) >= _FEW_ANSWERS:
        return None
    blank = sum(r.answer is Answer.UNANSWERED for r in found)
    message = (
        f"No answer was read in {blank} of {len(found)} rows. If the document shows answers there, "
        "they are signs or pictures that could not be read: check them by eye."
    )
    return Problem(code="answers-unread", stage="normalise", message=message)


def _doubts(responses: Sequence[Response], code: Code, *, drawn: bool) -> dict[str, list[Doubt]]:
    found = [r for r in responses if r.answer is not Answer.NOT_FOUND]
    doubts: dict[str, list[Doubt]] = {}
    for provision_id, doubt in (
        *_of_the_requirement(found, code),
        *_of_the_columns(found),
        *_of_the_texts(found),
        *_of_their_openings(found),
        *_of_their_endings(found),
        *(() if drawn else _labels_within(found)),
        *_of_the_neighbours(responses),
    ):
        doubts.setdefault(provision_id, []).append(doubt)
    return doubts


def _of_the_requirement(found: Sequence[Response], code: Code) -> Iterator[tuple[str, Doubt]]:
    """Words beyond the provision's own, words that lack, and a label before all of them."""
    if code.code != "HOS":
        return
    texts = {provision.id: provision.text for provision in code.provisions}
    said = {r.provision_id: words(r.requirement_printed) for r in found}
    counts = {name: _compare(ours, _official(texts[name])) for name, ours in said.items()}
    usual = median([lacking for _, _, lacking in counts.values()]) if counts else 0.0
    label = _label(
        {r.provision_id: said[r.provision_id] for r in found if r.requirement_printed}, texts
    )
    for response in found:
        if not response.requirement_printed:
            continue
        strange, share, lacking = counts[response.provision_id]
        if label and _opening(said[response.provision_id]) == label:
            yield response.provision_id, Doubt("label-in-cell", Confidence.LOW)
        if strange >= _FEWEST_STRANGE and share >= _STRANGE:
            grade = Confidence.LOW if share >= _FOREIGN else Confidence.MEDIUM
            yield response.provision_id, Doubt("requirement-extended", grade)
        ours, official = said[response.provision_id], _official(texts[response.provision_id])
        if len(ours) > len(official) and tuple(ours[: len(official)]) == official:
            yield response.provision_id, Doubt("requirement-extended", Confidence.LOW)
        numbers = _numbers_within(response.requirement_printed)
        if numbers and numbers - _numbers_within(texts[response.provision_id]):
            yield response.provision_id, Doubt("number-in-text", Confidence.MEDIUM)
        if _ANSWER_WITHIN.search(response.requirement_printed):
            yield response.provision_id, Doubt("answer-in-text", Confidence.LOW)
        if lacking >= _LACKING > usual:
            yield response.provision_id, Doubt("requirement-short", Confidence.MEDIUM)
        if _strayed(response, said[response.provision_id], texts[response.provision_id]):
            yield response.provision_id, Doubt("cells-uncertain", Confidence.LOW)


def _strayed(response: Response, printed: Sequence[str], provision: str) -> bool:
    """Whether what lacks in a requirement stands in the row's other cells: lines of both mixed."""
    official = _official(provision)
    if tuple(printed) == official:
        return False
    gone = Counter(official) - Counter(printed)
    if gone.total() < _FEWEST_STRANGE:
        return False
    beside = Counter(words(f"{response.evidence} {response.commentary}"))
    return (gone & beside).total() >= _STRAYED * gone.total()


@lru_cache(maxsize=1024)  # provisions of all editions: 300
def _official(text: str) -> tuple[str, ...]:
    """The words of a provision."""
    return tuple(words(text))


def _compare(printed: Sequence[str], official: tuple[str, ...]) -> tuple[int, float, float]:
    """How many words are not the provision's; that as a share of it; the share that lacks."""
    if tuple(printed) == official:
        return 0, 0.0, 0.0
    ours, theirs = Counter(printed), Counter(official)
    total = max(1, len(official))
    strange = (ours - theirs).total()
    return strange, strange / total, (theirs - ours).total() / total


def _numbers_within(text: str) -> Counter[str]:
    """Numbers like a provision's behind the first word: a column that ran into the text."""
    return Counter(_NUMBER_WITHIN.findall(text))


def _opening(printed: Sequence[str]) -> str:
    return " ".join(printed[:2])


def _label(printed: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> str:
    """The words that most requirements open with, and none of their provisions; or ""."""
    openings = Counter(
        _opening(ours)
        for name, ours in printed.items()
        if tuple(ours[:1]) != _official(texts[name])[:1]
    )
    if len(printed) < _FEWEST_ROWS or not openings:
        return ""
    opening, times = openings.most_common(1)[0]
    return opening if times >= _REPEATED * len(printed) else ""


def _of_the_columns(found: Sequence[Response]) -> Iterator[tuple[str, Doubt]]:
    """A whole column of texts or of answers that seems to be missing."""
    if len(found) < _FEWEST_ROWS:
        return
    texts = sum(bool(r.evidence or r.commentary or r.other) for r in found) / len(found)
    if texts < _FEW_TEXTS:
        for response in found:
            yield response.provision_id, Doubt("few-texts", Confidence.MEDIUM)
    if _answered(found) < _FEW_ANSWERS:
        for response in found:
            if response.answer is Answer.UNANSWERED:
                yield response.provision_id, Doubt("answers-missing", Confidence.LOW)


def _answered(found: Sequence[Response]) -> float:
    return sum(r.answer is not Answer.UNANSWERED for r in found) / max(1, len(found))


def _of_the_texts(found: Sequence[Response]) -> Iterator[tuple[str, Doubt]]:
    """An answer that runs on, a text without a title, a sign before a comment, a strange number.

    A text that ends with the next row's number may have taken more of that row; one without a label
    may hold the requirement, where the row has none.
    """
    for response, following in zip(found, (*found[1:], None), strict=True):
        number = following.provision_id.partition(":")[2] if following else ""
        said = (response.evidence, response.commentary)
        if number and any(text.split()[-1:] == [number] for text in said):
            yield response.provision_id, Doubt("number-in-text", Confidence.LOW)
        if "answer-with-text" in response.flags or _takes_all(response):
            yield response.provision_id, Doubt("answer-with-text", Confidence.MEDIUM)
        if "label-missing" in response.flags and not response.requirement_printed:
            yield response.provision_id, Doubt("cells-uncertain", Confidence.LOW)
        if "" in response.other:
            yield response.provision_id, Doubt("column-untitled", Confidence.MEDIUM)
        free = response.evidence or response.commentary
        if not free and any(map(_names_free_text, response.other)):
            yield response.provision_id, Doubt("cells-uncertain", Confidence.LOW)
        if response.answer is Answer.UNANSWERED and _STRAY_SIGN.match(free):
            yield response.provision_id, Doubt("answer-in-text", Confidence.LOW)


def _names_free_text(title: str) -> bool:
    """Whether a title of a further column names evidence or comments, which the row lacks then."""
    label, rest = opening_label(title)
    named = (title, label) if of_label(rest) else (title,)
    return any(header_role(name) in _FREE for name in named)


_BEHIND_SENTENCE = re.compile(
    r"[a-z0-9)’”\"][.!?]\s+(?=[^\W\d_][^\W\d_]{2})((?:[^\s.!?•(]+\s+){0,9}[^\s.!?•()]+)$"
)
_FEWEST_TAILS = 3
"""Texts that end with the same words, behind a whole sentence, without a stop or a list's sign."""
_LAST_WORDS = 12
"""Words at the end of a text that hold ten behind a sentence, and its last one."""

_STOPPED = 0.8
"""Share of a column's texts that end with a stop, from which one that goes on behind its last
sentence without one has likely taken the heading that stands beneath it."""
_STOPS = tuple(".!?)”’")
_LAST_TWO = re.compile(r"\S+\s+(\S+\s+\S*[^\s.!?])$")
_ALIKE = 0.3
"""Share of a column's texts that end with the same two words and no stop (numbers counted as one),
from which these are a line that the form prints with every row; no form read whole has it."""

_LABEL_WITHIN = re.compile(r"(?:[.!?]|\n|•)\s*([A-Z][^\s:.]*(?: [^\s:.]+){0,3})\s?[:–]\s")
_REFERS = ("see", "see also", "note")
"""What writers put before a reference or a remark, in as many rows as they like."""

_FREE = (Role.EVIDENCE, Role.COMMENTARY)
_SIGNED = re.compile(r"\W*(?P<label>[A-Z][^:.]{2,60})(?::|\s[–-])\s")
"""A label with its sign at the head of a cell."""


def _takes_all(response: Response) -> bool:
    """Whether an answer cell says more than an answer, and no other cell of the row says more."""
    printed = response.answer_printed
    bare = not (response.evidence or response.commentary or response.other)
    return bare and len(printed.split()) > _LONGEST_ANSWER and whole(printed) is None


def _of_their_openings(found: Sequence[Response]) -> Iterator[tuple[str, Doubt]]:
    """A label, of whatever words, that most cells of a column open with."""
    columns = (
        {r.provision_id: r.evidence for r in found if r.evidence},
        {r.provision_id: r.commentary for r in found if r.commentary},
    )
    for texts in columns:
        for provision_id, text in texts.items():
            signed = _SIGNED.match(text)
            if signed and of_label(signed["label"]) in _FREE:
                yield provision_id, Doubt("label-in-cell", Confidence.LOW)
        bare = [key for key, text in texts.items() if of_label(text)]
        for provision_id in bare if len(bare) >= _FEWEST_BARE else ():
            yield provision_id, Doubt("label-in-cell", Confidence.LOW)
        for label, matches in openings(texts).items():
            times, follow = len(matches), {match["next"] for match in matches.values()}
            if times < max(_FEWEST_ROWS, _SEVERAL * len(texts)) or whole(label) is not None:
                continue
            told = " " in label or times >= _REPEATED * len(texts)
            if told and len(follow) >= min(_MANY_DIFFERENT, DIFFERENT * times):
                for provision_id in matches:
                    yield provision_id, Doubt("label-in-cell", Confidence.LOW)


def _of_their_endings(found: Sequence[Response]) -> Iterator[tuple[str, Doubt]]:
    """Words at the end that are not the row's own: a foot, a line that counts, a heading."""
    for key in ("evidence", "commentary"):
        texts = {r.provision_id: text for r in found if (text := getattr(r, key))}
        stopped = sum(text.endswith(_STOPS) for text in texts.values())
        behind = _matched(texts, _BEHIND_SENTENCE, _LAST_WORDS)
        others = len(texts) - len({cell for cells in behind.values() for cell in cells})
        whole_column = stopped >= max(_FEWEST_ROWS, _STOPPED * others)
        for tail, cells in behind.items():
            heading = whole_column and tail[:1].isupper() and "0" not in tail
            if heading or len(cells) >= _FEWEST_TAILS:
                yield from ((cell, Doubt("cells-uncertain", Confidence.LOW)) for cell in cells)
        for tail, cells in _matched(texts, _LAST_TWO, _LAST_WORDS).items():
            often = len(cells) >= max(_FEWEST_ROWS, _ALIKE * len(texts))
            if often and ("0" not in tail or _counts_up(texts[cell] for cell in cells)):
                yield from ((cell, Doubt("cells-uncertain", Confidence.LOW)) for cell in cells)


def _counts_up(texts: Iterable[str]) -> bool:
    """Whether the last numbers of the texts rise from each to the next, as references do not."""
    last = [int(numbers[-1]) for text in texts if (numbers := re.findall(r"\d+", text))]
    return all(first < second for first, second in pairwise(last))


def _labels_within(found: Sequence[Response]) -> Iterator[tuple[str, Doubt]]:
    """A label, of whatever words, behind the first sentence of several cells of a column."""
    for key in ("evidence", "commentary"):
        texts = {r.provision_id: text for r in found if (text := getattr(r, key))}
        for label, cells in _matched(texts, _LABEL_WITHIN).items():
            if label.casefold() not in _REFERS and len(cells) >= max(
                _FEWEST_TAILS, _SEVERAL * len(texts)
            ):
                yield from ((cell, Doubt("label-in-cell", Confidence.LOW)) for cell in cells)


def _matched(
    texts: Mapping[str, str], pattern: re.Pattern[str], last: int = 0
) -> dict[str, tuple[str, ...]]:
    """What a pattern finds in the texts of a column, numbers counted as one: in which cells.

    Args:
        texts: of the column, by cell.
        pattern: its first group is what is meant.
        last: words at the end in which it is looked for; 0 for the whole text.
    """
    cells: dict[str, dict[str, None]] = {}
    for cell, text in texts.items():
        parts = text.rsplit(maxsplit=last) if last else []
        for match in pattern.finditer(text, len(parts[0]) if len(parts) > last else 0):
            cells.setdefault(re.sub(r"\d+", "0", match[1]), {})[cell] = None
    return {found: tuple(names) for found, names in cells.items()}


def _of_the_neighbours(responses: Sequence[Response]) -> Iterator[tuple[str, Doubt]]:
    """A provision without a row, whose text may stand in the row before it."""
    for response, after in pairwise(responses):
        gone = after.answer is Answer.NOT_FOUND
        if gone and response.answer is not Answer.NOT_FOUND and response.requirement_printed:
            yield response.provision_id, Doubt("next-not-found", Confidence.MEDIUM)
