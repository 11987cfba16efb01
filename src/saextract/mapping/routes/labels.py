"""Labels of assessments that are no tables: "Code section 1.2", "Compliance: Yes", "Evidence"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from saextract.lexicon import answers, numbers
from saextract.lexicon.marks import read_pairs
from saextract.lexicon.roles import Role, of_label, of_title, opening_label
from saextract.model import Answer
from saextract.text.letters import flatten, letters

from .lines import Line


@dataclass(frozen=True, slots=True)
class Label:
    """What a line says about the text that follows.

    Attributes:
        key: number, requirement, answer, evidence, commentary, response, or the letters of a
            label of another meaning.
        printed: the label as printed.
        value: the rest of the line, or "".
        lines: lines that it covers, from this one on.
        number: the provision number, for one that names it.
    """

    key: str
    printed: str
    value: str = ""
    lines: int = 1
    number: str = ""


_LONGEST_LABEL = 90
_FEWEST_BLOCKS = 0.4
"""Share of the blocks in which a label with its value has to stand."""
_MOSTLY = 0.8
"""Share of the lines below a word that must be answers for the word to be their label."""
_OWN = 0.5
"""Share of the blocks in which a label in the document's own words has to stand."""
_OPENED = 0.2
"""The same of a known label that no sign parts from its value; evidence is often left out."""

_LONGEST_TITLE = 40
"""Characters of the longest line that is the title of a column."""

_OFTEN = 3
"""Lines that must bear the same title of a column for it to be a label."""

_FREE = frozenset((Role.EVIDENCE, Role.COMMENTARY))
_VALUED = _FREE | {Role.REQUIREMENT, Role.ANSWER, "response"}
_SHORT = 24
"""Characters of the longest label that is an answer word as well."""
_FEWEST_ANSWERED = 0.8
"""Share of the beginnings of blocks that an answer has to follow, where no label is for it."""

_OTHER_LABEL = re.compile(r"^(?P<label>[A-Z][^.:?!\n\d]{2,50})\s*:\s*(?P<value>.*)$")
_OWN_LABEL = re.compile(
    r"^(?P<label>[A-Z][^.:?!\n\d–-]{2,50}?)(?:\s*[:?]|\s[–-])\s+(?P<value>\S.*)$"
)
_LONGEST_OWN = 7
"""Words of the longest label in the document's own words; longer ones are questions of a text."""
_SIGN = re.compile(r"[^\w\s!-/:-@\[-`{-~–—‘’“”…•]")
"""A mark, or a sign that was not understood: a line with one is no bare label."""
_BULLET = re.compile(r"^(?:• |\*+)\s*")
_NUMBER_WORDS = (
    r"(?:the\s+|housing\s+|ombudsman(?:['’]s)?\s+|complaints?\s+|handling\s+|hos\s+|chc\s+)*"
    r"(?:code\s*)?(?:section|provision|paragraph|para|clause|requirement|item|ref(?:erence)?|code|"
    r"number|no|question)\b\.?\s*(?:number|no\.?|ref(?:erence)?)?"
)
_START = re.compile(
    rf"^\W*(?:\d{{1,3}}[.)]\s+)?(?P<label>{_NUMBER_WORDS})\s*[:.–-]?\s*(?P<number>\d{{1,2}}\.\d{{1,2}})"
    r"(?!\.?\d|\s*%)(?P<sign>[.:)]|\s*[–-](?=\s))?\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BARE_START = re.compile(
    r"^[^\w£$€]*(?P<number>\d{1,2}\.\d{1,2})(?!\.?\d|\s*%|[i-z]\b)(?:[.:)]|\s*[–-](?=\s))?\s*"
    r"(?P<rest>.*)$",
    re.DOTALL,
)
_PROSE = re.compile(r"[a-z].*[.;,]$", re.DOTALL)
"""What stands behind a figure that opens a sentence, and is no provision's number ("9.5 days.")."""


