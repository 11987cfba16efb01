"""What the answer cells of a row say, by the labelling rules of the dataset.

An answer is copied, never inferred: nothing here reads a class out of the evidence. Where the
print leaves room for more than one reading, the answer is `unclear`, or its confidence is low,
and a flag says why.
"""

from __future__ import annotations

import re

from saextract.lexicon import qualifiers
from saextract.lexicon.answers import head, look_up, whole
from saextract.lexicon.marks import Verdict, labels, mark_of, read_pairs
from saextract.lexicon.words import RED_CROSS, TRANSLATION, fold, one_line
from saextract.model import Answer, Confidence, Frozen, Provision, weakest

_EDGES = " \t\"'`.,;:!*•·-_|[](){}"


class AnswerCells(Frozen):
    """What a row prints where it answers.

    Attributes:
        provision: the provision that the row is tied to.
        answer: text of the one answer cell; None if the table has no such column.
        yes, no: texts of the cells of a Yes and a No column; None without such columns.
        yes_title, no_title: what these columns are called.
        comment: all free text of the row.
        answer_fill, yes_fill, no_fill: background colours as "RRGGBB", None for none or white.
    """

    provision: Provision
    answer: str | None = None
    yes: str | None = None
    no: str | None = None
    yes_title: str = "Yes"
    no_title: str = "No"
    comment: str = ""
    answer_fill: str | None = None
    yes_fill: str | None = None
    no_fill: str | None = None


class AnswerReading(Frozen):
    """What an answer means.

    Attributes:
        answer: its class.
        printed: the answer cell on one line; for columns to tick, the title of the one that is
            ticked.
        confidence: how surely the print has that meaning.
        flags: ids of what is unusual about it.
    """

    answer: Answer
    printed: str
    confidence: Confidence
    flags: tuple[str, ...] = ()


_BLANK = Verdict(Answer.UNANSWERED)


def read_answer(cells: AnswerCells) -> AnswerReading:
    """Reads the answer of one row.

    Args:
        cells: the texts and colours of the row's answer cells, and its comment.

    Returns:
        The class of the answer with the text that it was read from.
    """
    sense, printed = _read_columns(cells)
    if sense.answer is Answer.UNANSWERED:
        sense = _read_blank(cells, sense)
    elif cells.provision.asks == "description":
        sense = _describing(sense, printed)
    if sense.answer is Answer.UNCLEAR and printed.strip(_EDGES).lower() in _COLOUR_NAMES:
        sense = Verdict(Answer.UNCLEAR, Confidence.LOW, (*sense.flags, "answer-by-colour"))
    return AnswerReading(
        answer=sense.answer, printed=printed, confidence=sense.confidence, flags=sense.flags
    )


_COLOUR_NAMES = frozenset(("red", "amber", "green", "yellow", "orange", "blue", "grey"))
"""Colours in words, which only a key of the document explains."""


def read_words(text: str) -> Verdict:
    """What a text means as an answer, by its own words alone."""
    return _read_text(text)


# ----------------------------------------------------------------------- columns


def _read_columns(cells: AnswerCells) -> tuple[Verdict, str]:
    single = _read_text(cells.answer) if cells.answer is not None else _BLANK
    printed = one_line(cells.answer or "")
    if cells.yes is None and cells.no is None:
        return single, printed
    ticked, ticked_printed = _read_ticks(cells)
    if single.answer is Answer.UNANSWERED:
        return ticked, ticked_printed or printed
    if ticked.answer in (Answer.UNANSWERED, single.answer):
        return single, printed
    both = one_line(f"{printed} {ticked_printed}")
    return Verdict(Answer.UNCLEAR, Confidence.LOW, ("answers-disagree",)), both


