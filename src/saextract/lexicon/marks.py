"""Ticks, crosses and boxes: what a mark shows, alone or beside a label."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from saextract.model import Answer, Confidence
from saextract.text.letters import letters

from . import composed
from .words import (
    BOXED_CROSS,
    CROSSES,
    FILLED,
    HALVES,
    OPEN_BOXES,
    TICKS,
    compact,
    fold,
    load,
    one_line,
)

Sense = Literal["on", "cross", "filled", "half", "off"]
"""What a mark shows: a tick, a cross, a filled shape, one that is half filled, or an empty box."""

BOX = r"(?:\[\s*[xX✓✗]?\s*\]|\(\s*[xX✓✗]\s*\)|\(\s+\)|[✓✔☑✗✘✕✖×☒☐■□●○◐◑])"
"""A pattern of a mark, or of a box with or without one."""


@cache
def labels() -> dict[str, Answer]:
    """Labels of boxes in lower case, and what each stands for when its box is ticked."""
    boxes: dict[str, list[str]] = load("answers")["boxes"]
    return {label: Answer(answer) for answer, words in boxes.items() for label in words}


@cache
def options() -> dict[str, Answer]:
    """What can stand beside a box, in lower case: the labels of boxes and all answer words."""
    data = load("answers")
    words = {phrase: answer for phrase, (answer, _) in composed.phrases().items()} | {
        word: answer
        for answer in (Answer.NOT_APPLICABLE, Answer.PARTIAL, Answer.NO, Answer.YES)
        for kind in ("soft", "words")
        for word in data[answer.value].get(kind, ())
    }
    return words | labels()


@cache
def option_words() -> str:
    """A pattern that finds `options`, the longest first, and a few texts that are none."""
    plain = options().keys() - composed.phrases().keys() | labels().keys()
    longest_first = sorted(plain, key=len, reverse=True)
    return "|".join([composed.pattern(), *map(re.escape, longest_first)])


@cache
def _pair_token() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<mark>{BOX})|(?P<label>{option_words()})(?![\w/])|(?P<loose>\b[xX]\b)|"
        r"(?P<space>[\s,;:/|.\-]+)",
        re.IGNORECASE,
    )


class Verdict(NamedTuple):
    """Class, confidence and flags, before the printed text is added."""

    answer: Answer
    confidence: Confidence = Confidence.HIGH
    flags: tuple[str, ...] = ()


_WORD = re.compile(r"[][(){}\s]*(?![xXüTtFf])[^\W_]")
"""The beginning of a text that is no mark, though some marks are letters."""


_MOST_LETTERS = len("false")
"""Letters of the longest mark."""


def mark_of(folded: str) -> Sense | None:
    """What a text that is nothing but a mark shows; None if it is something else.

    Spreadsheets have TRUE and FALSE for a box that is ticked or not.
    """
    if _is_words(folded):
        return None
    bare = compact(folded).strip("[](){}")
    if not bare:
        return "off" if folded else None
    if set(bare) <= TICKS or bare in ("ü", "üü") or bare.lower() == "true":
        return "on"
    if set(bare) <= CROSSES | {BOXED_CROSS} or bare.lower() in ("x", "xx"):
        return "cross"
    if set(bare) <= FILLED:
        return "filled"
    if set(bare) <= HALVES:
        return "half"
    return "off" if set(bare) <= OPEN_BOXES or bare.lower() == "false" else None


def mark_in(text: str) -> Sense | None:
    """The same of a text as printed."""
    return None if _is_words(text) else mark_of(fold(text))


def _is_words(text: str) -> bool:
    """Whether a text says more than any mark."""
    return _WORD.match(text) is not None or len(letters(text)) > _MOST_LETTERS


def read_mark(folded: str, mark: Sense) -> Verdict:
    """Reads a mark that stands alone in a single answer column."""
    if folded.lower() == "false":  # a box that is not ticked, or a "no"
        return Verdict(Answer.NO, Confidence.LOW, ("ambiguous-mark",))
    if mark == "off":
        return Verdict(Answer.UNANSWERED, Confidence.MEDIUM, ("no-box-ticked",))
    if mark == "on":
        return Verdict(Answer.YES, Confidence.MEDIUM if "ü" in folded else Confidence.HIGH)
    if mark == "half":
        return Verdict(Answer.PARTIAL, Confidence.MEDIUM)
    if compact(folded) == BOXED_CROSS:
        return Verdict(Answer.YES, Confidence.LOW, ("ambiguous-mark",))
    return Verdict(Answer.UNCLEAR, Confidence.LOW, ("ambiguous-mark",))


class _Token(NamedTuple):
    kind: Literal["mark", "label"]
    sense: Sense | None
    answer: Answer | None


def read_pairs(text: str) -> Verdict | None:
    """Reads labels with boxes, such as "☒ Yes ☐ No"; None if the text is something else."""
    lines = [_pair_tokens(line) for line in text.splitlines() if line.strip()]
    if not lines or any(line is None for line in lines):
        tokens = _pair_tokens(one_line(text))
        lines = [tokens] if tokens is not None else []
    whole = [token for line in lines if line for token in line]
    kinds = {token.kind for token in whole}
    if kinds != {"mark", "label"}:
        return None
    beside = _beside_empty_boxes(whole)
    if beside is not None:
        return beside
    pairs = _pair_up(whole) or _pair_up(_pair_tokens(one_line(text)) or [])
    if pairs is None:
        by_line = [_pair_line(line) for line in lines if line]
        if any(found is None for found in by_line):
            return Verdict(Answer.UNCLEAR, Confidence.LOW, ("ambiguous-mark",))
        pairs = [pair for found in by_line if found for pair in found]
    return _decide_pairs(pairs)


def _pair_tokens(text: str) -> list[_Token] | None:
    """Splits a text into marks and labels; None if there is anything else in it."""
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _pair_token().match(text, position)
        if match is None:
            return None
        if match["mark"] or match["loose"]:
            tokens.append(_Token("mark", mark_of(fold(match[0])), None))
        elif match["label"]:
            answer = options().get(match["label"].lower())
            if answer is None:
                return None
            tokens.append(_Token("label", None, answer))
        position = match.end()
    return tokens


def _beside_empty_boxes(tokens: list[_Token]) -> Verdict | None:
    """An answer written after boxes that are all empty, such as "☐ Yes ☐ No N/A"."""
    last = tokens[-1]
    if tokens[0].kind != "mark" or last.answer is None or tokens[-2].kind == "mark":
        return None
    pairs = _pair_up(tokens[:-1])
    if pairs is None or len(pairs) < 2 or any(sense != "off" for sense, _ in pairs):
        return None
    return Verdict(last.answer, Confidence.MEDIUM, ("beside-empty-boxes",))


def _pair_up(tokens: list[_Token]) -> list[tuple[Sense, Answer]] | None:
    """Pairs marks with labels where they strictly take turns, whichever comes first."""
    if not tokens or len(tokens) % 2:
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


def _decide_pairs(pairs: list[tuple[Sense, Answer]]) -> Verdict:
    senses = [sense for sense, _ in pairs if sense != "off"]
    if not senses and len(pairs) == 1:  # the one word of a drawn sign, or one that is not chosen
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("ambiguous-mark",))
    if not senses:
        return Verdict(Answer.UNANSWERED, flags=("no-box-ticked",))
    ticked = [answer for sense, answer in pairs if sense == "on"]
    if not ticked or "cross" not in senses:
        ticked = [answer for sense, answer in pairs if sense != "off"]
    if len(set(ticked)) > 1:
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("both-ticked",))
    if len(pairs) == 1 and senses == ["cross"] and ticked[0] is Answer.YES:
        # Without an empty box beside it, a cross on "Yes" may tick it or strike it out; beside
        # any other word it says the same as the word.
        return Verdict(ticked[0], Confidence.LOW, ("ambiguous-mark",))
    mixed = len(set(senses)) > 1
    return Verdict(
        ticked[0],
        Confidence.MEDIUM if mixed else Confidence.HIGH,
        ("tick-and-cross",) if mixed else (),
    )
