"""Answer words: the one place that says what counts as an answer, and what it answers.

Columns, labels, dumps and paragraphs all ask here, so that a word which is an answer on one
route is one on every route. What an answer cell with more in it means is decided in
`mapping.answers`, from these words and the turns of phrase in `qualifiers`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from saextract.model import Answer, Confidence
from saextract.text.letters import letters

from . import composed, qualifiers
from .marks import BOX, Verdict, labels, mark_of, option_words, read_mark, read_pairs
from .matcher import Found, Matcher
from .words import TRANSLATION, fold, load

_ASKED = 8192
"""Texts whose reading is kept: each line of a document is asked about several times, and the
longest dump of the corpus has 1,543 lines."""

_MOST_LETTERS = 120
"""Letters of the longest text that is an answer or a placeholder: an answer of the lexicon has 50
at most, and the six options of a choice, of which none is chosen, have fewer than 120."""

_STROKES = frozenset("/⁄")
"""They part the options of a choice, of which there may be any number."""

_EDGES = " \t\"'`.,;:!*•·-_|[](){}"
_FOOTNOTE = re.compile(
    r"(?<=\w)\s*(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,2}\]|\(\d\))+$|(?<=[a-zA-Z])\d{1,2}$"
)
_DECIDED = frozenset((Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE))
_BARE = frozenset(("yes", "no", "y", "n"))
_HEADS = (Answer.NOT_APPLICABLE, Answer.PARTIAL, Answer.NO, Answer.YES)

_MARK = re.compile("\\s*(?P<mark>(?:[✓✔☑✗✘☒√✅❌◐◑\uf0fc\uf0fe\uf052\uf050]\ufe0f?)+)")
_CHOICE = re.compile(
    r"(?:yes|no|partial(?:ly)?|partly|n/a|y|n)\b"
    r"(?:\s*/\s*(?:yes|no|partial(?:ly)?|partly|n/a|n|not applicable)\b)+",
    re.IGNORECASE,
)
_MARKS_AFTER = re.compile(
    r"[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+|\s*\[\d{1,2}\]|\d(?=[\s.,;:(\-]|$)|[\"'”’)\]]+|\s*[✓✔☑](?=\s|$)"
)
"""A footnote's mark, a closing quote or bracket, or a tick behind an answer word."""

_BRACKET = re.compile(r"\s*\([^()]{0,120}\)")
_STOP = re.compile(
    r"(?P<end>\s*$)|(?P<line>[ \t]*\n)|(?P<point>\s*[.:;!?](?=\W|$|(?-i:[A-Z])))|"
    r"(?P<dash>\s*(?:,|[–—-](?=\s)|(?<=\s)[–—-])\s*)|(?P<capital>\s+(?=(?-i:[A-Z])|https?:|www\.)|"
    r"(?=(?-i:[A-Z])|https?:|www\.))"
)
_MOST_OPTIONS = 6
"""Options of one choice; the most seen are five (yes, partly, no, in progress, N/A)."""

_COUNTS = re.compile(r"\s*\.?\s*(?:\d|of\b)", re.IGNORECASE)
"""After "No": it counts then, as in "No. 4 on the list", and answers nothing."""

_SENTENCE = re.compile(r"(?:[^.;\n](?!(?:(?<=[a-z][a-z])|(?<=\d))[A-Z][a-z ])|[.;](?=\w))*[^\n]?")
"""To the end of a sentence; a capital right behind a letter begins the next as well."""

_NOT_WORD = r"\W*"
_SHORT_REST = 24
"""Characters after an answer that a line may hold and still be nothing but an answer."""


class Opening(NamedTuple):
    """An answer with which a text begins.

    Attributes:
        answer: what its word stands for.
        end: index after the word, a bracket behind it and the stop that ends it.
        stop: what ends it: "end" (of the text), "line", "point", "dash" (or a comma), "capital"
            (the next word begins a sentence), or "" where the sentence simply goes on.
    """

    answer: Answer
    end: int
    stop: str


