"""A last look at a document in which no assessment was found: does it hold one all the same?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer, opens
from saextract.lexicon.titles import Titles, section
from saextract.mapping.assessing.kinds import whole_text
from saextract.mapping.tying.edition import share_of
from saextract.mapping.tying.features import grams, index_of
from saextract.mapping.tying.stream import Occurrence, Stream, find_requirements
from saextract.model import Code, Parsed, Passage, Problem
from saextract.text.letters import letters

_OPENING = 60
"""Letters of a requirement's beginning that tell that it is printed."""

_PRINTED = 0.8
"""Share of a requirement's letters, five by five, that tell it where lines cut it to pieces."""

_FEWEST_OF_A_PART = 5
"""Requirements of a part of a form, where lines or cells are answers and nothing else."""
_FEWEST_REQUIREMENTS = 20
_FEWEST_ANSWERS = 0.5
"""Share of the requirements that must have an answer word; the Code's own text has hardly any."""

_FEWEST_NUMBERED = 5
"""Numbers of provisions, each with an answer, that tell a form without requirements."""

_FEWEST_LISTED = 15
_NEARLY_ALL = 0.9
"""Numbers that open lines, and their share of those in some sections of an edition (and of its
share of them), that tell a form whose answers are in words that nobody knows. A policy numbers its
paragraphs from 1.1 on, as no edition does."""

_MOSTLY = 0.6
"""Share of such numbers that have a line of a few words which comes again."""

_AGAIN = 0.15
"""Times that a line comes again, for each number; headers that are repeated on pages do less."""

_OF_IT = re.compile(r"self.?assess|complaint handling code|ombudsman.{0,30}\bcode", re.I)
_MEASURED = re.compile(r"self.?assess|\bagainst\b[^.]{0,80}\bcode\b", re.I | re.S)
_HEAD = 700
"""Characters at the head of a document in which it says what it is: title and first paragraph."""

_STEP = 3
"""Places in the edition from one such number to the next, at most; a form may leave some out."""

_IN_ORDER = 0.5
"""Share of the steps between them that must be so short."""

_LONGEST_LABEL = 5
"""Words of a line with a label and its answer ("Do we comply? Yes")."""

