"""What stands before an answer word, and what after it takes an answer back in part.

The words themselves are in answers.toml; these are the turns of phrase around them.
"""

from __future__ import annotations

import re

from .words import PICTURES

SIGN = re.compile(rf"^[{PICTURES}\s]+(?=\w)")
"""Pictures that stand before an answer word and add nothing to it."""

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

OF_ITS_SENTENCE = re.compile(
    r"(?:only|just|nearly|almost|usually|generally|mainly|mostly|largely|sometimes|in most|"
    r"for most|all but)\s+(?=\S*\s*\w)",
    re.IGNORECASE,
)
"""What, after "Yes.", qualifies the sentence that it opens, not the yes: "Only 5 were late"."""

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