def _read_ticks(cells: AnswerCells) -> tuple[Verdict, str]:
    """Reads a Yes and a No cell side by side."""
    yes, no = cells.yes or "", cells.no or ""
    if {yes.strip(), no.strip()} in ({"1", "0"}, {"1", ""}):
        yes, no = ("✓" if text.strip() == "1" else "" for text in (yes, no))
    left, right = _tick(yes, Answer.YES), _tick(no, Answer.NO)
    if left.answer is Answer.UNANSWERED and right.answer is Answer.UNANSWERED:
        return Verdict(Answer.UNANSWERED, flags=left.flags or right.flags), one_line(f"{yes} {no}")
    if right.answer is Answer.UNANSWERED:
        return left, _tick_printed(left, yes, cells.yes_title)
    if left.answer is Answer.UNANSWERED:
        return right, _tick_printed(right, no, cells.no_title)
    both = one_line(f"{yes} {no}")
    if one_line(yes) == one_line(no) and left.answer not in (Answer.YES, Answer.NO):
        return left, one_line(yes)
    mixed = {mark_of(fold(yes)), mark_of(fold(no))}
    if mixed == {"on", "cross"} and "☒" not in fold(yes + no):
        sure = left if mark_of(fold(yes)) == "on" else right
        printed = cells.yes_title if sure is left else cells.no_title
        return Verdict(sure.answer, Confidence.MEDIUM, ("tick-and-cross",)), printed
    if Answer.PARTIAL in (left.answer, right.answer):
        return Verdict(Answer.PARTIAL, Confidence.MEDIUM, ("both-columns-filled",)), both
    flag = "both-ticked" if {left.answer, right.answer} == {Answer.YES, Answer.NO} else ""
    return Verdict(Answer.UNCLEAR, Confidence.LOW, (flag or "both-columns-filled",)), both


def _tick(text: str, column: Answer) -> Verdict:
    """Reads one cell of a Yes or No column, which stands for `column` if it is marked."""
    folded = fold(text)
    if qualifiers.PLACEHOLDER.fullmatch(folded):
        return _BLANK
    mark = mark_of(folded)
    if mark == "off":
        return Verdict(Answer.UNANSWERED, flags=("no-box-ticked",))
    if mark is not None:
        return Verdict(column)
    sense = _read_text(text)
    opposite = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}[column]
    if sense.answer is opposite:
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("answer-contradicts-column",))
    return sense


def _tick_printed(sense: Verdict, text: str, header: str) -> str:
    plain = mark_of(fold(text)) is not None
    return header if plain and sense.answer in (Answer.YES, Answer.NO) else one_line(text)


# ----------------------------------------------------------------------- one text


def _read_text(text: str) -> Verdict:
    """Reads the text of a cell that holds the whole answer."""
    if text.strip() == RED_CROSS:
        return Verdict(Answer.NO, Confidence.MEDIUM)
    folded = qualifiers.SIGN.sub("", fold(text))
    label = qualifiers.LABEL.match(folded)
    if label:
        return _read_text(folded[label.end() :])
    sense = whole(folded)
    if sense is not None:
        return sense
    pairs = read_pairs(text.translate(TRANSLATION))
    if pairs is not None:
        return pairs
    return _read_prose(folded.strip(_EDGES.replace("(", "").replace("[", "") + "✓☑ "))


# ----------------------------------------------------------------------- answers that go on


def _read_prose(text: str) -> Verdict:
    """Reads an answer that opens with an answer word and goes on after it."""
    lowered = text.lower()
    stages = _read_stages(lowered)
    if stages is not None:
        return stages
    if qualifiers.UNDECIDED.match(lowered):
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("undecided-default", "answer-with-text"))
    decided = head(text)
    if decided is not None:
        answer, found = decided
        rest = _after_head(lowered[found.end :])
        if rest is not None:
            return _read_tail(answer, found.phrase, *rest)
    return Verdict(Answer.UNCLEAR, Confidence.LOW, ("answer-not-understood",))


