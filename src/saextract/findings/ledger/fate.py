"""What a sentence says of something that was announced: ended, replaced, done since, or there."""

from __future__ import annotations

import re
from collections.abc import Callable

from saextract.findings.statements.deadlines import deadline, is_before
from saextract.findings.statements.grammar import words_in
from saextract.findings.statements.reader import read, words_of
from saextract.findings.statements.words import stems
from saextract.text.anycase import AnyCase
from saextract.text.dates import scan

_ENDED = AnyCase(
    r"\b(?:abandon\w*|shelved|cancel\w*|scrapped|dropped|given up|ruled out|withdrawn|axed|vetoed|"
    r"mothballed|parked|foundered|wound up|cut from|(?:was|were|been) (?:\w+ )?cut\b|stood down|"
    r"f[ae]ll(?:en)? through|came to nothing|nothing (?:has )?c[ao]me of|"
    r"pulled out|called off|set aside|lapsed|off the table|thought better of|turned down|"
    r"voted against|let (?:it )?(?:go|drop|lapse)|no appetite|found no (?:need|benefit|money)|"
    r"dispens\w+ with|(?:do|did|doing) without|nobody applied|"
    r"taken out of|struck (?:off|out)|gone no further|matter is closed|overtaken by events|"
    r"not affordable|unaffordable|could not (?:be (?:funded|justified)|afford)|"
    r"(?:stays?|stayed|remains?|left) as (?:it|they) (?:is|are|was|were)|"
    r"(?:decided|agreed|chose|voted|content) to (?:keep|stay|leave|stick|retain|remain)|"
    r"(?:decided|declined|resolved|chose|preferred) (?:not|against|to do without)|declined to|"
    r"no longer (?:\w+ )?(?:plan|intend|propos|pursu|going|tak|need|consider|proceed|want|be )\w*|"
    r"will no longer|not (?:go|going) (?:any )?further|not (?:persuaded|convinced|supported)|"
    r"not (?:be )?(?:funded|needed|wanted|worth)|(?:no|without) (?:money|funding|budget) for|"
    r"(?:plan|project|idea|proposal|work|scheme|intention|purchase|recruitment|tender|pilot|"
    r"trial)s?"
    r" (?:\w+ ){0,3}(?:ended|stopped|halted|closed)|(?:did|will|has|have|is|was) ?"
    r"(?:not|n[o'’]t) (?:\w+ )?(?:happen|materialis|take place|came about|come about)\w*|"
    r"(?:will|do|does|did|was|is|has|have|are|be|been|being) ?(?:not|n['’]t) (?:\w+ )?"
    r"(?:be(?:en|ing)? )?(?:\w+ )?(?:proceed|pursu|forward|go(?:ing|ne)? ahead|carried (?:out|"
    r"forward|on)|adopt|introduc|implement|approv|taken (?:\w+ )?forward)\w*|"
    r"not (?:proceed|pursu|go(?:ing|ne)? ahead|taken forward|carried forward)\w*)\b",
)
_REMOVAL = AnyCase(
    r"\b(?:will|to|shall|is|are) (?:be )?(?:remov|delet|abolish|drop|end|withdraw|tak(?:e|en) out|"
    r"str(?:ike|uck)|scrap|discontinu|clos)\w*\b"
)
_NOT_MADE = re.compile(
    r"\b(?:was|were|did|had) ?(?:not|n['’]t|never) (?:\w+ly )?(?:been |be )?(?P<verb>\w+)",
    re.IGNORECASE,
)
_FOUND_WANTING = AnyCase(
    r"\bwould (?:not|never|only|have|go|add|cost|be (?:too|un))\b|\btoo (?:\w+ )?(?:much|many|few|"
    r"costly|expensive|dear|large|small|slow|long|hard|complex|complicated|often|for|to)\b|"
    r"\b(?:little|not enough|no) (?:interest|demand|take-?up|call for|value|use)\b|"
    r"\bhad (?:meant|planned|intended|hoped|wanted|thought) |\b(?:was|were) to have\b|"
    r"\bmade no sense\b|\bany more\b|\bleft it at that\b|\b(?:kept|prevented|stopped) us\b|"
    r"\bdid not (?:want|like|care|work|suit|need|help|see the (?:need|point))\b|"
    r"\b(?:proved|turned out|found|came out) (?:\w+ )?(?:to be )?(?:too|un\w+|im\w+|difficult|"
    r"beyond)\b|"
    r"\b(?:twice|times|above|over|beyond|outside) (?:the|our) (?:budget|means|price|cost)\b|"
    r"\b(?:objected|disliked|(?<!as )opposed|was against|were against|"
    r"(?:was|were|been) (?:refused|rejected))\b",
)
"""A judgement on what was announced, by which it was not done."""