class Labels:
    """Which labels a document uses, found by their coming again and again.

    Args:
        lines: the document's lines.
        numbers: all provision numbers of the catalogue.
    """

    def __init__(self, lines: Sequence[Line], numbers: frozenset[str]) -> None:
        self._lines = lines
        self._numbers = numbers
        self._start = self._commonest_start()
        self._starts = sum(self._start_at(line) is not None for line in lines)
        self._said = self._answers_among_labels()
        self._own = self._own_labels()
        self._opened = self._opening_labels()
        self._titles = self._titles_of_columns()
        named: Counter[str] = Counter()
        alone: Counter[str] = Counter()
        alike: Counter[tuple[str, str]] = Counter()
        others: Counter[str] = Counter()
        self._found = [self._named(index) for index in range(len(lines))]
        self._drop_sentences()
        for index, found in enumerate(self._found):
            if found is not None:
                named[found.key] += 1
                alone[found.key] += not found.value
                alike[found.key, found.printed] += 1
            else:
                other = _other(lines[index])
                if other:
                    others[other.key] += 1
        often = {key for key, count in alike.items() if count >= _OFTEN}
        self._levels: dict[str, set[int]] = {}
        for line, found in zip(lines, self._found, strict=True):
            if found is not None and (found.key, found.printed) in often and line.heading:
                self._levels.setdefault(found.key, set()).add(line.heading)
        blocks = max(self._starts, named["answer"])
        self._known = {
            key
            for key, count in named.items()
            if count >= max(2, _FEWEST_BLOCKS * blocks) or alone[key] >= 2
        } | {key for (key, _), count in alike.items() if key in _FREE and count >= _OFTEN}
        fewest = max(3, 0.5 * blocks)
        self._others = {key for key, count in others.items() if count >= fewest}

    @property
    def has_answers(self) -> bool:
        """Whether a label for answers comes again and again, or answers stand where rows begin."""
        return bool(self._known & {"answer", "response"}) or self.starts_answered

    @cached_property
    def starts_answered(self) -> bool:
        """Whether nearly every number that begins a block has its answer behind or below it."""
        starts = [i for i, line in enumerate(self._lines[:-1]) if self._start_at(line)]
        values = ((label.value if label else "") for label in map(self._start_at, self._lines))
        answered = sum(answers.alone(self._lines[i + 1].text) for i in starts)
        answered += sum(map(answers.alone, values))
        return answered >= max(2, _FEWEST_ANSWERED * len(starts))

    def at(self, index: int) -> Label | None:
        """The label that begins at a line, or None."""
        line = self._lines[index]
        start = self._start_at(line)
        if start is not None:
            return start
        found = self._found[index]
        if found is not None:
            given = found.key in self._known and not self._heads_more(line, found)
            return found if given or line.value is not None else None
        other = _other(line)
        known = other and (other.key in self._others or line.value is not None)
        return other if known else None

    def _heads_more(self, line: Line, label: Label) -> bool:
        """Whether a label is a heading over others like it: "What happens now" in larger type."""
        levels = self._levels.get(label.key, set())
        return line.heading is not None and line.heading < min(levels, default=0)

    def header_at(self, index: int) -> str:
        """Key of a label that is a line of its own, though it may be printed only once; or ""."""
        found = self._found[index]
        return found.key if found and not found.value and not found.number else ""

    def _commonest_start(self) -> str | None:
        """The words before the provision number in the lines that begin a block."""
        alone: Counter[str] = Counter()
        for line in self._lines:
            match = _START.match(line.text)
            begins = match and (not match["rest"] or match["sign"] or line.heading)
            if match and begins and match["number"] in self._numbers:
                alone[letters(match["label"])] += 1
            bare = _BARE_START.match(line.text)
            if bare and bare["number"] in self._numbers and _is_start(line, bare["rest"]):
                alone[""] += 1
        best = max(alone, key=lambda key: (alone[key], len(key)), default=None)
        return best if best is not None and alone[best] >= 2 else None

    def _start_at(self, line: Line) -> Label | None:
        if self._start is None:
            return None
        if self._start:
            match = _START.match(line.text)
            if match is None or letters(match["label"]) != self._start:
                return None
        else:
            match = _BARE_START.match(line.text)
            if match is None or not _is_start(line, match["rest"]):
                return None
        rest = flatten(" ".join(filter(None, (match["rest"], line.value))))
        begins = line.heading or answers.alone(rest) or re.match(r"[A-Z…‘“'\"(]", rest)
        if rest and not begins:
            return None
        printed = flatten(match.groupdict().get("label") or "")
        return Label("number", printed, rest, 1, match["number"])

    def _named(self, index: int) -> Label | None:
        """A label of known meaning: alone, or with its value after a colon."""
        line = self._lines[index]
        if line.role and line.value is not None:
            return _with_number(line.role, line.text, line.value)
        found = _known_label(line.text, line.value) or self._own_label(line) or self._opener(line)
        if line.value is not None:
            return found
        if found is not None:
            return found if self._asks(found) else None
        follows = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if follows and follows.block == line.block and len(line.text) < 60:
            joined = _known_label(f"{line.text} {follows.text}", None)
            if joined is not None and len(joined.printed) > len(line.text):
                return Label(joined.key, joined.printed, joined.value, 2, joined.number)
        title = letters(line.text) if line.text[:1].isupper() else ""
        return Label(self._titles[title], line.text) if title in self._titles else None

    def _drop_sentences(self) -> None:
        """Takes back labels that a full stop ends ("Standard wording."), but for usual ones."""
        ended = {i: letters(ln.text) for i, ln in enumerate(self._lines) if ln.text[-1:] == "."}
        counts, fewest = Counter(ended.values()), max(_OFTEN, _FEWEST_BLOCKS * self._starts)
        for index in (at for at, plain in ended.items() if counts[plain] < fewest):
            found = self._found[index]
            self._found[index] = found if found and found.value else None

    def _titles_of_columns(self) -> dict[str, str]:
        """Lines that name a table's column, come again and have text below: "Where to find it".

        Right below a label they are what it asks for. One in any words is for the answer where
        nearly all that stands below it are answers ("RAG", "Where we are").
        """
        found: dict[str, list[str]] = {}
        lines = [Line("", -1, ()), *self._lines]
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
            short = line.value is None and len(line.text) <= _LONGEST_TITLE
            names = short and line.text[:1].isupper() and line.text[-1].isalnum()
            asked = _is_label(above.text) or _is_label(below.text)
            if names and not asked and self._start_at(below) is None:
                found.setdefault(letters(line.text), []).append(below.text)
        often = {title: texts for title, texts in found.items() if len(texts) >= _OFTEN}
        roles = {title: _role_below(title, texts) for title, texts in often.items()}
        several = Counter(roles.values())[Role.ANSWER] > 1
        return {
            title: role
            for title, role in roles.items()
            if role is not None and not (several and role is Role.ANSWER)
        }

    def _own_label(self, line: Line) -> Label | None:
        """A label in the document's own words, with its value."""
        asked = _asked(line)
        if asked is None or letters(asked[0]) not in self._own:
            return None
        return Label(self._own[letters(asked[0])], asked[0], asked[1])

    def _own_labels(self) -> dict[str, str]:
        """Labels in words that no lexicon holds: "Are we there? Met", "What we do: …".

        They come again in most blocks. That one is for the answer its values tell; of the others
        one alone is for the comment, and of several nobody knows which is which.
        """
        values: dict[str, list[str]] = {}
        for line in self._lines:
            asked = _asked(line)
            if asked is not None and not of_label(asked[0]):
                values.setdefault(letters(asked[0]), []).append(asked[1])
        fewest = max(3, _OWN * self._starts)
        common = {key: texts for key, texts in values.items() if len(texts) >= fewest}
        asking = {
            key
            for key, texts in common.items()
            if sum(map(answers.alone, texts)) >= _MOSTLY * len(texts)
        }
        saying = [key for key in common if key not in asking]
        own = dict.fromkeys(asking, "answer") if len(asking) == 1 else {}
        return own | ({saying[0]: "commentary"} if own and len(saying) == 1 else {})

    def _opener(self, line: Line) -> Label | None:
        """A label that no sign parts from its value."""
        found = _opening_label(line)
        return found if found is not None and letters(found.printed) in self._opened else None

    def _opening_labels(self) -> frozenset[str]:
        """Labels that only their type parted from the value, as "**Evidence** Letter CH6".

        They open a line in many blocks, or stand on lines of their own in others.
        """
        found = Counter(
            letters(label.printed)
            for line in self._lines
            if (label := _opening_label(line))
            and not _known_label(line.text, line.value)
            and not answers.alone(line.text)
        )
        apart = Counter(letters(line.text) for line in self._lines if line.text[:1].isupper())
        fewest = max(3, _OPENED * self._starts)
        return frozenset(key for key, count in found.items() if count + apart[key] >= fewest)

    def _asks(self, label: Label) -> bool:
        """Whether a label is no answer itself."""
        return bool(label.value) or letters(label.printed) not in self._said

    def _answers_among_labels(self) -> frozenset[str]:
        """Words that name the answer in some documents and are the answer in this one.

        "Compliant" on a line of its own is a label where an answer follows it again and again.
        Where prose follows, it is the answer, unless it is the label of more answers beside it: one
        that is blank then. Prose may open with a "No." as well. It is the answer too where other
        answers stand in its place, right below the numbers.
        """
        follows: dict[str, list[str]] = {}
        above = ""
        for line, below in pairwise(self._lines):
            word = letters(line.text)
            names = line.value is None and len(line.text) <= _SHORT and word != above
            asked = of_label(below.text) and not answers.is_answer(below.text)
            if names and not asked and of_label(line.text) == "answer":
                if answers.is_answer(line.text):
                    follows.setdefault(word, []).append(below.text)
                above = word
            else:
                above = ""
        named = self._labels_beside_answers()
        said = {
            word
            for word, texts in follows.items()
            if not _are_answers(texts) and named[word] <= len(texts)
        }
        return frozenset(said | self._answers_below_numbers())

    def _labels_beside_answers(self) -> Counter[str]:
        """How often a word stands before an answer on its line, as a label does: "Comply Yes"."""
        found = (_known_label(line.text, line.value) for line in self._lines)
        return Counter(
            letters(label.printed)
            for label in found
            if label and label.key == "answer" and answers.alone(label.value)
        )

    def _answers_below_numbers(self) -> set[str]:
        """The answers that stand below nearly every number; none where all are the same word."""
        below = [two.text for one, two in pairwise(self._lines) if self._start_at(one)]
        said = [letters(text) for text in below if answers.is_answer(text)]
        return (
            set(said)
            if len(said) >= _FEWEST_ANSWERED * len(below) > 0 and len(set(said)) > 1
            else set()
        )


