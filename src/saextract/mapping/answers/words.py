"""The words and marks that landlords answer with, and what each of them means.

The classes follow the labelling rules of the dataset. A phrase stands here only if it is an
answer by itself; what may follow a leading answer word is in `QUALIFIERS`.
"""

from __future__ import annotations

import re

from saextract.model import Answer

TICKS = frozenset("✓✔☑")
CROSSES = frozenset("✗✘✕✖×")
BOXED_CROSS = "☒"
OPEN_BOXES = frozenset("☐")
FILLED = frozenset("■●")
RED_CROSS = "❌"
"""A cross that, unlike others, is not used to mark a choice."""

SIGN = re.compile(r"^[⚠➖🔴🟠🟡🟢🔵⚪\s]+(?=\w)")
"""Pictures that stand before an answer word and add nothing to it."""

_MARK_VARIANTS = {
    "√": "✓",
    "✅": "☑",
    "🗸": "✓",
    "🗹": "☑",
    "❌": "✗",
    "❎": "☒",
    "🗷": "☒",
    "🗵": "☒",
    "□": "☐",
    "▢": "☐",
    "◻": "☐",
    "❑": "☐",
    "❏": "☐",
    "○": "☐",
    "◯": "☐",
    "◼": "■",
    "⬛": "■",
    "⚫": "●",
    "◉": "●",
    # Wingdings and Wingdings 2 in the private use area, as PDF and Word files carry them.
    "\uf0fc": "✓",
    "\uf050": "✓",
    "\uf0fe": "☑",
    "\uf052": "☑",
    "\uf0fd": "☒",
    "\uf051": "☒",
    "\uf0fb": "✗",
    "\uf04f": "✗",
    "\uf0a8": "☐",
    "\uf06f": "☐",
    "\uf0a3": "☐",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "⁄": "/",
    "\ufe0f": None,
    "\ufe0e": None,
    "\u200b": None,
    "\ufeff": None,
    "\u00ad": None,
}
TRANSLATION = str.maketrans(_MARK_VARIANTS)
"""Look-alikes of marks, dashes and quotes to the one that the rules know."""

_PHRASES: dict[Answer, str] = {
    Answer.YES: """
        yes; y; yes we comply; yes we do; yes it does; yes it is; yes compliant; yes fully;
        yes fully compliant; yes met; yes fully met; yes in full; yes complies; yes comply;
        yes achieved; yes in place; yes fully comply; yes we are compliant; yes compliance met;
        comply; complies; complied; compliant; complient; compliance; we comply; we do comply;
        we fully comply; fully comply; fully complies; fully complied; fully compliant;
        full compliance; full; fully; in full; in compliance; in full compliance; we are compliant;
        we are fully compliant; this is compliant; complies fully; complies in full;
        compliant in full; 100% compliant; compliance achieved; compliance met; met; fully met;
        met in full; requirement met; requirements met; is met; already met; already compliant;
        currently compliant; the landlord complies; landlord complies; the council complies;
        council complies; yep; affirmative""",
    Answer.PARTIAL: """
        partial; partially; partly; part; in part; partialy; partal; parital;
        part compliant; part compliance; part comply; part met; part-met; part-compliant;
        partial compliance; partially compliant; partially complies; partially comply;
        partially complied; partly compliant; partly comply; partly complies; partly met;
        partially met; partial met; compliant in part; comply in part; complies in part;
        met in part; partially non-compliant; partially achieved; partly achieved;
        partially in place; partly in place; we partially comply; we partly comply;
        we are partially compliant; mostly; mostly compliant; mostly met; mostly comply;
        mostly complies; largely; largely compliant; largely met; largely complies;
        substantially; substantially compliant; substantially met; broadly compliant;
        broadly met; nearly; almost; mainly; in the main; nearly compliant; almost compliant;
        nearly met; to some extent; to an extent; in progress; work in progress; in process;
        wip; ongoing; on-going; developing; in development; under development;
        being developed; being implemented; in hand; underway; under way; not fully;
        not fully compliant; not fully met; not fully comply; not fully in place;
        not yet fully compliant; not yet fully met; not wholly; not entirely;
        not always; sometimes; does not fully comply; do not fully comply;
        we do not fully comply; not fully complied; yes and no; yes & no; yes partial;
        yes partially; yes partly; yes in part; yes mostly; no partial; no partially;
        no partly; no in part; yes in progress; no in progress; yes not fully;
        generally yes; mostly yes; partially yes; partly yes; broadly yes""",
    Answer.NO: """
        no; n; nope; non; not compliant; non-compliant; noncompliant; non compliant; non-compliance;
        non compliance; noncompliance; not complying; not complied; none compliant;
        no compliance; not in compliance; not met; unmet; not achieved; not in place;
        does not comply; do not comply; doesn't comply; don't comply; did not comply;
        we do not comply; we don't comply; we are not compliant; we do not currently comply;
        does not currently comply; do not currently comply; not currently compliant;
        not currently met; not currently; not at present; not yet compliant; not yet met;
        not yet; not yet in place; not comply; no not compliant; no not met; no non-compliant;
        no not yet; no not currently; no we do not; no we don't; no we do not comply;
        no does not comply; no it does not; the landlord does not comply;
        landlord does not comply; the council does not comply; requirement not met""",
    Answer.NOT_APPLICABLE: """
        n/a; na; n.a; n.a.; n\\a; n-a; n a; not applicable; not-applicable; non applicable;
        non-applicable; not relevant; does not apply; do not apply; doesn't apply;
        not applicable at this time; not applicable at present; not currently applicable;
        n/a at this time; n/a at present; n/a currently""",
    Answer.UNCLEAR: """
        tbc; tba; tbd; to be confirmed; to be determined; to be agreed; to be advised;
        see commentary; see comment; see comments; see evidence; see explanation; see below;
        see above; see notes; see note; as above; as below; ditto; noted; agreed; ok; okay;
        under review; in review; to be reviewed; pending; planned; unknown; not known; unsure;
        don't know; not sure; not assessed; not stated; yes/n/a; yes n/a; no/n/a; no n/a;
        yes or n/a; amber; green; red; complete; completed; done; true; false; ?""",
}