_CAME_TO_NOTHING = AnyCase(
    r"\b(?:was|were|did|had|could|would|will) ?(?:not|n['’]t|never)\b|"
    r"\b(?:nobody|no one|no \w+|none|few|neither) (?:\w+ )?(?:\w+ed|came|was|were|had|took|"
    r"wanted)\b|"
    r"\b(?:poor|weak|un(?:suitable|reliable|workable|popular|realistic)|rained off|failed|"
    r"did ?n[o’']t)\b",
)
"""A failing in the past: of what was announced, where it is named and the row is met."""

_OF_CASES = AnyCase(r"\b(?:complaints?|requests?|escalations?) (?:\w+ ){0,4}(?:refused|rejected)\b")
_IN_STEAD = AnyCase(
    r"\bnot (?:the |an? )?(?:\w+ ){1,4}but (?:the |an? |our )?\w+|\b(?:instead|in (?:its|their|"
    r"the) (?:place|stead)|in place of|rather than|in lieu|"
    r"replaced (?:by|with)|a different|alternative\w*|changed (?:course|approach|tack|our)|"
    r"other(?:wise)? way|another way|chose|opted|took (?:another|a different)|"
    r"found (?:another|a better|that)|substitut\w+|t(?:ook|akes?|aken) the place of|"
    r"g(?:a|i)ven? way to|in favour of|we had in mind|switched to|(?:we|they|board|cabinet|"
    r"committee) went (?:for|with|down)|"
    r"settled (?:on|for)|preferred|decided (?:on|to use)|merged into|folded into|superseded by|"
    r"(?:but|so) (?:we )?(?:use|used|have used) (?:an?other|the existing)|"
    r"does what\b[^.;]{0,40}\bwere|now do(?:es|ing)? (?:this|it) (?:by|through|with))\b",
)
_GOES_ON = re.compile(
    r"(?:;|, (?:so|and)|\band|\bso) (?:now )?(?:\w+ly )?(?:we|our|the|each|every|handlers?|staff|"
    r"officers?|residents?|tenants?|managers?|teams?|a|an)\b|[,;] (?:and )?so \w+|[;:] \w+",
    re.IGNORECASE,
)
"""What is done now, in the sentence that says what was given up."""

_ACT_SINCE = AnyCase(
    r"\bnow\b|\binstead\b|\b(?:has|have) (?:\w+ )?(?:been|taken|agreed|given|made|extended|"
    r"moved)\b|"
    r"\b(?:was|were) (?:\w+ )?(?:made|given|extended|put|brought|asked|added)\b|"
    r"\bwhat we did\b|\bdid was\b|\b(?:does|do) the (?:job|same|work)\b|\b(?:is|"
    r"are) (?:\w+ )?(?:done|heard|decided|"
    r"taken) by\b",
)
"""What was done or is done now, in the sentence behind it."""

