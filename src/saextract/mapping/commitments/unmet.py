"""What a row answered no or partial plans without promising it in so many words.

Beside such an answer a bare plan ("Posters in every block, spring 2023"), a step in the imperative
("Write a behaviour policy"), "templates to be amended" or a day on which something is scheduled
("goes to Committee in January 2023") is a commitment; beside a yes it may be none.
"""

from __future__ import annotations

import re

from saextract.text.anycase import AnyCase
from saextract.text.dates import CODE_DATES, parse_due, scan

from .promises import (
    HABIT,
    NOT_OURS,
    OF_THE_CODE,
    Promise,
    due_in,
    is_nothing,
    owner_in,
    sentences_of,
    when_in,
)

_VERBS = (
    r"add|adopt|align|amend|agree|appoint|arrange|brief|build|change|circulate|clarify|commission|"
    r"complete|consult|correct|create|deliver|design|develop|draft|embed|ensure|establish|extend|"
    r"finalise|hire|implement|improve|include|insert|install|introduce|issue|launch|make|migrate|"
    r"move|negotiate|nominate|organise|pilot|prepare|print|procure|produce|provide|publicise|"
    r"publish|put|recruit|redesign|redraft|reissue|reinstate|remind|remove|replace|report|reprint|"
    r"review|revise|reword|rewrite|roll out|run|schedule|seek|send|set up|set|shorten|simplify|"
    r"start|standardise|strengthen|switch|take|tender|test|train|translate|undertake|update|"
    r"upgrade|upload|write|work with"
)
_IMPERATIVE = AnyCase(
    rf"^\W*(?:(?:we|team|officers?) )?(?:to )?(?:{_VERBS})\b(?! (?:is|are|was|were|has|have|of|and "
    rf"\w+ (?:is|are)|by|from|in|at|on)\b)\s+\w+",
)
"""A step named by its verb; what follows is its object, as in no noun ("Review of letters")."""

_TO_BE = AnyCase(
    r"^(?:(?!\b(?:may|must|can|will|should|has|have|had|for|wait\w*|needs?|ought|want\w*|ask\w*|"
    r"expect\w*|likely|said)\b)[^.])*"
    r"(?:\bto (?:also |then |now )?be (?:\w+ly )?(?:\w+(?:ed|en)|sent|set|put|built|made|held|"
    r"bought|taught|told|paid|drawn|begun|met|kept|split|cut|let|"
    r"brought|found|run|sought|drawn up|redone)\b|\bto follow\b[^,;]{0,30}$)",
)
"""Something "to be amended" that stands without a verb, or behind "is" or "are"."""

_OF_CASES = (
    r"(?:the |a |each |every |all )?(?:residents?|tenants?|customers?|complainants?|complaints?|"
    r"cases?)\b"
)
_WILL = AnyCase(
    rf"^(?!\W*(?:if|where|when|should|unless|once)\b)(?:(?!\b(?:not|no|never|if|where|when|"
    rf"wherever|"
    rf"whenever)\b|n['’]t\b)[^.])*?\b(?:(?:will|shall|['’]ll) (?:also |now |then )?"
    rf"(?!not\b|(?:always|usually|normally|generally|only|try|enable|allow|help|mean|ensure|"
    rf"continue|"
    rf"consider|endeavour|aim)\b|"
    rf"be (?:contacted|informed|told|given|sent|answered|acknowledged|offered|able|accepted)\b)\w+|"
    rf"(?:is|are) to (?!be\b)\w+|(?:staff|officers|managers?|reviewers|handlers|contractors|"
    rf"teams?) will "
    rf"be \w+|(?:going|intends?|plans?|means?|hopes?|propos\w+|intention) to \w+) (?!{_OF_CASES})"
    rf"(?!.*\b(?:where|wherever|if) (?:possible|needed|necessary|appropriate|a|the|they)\b)",
)
"""What is to come, and no habit towards residents ("we will contact the complainant")."""

_ASKED = AnyCase(
    r"\b(?:has|have|had) (?:also |now |since )?(?:been )?(?:asked|offered|agreed|instructed|"
    r"commissioned|"
    r"undertaken|promised|tasked|volunteered) to \w+",
)
_PLANS = re.compile(
    r"^\W*(?:we|(?:the|our) \w+) (?:also |now )?(?:plan|intend|propose|hope)s? "
    r"(?:an?|the|to|new|more)\b",
    re.IGNORECASE,
)
"""A plan said to be one: "We plan a survey of residents"."""

_BODY = r"(?:board|cabinet|committee|council|executive|trustees|members|governors)"
_UNDER_WAY = AnyCase(
    r"\b(?:is|are) (?:now |currently )?being (?:\w+ed|built|rebuilt|rewritten|written|redrawn|"
    r"drawn up|made|sought|bought|set up)\b|"
    r"\bunder (?:redesign|way|development|construction|preparation|revision)\b|\bunderway\b|"
    r"\bin (?:hand|draft|preparation|the pipeline|mind|(?:her|his|our|the|its) (?:\w+ )?plans?)\b|"
    r"\b(?:booked|on order|scheduled|planned|on the (?:agenda|cards)|pencilled in)\b|"
    r"\bit is (?:intended|proposed|"
    r"hoped)\b|"
    rf"\b(?:going|is|are) (?:to|before|with) (?:the )?(?:\w+ ){{0,2}}{_BODY}\b|"
    rf"\bgoes (?:to|before) (?:the )?(?:\w+ ){{0,2}}{_BODY} (?:at its|next|in)\b|"
    r"\bmean(?:s)? to \w+",
)
"""What is on its way, beside an answer that says that it is not there."""