def _is_start(line: Line, rest: str) -> bool:
    """Whether a line that opens with a bare number begins a block.

    It is a heading, or the number alone, or the number with the answer.
    """
    headed = line.heading is not None and not _PROSE.match(rest)
    return headed or not rest or answers.alone(rest)


def _known_label(text: str, value: str | None) -> Label | None:
    text = _BULLET.sub("", text.strip())
    if value is not None:
        key = of_label(text)
        return _with_number(key, text.rstrip(": "), value) if key else None
    if len(text) <= _LONGEST_LABEL and not _SIGN.search(text):
        key = of_label(text)
        named = text[:1].isupper() or text.endswith(":")
        if key and named and not _says_answer(text):
            return Label(key, text.rstrip(":?. "))
    for match in reversed(list(re.finditer(r"[:?](?!//)|\s[–-]\s", text[:_LONGEST_LABEL]))):
        printed, rest = text[: match.start()], text[match.end() :].strip()
        key = of_label(printed)
        if not key or not rest or not printed[:1].isupper():
            continue
        if match.group().strip() in "–-" and not answers.begins(rest):
            continue
        return _with_number(key, printed.strip(), rest)
    first = re.match(r"([A-Z]\w+)\s+(\S.{0,24})$", text)
    asked = first is not None and of_label(first[1]) == "answer" and not answers.is_answer(text)
    if first is not None and asked and answers.alone(first[2]):
        return Label("answer", first[1], first[2])
    return None


