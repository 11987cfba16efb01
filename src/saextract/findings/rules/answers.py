"""Rules over the answer itself: not met, not answered, not explained."""

from __future__ import annotations

import re

from saextract.findings.plans.pending import pending
from saextract.findings.rule import UNMET, Example, Raised, Row, Rule
from saextract.findings.statements.deadlines import has_time
from saextract.findings.statements.reader import read
from saextract.findings.statements.scope import asked, shared
from saextract.model import Answer, Level
from saextract.text.anycase import AnyCase

from .denials import denials, is_affirmed
from .exclusions import excluded
from .stages import stages_over
from .timescales import times_over

_SHORT = 4
"""Words of a text below which it explains nothing."""

_FULL = 9
"""Words from which on the text of a partial answer says all that is asked, and not a part of it."""

_QUALIFIED = AnyCase(
    r"\b(?:because|only|however|but|although|though|except|still|small|limited|reason (?:is|was|"
    r"for|why)|for (?:\w+ )?reasons|yet|some|"
    r"most|mostly|partly|usually|often|sometimes|informal\w*|ad hoc|few|many|while|"
    r"until(?! (?:(?:the|a|each|their|it|every) )?(?:\w+ )?is (?:closed|settled|resolved|"
    r"answered)\b)|"
    r"(?<!been )(?<!role )(?<!post )(?<!place )since|"
    r"believe|prefer|instead|third|unless|delay\w*|late|fell|rather(?! than)|generally|largely|"
    r"in part|"
    r"yearly|once|first(?! (?:page|letter|call|line|paragraph))|last(?! (?:page|letter|line|word))|"
    r"at the end|verbal\w*|"
    r"summary|"
    r"half|(?:\d+|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|none) "
    r"(?:out )?of|previous\w*|too|rely|target|improv\w+|expect\w*|aim|hope|"
    r"little|less|slow\w*|missed|out[- ]of[- ]date|outdated|so far|enough|behind|than|when there|"
    r"starts?|begins?|next|could|lapsed|thin|cancelled|at present|average|weak\w*|short|poor|"
    r"patch\w*|"
    r"uneven|suspended|stopped|lost|dropped|meanwhile|not (?:in|for|by|at|to|on|with)|"
    r"after \w+ (?:working )?(?:days|weeks|months)|"
    r"would|should|(?:is|are) being|in place of|exceptions?|hard|difficult|"
    r"refused|reminder|from the (?:new|next)|left out(?! of (?:our |the |all )?letters)|spring|"
    r"summer|"
    r"autumn|winter|alone|remain(?:s|ed)?|vacanc\w+|empty|"
    r"temporar\w+|who did not|follow (?:at|in|with|when|later)|get it with|"
    r"as (?:\w+ ){1,3}(?:are|is) "
    r"(?:renewed|replaced|let)|those of|silent|missing|leaves? out|lacks?|old|knows everyone|"
    r"(?:are|is) (?:considering|thinking|looking)|working (?:for|to|towards)|everybody|see \d)\b|"
    r"\d\s?%|\bper cent\b|\beveryone knows\b",
)
"""Words that take something back, or give a reason: then the text does not say only that it is "
  "met."""

_US = (
    r"(?:us|here|the (?:council|landlord|association|trust|organisation|society|group|company|"
    r"authority|business)|this (?:landlord|council|organisation|association|year|provision)|"
    r"our (?:organisation|association|council|service|homes)|(?:at )?(?:this time|present|"
    r"the moment)|currently|now|an? \w+ (?:like|such as|of) (?:us|ours|this \w+))"
)
_NO_REASON = re.compile(
    rf"\W*(?:(?:n\s*/?\s*a|not (?:applicable|relevant)|none|nil|no|yes|(?:please )?(?:as|"
    rf"see) (?:above|below)|"
    rf"-|–|(?:this|it|provision|the provision|this (?:provision|section|point|requirement)|code) ?"
    rf"(?:is|does|has) ?(?:not|n['’]t) (?:applicable|apply|relevant|relate|concern)|"
    rf"does(?: not|n['’]t) apply|not something (?:that|which) (?:applies|concerns|affects)|"
    rf"no comments?|nothing to add)(?: (?:to|for|at|"
    rf"in))?(?: {_US})?\W*)+",
    re.IGNORECASE,
)


def _unmet_must(row: Row) -> Raised | None:
    unmet = row.answer in UNMET and row.provision.level is Level.MUST
    return Raised(row.response.answer_printed) if unmet else None


def _quote(row: Row) -> str:
    """The answer cell; it is what a row without a further word prints."""
    return row.response.answer_printed


def _no_action(row: Row) -> Raised | None:
    if row.answer not in UNMET or row.actions or _steps(row):
        return None
    return Raised(_quote(row))


def _no_date(row: Row) -> Raised | None:
    if row.answer not in UNMET:
        return None
    steps = _steps(row)
    dated = any(due for _, due in steps) or any(a.due or a.due_printed for a in row.actions)
    if dated or not (steps or row.actions):
        return None
    return Raised(steps[0][0] if steps else row.actions[0].action)


def _steps(row: Row) -> list[tuple[str, bool]]:
    """What the row says will be done, and whether it says when."""
    found = [(p.sentence, bool(p.due) or has_time(p.sentence)) for p in pending(row, related=False)]
    if not found and row.response.answer_printed:
        printed = row.response.answer_printed
        if read(printed).has("strong_future", "undone") or has_time(printed):
            found.append((printed, True))
    return found


