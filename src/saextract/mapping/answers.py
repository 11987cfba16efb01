"""What the answer cells of a row say, by the labelling rules of the dataset.

An answer is copied, never inferred: nothing here reads a class out of the evidence. Where the
print leaves room for more than one reading, the answer is `unclear`, or its confidence is low,
and a flag says why.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ..model import Answer, Confidence, Frozen, Provision
from . import answer_words as words

Sense = Literal["on", "cross", "filled", "off"]
_LABELS = {
    "yes": Answer.YES,
    "y": Answer.YES,
    "comply": Answer.YES,
    "compliant": Answer.YES,
    "met": Answer.YES,
    "no": Answer.NO,
    "n": Answer.NO,
    "partial": Answer.PARTIAL,
    "partially": Answer.PARTIAL,
    "partly": Answer.PARTIAL,
    "n/a": Answer.NOT_APPLICABLE,
    "na": Answer.NOT_APPLICABLE,
    "not applicable": Answer.NOT_APPLICABLE,
    "not met": Answer.NO,
    "not compliant": Answer.NO,
    "non-compliant": Answer.NO,
    "partially met": Answer.PARTIAL,
    "partially compliant": Answer.PARTIAL,
    "fully compliant": Answer.YES,
    "fully met": Answer.YES,
}
_BOX = r"\[\s*[xX✓✗]\s*\]|\(\s*[xX✓✗]\s*\)|\[\s*\]|\(\s+\)|[✓✔☑✗✘✕✖×☒☐■●]"
_PAIR_TOKEN = re.compile(
    rf"(?P<mark>{_BOX})|(?P<label>"
    + "|".join(re.escape(label) for label in sorted(_LABELS, key=len, reverse=True))
    + r")(?![\w/])|(?P<loose>\b[xX]\b)|(?P<space>[\s,;:/|.\-]+)",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(
    r"(?<=\w)\s*(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,2}\]|\(\d\))+$|(?<=[a-zA-Z])\d{1,2}$"
)
_EDGES = " \t\"'`.,;:!*•·-_|[](){}"


class AnswerCells(Frozen):
    """What a row prints where it answers.

    Attributes:
        provision: the provision that the row is tied to.
        answer: text of the one answer cell; None if the table has no such column.
        yes, no: texts of the cells of a Yes and a No column; None without such columns.
        comment: all free text of the row.
        answer_fill, yes_fill, no_fill: background colours as "RRGGBB", None for none or white.
    """

    provision: Provision
    answer: str | None = None
    yes: str | None = None
    no: str | None = None
    comment: str = ""
    answer_fill: str | None = None
    yes_fill: str | None = None
    no_fill: str | None = None


class AnswerReading(Frozen):
    """What an answer means.

    Attributes:
        answer: its class.
        printed: the answer cell on one line; for two tick columns, "Yes" or "No" for the one
            that is ticked.
        confidence: how surely the print has that meaning.
        flags: ids of what is unusual about it.
    """

    answer: Answer
    printed: str
    confidence: Confidence
    flags: tuple[str, ...] = ()


class _Sense(NamedTuple):
    """Class, confidence and flags, before the printed text is added."""

    answer: Answer
    confidence: Confidence = Confidence.HIGH
    flags: tuple[str, ...] = ()


_BLANK = _Sense(Answer.UNANSWERED)


def read_answer(cells: AnswerCells) -> AnswerReading:
    """Reads the answer of one row.

    Args:
        cells: the texts and colours of the row's answer cells, and its comment.

    Returns:
        The class of the answer with the text that it was read from.
    """
    sense, printed = _read_columns(cells)
    if sense.answer is Answer.UNANSWERED:
        return _read_blank(cells, sense, printed)
    if cells.provision.asks == "description":
        sense = _describing(sense, printed)
    flags = (*sense.flags, *_contradictions(sense.answer, cells.comment))
    return AnswerReading(
        answer=sense.answer, printed=printed, confidence=sense.confidence, flags=flags
    )


def is_answer(text: str) -> bool:
    """Whether a text is, as a whole, one answer word or one mark.

    Columns without a header are told by this: it is strict, and false for blank cells, for
    undecided template defaults and for answers with explanations.
    """
    sense = _read_whole(_fold(text))
    return sense is not None and sense.answer not in (Answer.UNANSWERED, Answer.UNCLEAR)


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


# ----------------------------------------------------------------------- columns


def _read_columns(cells: AnswerCells) -> tuple[_Sense, str]:
    single = _read_text(cells.answer) if cells.answer is not None else _BLANK
    printed = one_line(cells.answer or "")
    if cells.yes is None and cells.no is None:
        return single, printed
    ticked, ticked_printed = _read_ticks(cells.yes or "", cells.no or "")
    if single.answer is Answer.UNANSWERED:
        return ticked, ticked_printed or printed
    if ticked.answer in (Answer.UNANSWERED, single.answer):
        return single, printed
    both = one_line(f"{printed} {ticked_printed}")
    return _Sense(Answer.UNCLEAR, Confidence.LOW, ("answers-disagree",)), both


def _read_ticks(yes: str, no: str) -> tuple[_Sense, str]:
    """Reads a Yes and a No cell side by side."""
    left, right = _tick(yes, Answer.YES), _tick(no, Answer.NO)
    if left.answer is Answer.UNANSWERED and right.answer is Answer.UNANSWERED:
        return _Sense(Answer.UNANSWERED, flags=left.flags or right.flags), one_line(f"{yes} {no}")
    if right.answer is Answer.UNANSWERED:
        return left, _tick_printed(left, yes, "Yes")
    if left.answer is Answer.UNANSWERED:
        return right, _tick_printed(right, no, "No")
    both = one_line(f"{yes} {no}")
    if one_line(yes) == one_line(no) and left.answer not in (Answer.YES, Answer.NO):
        return left, one_line(yes)
    mixed = {_mark(_fold(yes)), _mark(_fold(no))}
    if mixed == {"on", "cross"} and "☒" not in _fold(yes + no):
        sure = left if _mark(_fold(yes)) == "on" else right
        printed = "Yes" if sure is left else "No"
        return _Sense(sure.answer, Confidence.MEDIUM, ("tick-and-cross",)), printed
    if Answer.PARTIAL in (left.answer, right.answer):
        return _Sense(Answer.PARTIAL, Confidence.MEDIUM, ("both-columns-filled",)), both
    flag = "both-ticked" if {left.answer, right.answer} == {Answer.YES, Answer.NO} else ""
    return _Sense(Answer.UNCLEAR, Confidence.LOW, (flag or "both-columns-filled",)), both


def _tick(text: str, column: Answer) -> _Sense:
    """Reads one cell of a Yes or No column, which stands for `column` if it is marked."""
    folded = _fold(text)
    if words.PLACEHOLDER.fullmatch(folded):
        return _BLANK
    mark = _mark(folded)
    if mark == "off":
        return _Sense(Answer.UNANSWERED, flags=("no-box-ticked",))
    if mark is not None:
        return _Sense(column)
    sense = _read_text(text)
    opposite = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}[column]
    if sense.answer is opposite:
        return _Sense(Answer.UNCLEAR, Confidence.LOW, ("answer-contradicts-column",))
    return sense


def _tick_printed(sense: _Sense, text: str, header: str) -> str:
    plain = _mark(_fold(text)) is not None
    return header if plain and sense.answer in (Answer.YES, Answer.NO) else one_line(text)


# ----------------------------------------------------------------------- one text


def _fold(text: str) -> str:
    """One line, lower case where no mark is lost, with look-alikes made one."""
    return one_line(text.translate(words.TRANSLATION))


def _mark(folded: str) -> Sense | None:
    """What a text that is nothing but a mark shows; None if it is something else."""
    bare = words.compact(folded).strip("[](){}")
    if not bare:
        return "off" if folded else None
    if set(bare) <= words.TICKS or bare in ("ü", "üü"):
        return "on"
    if set(bare) <= words.CROSSES | {words.BOXED_CROSS} or bare.lower() in ("x", "xx"):
        return "cross"
    if set(bare) <= words.FILLED:
        return "filled"
    return "off" if set(bare) <= words.OPEN_BOXES else None


def _read_text(text: str) -> _Sense:
    """Reads the text of a cell that holds the whole answer."""
    folded = _fold(text)
    label = words.LABEL.match(folded)
    if label:
        return _read_text(folded[label.end() :])
    sense = _read_whole(folded)
    if sense is not None:
        return sense
    pairs = _read_pairs(text.translate(words.TRANSLATION))
    if pairs is not None:
        return pairs
    return _read_prose(folded.strip(_EDGES.replace("(", "").replace("[", "") + "✓☑ "))


def _read_whole(folded: str) -> _Sense | None:
    """Reads a text that is one answer word, one mark or blank; None if it is more."""
    if words.PLACEHOLDER.fullmatch(folded):
        return _Sense(Answer.UNANSWERED, flags=("placeholder",)) if folded else _BLANK
    mark = _mark(folded)
    if mark is not None:
        return _read_mark(folded, mark)
    bare = folded.strip(_EDGES)
    if words.UNDECIDED.fullmatch(bare):
        return _Sense(Answer.PARTIAL, Confidence.LOW, ("undecided-default",))
    bare = words.HEDGE.sub("", bare, count=1) if words.HEDGE.match(bare) else bare
    return _look_up(bare) or _read_choice(bare) or _look_up(_FOOTNOTE.sub("", bare), "footnote-mark")


def _look_up(bare: str, *flags: str) -> _Sense | None:
    key = words.compact(bare.lower())
    for variant in (key, key.replace(",", "").replace(".", ""), re.sub(r"[,.()\-:;]", "", key)):
        found = words.PLAIN.get(variant)
        if found is not None:
            answer, soft = found
            if flags and answer is Answer.NO and re.search(r"no\.?\s*\d", bare.lower()):
                return None
            grade = Confidence.MEDIUM if soft or flags else Confidence.HIGH
            return _Sense(answer, grade, flags)
    return None


def _read_choice(bare: str) -> _Sense | None:
    """Reads answers parted by strokes: options of the form, or an answer between two classes."""
    options = re.split(r"\s*/\s*", re.sub(r"\bn\s*/\s*a\b", "not applicable", bare.lower()))
    found = [_look_up(option.strip(_EDGES)) for option in options]
    answers = {sense.answer for sense in found if sense is not None}
    if len(found) < 2 or None in found:
        return None
    if {Answer.YES, Answer.NO} <= answers:
        return _Sense(Answer.PARTIAL, Confidence.LOW, ("undecided-default",))
    if Answer.UNCLEAR in answers or Answer.NOT_APPLICABLE in answers and len(answers) > 1:
        return _Sense(Answer.UNCLEAR, Confidence.LOW, ("two-answers",))
    only = answers.pop() if len(answers) == 1 else Answer.PARTIAL
    return _Sense(only, Confidence.MEDIUM)


def _read_mark(folded: str, mark: Sense) -> _Sense:
    """Reads a mark that stands alone in a single answer column."""
    if mark == "off":
        return _Sense(Answer.UNANSWERED, Confidence.MEDIUM, ("no-box-ticked",))
    if mark == "on":
        return _Sense(Answer.YES, Confidence.MEDIUM if "ü" in folded else Confidence.HIGH)
    if words.compact(folded) == words.BOXED_CROSS:
        return _Sense(Answer.YES, Confidence.LOW, ("ambiguous-mark",))
    return _Sense(Answer.UNCLEAR, Confidence.LOW, ("ambiguous-mark",))


# ----------------------------------------------------------------------- boxes with labels


class _Token(NamedTuple):
    kind: Literal["mark", "label"]
    sense: Sense | None
    answer: Answer | None


def _read_pairs(text: str) -> _Sense | None:
    """Reads labels with boxes, such as "☒ Yes ☐ No"; None if the text is something else."""
    lines = [_pair_tokens(line) for line in text.splitlines() if line.strip()]
    if not lines or any(line is None for line in lines):
        tokens = _pair_tokens(one_line(text))
        lines = [tokens] if tokens is not None else []
    whole = [token for line in lines if line for token in line]
    kinds = {token.kind for token in whole}
    if kinds != {"mark", "label"}:
        return None
    pairs = _pair_up(whole)
    if pairs is None:
        by_line = [_pair_line(line) for line in lines if line]
        if any(found is None for found in by_line):
            return _Sense(Answer.UNCLEAR, Confidence.LOW, ("ambiguous-mark",))
        pairs = [pair for found in by_line if found for pair in found]
    return _decide_pairs(pairs)


def _pair_tokens(text: str) -> list[_Token] | None:
    """Splits a text into marks and labels; None if there is anything else in it."""
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _PAIR_TOKEN.match(text, position)
        if match is None:
            return None
        if match["mark"] or match["loose"]:
            tokens.append(_Token("mark", _mark(_fold(match[0])), None))
        elif match["label"]:
            tokens.append(_Token("label", None, _LABELS[match["label"].lower()]))
        position = match.end()
    return tokens


def _pair_up(tokens: list[_Token]) -> list[tuple[Sense, Answer]] | None:
    """Pairs marks with labels where they strictly take turns, whichever comes first."""
    if len(tokens) % 2:
        return None
    pairs: list[tuple[Sense, Answer]] = []
    order = tokens[0].kind
    for first, second in zip(tokens[::2], tokens[1::2], strict=True):
        if first.kind != order or second.kind == order:
            return None
        mark, label = (first, second) if order == "mark" else (second, first)
        if mark.sense is not None and label.answer is not None:
            pairs.append((mark.sense, label.answer))
    return pairs if len(pairs) * 2 == len(tokens) else None


def _pair_line(line: list[_Token]) -> list[tuple[Sense, Answer]] | None:
    """Pairs what stands on one line; labels without a mark of their own count as unticked.

    None where a mark could belong to more than one label, or to none.
    """
    labels = [token.answer for token in line if token.answer is not None]
    marks = [token.sense for token in line if token.sense is not None]
    senses: list[Sense] = ["off"] * len(labels)
    if not marks:
        return list(zip(senses, labels, strict=True))
    if len(marks) > 1 or not labels:
        return None
    if line[0].kind == "mark" or len(labels) == 1:
        senses[0] = marks[0]
    elif line[-1].kind == "mark":
        senses[-1] = marks[0]
    else:
        return None
    return list(zip(senses, labels, strict=True))


def _decide_pairs(pairs: list[tuple[Sense, Answer]]) -> _Sense:
    senses = [sense for sense, _ in pairs if sense != "off"]
    if not senses:
        return _Sense(Answer.UNANSWERED, flags=("no-box-ticked",))
    ticked = [answer for sense, answer in pairs if sense == "on"]
    if not ticked or "cross" not in senses:
        ticked = [answer for sense, answer in pairs if sense != "off"]
    if len(set(ticked)) > 1:
        return _Sense(Answer.UNCLEAR, Confidence.LOW, ("both-ticked",))
    if len(pairs) == 1 and senses == ["cross"]:
        # Without an empty box beside it, a cross on "Yes" may tick it or strike it out.
        return _Sense(ticked[0], Confidence.LOW, ("ambiguous-mark",))
    mixed = len(set(senses)) > 1
    return _Sense(
        ticked[0],
        Confidence.MEDIUM if mixed else Confidence.HIGH,
        ("tick-and-cross",) if mixed else (),
    )


# ----------------------------------------------------------------------- answers that go on


def _read_prose(text: str) -> _Sense:
    """Reads an answer that opens with an answer word and goes on after it."""
    lowered = text.lower()
    stages = _read_stages(lowered)
    if stages is not None:
        return stages
    undecided = words.UNDECIDED.match(lowered)
    if undecided:
        return _Sense(Answer.PARTIAL, Confidence.LOW, ("answer-with-text",))
    for phrase, answer in words.HEADS:
        if lowered.startswith(phrase):
            rest = _after_head(lowered[len(phrase) :])
            if rest is not None:
                stop, tail = rest
                return _read_tail(answer, phrase, stop, tail)
    return _Sense(Answer.UNCLEAR, Confidence.LOW, ("answer-not-understood",))


def _after_head(rest: str) -> tuple[bool, str] | None:
    """What follows a leading answer word, and whether punctuation parts the two.

    None where the word does not end there.
    """
    footnote = re.match(r"[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+|\d(?=[\s.,;:(\-])", rest)
    rest = rest[footnote.end() :] if footnote else rest
    if rest[:1].isalnum() or rest[:1] in "'\"/&" or re.match(r"-\w", rest):
        return None
    gap = re.match(r"[\s.,;:!?()\[\]\-…|•✓☑]*", rest)
    lead = gap[0] if gap else ""
    return bool(lead.strip()), rest[len(lead) :]


def _read_tail(answer: Answer, phrase: str, parted: bool, tail: str) -> _Sense:
    """Decides between the plain class of the leading word and what the rest makes of it."""
    if answer is Answer.YES and tail.strip(_EDGES) in ("ongoing", "on-going"):
        return _Sense(Answer.YES, Confidence.MEDIUM)
    echo = _look_up(tail.strip(_EDGES))
    if echo is not None:
        return _read_echo(answer, echo)
    if answer is Answer.NO:
        return _read_no(phrase, parted, tail)
    if answer is not Answer.YES:
        return _Sense(answer, Confidence.HIGH if parted else Confidence.MEDIUM)
    if phrase == "y" and not parted:
        return _Sense(Answer.UNCLEAR, Confidence.LOW, ("answer-not-understood",))
    if words.QUALIFIED_START.match(tail):
        return _Sense(Answer.PARTIAL, Confidence.MEDIUM, ("answer-qualified",))
    clause = re.split(r"[.!?](?:\s|$)", tail, maxsplit=1)[0]
    if words.QUALIFIED_WITHIN.search(clause):
        if len(clause.split()) <= _SHORT_CLAUSE:
            return _Sense(Answer.PARTIAL, Confidence.LOW, ("answer-qualified",))
        return _Sense(Answer.YES, Confidence.LOW, ("answer-qualified", "answer-with-text"))
    if not parted and tail.startswith("no "):
        return _Sense(Answer.YES, Confidence.LOW, ("two-answers",))
    flags = ("answer-with-text",) if len(tail.split()) > _SHORT_CLAUSE else ()
    return _Sense(Answer.YES, Confidence.HIGH if parted else Confidence.MEDIUM, flags)


_SHORT_CLAUSE = 8


def _read_echo(answer: Answer, echo: _Sense) -> _Sense:
    """Two answers in a row: "Yes. Compliant", "Yes - partial", "Yes No"."""
    if echo.answer is answer:
        return _Sense(answer)
    pair = {answer, echo.answer}
    if Answer.PARTIAL in pair and Answer.NOT_APPLICABLE not in pair and Answer.UNCLEAR not in pair:
        return _Sense(Answer.PARTIAL, Confidence.MEDIUM, ("answer-qualified",))
    if echo.answer is Answer.UNCLEAR and answer is not Answer.UNCLEAR:
        return _Sense(answer, Confidence.MEDIUM, ("answer-with-text",))
    return _Sense(Answer.UNCLEAR, Confidence.LOW, ("two-answers",))


def _read_no(phrase: str, parted: bool, tail: str) -> _Sense:
    goes_on = not parted and not words.AFTER_NO.match(tail)
    if phrase in ("no", "n", "nope") and (goes_on or tail[:1].isdigit()):
        return _Sense(Answer.UNCLEAR, Confidence.LOW, ("answer-not-understood",))
    if words.NO_SOFTENED.match(tail):
        return _Sense(Answer.PARTIAL, Confidence.MEDIUM, ("answer-qualified",))
    if re.match(r"(?:n/a|not applicable)\b", tail):
        return _Sense(Answer.UNCLEAR, Confidence.LOW, ("two-answers",))
    flags = ("answer-with-text",) if len(tail.split()) > _SHORT_CLAUSE else ()
    return _Sense(Answer.NO, Confidence.HIGH if parted else Confidence.MEDIUM, flags)


_STAGE_ANSWER = re.compile(
    r"stage (?:one|two|1|2)\s*[:\-–(]*\s*(yes|no|partial|partially|n/a)\b[)\s.,;&\-]*(?:and )?"
)
_ANSWER_STAGE = re.compile(
    r"(yes|no|partial|partially|n/a)\b\s*[:\-–(]*\s*(?:for |at )?stage (?:one|two|1|2)\b"
    r"[)\s.,;&\-]*(?:and )?"
)


def _read_stages(lowered: str) -> _Sense | None:
    """Reads an answer for each stage, such as "Stage 1: Yes Stage 2: No"."""
    for pattern in (_STAGE_ANSWER, _ANSWER_STAGE):
        found = pattern.findall(lowered)
        if len(found) > 1 and not pattern.sub("", lowered).strip():
            answers = {_LABELS[word] for word in found}
            only = answers.pop() if len(answers) == 1 else Answer.PARTIAL
            return _Sense(only, Confidence.MEDIUM, ("answer-by-stage",))
    return None


# ----------------------------------------------------------------------- blank, and contradictions


def _read_blank(cells: AnswerCells, sense: _Sense, printed: str) -> AnswerReading:
    """What a row with a blank answer says through its comment or its colours."""
    comment = _read_whole(_fold(cells.comment))
    if comment is not None and comment.answer not in (Answer.UNANSWERED, Answer.UNCLEAR):
        if "undecided-default" in comment.flags:
            comment = None
        else:
            return AnswerReading(
                answer=comment.answer,
                printed=printed,
                confidence=min(comment.confidence, Confidence.MEDIUM, key=_GRADES.index),
                flags=("answer-in-comment", *comment.flags),
            )
    wordy = comment is None or comment.answer is Answer.UNCLEAR
    if cells.provision.asks == "description" and cells.comment.strip() and wordy:
        unclear = comment is not None and comment.answer is Answer.UNCLEAR
        return AnswerReading(
            answer=Answer.UNCLEAR if unclear else Answer.DESCRIBED,
            printed=printed,
            confidence=Confidence.MEDIUM if unclear else Confidence.HIGH,
        )
    coloured = _read_colours(cells)
    sense = coloured if coloured is not None else sense
    return AnswerReading(
        answer=sense.answer, printed=printed, confidence=sense.confidence, flags=sense.flags
    )


_GRADES = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


def _read_colours(cells: AnswerCells) -> _Sense | None:
    """A blank answer cell in a strong colour may be an answer; which one, nobody can say.

    Only a colour that the neighbour cell does not share counts, and pale ones never do: they
    are the shading of the form.
    """
    fills = (cells.answer_fill, cells.yes_fill, cells.no_fill)
    strong = [fill for fill in fills if fill and _saturation(fill) >= _STRONG]
    if not strong or (cells.yes_fill and cells.yes_fill == cells.no_fill):
        return None
    return _Sense(Answer.UNCLEAR, Confidence.LOW, ("answer-by-colour",))


_STRONG = 0.5


def _saturation(fill: str) -> float:
    """Saturation of a colour in the HSV model, 0 to 1."""
    try:
        red, green, blue = (int(fill[i : i + 2], 16) for i in (0, 2, 4))
    except ValueError:
        return 0.0
    high, low = max(red, green, blue), min(red, green, blue)
    return (high - low) / high if high > 100 else 0.0


def _describing(sense: _Sense, printed: str) -> _Sense:
    """A question for a figure or a description, with something printed in its answer cell."""
    understood = sense.answer is not Answer.UNCLEAR
    if understood:
        return _Sense(sense.answer, sense.confidence, (*sense.flags, "answer-to-description"))
    known = _read_whole(_fold(printed))
    if known is not None or "both-ticked" in sense.flags or not re.search(r"\w", printed):
        return sense
    return _Sense(Answer.DESCRIBED, Confidence.HIGH)


_PROMISE = re.compile(
    r"\bACTIONS?(?: POINTS?)?\s*[:\-–—]|(?i:\b(?:will|to) be (?:amended|updated|changed|revised|"
    r"developed|introduced|implemented|aligned|removed|added|included|clarified|reviewed)\b)"
)
_SHORTFALL = re.compile(
    r"\b(?:do(?:es)? not (?:currently |fully |yet )*(?:comply|align|meet)|(?:not|isn't|aren't) "
    r"(?:currently |fully |yet )*compliant|non-complian(?:t|ce)|partial(?:ly)? complian(?:t|ce))\b",
    re.IGNORECASE,
)
_COMPLIANCE = re.compile(
    r"\b(?:we (?:fully )?comply|(?:is|are) (?:fully )?compliant|fully compliant)\b", re.IGNORECASE
)


def _contradictions(answer: Answer, comment: str) -> tuple[str, ...]:
    """Flags for comments that sit ill with the answer; they never change it."""
    shortfall = _SHORTFALL.search(comment)
    if answer is Answer.YES:
        found = ("yes-but-action",) if _PROMISE.search(comment) else ()
        return (*found, "yes-but-shortfall") if shortfall else found
    if answer is Answer.NO and re.search(r"partial(?:ly)? complian", comment, re.IGNORECASE):
        return ("no-but-partial",)
    if answer is Answer.NO and not shortfall and _COMPLIANCE.search(comment):
        return ("no-but-compliant",)
    return ()