def _after_head(rest: str) -> tuple[str, str] | None:
    """What parts a leading answer word from what follows, and that; signs without spaces.

    None where the word does not end there.
    """
    footnote = re.match(r"[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+|\d(?=[\s.,;:(\-])", rest)
    rest = rest[footnote.end() :] if footnote else rest
    if rest[:1].isalnum() or rest[:1] in "'\"/&" or re.match(r"-\w", rest):
        return None
    gap = re.match(r"[\s.,;:!?()\[\]\-…|•✓☑]*", rest)
    lead = gap[0] if gap else ""
    return lead.strip(), rest[len(lead) :]


def _read_tail(answer: Answer, phrase: str, stop: str, tail: str) -> Verdict:
    """Decides between the plain class of the leading word and what the rest makes of it."""
    parted = bool(stop)
    if answer is Answer.YES and tail.strip(_EDGES) in ("ongoing", "on-going"):
        return Verdict(Answer.YES, Confidence.MEDIUM)
    echo = look_up(tail.strip(_EDGES))
    if echo is not None:
        return _read_echo(answer, echo)
    if answer is Answer.NO:
        return _read_no(phrase, parted, tail)
    if answer is not Answer.YES:
        return Verdict(answer, Confidence.HIGH if parted else Confidence.MEDIUM)
    if phrase == "y" and not parted:
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("answer-not-understood",))
    if "." in stop and qualifiers.OF_ITS_SENTENCE.match(tail):
        flags = ("answer-with-text",) if len(tail.split()) > _SHORT_CLAUSE else ()
        return Verdict(Answer.YES, flags=flags)
    if qualifiers.QUALIFIED_START.match(tail):
        return Verdict(Answer.PARTIAL, Confidence.MEDIUM, ("answer-qualified",))
    if qualifiers.QUALIFIED_START.match(_BROKEN.sub("", tail)) or tail.startswith("with "):
        return Verdict(Answer.PARTIAL, Confidence.LOW, ("answer-qualified",))
    clause = re.split(r"[.!?](?:\s|$)", tail, maxsplit=1)[0]
    if qualifiers.QUALIFIED_WITHIN.search(clause):
        if len(clause.split()) <= _SHORT_CLAUSE:
            return Verdict(Answer.PARTIAL, Confidence.LOW, ("answer-qualified",))
        return Verdict(Answer.YES, Confidence.LOW, ("answer-qualified", "answer-with-text"))
    if not parted and tail.startswith("no "):
        return Verdict(Answer.YES, Confidence.LOW, ("two-answers",))
    flags = ("answer-with-text",) if len(tail.split()) > _SHORT_CLAUSE else ()
    return Verdict(Answer.YES, Confidence.HIGH if parted else Confidence.MEDIUM, flags)


_SHORT_CLAUSE = 8
_BROKEN = re.compile(r"(?<=\w{4}) (?=\w{1,3}\b)")
"""A word that a narrow column has broken: the space before its end."""


def _read_echo(answer: Answer, echo: Verdict) -> Verdict:
    """Two answers in a row: "Yes. Compliant", "Yes - partial", "Yes No"."""
    if echo.answer is answer:
        return Verdict(answer)
    pair = {answer, echo.answer}
    if Answer.PARTIAL in pair and Answer.NOT_APPLICABLE not in pair and Answer.UNCLEAR not in pair:
        return Verdict(Answer.PARTIAL, Confidence.MEDIUM, ("answer-qualified",))
    if echo.answer is Answer.UNCLEAR and answer is not Answer.UNCLEAR:
        return Verdict(answer, Confidence.MEDIUM, ("answer-with-text",))
    return Verdict(Answer.UNCLEAR, Confidence.LOW, ("two-answers",))


def _read_no(phrase: str, parted: bool, tail: str) -> Verdict:
    goes_on = not parted and not qualifiers.AFTER_NO.match(tail)
    if phrase in ("no", "n", "nope") and (goes_on or tail[:1].isdigit()):
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("answer-not-understood",))
    if qualifiers.NO_SOFTENED.match(tail):
        return Verdict(Answer.PARTIAL, Confidence.MEDIUM, ("answer-qualified",))
    if re.match(r"(?:n/a|not applicable)\b", tail):
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("two-answers",))
    flags = ("answer-with-text",) if len(tail.split()) > _SHORT_CLAUSE else ()
    return Verdict(Answer.NO, Confidence.HIGH if parted else Confidence.MEDIUM, flags)