_HEADLINE = AnyCase(
    rf"^\W*(?:(?!(?:is|are|was|were|be|has|have|had|will|can|may|must|do|does|able|needs?|"
    rf"required|how|"
    rf"what|when|who|right|chance|opportunity|way|due|easy|clear|we|they|it|residents?|tenants?|"
    rf"customers?|prior|up|according|similar|response|access|refers?)\b)[\w’'-]+ ){{1,6}}"
    rf"to (?:{_VERBS}|respond|report|receive|get|hear|meet|agree|consider|decide)\b",
)
"""A plan in the manner of a headline: "Board to respond in public"."""

_NO_PLAN = AnyCase(
    r"\b(?:no|not|without)\b(?: \w+)? (?:plans?|planned|planning|intentions?|intend\w*|going|"
    r"propos\w*)"
    r"\b|n['’]t (?:\w+ )?(?:plan|intend|going|propos)",
)
_COMES = AnyCase(
    r"\b(?:comes|goes|takes|starts|begins|opens|follows) (?:\w+ ){0,3}(?:in|on|from|"
    r"by) ",
)
"""What takes place on a day ahead, told in the present."""

_CLAUSES = re.compile(r";\s+")
_NEGATED = AnyCase(
    r"\b(?:not|no|never|none|nothing)\b|n['’]t\b",
)
_WHOLE = 18
"""Words up to which a line with "to be amended" is a step, and no talk of what had to be done."""

_PAST = AnyCase(
    r"\b(?:was|were|had|did|until|since|last|previous(?:ly)?|former(?:ly)?|used to|expired|lapsed|"
    r"ran out|ended|(?:has|have) been|(?:has|have) (?!to\b)\w+ed|no longer|dated|survey of|figures)"
    r"\b",
)
_STARTS = AnyCase(
    r"\b(?:from|start\w*|begin\w*|introduc\w*|launch\w*)\b",
)
"""What makes a habit a plan: "Quarterly report to the Board from October 2024"."""

_NEW = AnyCase(
    r"\bnew\b|\bonce (?:it|they|this|the \w+) (?:is|are|has|have)\b",
)
"""What is not there yet, whatever comes round in it."""

_OURS = AnyCase(
    rf"^\W*(?!if|where|when|unless|should)[\w ]{{2,40}}\b(?:will|is to|are to)\b(?! {_OF_CASES})",
)
"""A habit to come, beside an answer that says that it is not there yet."""

_SUPPOSED = AnyCase(
    r"\b(?:would|could|might|unless|if)\b",
)


def planned(text: str, reference: str = "") -> list[Promise]:
    """The commitments in the text of a row answered no or partial.

    Args:
        text: a cell's text on one line.
        reference: ISO date or month that it was written in, or "". Without it only deadlines
            ("by June 2025") count, not days on which something takes place.
    """
    found: list[Promise] = []
    for sentence in sentences_of(text):
        step = sentence.strip("• ")
        if is_nothing(step) or NOT_OURS.match(step):
            continue
        printed, due = _ahead(step, reference)
        begins = _NEW.search(step) or _OURS.search(step) or (printed and _STARTS.search(step))
        if HABIT.search(step) and not begins:
            continue
        if not printed and not any(map(_is_step, _CLAUSES.split(sentence))):
            continue
        found.append(Promise(step, printed, due, owner_in(step)))
    return found


def _is_step(sentence: str) -> bool:
    """Whether a sentence without a day names a step."""
    if _SUPPOSED.search(sentence) or _NO_PLAN.search(sentence):
        return False
    if _ASKED.search(sentence):
        return True
    if _PLANS.match(sentence) or (_UNDER_WAY.search(sentence) and not _NEGATED.search(sentence)):
        return True
    if _PAST.search(sentence):
        return False
    short = len(sentence.split()) <= _WHOLE
    patterns = (_IMPERATIVE, _WILL, _HEADLINE, _TO_BE) if short else (_IMPERATIVE, _WILL)
    return any(pattern.search(sentence) for pattern in patterns)


def _ahead(step: str, reference: str) -> tuple[str, str]:
    """The day ahead on which something is to be done or takes place, printed and as ISO."""
    if _PAST.search(step) and not any(p.search(step) for p in (_IMPERATIVE, _PLANS, _COMES)):
        return "", ""
    printed, due = due_in(step, reference)
    if due and reference and due[:7] < reference[:7]:
        return "", ""
    if not printed and reference:
        printed, due = when_in(step, reference)
        if not printed:
            printed, due = _last(step)
        if due[:7] <= reference[:7]:
            return "", ""
    if due in CODE_DATES and OF_THE_CODE.search(step):
        return "", ""
    return (printed, due) if due else ("", "")


def _last(step: str) -> tuple[str, str]:
    """The date at the end of a step: "Posters in every block, spring 2023"."""
    dates = scan(step, due=True)
    if len(dates) != 1 or len(step[dates[0].end :].split()) > 4:
        return "", ""
    printed = step[dates[0].start : dates[0].end]
    return printed, parse_due(printed)