_SOFT: dict[Answer, str] = {
    Answer.YES: """
        in place; achieved; satisfied; fulfilled; confirmed; implemented; adhered to; adhered;
        we do; always; absolutely; of course; already in place; we are""",
    Answer.PARTIAL: """
        will comply; we will comply; will be compliant; to be compliant; will be met;
        to be implemented; to be developed; to be completed; to be introduced;
        working towards; working towards compliance; working towards this;
        some; some areas; in most cases; usually; generally; yes/partial; yes/partially;
        partial/yes; partially/yes; partial/no; no/partial; no/partially""",
}


def compact(text: str) -> str:
    """The text without white space, so that words broken by the layout compare equal."""
    return re.sub(r"\s+", "", text)


def _split(block: str) -> list[str]:
    return [" ".join(item.split()) for item in block.split(";") if item.strip()]


PLAIN: dict[str, tuple[Answer, bool]] = {
    compact(phrase): (answer, soft)
    for soft, blocks in ((True, _SOFT), (False, _PHRASES))
    for answer, block in blocks.items()
    for phrase in _split(block)
}
"""Whole answers, without white space, to their class and whether the class is a soft one."""

_HEAD_CLASSES = (Answer.NOT_APPLICABLE, Answer.PARTIAL, Answer.NO, Answer.YES)
HEADS: tuple[tuple[str, Answer], ...] = tuple(
    sorted(
        (
            (phrase, answer)
            for answer in _HEAD_CLASSES
            for phrase in _split(_PHRASES[answer])
            if phrase
            not in {
                "n a",
                "na",
                "full",
                "fully",
                "part",
                "some",
                "non",
                "compliance",
                "nearly",
                "almost",
                "sometimes",
                "compliance met",
                "substantially",
                "ongoing",
            }
        ),
        key=lambda pair: -len(pair[0]),
    )
)
"""Phrases that decide an answer which goes on after them, longest first."""

UNDECIDED = re.compile(
    r"(?:yes\s*(?:/|\\|or|\|)\s*no|no\s*(?:/|\\|or)\s*yes|y\s*(?:/|\\|or)\s*n)", re.IGNORECASE
)
"""What a form prints in the answer cell before anybody has answered."""

HEDGE = re.compile(r"(?:currently|presently|at present|now)[\s,]+", re.IGNORECASE)
"""What may stand before an answer without changing it."""

PLACEHOLDER = re.compile(
    r"(?:\W*(?:choose|select|pick) an? (?:item|option|answer|value)\W*|please (?:select|choose)\W*"
    r"|select\W*|\W*(?:click|tap)(?: or (?:click|tap))? (?:here )?to enter text\W*"
    r"|\W*(?:click|tap) here\W*|\W*(?:enter|insert|type) (?:text|answer|response)(?: here)?\W*"
    r"|[\s.…\-_]*)",
    re.IGNORECASE,
)
"""Left-overs of form fields and rules to write on; they count as blank."""