_REFERS = re.compile(
    r"\W*(?:this|it|these|that|they|the (?:plan|idea|proposal|work|project|scheme|tender|"
    r"purchase|recruitment|pilot|trial))\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no(?! longer| part\b)|none|nobody|without|neither|cannot)\b|n[’']t\b|"
    r"\byet to\b",
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    r"\b(?:is|are|am|'re) (?:(?:\w+ly|now|still|again|also) )?(?!be|miss|lack|want|outstand|"
    r"depend|fail|"
    r"dur|exist|lead|miss|remain|grow|fall)\w{3,}ing\b(?! well| as | in place)",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[;:] |, (?:but|while|whereas|(?:al)?though) ")
_STEPS = words_in("drafted designed ordered written agreed chosen discussed scoped")
_SINCE = re.compile(
    r"\b(?:now|since|new|newly|first time|last (?:year|spring|summer|autumn|winter|month)|"
    r"(?:has|have) (?:\w+ly |all |both |each )?(?:been )?(?!always|never|long)\w+(?:ed|en|wn|lt|"
    r"nt))\b",
    re.IGNORECASE,
)
"""What tells of a change: a word for it, or the perfect tense."""


def is_given_up(text: str, named: bool, met: bool) -> bool:
    """Whether a sentence says that what was announced will not be.

    Args:
        text: a sentence of the later assessment.
        named: it names what was announced, or refers back to it; only then does "was not made"
            or a judgement such as "too dear" say so.
        met: the row is answered yes, so that what failed is no longer wanted.
    """
    if _ENDED.search(text):
        return True
    if not named:
        return False
    if met and _CAME_TO_NOTHING.search(text) and not _OF_CASES.search(text):
        return True
    made = _NOT_MADE.search(text)
    done = made is not None and made["verb"].lower() in words_of("make") | words_of("change")
    wanting = _FOUND_WANTING.search(text)
    return done or (wanting is not None and not _OF_CASES.search(text))


def is_removal(action: str) -> bool:
    """Whether what was announced is that something goes, so that its end keeps the promise."""
    return _REMOVAL.search(action) is not None


def is_in_stead(text: str) -> bool:
    """Whether a sentence tells of something in the stead of something else."""
    return _IN_STEAD.search(text) is not None


def clause_about(text: str, share: Callable[[str], float]) -> str:
    """The part of a sentence that speaks most of something.

    Args:
        text: the sentence.
        share: how much a part speaks of it.
    """
    return max(_PARTED.split(text), key=share)


def is_under_way(text: str) -> bool:
    """Whether a sentence says that somebody is at work on something."""
    parts = _PARTED.split(text)
    return any(_AT_WORK.search(part) and not _NEGATED.search(part) for part in parts)


def is_open(text: str) -> bool:
    """Whether a part of a sentence has any word of something that is still to come."""
    open_ones = ("action", "undone", "lacking", "overdue", "strong_future", "future")
    return read(text).has(*open_ones, "artefact_will", "needed", "willing")


def does_otherwise(text: str, following: str) -> bool:
    """Whether a sentence that gives something up goes on with what is done, or the next one does.

    Args:
        text: the sentence.
        following: the sentence behind it, or "".
    """
    return _GOES_ON.search(text) is not None or _ACT_SINCE.search(following) is not None


def refers_back(text: str) -> bool:
    """Whether a sentence begins with "this", "it" or "the plan"."""
    return _REFERS.match(text) is not None


def is_there(text: str) -> bool:
    """Whether a sentence says that something is there: no denial, nothing still to come."""
    statement = read(text)
    if statement.has("done"):
        return True
    return not _NEGATED.search(text) and not statement.has("undone", "hypothetical")


_OFTEN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, words in (
        ("week", r"weekly|(?:each|every|a) week"),
        ("fortnight", r"fortnightly|(?:each|every) (?:fortnight|two weeks|second week)"),
        ("month", r"monthly|(?:each|every|a) month"),
        ("quarter", r"quarterly|(?:each|every|a) quarter|(?:each|every) three months"),
        ("half-year", r"half[- ]yearly|twice a year|six[- ]monthly|(?:each|every) six months"),
        ("year", r"yearly|annual(?:ly)?|(?:each|every) year|once a year"),
    )
)
"""How often something is done, by its words."""


_SOME = re.compile(
    r"\b(?:half|some|most|many|partly|a third|two thirds|the first|(?:\d+|one|two|three|four|"
    r"five|six)"
    r" of)\b|\d\s?%",
    re.IGNORECASE,
)
"""What tells that a part is done."""
_LEADS_ON = re.compile(
    r"[,;] (?:and )?so (?:now )?(?:we|our|the|they|handlers|"
    r"staff)\b",
    re.IGNORECASE,
)
"""What is done in the stead of what a sentence gives up: "too dear, so we ring"."""


def leads_on(text: str) -> bool:
    """Whether a sentence that gives something up says what is done because of that."""
    return _LEADS_ON.search(text) is not None


def is_at_other_times(text: str, action: str) -> bool:
    """Whether a sentence has something done as often as was not announced: yearly for weekly."""
    announced, told = (
        {name for name, words in _OFTEN if words.search(said)} for said in (action, text)
    )
    return bool(announced and told) and not announced & told


def is_part_ahead(text: str, action: str, reference: str) -> bool:
    """Whether a part of a sentence gives a date for what is left to do of an action.

    Args:
        text: a sentence with a date ahead: "Half are trained; the rest go in May".
        action: what was announced.
        reference: ISO date or month of the assessment.
    """
    parts = _PARTED.split(text) if _SOME.search(text) else []
    return any(deadline(part, 0, reference) and not is_done(part, action) for part in parts)


def is_done(text: str, action: str) -> bool:
    """Whether a part of a sentence says that an action is done, and not only a step towards it."""
    statement = read(text)
    for start, end in statement.cues.get("done", ()):
        words = statement.words[start:end]
        if set(stems(" ".join(words))) & set(stems(action)) or not _STEPS & set(words):
            return True
    return False


def is_since(text: str, first: str, last: str) -> bool:
    """Whether a sentence tells of what has come about between two days.

    Args:
        text: the sentence.
        first, last: ISO dates or months.
    """
    if _SINCE.search(text):
        return True
    days = [dated.iso for dated in scan(text)]
    return any(not is_before(day, first) and not is_before(last, day) for day in days)