def _no_but_compliant(row: Row) -> Raised | None:
    if row.answer not in UNMET or row.actions or pending(row, related=False):
        return None
    given = row.own_sentences
    words = " ".join(sentence.text for sentence in given)
    if len(words.split()) <= _SHORT or _QUALIFIED.search(words) or denials(row, strict=False):
        return None
    own = row.response.commentary or row.response.evidence
    if times_over(row) or stages_over(row) or excluded(row):
        return None
    if row.answer is Answer.PARTIAL and len(words.split()) < _FULL:
        return None
    affirmed = [s.text for s in given if s.text in own and is_affirmed(row, s.text)]
    return Raised(affirmed[0]) if affirmed else None


def _na_unexplained(row: Row) -> Raised | None:
    if row.answer is not Answer.NOT_APPLICABLE:
        return None
    printed = row.response.answer_printed
    said = [text for text in (row.response.commentary, row.response.evidence) if text.strip()]
    name = re.compile(rf"\b(?:the )?{re.escape(row.landlord)}\b") if row.landlord else None
    explained = any(
        not _NO_REASON.fullmatch(name.sub("us", text) if name else text)
        for text in (*said, *row.response.other.values())
    )
    if explained or len(printed.split()) > _SHORT:
        return None
    return Raised(printed)


def _unanswered(row: Row) -> Raised | None:
    blank = row.answer is Answer.UNANSWERED
    return Raised(row.response.requirement_printed) if blank else None


def _unclear(row: Row) -> Raised | None:
    return Raised(row.response.answer_printed) if row.answer is Answer.UNCLEAR else None


def _not_found(row: Row) -> Raised | None:
    return Raised("") if row.answer is Answer.NOT_FOUND else None


def about(row: Row, text: str) -> int:
    """How many of a provision's own stems a text has."""
    return shared(text, asked(row.provision))


RULES = (
    Rule(
        id="not-found",
        severity="medium",
        version=3,
        message="No row was found for this provision. Check whether the document leaves it out; "
        "this says nothing about the landlord.",
        looks_for="a provision for which the document has no row, each for itself",
        silent_for="rows that are there and blank, which are `unanswered`",
        check=_not_found,
        raises=Example("HOS-2024:1.2", Answer.NOT_FOUND),
        silent=Example("HOS-2024:1.2", Answer.UNANSWERED),
    ),
    Rule(
        id="unmet-must",
        severity="high",
        version=1,
        message="Answered no or partial at level must.",
        looks_for="an answer no or partial to a provision that the Code makes a must",
        silent_for="provisions at level should, and answers that are blank or unclear",
        check=_unmet_must,
        raises=Example("HOS-2022:4.1", Answer.NO, "We acknowledge within seven working days."),
        silent=Example("HOS-2022:4.10", Answer.NO, "We write at the end only."),
    ),
    Rule(
        id="unmet-no-action",
        severity="high",
        version=3,
        message="Answered no or partial, and nothing says what will be done about it.",
        looks_for="a no or partial of which neither the row nor the actions give a step",
        silent_for="a step with a date or an owner, or one that is announced as action, in any "
        "column or in the action plan",
        check=_no_action,
        raises=Example("HOS-2024:7.4", Answer.NO, "The guidance is not used by our handlers."),
        silent=Example(
            "HOS-2024:7.4", Answer.NO, "ACTION: refer to the guidance in the policy by July 2025."
        ),
    ),
    Rule(
        id="unmet-no-date",
        severity="medium",
        version=2,
        message="Answered no or partial, and what will be done has no date.",
        looks_for="a no or partial with a step that has no date",
        silent_for="steps of which one at least has a date or a span of time",
        check=_no_date,
        raises=Example("HOS-2024:7.4", Answer.NO, "The policy will be amended to refer to it."),
        silent=Example(
            "HOS-2024:7.4", Answer.NO, "The policy will be amended to refer to it in July 2025."
        ),
    ),
    Rule(
        id="no-but-compliant",
        severity="medium",
        version=5,
        message="Answered no or partial, but all that the text says is that the provision is met.",
        looks_for="a no or partial whose text has nothing but what the provision asks for",
        silent_for="any word of what is missing, of what will be done, or of a reason why not",
        check=_no_but_compliant,
        raises=Example(
            "HOS-2024:6.13",
            Answer.NO,
            "Stage 2 is considered by a manager who had no part in the stage 1 decision.",
        ),
        silent=Example(
            "HOS-2024:6.13",
            Answer.NO,
            "In the smallest team the manager considers the complaint at both stages.",
        ),
    ),
    Rule(
        id="na-unexplained",
        severity="medium",
        version=2,
        message="Answered not applicable, and no reason is given.",
        looks_for="an answer not applicable with nothing beside it",
        silent_for="any text that says more than that it does not apply",
        check=_na_unexplained,
        raises=Example("HOS-2022:5.18", Answer.NOT_APPLICABLE),
        silent=Example(
            "HOS-2022:5.18", Answer.NOT_APPLICABLE, "We have two stages, so there is no third."
        ),
    ),
    Rule(
        id="unanswered",
        severity="high",
        version=2,
        message="The row is there, but it has no answer.",
        looks_for="a row whose answer is blank",
        silent_for="rows with an answer of any kind, and provisions without a row",
        check=_unanswered,
        raises=Example("HOS-2024:1.2", Answer.UNANSWERED, "See the policy."),
        silent=Example("HOS-2024:1.2", Answer.YES, "See section 2 of the policy."),
    ),
    Rule(
        id="unclear-answer",
        severity="medium",
        version=1,
        message="The printed answer cannot be classed. Read it in the document.",
        looks_for="an answer that is neither yes, partial, no nor not applicable",
        silent_for="answers that can be classed",
        check=_unclear,
        raises=Example("HOS-2024:1.2", Answer.UNCLEAR, changes={"answer_printed": "TBC"}),
        silent=Example("HOS-2024:1.2", Answer.YES, "See section 2 of the policy."),
    ),
)