LABEL = re.compile(
    r"(?:(?:compliance(?: status)?|compliant|comply|complies|met|answer|response|status|"
    r"do we (?:comply|follow the code)|does the landlord comply|comply with code)\s*"
    r"(?:[:?]\s*|\(?\s*yes\s*/\s*no\s*\)?\s*[:?.\-]\s*)+(?:yes\s*/\s*no\s+(?=\w))?|"
    r"comply\s+yes\s*/\s*no\s+)",
    re.IGNORECASE,
)
"""The question of a labelled block, printed before its answer."""

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WHEN = (
    rf"(?:the\s+)?(?:(?:end|start|beginning|middle)\s+of\s+(?:the\s+)?)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})|\d{{1,2}}[/.\-]\d{{1,2}}|"
    rf"(?:{_MONTH})\b|q[1-4]\b|20\d\d\b|spring\b|summer\b|autumn\b|winter\b|"
    rf"(?:this|next)\s+(?:year|month|quarter)|(?:financial\s+)?year\b|quarter\b)"
)
_CHANGE = (
    "exceptions?|improvements?|developments?|actions?|amendments?|changes?|caveats?|work|"
    "qualifications?|reservations?|adjustments?|modifications?|conditions?|enhancements?|gaps?|"
    "recommendations?|updates?"
)
QUALIFIED_START = re.compile(
    rf"(?:and\s+)?(?:but\b|however\b|although\b|though\b|except\b|excluding\b|apart from\b|"
    rf"subject to\b|with (?:the |an? |some |further |minor |few |one |small |slight |planned )*"
    rf"(?:{_CHANGE})\b|partial(?:ly)?(?=\W*$|[.,;:)\-–]|\s+(?:complian|comply|met\b))|"
    rf"partly\b|in part\b|to (?:some|an?) \w*\s*extent\b|mostly\b|"
    rf"largely\b|mainly\b|in the main\b|generally\b|usually\b|sometimes\b|not (?:always|fully|"
    rf"entirely|wholly|yet|all|completely)\b|nearly\b|almost\b|in progress\b|(?:in|under) "
    rf"development\b|work in progress\b|(?:full(?:y)?\s+|complete\s+)?complian(?:ce|t)\s+(?:to be|"
    rf"will|by|from|expected|due|once|when|in\s+{_WHEN})|full(?:y)? implement|further (?:work|"
    rf"development|improvement|action)|(?:some |more |additional )?(?:actions?|improvements?|work) "
    rf"(?:is |are )?(?:required|needed|planned|identified|underway|in progress|to be)|"
    rf"(?:needs?|requires?)\s+(?:improvement|work|further|more|updating|amending|development)|"
    rf"(?:by|from|due(?: by| in)?|expected(?: by| in)?|with effect from|effective(?: from)?|wef|"
    rf"target(?: date)?:?|as of|as from)\s+{_WHEN}|to be (?:implement|develop|complet|introduc|"
    rf"updat|amend|finalis|embed|improv)|will be (?:implement|develop|complet|introduc|"
    rf"updat|amend|compliant|met|in place|finalis|embed|improv)|once\b|pending\b|planned\b|"
    rf"only\b|(?:at|for) stage (?:one|two|1|2)\b|stage (?:one|two|1|2) only\b|in most\b|"
    rf"for most\b|under review\b|being (?:implement|develop|introduc|updat|amend|embed))",
    re.IGNORECASE,
)
"""What, right after a yes, makes it neither a plain yes nor a plain no."""

QUALIFIED_WITHIN = re.compile(
    rf"\b(?:but|however|except|although|partial(?:ly)?|partly|not (?:yet|fully|always)|"
    rf"in progress|subject to|full compliance|to be (?:implement|develop|complet|introduc|updat|"
    rf"amend)\w*|will be (?:implement|develop|complet|introduc|updat|amend|compliant)\w*|"
    rf"(?:by|from)\s+{_WHEN}|with (?:further|some|minor) (?:{_CHANGE}))\b",
    re.IGNORECASE,
)
"""The same further on in the answer."""

NO_SOFTENED = re.compile(
    r"(?:but )?(?:partial|partly\b|in part\b|mostly\b|in progress\b|not (?:fully|entirely|wholly|"
    r"always)\b|work in progress\b|largely\b|some\b)",
    re.IGNORECASE,
)
"""What, right after a no, makes it a partial answer."""

AFTER_NO = re.compile(
    r"(?:we|this|not|it|but|the|our|they|these|those|there|although|though|however|as|because|see|"
    r"please|currently|at|only|until|to|policy|due|since|in|and|if|when|with|for|yet|compliant|"
    r"action|would|that|by|is|are|was|does|do|will|has|have|had|staff|landlord|council|plan|"
    r"planned|plans)\b"
)
"""Words that may follow an answering "No" without a stop; others make it "no third stage"."""
