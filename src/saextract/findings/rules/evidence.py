"""Rules over evidence: none, the same everywhere, or another provision's."""

from __future__ import annotations

import re
from collections import defaultdict

from saextract.findings.plans.pending import pending
from saextract.findings.rule import Example, Raised, Row, Rule, Whole
from saextract.findings.statements.topics import likeness
from saextract.lexicon import numbers
from saextract.model import Answer
from saextract.text.anycase import AnyCase

from .denials import denials
from .exclusions import excluded
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

_CROSS = AnyCase(
    r"\b(?:see|refer|as (?:above|in|per|set out)|above|below|section|provision|same|paragraph|"
    r"service requests?)\b",
)
_DEICTIC = AnyCase(
    r"\b(?:this|these|the same|(?:for|to|of|with|in|on) it|do so|does so)\b|^\W*it\b",
)
_LEAST_WORDS = 8
_APART, _OWN, _OTHER, _PER_STEM, _BESIDE = 10.0, -2.8, 7.0, 1.6, 0.5
_MOST = 25
"""How far a text must be from its own provision, and how near to another, to be that one's: log
odds of the whole and for each stem that is known, the share of them that its own section may have,
and how many stems there may be; a longer text speaks of many things. Set on the rows of the corpus
and the cases of corpus/planted that may be looked at."""


def _misplaced(row: Row) -> Raised | None:
    said = row.response
    short = len(said.commentary.split()) < _LEAST_WORDS
    text = (said.evidence if short else said.commentary).strip()
    if row.answer is not Answer.YES or len(text.split()) < _LEAST_WORDS:
        return None
    if _CROSS.search(text) or _DEICTIC.search(text):
        return None
    found = likeness(text, row.provision)
    if found is None or found.own > _OWN or found.known > _MOST or found.other < _OTHER:
        return None
    apart = found.other - found.own
    if apart < max(_APART, _PER_STEM * found.known) or found.beside > _BESIDE * found.other:
        return None
    kin = likeness(f"{said.commentary} {said.evidence}", row.provision)
    if (kin is not None and kin.own > 0) or _speaks_of_its_own(row):
        return None
    return Raised(text, f"It reads like {found.best}.")


def _speaks_of_its_own(row: Row) -> bool:
    """Whether another rule has found what the text says about the provision."""
    if times_over(row) or stages_over(row) or excluded(row):
        return True
    return bool(pending(row) or denials(row))


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
        version=3,
        message="The text seems to answer another provision.",
        looks_for="a text whose words hardly stand in rows of its own provision and mostly in "
        "those of another, as counted over the labelled rows of the corpus",
        silent_for="short texts, cross-references, texts that point at the provision with `this` "
        "or `it`, and texts of which another rule says what they are about",
        check=_misplaced,
        by_default=False,
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
