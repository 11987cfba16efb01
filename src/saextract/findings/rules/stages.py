"""The rule over stages: a step before the first, or one after the last that the edition allows."""

from __future__ import annotations

import re

from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.grammar import AnyCase
from saextract.findings.statements.reader import read, words_of
from saextract.findings.statements.scope import is_foreign
from saextract.findings.statements.times import SPAN
from saextract.model import Answer

_BEGINS = (
    r"(?:stage (?:1|one)|(?:the |a )?formal (?:complaint|process|procedure|stage|investigation)|"
    r"investigation(?=,| and| stage| then|[.;)]|$)|becom\w+ a (?:formal )?complaint|"
    r"(?:logged|registered|opened|recorded|treated|raised|accepted) as a (?:formal )?complaint|"
    r"complaint is (?:formally )?(?:logged|opened|raised)|"
    r"(?:we|they|staff|officers?) (?:register|log|open|accept|record)s? (?:it as )?(?:a|the) "
    r"(?:formal )?complaint)"
)
_TRY = (
    r"(?:early|first[- ](?:contact|line|point|time)|local|quick(?:[- ]fix)?|initial|"
    r"front[- ]?line|speedy|fast|rapid|informal|swift|prompt|immediate|point of contact|"
    r"triage(?= (?:stage|step|phase|period|window)))"
)
_NAMED = (
    r"(?:resolution|fix|response|concerns?|contact|stage|step|phase|period|window|tier|process|"
    r"procedure|round|route|level|review|conversation|attempt|discussion)"
)
_BEFORE_FIRST = re.compile(
    rf"\b(?:first|initially) (?:\w+ )?(?:treated|logged|handled|recorded|dealt with|"
    rf"taken) as (?:an? )?"
    rf"(?:expression of )?(?:concern|enquir|quer|informal|grumble|comment)\w*|"
    rf"\bstage (?:0|zero|nought)\b|\bpre[- ]?(?:complaint|stage)\b|"
    rf"\binformal (?:\w+ )?(?:stage|step|phase|period|process|procedure|complaints? stage|round|"
    rf"route|level|tier)\b|"
    rf"\b{_TRY} (?:\w+ )?{_NAMED}?[’'”\"]* ?(?:stage|phase|step|period|window|tier|process)\b|"
    rf"\b{_TRY} (?:\w+ )?{_NAMED}[’'”\"]*(?: ?\([^)]*\))?[^.;]{{0,30}}?"
    rf"(?:,|→|>|–|\bis|\band)?[, ]*(?:then|followed|before|next|ahead of|leads? to|goes to)\b"
    rf"[^.;]{{0,30}}\b{_BEGINS}|"
    rf"\bafter (?:which|that),? (?:it|the (?:matter|complaint|issue)|they|"
    rf"a)\b[^.;]*\b(?:stage (?:1|one)|"
    rf"formal\w*|logged|becomes?)\b|"
    rf"\b(?:only (?:then|after that|afterwards)|not until then)\b[^.;]*\b(?:complaint|stage|"
    rf"formal)|"
    rf"\b(?:by then|by that point|after that|thereafter|otherwise|if not|failing that)\b[^.;]*"
    rf"\b(?:goes|go|moves?|passes|becomes?|is (?:logged|opened|"
    rf"escalated))\b[^.;]*\b(?:stage (?:1|one)"
    rf"|formal|a complaint)\b|"
    rf"\b(?:before|prior to|ahead of|in advance of) (?!(?:\w+ )?20\d\d)[^.;]{{0,60}}\b{_BEGINS}",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"\b(?:only|not) (?:\w+ ){{0,3}}?(?:go|goes|move|moves|pass|passes|progress|become|becomes|"
    rf"reach|"
    rf"reaches|enter|enters|escalated?|escalates|proceed|proceeds|advance|advances)\b[^.;]{{0,30}}?"
    rf"\b(?:{_BEGINS}|(?:the )?complaints? (?:process|procedure|team))[^.;]{{0,40}}\b(?:after|"
    rf"once|if|"
    rf"when|until|unless)\b|"
    rf"\b(?:{_BEGINS}|formal complaints?|the (?:complaints? )?(?:process|"
    rf"procedure)) (?:\w+ ){{0,2}}?"
    rf"(?:starts?|begins?|opens?|follows?|comes?|kicks? in)\b[^.;]{{0,20}}\b(?:after|afterwards|"
    rf"once|"
    rf"only|then|when that)\b|"
    rf"\b(?:if|where|when|unless|should) [^.;]{{3,80}}?(?:,| it| they| the \w+)? ?(?:\w+ ){{0,3}}?"
    rf"(?:become|go|move|pass|progress|is (?:then )?(?:logged|opened|registered|raised))\w*"
    rf"[^.;]{{0,20}}\b{_BEGINS}",
    re.IGNORECASE,
)
"""What a matter has to have been through before it comes to stage 1."""