@cache
def _boxes() -> re.Pattern[str]:
    """A row of options, each with a box before it, or each with one behind it."""
    option = rf"(?:{option_words()})(?:\b(?!/)|(?-i:(?<=[a-z])(?=[A-Z])|(?<=/A)(?=[A-Z])))"
    more = f"{{0,{_MOST_OPTIONS - 1}}}"
    return re.compile(
        rf"\s*(?:{BOX}\s*{option}(?:[\s,;|/]*{BOX}\s*{option}){more}|"
        rf"{option}(?:\s+{option})*\s*{BOX}(?:[\s,;|/]*{option}\s*{BOX}){more})",
        re.IGNORECASE,
    )


@cache
def matcher() -> Matcher[tuple[Answer, bool]]:
    """All answer words: the class of each, and whether it is a soft one."""
    data: dict[str, Any] = load("answers")
    phrases = dict(composed.phrases())
    for answer in (*_HEADS, Answer.UNCLEAR):
        for kind, soft in (("soft", True), ("words", False)):
            phrases |= dict.fromkeys(data[answer.value].get(kind, ()), (answer, soft))
    return Matcher(phrases)


@cache
def _whole_only() -> frozenset[str]:
    data: dict[str, Any] = load("answers")
    return frozenset(word for answer in _HEADS for word in data[answer.value].get("whole_only", ()))


@cache
def _openers() -> Matcher[Answer]:
    """The words that open a text which goes on after them."""
    data: dict[str, Any] = load("answers")
    phrases = {phrase: answer for phrase, (answer, soft) in composed.phrases().items() if not soft}
    phrases |= {word: answer for answer in _HEADS for word in data[answer.value]["words"]}
    return Matcher(phrases)


@cache
def _running_on() -> tuple[str, ...]:
    """The phrases of which a sentence may go on, each with the space that ends its last word."""
    return tuple(f"{phrase} " for phrase in load("answers")["runs_on"])


def head(text: str) -> tuple[Answer, Found] | None:
    """The word that decides an answer cell which goes on after it, and where it stands."""
    found = _openers().opens(text)
    if found is None or found.phrase in _whole_only():
        return None
    return _openers().value(found), found


# --------------------------------------------------------------------------- whole texts


@lru_cache(_ASKED)
def whole(text: str) -> Verdict | None:
    """Reads a text that is one answer word, one mark, boxes or blank; None if it is more."""
    if len(letters(text)) > _MOST_LETTERS and not _STROKES & set(text):
        return None
    folded = fold(text)
    if qualifiers.PLACEHOLDER.fullmatch(folded):
        return Verdict(Answer.UNANSWERED, flags=("placeholder",) if folded else ())
    mark = mark_of(folded)
    if mark is not None:
        return read_mark(folded, mark)
    signed = _MARK.match(folded)
    if signed is not None and (sense := look_up(folded[signed.end() :].strip(_EDGES))):
        struck = mark_of(fold(signed["mark"])) == "cross" and sense.answer is Answer.YES
        return sense if not struck else Verdict(Answer.UNCLEAR, Confidence.LOW, ("ambiguous-mark",))
    bare = folded.strip(_EDGES)
    if qualifiers.UNDECIDED.fullmatch(bare):
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("undecided-default",))
    bare = qualifiers.HEDGE.sub("", bare, count=1) if qualifiers.HEDGE.match(bare) else bare
    unmarked = _FOOTNOTE.sub("", bare)
    chosen = look_up(bare) or _read_choice(bare) or _read_options(bare)
    return chosen or look_up(unmarked, "footnote-mark")


def look_up(bare: str, *flags: str) -> Verdict | None:
    """What one answer word stands for; flags say how it was come by."""
    found = matcher().whole(bare)
    if found is None:
        return None
    answer, soft = found
    if flags and answer is Answer.NO and re.search(r"no\.?\s*\d", bare.lower()):
        return None
    return Verdict(answer, Confidence.MEDIUM if soft or flags else Confidence.HIGH, flags)