_STAGE_ANSWER = re.compile(
    r"stage (?:one|two|1|2)\s*[:\-–(]*\s*(yes|no|partial|partially|n/a)\b[)\s.,;&\-]*(?:and )?"
)
_ANSWER_STAGE = re.compile(
    r"(yes|no|partial|partially|n/a)\b\s*[:\-–(]*\s*(?:for |at )?stage (?:one|two|1|2)\b"
    r"[)\s.,;&\-]*(?:and )?"
)


def _read_stages(lowered: str) -> Verdict | None:
    """Reads an answer for each stage, such as "Stage 1: Yes Stage 2: No"."""
    for pattern in (_STAGE_ANSWER, _ANSWER_STAGE):
        found = pattern.findall(lowered)
        if len(found) > 1 and not pattern.sub("", lowered).strip():
            answers = {labels()[word] for word in found}
            only = answers.pop() if len(answers) == 1 else Answer.PARTIAL
            return Verdict(only, Confidence.MEDIUM, ("answer-by-stage",))
    return None


# ----------------------------------------------------------------------- blank


def _read_blank(cells: AnswerCells, sense: Verdict) -> Verdict:
    """What a row with a blank answer says through its comment or its colours.

    A comment that could be more than an answer ("We do this.") answers nothing.
    """
    comment = whole(cells.comment)
    said = comment.answer if comment is not None else None
    if comment is not None and said not in (Answer.UNANSWERED, Answer.UNCLEAR):
        if "undecided-default" not in comment.flags and comment.confidence is not Confidence.MEDIUM:
            grade = weakest((comment.confidence, Confidence.MEDIUM))
            return Verdict(comment.answer, grade, ("answer-in-comment", *comment.flags))
        said = None
    if cells.provision.asks != "answer" and cells.comment.strip():
        if said is Answer.UNCLEAR:
            return Verdict(Answer.UNCLEAR, Confidence.MEDIUM)
        if said is None:
            sure = cells.provision.asks != "either"
            return Verdict(Answer.DESCRIBED, Confidence.HIGH if sure else Confidence.MEDIUM)
    return _read_colours(cells) or sense


def _read_colours(cells: AnswerCells) -> Verdict | None:
    """A blank answer cell in a strong colour may be an answer; which one, nobody can say.

    Only a colour that the neighbour cell does not share counts, and pale ones never do: they
    are the shading of the form.
    """
    fills = (cells.answer_fill, cells.yes_fill, cells.no_fill)
    strong = [fill for fill in fills if fill and _saturation(fill) >= _STRONG]
    if not strong or (cells.yes_fill and cells.yes_fill == cells.no_fill):
        return None
    return Verdict(Answer.UNCLEAR, Confidence.LOW, ("answer-by-colour",))


_STRONG = 0.5


def _saturation(fill: str) -> float:
    """Saturation of a colour in the HSV model, 0 to 1."""
    try:
        red, green, blue = (int(fill[i : i + 2], 16) for i in (0, 2, 4))
    except ValueError:
        return 0.0
    high, low = max(red, green, blue), min(red, green, blue)
    return (high - low) / high if high > 100 else 0.0


def _describing(sense: Verdict, printed: str) -> Verdict:
    """A question for a figure or a description, with something printed in its answer cell."""
    understood = sense.answer is not Answer.UNCLEAR
    if understood:
        return Verdict(sense.answer, sense.confidence, (*sense.flags, "answer-to-description"))
    known = whole(printed)
    if known is not None or "both-ticked" in sense.flags or not re.search(r"\w", printed):
        return sense
    return Verdict(Answer.DESCRIBED, Confidence.HIGH)