_CALLED = re.compile(
    r"[’'“\"‘][A-Z]\w+|(?<=[a-z] )[A-Z][a-z]+ [A-Z][a-z]+|(?<=[a-z] )[A-Z][a-z]+ [a-z]*(?:desk|"
    r"team|line|step|hub)\b"
)
_NO_NAME = re.compile(
    r"\b(?:Housing Ombudsman|Stage|Complaints?|Code|Board|Chief Executive|Member)\b"
)
_SPELL = re.compile(
    r"\b(?:day|hour)s? (?:\d+|one|two|three|four|five|six|seven|ten)\b", re.IGNORECASE
)
_TIMED_BEFORE = re.compile(
    r"\b(?:first|initial\w*|informal\w*|given|has|have|gets?|takes?|allow\w*|gets?|within|for|"
    r"up to|only if|"
    r"if not)\b",
    re.IGNORECASE,
)
_LAST = (
    r"(?:stage (?:2|two)|second (?:stage|answer|response|reply|letter|look)|final (?:response|"
    r"answer|reply|stage|letter|decision)|two stages|both stages|review stage|our review|"
    r"review(?= (?:can|may|are|have|is)\b|,))"
)
_LAST_NAMED = re.compile(rf"\b{_LAST}\b", re.IGNORECASE)
_FIRST_NAMED = re.compile(r"\b(?:stage (?:1|one|2|two)|first|second)\b", re.IGNORECASE)
_HIGHER = (
    r"(?:panel|appeals?|hearing|board|committee|chief executive|chief exec|ceo|chair(?:man|woman|"
    r"person)?|director|adjudicat\w+|councillors?|member|leader|governors|trustees|independent|"
    r"mediat\w+|arbitrat\w+|further (?:look|step|stage|review))"
)
_AFTER_LAST = re.compile(
    rf"\bstage (?:3|three)\b|\bthird[- ](?:and final )?stage\b|\bthree[- ]stages?\b|"
    rf"\b(?:after|following|beyond|from|unhappy (?:with|after)|dissatisfied (?:with|after)|"
    rf"disagree\w* with|at the "
    rf"end of|on top of|past|(?:not (?:settled|resolved)|"
    rf"unresolved|unsettled) (?:at|by|in|after)|once) (?:the |our |a |both )?{_LAST}\b"
    rf"[^.;]*\b{_HIGHER}\b|"
    rf"\b{_HIGHER}\b[^.;]*"
    rf"\b(?:after|following|beyond|once|when|on completion of|unhappy with|dissatisfied with|"
    rf"remain\w* (?:unhappy|"
    rf"dissatisfied) (?:with|after|at the end of)|whom) (?:the |our |a )?{_LAST}\b|"
    rf"\b{_LAST}\b[^.;]{{0,60}}\b(?:followed by|then|unless|and after(?:wards| that)|with)\b"
    rf"[^.;]{{0,60}}\b(?:panel|appeal|hearing|chief executive(?:['’]s)? (?:review|look|appeal|"
    rf"decision)"
    rf"|(?:review|decision|look) by the|adjudicat\w+|third)\b",
    re.IGNORECASE,
)
_LOOKS = r"(?:review|look|appeal|hear|consider|decide|rul|reconsider|revisit|examin|determin)\w*"
_ONWARDS = re.compile(
    rf"\b{_LAST}\b[^.;]{{0,60}}\bbe (?:appealed|taken|referred|escalated|put|passed|reviewed) "
    r"(?:\w+ )?(?:to|by|before)\b|"
    rf"\bappeal\w* (?:against|from) (?:the |our |a )?{_LAST}\b|"
    r"\b(?:final|further|last) (?:\w+ )?(?:appeal|hearing)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"^\W*(?:if|anyone|residents?|tenants?|customers?|those|a (?:resident|tenant|customer)|"
    r"after (?:that|"
    r"this)|thereafter|then|finally|lastly|from there|beyond (?:that|this)|there is (?:then |"
    r"also )?)\b"
    rf"[^.;]*\b(?:panel|appeal|hearing|(?:chief executive|board|chair\w*|director|committee|leader|"
    rf"trustees|councillors?)\b[^.;]*\b{_LOOKS})",
    re.IGNORECASE,
)
"""What the sentence behind one about the last stage says comes next."""

_FOURTH = re.compile(r"\bstage (?:4|four)\b|\bfourth stage\b|\bfour[- ]stages?\b", re.IGNORECASE)
_THIRD = re.compile(
    r"\bstage (?:3|three)\b|\bthird (?:and final )?stage\b|\bthree[- ]stages?\b", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:because|since|so that|in order|reasons?|believe|allows?|gives?|value|benefit|ensures?|"
    r"independen\w+|why|as it|as this|helps?|wanted|asked for|valued|enables?|provides?)\b",
    re.IGNORECASE,
)
_FORCED = re.compile(
    r"\b(?:must|mandatory|compulsory|required|have to|has to|all complaints|automatic\w*|"
    r"before they "
    r"(?:can|may)|not optional|obliged|no choice|every)\b",
    re.IGNORECASE,
)
_OWN_STEP = re.compile(
    r"\b(?:panel|appeal|hearing|chief executive|board|committee|adjudicat\w+|our third|"
    r"before (?:\w+ ){0,6}ombudsman)\b",
    re.IGNORECASE,
)
_OMBUDSMAN = re.compile(r"\bombudsman\b", re.IGNORECASE)


def stages_over(row: Row) -> Raised | None:
    """What raises the rule of this module in a row, or None."""
    told = ""
    for sentence in row.own_sentences:
        text = sentence.text
        if not _STEPS.search(text):
            continue
        before = _BEFORE_FIRST.search(text) or _GOES_ON.search(text)
        if before and _is_step(text, before) and _stands(text, before):
            return Raised(text, "A step before stage 1.")
        after = _past_last(row, text, told)
        told = text
        if after and _stands(text, after):
            return Raised(text, "A step after the last stage that the edition allows.")
    return None


_STEPS = AnyCase(
    r"stage|formal|becom|phase|step|tier|period|window|process|procedure|investigation|"
    r"complaint is|a complaint|level|round|route|second|final|appeal|panel|hearing|review|"
    r"treated as|logged as|unhappy|dissatisfied",
)
"""Parts of words without which a sentence speaks of no step."""


_ANSWERED = re.compile(r"\back?nowledg\w+|\brespon[ds]\w*|\bstage (?:2|two)\b", re.IGNORECASE)
"""What the times of the stages themselves are for."""

_ELSEWHERE = re.compile(
    r"\b(?:lessons|learning|themes|sampl\w+|quality|asb|anti-?social|allocations?|lettings|"
    r"housing benefit|homeless\w*|planning|"
    r"disciplinary|"
    r"grievances?|social care|children|data protection|freedom of information|insurance|tribunal|"
    r"courts?|statutory)\b",
    re.IGNORECASE,
)
"""Other procedures, which have stages of their own."""

_UNSETTLED = frozenset(
    {
        "settled",
        "resolved",
        "satisfied",
        "happy",
        "content",
        "closed",
        "agreed",
        "help",
        "helped",
        "work",
        "worked",
        "sorted",
        "fixed",
        "enough",
    }
)
"""What is not so when a complaint goes on to the next step."""


def _is_step(text: str, match: re.Match[str]) -> bool:
    """Whether what comes before stage 1 has a name or a time, and is no mere try."""
    if match.re is _GOES_ON:
        named = any(not _NO_NAME.search(name[0]) for name in _CALLED.finditer(text))
        timed = bool(SPAN.search(text) or _SPELL.search(text)) and not _ANSWERED.search(text)
        return named or timed
    if not match[0].lower().startswith(("before", "prior", "after", "ahead", "in advance")):
        return True
    return bool(SPAN.search(text)) and bool(_TIMED_BEFORE.search(text))


def _past_last(row: Row, text: str, told: str) -> re.Match[str] | None:
    """A step behind the last one in a sentence, told by it or by the one before it."""
    if row.edition == "HOS-2024" or row.edition.startswith("LGSCO"):
        if _is_the_ombudsman(text):
            return None
        onwards = _AFTER_LAST.search(text) or _ONWARDS.search(text)
        led = _LAST_NAMED.search(told) and not _FIRST_NAMED.search(text)
        return onwards or (_NEXT.search(text) if led else None)
    if row.edition == "HOS-2022":
        if _is_the_ombudsman(text):
            return None
        fourth = _FOURTH.search(text)
        if fourth or row.provision.number != "5.17":
            return fourth
        whole = f"{row.response.commentary} {row.response.evidence}"
        return None if _REASON.search(whole) else _THIRD.search(text)
    if _is_the_ombudsman(text):
        return None
    third = _THIRD.search(text) or _AFTER_LAST.search(text)
    return third if third and _FORCED.search(text) else _FOURTH.search(text)


def _is_the_ombudsman(text: str) -> bool:
    """Whether the further step is the Ombudsman, and none of the landlord's own before it."""
    return bool(_OMBUDSMAN.search(text)) and not _OWN_STEP.search(text)


def _stands(text: str, match: re.Match[str]) -> bool:
    """Whether a step is there today: not denied, past, given up, supposed or the Code's."""
    statement = read(text)
    at = statement.token(match.start())
    end = statement.token(match.end() - 1) or len(statement.words)
    clause = statement.clauses[at]
    near = [
        w
        for i, w in enumerate(statement.words)
        if statement.clauses[i] == clause
        and at - 9 <= i < max(end, at + 1)
        and not _UNSETTLED & set(statement.words[i + 1 : i + 3])
    ]
    if any(w in words_of("negation") for w in near) or _ELSEWHERE.search(text):
        return False
    if {"had", "was", "were"} & set(statement.words[at:end]):
        return False
    given_up = re.search(
        r"\b(?:remov|abolish|scrap|withdr|(?<!has )(?<!have )ended\b|drop|t(?:ook|"
        r"aken) (?:\S+ ){0,4}out\b|replac|discontinu|"
        r"no longer|delet|"
        r"former|"
        r"gone\b|did away|taken out|took out|previous|used to|avoid|not appropriate|rather than|"
        r"instead of|stopp|went\b|dispensed|ceased|disappeared|no more\b|closed in|"
        r"does not reopen|\bend(?:ing|s)\b)",
        text,
        re.IGNORECASE,
    )
    return not given_up and not is_foreign(statement, at) and not statement.has("supposed")


RULES = (
    Rule(
        id="stages-over-code",
        severity="high",
        version=2,
        message="There is a step before stage 1, or one after the last stage.",
        looks_for="a step with a name or a time before stage 1, or a stage, panel or appeal after "
        "the last one that the edition allows",
        silent_for="what is denied, past or given up, the Ombudsman, and tries to put things right "
        "at once that are no step of the process",
        check=stages_over,
        raises=Example(
            "HOS-2024:5.2",
            Answer.YES,
            "The team has five working days for informal resolution before stage 1 begins.",
        ),
        silent=Example("HOS-2024:5.2", Answer.YES, "We have no informal stage before stage 1."),
    ),
)