def _read_choice(bare: str) -> Verdict | None:
    """Reads answers parted by strokes: options of the form, or an answer between two classes."""
    options = re.split(r"\s*/\s*", re.sub(r"\bn\s*/\s*a\b", "not applicable", bare.lower()))
    found = [look_up(option.strip(_EDGES)) for option in options]
    answers = {sense.answer for sense in found if sense is not None}
    if len(found) < 2 or None in found:
        return None
    if {Answer.YES, Answer.NO} <= answers:
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("undecided-default",))
    if Answer.UNCLEAR in answers or (Answer.NOT_APPLICABLE in answers and len(answers) > 1):
        return Verdict(Answer.UNCLEAR, Confidence.LOW, ("two-answers",))
    only = answers.pop() if len(answers) == 1 else Answer.PARTIAL
    return Verdict(only, Confidence.MEDIUM)


def _read_options(bare: str) -> Verdict | None:
    """Reads three options or more with spaces between them, of which none is chosen."""
    found: list[Answer] = []
    at = 0
    while at < len(bare):
        option = _option().match(bare, at)
        if option is None:
            return None
        found.append(labels()[option["label"].lower()])
        at = option.end()
    offered = len(found) > 2 and {Answer.YES, Answer.NO} <= set(found)
    return Verdict(Answer.UNCLEAR, Confidence.LOW, ("undecided-default",)) if offered else None


@cache
def _option() -> re.Pattern[str]:
    known = "|".join(re.escape(label) for label in sorted(labels(), key=len, reverse=True))
    return re.compile(rf"(?P<label>{known})(?![\w/])[\s•]*", re.IGNORECASE)


def is_answer(text: str) -> bool:
    """Whether a text is, as a whole, one answer word or one mark.

    False for blank texts, for undecided template defaults, for words such as "TBC" that answer
    nothing, and for answers with explanations.
    """
    sense = whole(text)
    return sense is not None and sense.answer in _DECIDED


def is_bare(text: str) -> bool:
    """Whether a text is a plain yes or no, or its letter, which no column has for its title."""
    return fold(text).strip(_EDGES).lower() in _BARE


@lru_cache(_ASKED)
def alone(line: str) -> bool:
    """Whether a line holds an answer and hardly more: "Yes", "☒ Yes ☐ No", "No - see 4.2"."""
    sense = whole(line) or read_pairs(line.translate(TRANSLATION))
    if sense is not None:
        return sense.answer is not Answer.UNANSWERED or "no-box-ticked" in sense.flags
    opening = opens(line)
    return opening is not None and bool(opening.stop) and len(line) - opening.end <= _SHORT_REST


@lru_cache(_ASKED)
def begins(cell: str) -> bool:
    """Whether a cell of a column, or a value behind a label, is an answer or opens with one.

    Where nothing but an answer is to be expected, "No we do not" opens with one too.
    """
    if opens(cell) is not None or alone(cell):
        return True
    said = re.match(rf"{_NOT_WORD}no\s+", fold(cell).lower())
    return said is not None and bool(qualifiers.AFTER_NO.match(fold(cell).lower(), said.end()))


# --------------------------------------------------------------------------- openings