def _is_label(text: str) -> bool:
    return bool(of_label(text)) and not answers.alone(text)


def _role_below(title: str, texts: Sequence[str]) -> Role | None:
    """The role of a title that stands on lines of its own above some texts."""
    if sum(map(answers.alone, texts)) >= _MOSTLY * len(texts):
        return None if answers.alone(title) else Role.ANSWER
    role = of_title(title)
    return role if role in _FREE else None


def _are_answers(texts: Sequence[str]) -> bool:
    """Whether most of some lines are answers, or open with one and do not all say no."""
    if sum(map(answers.alone, texts)) >= _MOSTLY * len(texts):
        return True
    opened = [opening.answer for text in texts if (opening := answers.opens(text))]
    return len(opened) >= _MOSTLY * len(texts) and set(opened) != {Answer.NO}


def _says_answer(text: str) -> bool:
    """Whether a label has its answer after it: "Compliance: ✓", "Comply: Yes / No: N/A"."""
    value = re.split(r"[:?](?!//)", text)[-1]
    sense = answers.whole(value) or read_pairs(value)
    said = sense is not None and sense.answer not in (Answer.UNANSWERED, Answer.UNCLEAR)
    return value != text and said


def _with_number(key: str, printed: str, value: str) -> Label | None:
    if key != "number":
        return Label(key, printed, value)
    number, rest = numbers.before(value)
    return Label("number", printed, flatten(rest), 1, number) if number else None


def _asked(line: Line) -> tuple[str, str] | None:
    """A few words that end in a colon or a question mark, and what follows them on the line."""
    if line.value is not None:
        return flatten(line.text).rstrip(":? "), line.value
    match = _OWN_LABEL.match(line.text)
    if match is None or len(match["label"].split()) > _LONGEST_OWN:
        return None
    return match["label"].strip(), match["value"]


def _opening_label(line: Line) -> Label | None:
    printed, value = opening_label(line.text) if line.value is None else ("", "")
    key = of_label(printed)
    return Label(key, printed, value.lstrip("–—- ")) if key in _VALUED else None


def _other(line: Line) -> Label | None:
    """A label of unknown meaning: a few words before a colon."""
    if line.value is not None:
        text = flatten(line.text).rstrip(": ")
        return Label(letters(text), text, line.value) if 2 < len(text) <= 60 else None
    match = _OTHER_LABEL.match(line.text)
    if match is None or len(match["label"].split()) > _LONGEST_OWN:
        return None
    return Label(letters(match["label"]), match["label"].strip(), match["value"])