_FEWEST_LABELS = 3
_COMMENT_LABEL = re.compile(
    r"^[ \t]*(?:commentary ?/ ?explanations?|evidence, commentary and any explanations?)"
    r"[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The title of the form's last column, on a line of its own before each comment."""

_FEWEST_CLOSED = 5
"""Sections of which nothing but the heading is printed."""

_FEWEST_ENTERED = 5
_ENTERED = 0.5
"""Texts between one requirement and the next, and their share of such places, that tell a form in
which something is entered."""

_VALUE = re.compile(r"[:?]\s+")
"""What stands between a label on the same line, and its value."""

_PIECES = re.compile(r"\s*[.:;,]\s+|\s+[–—-]\s+")
"""What stands between a title, its answer and a comment on one line."""

_BOTH = re.compile(r"\byes\s*(?:/|or|\||,)\s*no\b", re.IGNORECASE)
_ANSWER = re.compile(
    r"(?:(?<![A-Za-z])|(?<=[a-z.)]))"
    r"(?:Yes|YES|No|NO|N/A|Partial|Partially|Partly|Compliant|Met)(?![a-z/])"
)


def unread_assessment(parsed: Parsed, codes: Sequence[Code]) -> list[Problem]:
    """The problem of a document that prints what was entered in a form, but gave no rows.

    Beside the answers stand requirements in a Code's words, or provisions' numbers in its order.

    Args:
        parsed: a document in which no assessment, filled in or blank, was found.
        codes: the catalogue.
    """
    text = whole_text(parsed)
    plain = letters(text)
    closed = _closed_sections(parsed, codes)
    whole = grams(text)
    printed = max(
        max(
            sum(letters(provision.text)[:_OPENING] in plain for provision in code.provisions),
            int((index_of(code).compare(whole).recall >= _PRINTED).sum()),
        )
        for code in codes
    )
    if printed >= _FEWEST_LABELS <= len(_COMMENT_LABEL.findall(text)):
        return [_problem(f"It prints {printed} requirements of a Code with labels for comments")]
    values = (line.rpartition(":")[2] for line in text.split("\n"))
    alone = sum(is_answer(value) or _is_labelled(value) for value in values if value.strip())
    if printed >= _FEWEST_OF_A_PART and alone >= _FEWEST_ANSWERS * printed:
        return [_problem(f"It prints {printed} requirements of a Code and {alone} answers")]
    answers = len(_ANSWER.findall(_BOTH.sub("", text))) + _commonest_mark(text)
    if printed >= _FEWEST_REQUIREMENTS and answers >= _FEWEST_ANSWERS * printed:
        return [_problem(f"It prints {printed} requirements of a Code and {answers} answers")]
    entered = _entered_between(text, codes)
    if entered:
        return [_problem(f"It prints texts of its own between {entered} requirements of a Code")]
    if closed >= _FEWEST_CLOSED and not printed:
        return [_closed(closed)]
    numbered = _answered_in_order(text.split("\n"), codes) if "complain" in plain else 0
    if numbered >= _FEWEST_NUMBERED:
        return [_problem(f"It prints {numbered} numbers of a Code's provisions with answers")]
    head = printed < _FEWEST_REQUIREMENTS and bool(_MEASURED.search(text[:_HEAD]))
    listed = _listed(text.split("\n"), codes, head) if head or _OF_IT.search(text) else 0
    return [_problem(f"It prints the {listed} numbers of some sections of a Code")] * bool(listed)


def _listed(lines: Sequence[str], codes: Sequence[Code], measured: bool) -> int:
    """How many numbers open lines, if they are nearly those of some sections of one edition.

    As many lines have to be a few words that come again, as answers and labels do, or to open with
    an answer, unless the document says at its head that it measures somebody against the Code.
    """
    printed = {found.number for line in lines if (found := numbers.opens(line))}
    printed |= {number for line in lines if (number := numbers.behind(line)[0])}
    told = len(printed) >= _FEWEST_LISTED and max(share_of(printed, code) for code in codes)
    plain = [line for line in lines if line.strip() and not any(map(str.isdigit, line))]
    short = Counter(line for line in plain if len(line.split()) <= _LONGEST_LABEL)
    again = sum(count for count in short.values() if count >= _AGAIN * len(printed))
    again += sum(opening is not None and bool(opening.stop) for opening in map(opens, plain))
    answered = measured or again >= _MOSTLY * len(printed)
    return len(printed) if told >= _NEARLY_ALL and answered else 0


def _closed_sections(parsed: Parsed, codes: Sequence[Code]) -> int:
    """How many headings of a Code's sections stand one below the other with nothing between.

    Lines with links do not count: they lead to where the sections are.
    """
    titles = Titles(title for code in codes for title in code.sections.values())
    passages = [block for block in parsed.blocks if isinstance(block, Passage)]
    most, run = 0, set[str]()
    for line, links in ((line, p.links) for p in passages for line in p.text.split("\n")):
        number = section(line) if titles.banner(line) and not links else ""
        run = run | {number} if number else set()
        most = max(most, len(run))
    return most


def _closed(sections: int) -> Problem:
    return Problem(
        code="rows-unread",
        stage="rows",
        message=f"It prints the headings of {sections} sections of a Code one below the other, and "
        "nothing under them, like a web page whose parts were closed when it was printed. Open "
        "them and print it again, or save the page itself.",
    )


def _entered_between(text: str, codes: Sequence[Code]) -> int:
    """How many requirements are parted from the next one by a text that is not the Code's.

    The same words again and again, unless they are an answer, are labels of an empty form.

    Returns:
        The count; 0 where there are too few for a form.
    """
    stream = Stream(text)
    titles = Titles(title for code in codes for title in code.sections.values())
    pairs = [
        (one, two)
        for one, two in pairwise(find_requirements(stream, codes))
        if one.whole and two.whole and _follows(one, two)
    ]
    between = [_between(stream, one, two, titles) for one, two in pairs]
    usual, _ = Counter(between).most_common(1)[0] if between else ("", 0)
    entered = sum(bool(said) and (said != usual or _has_answer(said)) for said in between)
    return entered if entered >= max(_FEWEST_ENTERED, _ENTERED * len(pairs)) else 0


def _has_answer(text: str) -> bool:
    return any(map(is_answer, text.split("\n")))


def _follows(one: Occurrence, two: Occurrence) -> bool:
    if one.code is not two.code:
        return False
    provisions = one.code.provisions
    return provisions.index(two.provision) == provisions.index(one.provision) + 1


def _between(stream: Stream, one: Occurrence, two: Occurrence, titles: Titles) -> str:
    """What stands between two requirements, without numbers and the form's own headings."""
    start, end = one.parts[-1][1], two.start
    if start >= end:
        return ""
    lines = stream.text[stream.places[start] : stream.opening(end)].split("\n")
    kept = [line for line in lines if letters(line) and not titles.banner(line)]
    return "\n".join(line for line in kept if not numbers.whole(line))


def _answered_in_order(lines: Sequence[str], codes: Sequence[Code]) -> int:
    """How many provisions' numbers, in an edition's order, have an answer before the next one."""
    answered: list[str] = []
    number = ""
    for line in lines:
        found = numbers.opens(line)
        if found is not None:
            number = found.number
        rest = line[found.end :] if found else line
        value = _VALUE.split(rest)[-1]
        alone = value.strip() and (is_answer(value) or _closes(value))
        if number and (alone or any(map(is_answer, _PIECES.split(rest)[1:]))):
            answered.append(number)
            number = ""
    return max((_in_order(answered, code) for code in codes), default=0)


def _closes(line: str) -> bool:
    """Whether a line ends in an answer with a capital, or a mark: the last column's, or a value."""
    last = line.split()[-1]
    return not last[0].islower() and is_answer(last)


def _is_labelled(line: str) -> bool:
    """Whether a line is a few words and the answer to them ("Status ✓")."""
    return len(line.split()) <= _LONGEST_LABEL and _closes(line)


def _in_order(answered: Sequence[str], code: Code) -> int:
    position = {provision.number: place for place, provision in enumerate(code.provisions)}
    places = [position[number] for number in answered if number in position]
    short = sum(0 < after - before <= _STEP for before, after in pairwise(places))
    return len(places) if short >= _IN_ORDER * (len(places) - 1) else 0


def _problem(what: str) -> Problem:
    return Problem(
        code="rows-unread",
        stage="rows",
        message=f"{what}, but which answer belongs to which requirement could not be told. Look at "
        "it, and use the original file if this one is a conversion.",
    )


def _commonest_mark(text: str) -> int:
    """How many lines hold nothing but the same character: ticks of a symbol font, often."""
    marks = Counter(line.strip() for line in text.split("\n") if len(line.strip()) == 1)
    return max((count for mark, count in marks.items() if mark not in "•o–-|"), default=0)