@lru_cache(_ASKED)
def opens(text: str) -> Opening | None:
    """The answer with which a text begins; None where its first words answer nothing.

    "Yes. Our policy says so" and "Partly (see 4.2)" begin with an answer; "Met with residents",
    "No complaint is refused" and "No. 4 on the list" do not.
    """
    asked = qualifiers.LABEL.match(text)
    if asked is not None and (said := opens(text[asked.end() :])):
        return said._replace(end=asked.end() + said.end)
    boxes = _boxed(text)
    if boxes is not None and (sense := read_pairs(boxes[0].translate(TRANSLATION))):
        return _stopped(text, sense.answer, boxes.end())
    mark = _MARK.match(text)
    if mark is not None:
        sense = whole(mark["mark"].strip())
        return _stopped(text, sense.answer, mark.end()) if sense else None
    found = _openers().opens(text)
    if found is None or (found.phrase == "no" and _COUNTS.match(text, found.end)):
        return None
    choice = _CHOICE.match(text, found.start)
    if choice is not None and (sense := whole(choice[0])):
        return _stopped(text, sense.answer, choice.end())
    found = _without_sentence(text, found)
    end = found.end
    while end < (after := _end_of(_MARKS_AFTER, text, end)):
        end = after
    bracket = _BRACKET.match(text, end)
    end = bracket.end() if bracket else end
    stop = _STOP.match(text, end)
    if stop is None and bracket is not None:
        return Opening(_openers().value(found), end, "capital")
    if stop is None:
        return _going_on(found, end)
    kind = stop.lastgroup or ""
    if kind == "capital" and found.phrase in _whole_only():
        return None
    end = stop.end() if kind == "point" else end
    return Opening(_openers().value(found), end, kind)


def _boxed(text: str) -> re.Match[str] | None:
    """The options with boxes that a text begins with; a tick may stand before a sentence too."""
    boxes = _boxes().match(text) if re.search(BOX, text) else None
    if boxes is None or len(re.findall(BOX, boxes[0])) > 1 or _STOP.match(text, boxes.end()):
        return boxes
    return None


def _without_sentence(text: str, found: Found) -> Found:
    """A yes or no without words that begin a sentence of their own: "No Not yet."."""
    word = found.phrase.partition(" ")[0]
    goes_on = text[found.start + len(word) : found.end].lstrip()
    stop = _STOP.match(text, found.end)
    ends_line = stop is not None and stop.lastgroup in ("end", "line")
    if word not in ("yes", "no") or not goes_on[:1].isupper() or ends_line or goes_on.isupper():
        return found
    return Found(word, found.start, found.start + len(word))


def _stopped(text: str, answer: Answer, end: int) -> Opening:
    """An answer of signs: whatever follows it is no part of it."""
    stop = _STOP.match(text, end)
    return Opening(answer, end, (stop.lastgroup if stop else None) or "capital")


def _going_on(found: Found, end: int) -> Opening | None:
    """An answer whose sentence goes on: only what can be nothing but an answer is one."""
    if not f"{found.phrase} ".startswith(_running_on()):
        return None
    return Opening(_openers().value(found), end, "")


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def extent(text: str) -> int:
    """The index after the answer with which a text begins; 0 where it begins with none.

    "Yes, with further development" is an answer up to the end of its sentence, as what it adds
    may take the yes back.
    """
    opening = opens(text)
    if opening is None:
        return 0
    after = text[opening.end :]
    rest = after.lstrip(" ,–—-\n\t")
    begins_at = len(text) - len(rest)
    second = opens(rest) if opening.stop in ("dash", "point", "capital") else None
    if second is not None and (opening.stop == "dash" or not rest[second.end :].strip(" .")):
        return begins_at + second.end
    qualified = opening.answer is Answer.YES and qualifiers.QUALIFIED_START.match(fold(rest))
    if opening.stop == "point":
        own = qualifiers.OF_ITS_SENTENCE.match(rest)
        return _end_of(_SENTENCE, text, begins_at) if qualified and not own else opening.end
    goes_on = opening.stop in ("dash", "") and "\n" not in after[: len(after) - len(rest)]
    if goes_on and rest and (qualified or not rest[0].isupper()):
        return _end_of(_SENTENCE, text, begins_at)
    return opening.end


def split(text: str) -> tuple[str, str]:
    """Parts an answer from the comment that follows it in the same paragraph.

    Returns:
        The answer, "" if the text does not begin with one, and the rest.
    """
    end = extent(text)
    return text[:end].strip(), text[end:].strip(" \t\n–—-" if end else None)
