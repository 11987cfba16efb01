"""Rules over evidence: none, the same everywhere, or another provision's."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from functools import lru_cache

from saextract.codes import get_code
from saextract.findings.rule import Example, Raised, Row, Rule, Whole
from saextract.findings.statements.scope import near
from saextract.findings.statements.words import topic
from saextract.lexicon import numbers
from saextract.model import Answer, Provision

from .denials import denials
from .exclusions import excluded
from .pending import pending
from .stages import stages_over
from .timescales import times_over

_NOTHING = re.compile(
    r"\W*(?:(?:yes|y|n\s*/?\s*a|not applicable|none|nil|compliant|fully compliant|met|in place|"
    r"ditto|agreed|"
    r"noted|ok|done|complete|confirmed|evidenced|tbc|as (?:above|before|below|stated|"
    r"per (?:policy|above|code))|"
    r"(?:please )?(?:see|refer to|per|as per) (?:the |our |to )?(?:\w+ )?(?:policy|procedure|"
    r"stage (?:1|2|one|two)|"
    r"above|below|previous|attached|evidence|comments?|website|code|earlier|answer|"
    r"complaints? (?:policy|procedure)|document|response|row|self-assessment)(?: above| below)?|"
    r"(?:(?:we|this|the landlord|the council|it) )?(?:fully |do |does |is |are )*(?:compl(?:y|"
    r"ies|iant)|"
    r"met|achieved|adhered to|followed)(?: with (?:this|the code|it|the requirements?))?|"
    r"(?:the )?(?:complaints? )?policy|we do this|we do|this is (?:done|in place|met|followed|"
    r"(?:our|the) (?:\w+ )?(?:approach|practice|"
    r"policy|process|procedure|case|position))|"
    r"same as above|above|nothing (?:further )?to add|no (?:further )?comments?)\W*)+",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:please )?(?:see|as|refer to|ref\.?|per|as per|as (?:for|in|at|under)|same as|"
    r"covered (?:in|by|at|under))(?: (?:the |our )?(?:answers?|responses?|comments?|notes?|entry|"
    r"rows?)(?: (?:to|at|in|for|on|under|given at))?)? (?=Q?\d)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|\band\b|&|\bto\b|–)\s*|\s+(?:above|below)$", re.IGNORECASE)
_PARTICULAR = re.compile(r"\d|https?:|www\.|@|[“\"‘]")
_REPEATED = 5
"""Rows with the same text from which on it counts as boilerplate; the contract says so."""


def says_nothing(text: str) -> bool:
    """Whether a cell is blank, or holds only a bare yes or a cross-word such as "see above"."""
    text = text.strip()
    return (
        not any(c.isalnum() for c in text)
        or _NOTHING.fullmatch(text) is not None
        or _points_to_a_row(text)
    )


def _points_to_a_row(text: str) -> bool:
    """Whether a text only names other provisions: "See 5.6 and 5.7"."""
    match = _POINTER.match(text)
    parts = [p for p in _AND.split(text[match.end() :].rstrip(". ")) if p] if match else []
    return bool(parts) and all(numbers.whole(part.removeprefix("Q")) for part in parts)


def _no_evidence(row: Row) -> Raised | None:
    said = row.response
    if row.answer is not Answer.YES or any(text.strip() for text in said.other.values()):
        return None
    if not (says_nothing(said.evidence) and says_nothing(said.commentary)):
        return None
    if len(said.answer_printed.split()) > 4 or row.actions:
        return None
    return Raised(said.commentary.strip() or said.evidence.strip())


def _boilerplate(whole: Whole) -> list[Raised]:
    same: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in whole.rows:
        said = row.response
        texts = " ".join(said.evidence.split()), " ".join(said.commentary.split())
        if any(texts):
            same[texts].append(row.provision.number)
    found = [
        (texts, numbers)
        for texts, numbers in same.items()
        if len(numbers) >= _REPEATED and not _PARTICULAR.search(" ".join(texts))
    ]
    return [
        Raised(texts[1] or texts[0], f"In {len(numbers)} rows: {', '.join(numbers)}.")
        for texts, numbers in found[:1]
    ]


# ---------------------------------------------------------------------------------- misplaced

_CROSS = re.compile(
    r"\b(?:see|refer|as (?:above|in|per|set out)|above|below|section|provision|same|paragraph)\b",
    re.IGNORECASE,
)
_DEICTIC = re.compile(
    r"\b(?:this|these|the same|(?:for|to|of|with|in|on) it|do so|does so)\b|^\W*it\b", re.IGNORECASE
)
_LEAST_WORDS = 8
_LEAST_WEIGHT = 8.0
_LEAST_SHARED = 2
_LEAST_SHARE = 0.39
_BESIDE = 0.5
"""How much a text must have of another provision to be its answer: different stems, the sum of
how rare each is in the edition, their share of the text's own sum; and what share of that sum a
provision of the row's own section may have. Set on the rows of the
corpus and the cases of corpus/planted that may be looked at."""

_OF_ANY = topic(
    "training session staff case system template website page audit see call made "
    "annual quarterly monthly weekly yearly regular include"
)
"""Stems of what any provision is evidenced by."""


@lru_cache(maxsize=8)
def _weights(edition: str) -> tuple[dict[str, float], dict[str, frozenset[str]]]:
    """How rare each stem is in an edition, and the stems of each provision."""
    topics = {item.id: near(item) - _OF_ANY for item in get_code(edition).provisions}
    counts = Counter(stem for stems in topics.values() for stem in stems)
    total = len(topics) + 1
    return {stem: math.log(total / n) for stem, n in counts.items()}, topics


@lru_cache(maxsize=8)
def _holders(edition: str) -> dict[str, tuple[str, ...]]:
    """The provisions of an edition that have a stem, by the stem."""
    weights, topics = _weights(edition)
    return {stem: tuple(n for n, stems in topics.items() if stem in stems) for stem in weights}


def _misplaced(row: Row) -> Raised | None:
    said = row.response
    short = len(said.commentary.split()) < _LEAST_WORDS
    text = (said.evidence if short else said.commentary).strip()
    if row.answer is not Answer.YES or len(text.split()) < _LEAST_WORDS:
        return None
    if _CROSS.search(text) or _DEICTIC.search(text):
        return None
    weights, topics = _weights(row.edition)
    own = topics[row.provision.id]
    words = topic(text) - _OF_ANY
    everything = topic(f"{said.commentary} {said.evidence}")
    if everything & own or words & _kin(row.edition)[row.provision.id]:
        return None
    sums = dict.fromkeys(topics, 0.0)
    for stem in words & weights.keys():
        for other in _holders(row.edition)[stem]:
            sums[other] += weights[stem]
    best = max(sums, key=lambda other: sums[other])
    whole = sum(weights.get(stem, math.log(len(topics) + 1)) for stem in words)
    if len(words & topics[best]) < _LEAST_SHARED or sums[best] < _LEAST_WEIGHT:
        return None
    beside = max(sums[item.id] for item in _section(row))
    if sums[best] < _LEAST_SHARE * whole or beside > _BESIDE * sums[best]:
        return None
    if _speaks_of_its_own(row):
        return None
    return Raised(text, f"It reads like {best.partition(':')[2]}.")


def _section(row: Row) -> list[Provision]:
    """The provisions of the row's own section."""
    provisions = get_code(row.edition).provisions
    return [item for item in provisions if item.section == row.provision.section]


def _speaks_of_its_own(row: Row) -> bool:
    """Whether another rule has found what the text says about the provision."""
    if times_over(row) or stages_over(row) or excluded(row):
        return True
    return bool(pending(row) or denials(row))


@lru_cache(maxsize=8)
def _kin(edition: str) -> dict[str, frozenset[str]]:
    """The stems of each provision of an edition and of those that are of nearly the same words."""
    topics = _weights(edition)[1]
    return {
        name: frozenset().union(*(stems for stems in topics.values() if _is_kin(stems, own)))
        for name, own in topics.items()
    }


def _is_kin(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two provisions are of nearly the same words."""
    return len(first & second) >= 0.6 * max(1, min(len(first), len(second)))


RULES = (
    Rule(
        id="boilerplate-evidence",
        severity="low",
        version=1,
        message="The same evidence and commentary stands in many rows, with nothing particular.",
        looks_for="five rows or more of one assessment with the same texts",
        silent_for="texts with a number, a quote or an address, and blank cells",
        whole=_boilerplate,
    ),
    Rule(
        id="no-evidence",
        severity="medium",
        version=2,
        message="Answered yes, and neither evidence nor commentary says anything.",
        looks_for="a yes whose evidence and commentary are blank or only a bare yes, `N/A`, "
        "`See policy` or `As above`",
        silent_for="cross-references to a row or section, further columns with a text, and "
        "answers that explain themselves",
        check=_no_evidence,
        raises=Example("HOS-2024:5.8", Answer.YES, "See policy"),
        silent=Example("HOS-2024:5.8", Answer.YES, "See section 5 of the policy."),
    ),
    Rule(
        id="evidence-misplaced",
        severity="low",
        version=2,
        message="The text seems to answer another provision.",
        looks_for="a text with nothing of its own provision, or of one alike, and much of another",
        silent_for="short texts, cross-references, texts that point at the provision with `this` "
        "or `it`, and texts of which another rule says what they are about",
        check=_misplaced,
        raises=Example(
            "HOS-2024:9.5",
            Answer.YES,
            "Restrictions on contact for unacceptable behaviour are proportionate, reasons are "
            "recorded and each is reviewed with regard to the Equality Act.",
        ),
        silent=Example(
            "HOS-2024:9.5",
            Answer.YES,
            "Cllr Sample leads on complaints for the Cabinet and is our MRC.",
        ),
    ),
)
