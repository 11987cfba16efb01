"""The rule over stages: a step before the first, or one after the last that the edition allows."""

from __future__ import annotations

import re

from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.reader import read, words_of
from saextract.findings.statements.scope import is_foreign
from saextract.findings.statements.times import SPAN
from saextract.model import Answer
from saextract.text.anycase import AnyCase

_BEGINS = (
    r"(?:stage (?:1|one)|(?:the |a )?formal (?:complaint|process|procedure|stage|investigation)|"
    r"investigation(?=,| and| stage| then|[.;)]|$)|becom\w+ a (?:formal )?complaint|"
    r"(?:logged|registered|opened|recorded|treated|raised|accepted) as a (?:formal )?complaint|"
    r"(?:complaint|anything|it|case|matter) is (?:formally )?(?:logged|opened|raised|registered|"
    r"recorded)|"
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
_BEFORE_FIRST = AnyCase(
    rf"\b(?:first|initially) (?:\w+ )?(?:treated|logged|handled|recorded|dealt with|"
    rf"taken) as (?:an? )?"
    rf"(?:expression of )?(?:concern|enquir|quer|informal|grumble|comment)\w*|"
    rf":\s*(?!stage)[^,:;.]{{3,40}}, stage (?:1|one)\b|"
    rf"^\W*first(?:ly)?,? (?!stage)[^,:;.]{{3,50}}, (?:then|and then|next|after that) stage (?:1|"
    rf"one)\b|"
    rf"\b(?:stage|level|step|tier) (?:0|zero|nought)\b|\bpre[- ]?(?:complaint|stage)\b|"
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
    rf"\b(?:before|prior to|ahead of|in advance of|precedes?) (?!(?:\w+ )?20\d\d)"
    rf"[^.;]{{0,60}}\b{_BEGINS}",
)
_OPENED = AnyCase(
    r"\b(?:log|regist|open|record|rais|treat|accept|enter|count|begin|start|becom|turn|mov|pass|go|"
    r"sent|send|refer|progress|advanc|escalat|proceed|reach|written up|taken up|put down|"
    r"com)(?:g?ed|s|es|ged|ing|e|er|ered|"
    r"ered as|ers|ters)?"
    r" (?:\w+ ){0,2}?(?:at |as |into? |to |on to )?(?:an? |the |our )?(?:formal |stage (?:1|one)\b|"
    r"complaints?(?: (?:team|process|procedure))?(?= |[.,;)]|$))|"
    r"\bcomplaints? (?:is|are|being) (?:then |only |formally )?(?:logged|registered|opened|raised|"
    r"recorded)\b|"
    r"\b(?:stage (?:1|one)|formal (?:complaints?|process|stage|ones?)) (?:\w+ )?(?:is (?:for|"
    r"opened|"
    r"started)|begins?|starts?|opens?|follows?|comes)\b|"
    r"\b(?:to|for) (?:an? )?(?:formal )?investigation\b",
)
"""A complaint that comes to stage 1."""

_UNSETTLED_IF = AnyCase(
    r"\b(?:if|when|where|unless|once|only|until|what(?:ever)?|anything|those|that|"
    r"which)\b[^.;]{0,70}?"
    r"(?:\b(?:not|cannot|never|fail\w*|still)\b|n['’]t\b)[^.;]{0,40}?\b(?:settl|resolv|satisf|put "
    r"right|sort|work|happy|fix|help|answer|content|agree|done)\w*|"
    r"\bunless\b[^.;]{0,60}\b(?:settl|resolv|satisf|sort|fix|help)\w*|"
    r"\b(?:if|when|where|only|those|anything)\b[^.;]{0,40}\bun(?:resolved|settled|happy|"
    r"satisfied)\b|"
    r"\b(?:what|whatever|anything)(?: \w+){0,2} (?:remains|is left)\b|\bif need be\b|"
    r"\bwhat(?:ever)? (?:they|we|he|she|it) (?:cannot|can ?not|could not|do not)\b|"
    r"\bif (?:it|they|that) (?:is|are) still\b|"
    r"\bif they insist\b|"
    r"\bonly (?:then|after|once|if)\b|\bonly\b[^.;]{0,30}\bafter\b|\bafter (?:that|which)\b",
)
"""The condition that something else was tried before, and did not do."""

_WHATEVER = AnyCase(
    r"\bwhatever (?:comes|the outcome)|\b(?:straight|immediately|at once|on the (?:same )?day|"
    r"in any case|regardless|either way|meantime|holds nothing up|same day)\b",
)
_LATER_STAGE = AnyCase(r"\b(?:stage (?:2|two)|second stage|escalat\w+|review stage|reviews?)\b")
_INFORMAL = AnyCase(r"\binformal (?:complaints?|matters?|concerns?)\b")
_ORDINAL = AnyCase(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|tenth|\d+(?:st|nd|rd|"
    r"th)) (?:working )?day\b",
)

_CALLED = re.compile(
    r"[’'“\"‘][A-Z]\w+|(?<=[a-z] )[A-Z][a-z]+ [A-Z][a-z]+|(?<=[a-z] )[A-Z][a-z]+ [a-z]*(?:desk|"
    r"team|line|step|hub)\b"
)
_NO_NAME = re.compile(
    r"\b(?:Housing Ombudsman|Stage|Complaints?|Code|Board|Chief Executive|Member)\b"
)
_SPELL = AnyCase(
    r"\bthe first (?:few )?(?:days?|weeks?|fortnight|hours?|\w+ days)\b|\b(?:day|hour)s? (?:\d+|"
    r"one|two|three|four|five|six|seven|ten)\b"
)
_TIMED_BEFORE = AnyCase(
    r"\b(?:first|initial\w*|informal\w*|given|has|have|gets?|takes?|allow\w*|gets?|within|for|"
    r"up to|only if|"
    r"if not|(?:resolution|cooling(?:[- ]off)?|trial|settling|holding|waiting|grace) "
    r"(?:period|window|spell)|(?:days?|weeks?|hours?) of (?:early|informal|local|quick|first))\b",
)
_LAST = (
    r"(?:stage (?:2|two)|second (?:stage|answer|response|reply|letter|look)|final (?:response|"
    r"answer|reply|stage|letter|decision)|two stages(?! ?[:(–])|both stages|review stage|"
    r"our review|"
    r"review(?= (?:can|may|are|have|is)\b|,))"
)
_LAST_NAMED = AnyCase(rf"\b{_LAST}\b")
_FIRST_NAMED = AnyCase(r"\b(?:stage (?:1|one|2|two)|first|second)\b")
_LOOKS = r"(?:review|look|appeal|hear|consider|decide|rul|reconsider|revisit|examin|determin)\w*"
_STEP = (
    r"(?:panel|jury|appeals?|hearing|adjudicat\w+|mediat\w+|arbitrat\w+|"
    r"further (?:look|step|stage|review))"
)
_PERSON = (
    r"(?:board|committee|assembly|mayor|executive director|chief exec\w*|ceo|chair(?:man|woman|"
    r"person)?|director|councillors?|members?|leader|governors|trustees|independent)"
)
_HIGHER = rf"(?:{_STEP}|{_PERSON})"
_BEFORE_THEM = (
    rf"(?:{_STEP}|{_PERSON}\b[^.;]*\b{_LOOKS}|(?:ask|go|goes|refer\w*|appeal\w*|write|turn|taken?|"
    rf"put|passed?|escalat\w*|heard|appear\w*|review\w*|request\w*)\b[^.;]*\b{_PERSON})"
)
"""A body that takes up a case, and not one that only reads of it."""

_STILL = (
    r"(?:then|still|remain\w*|unhappy|dissatisfied|after (?:that|this|which)|thereafter|finally|"
    r"lastly|"
    r"from there|beyond (?:that|this|it)|exhausted|final appeal)"
)
_AFTER_LAST = AnyCase(
    rf"\bthree (?:steps|levels|tiers)(?=:| (?:in|to) (?:the|our) (?:complaints? )?pro)|"
    rf"\b{_HIGHER}\b[^.;]{{0,20}}\b{_LOOKS} [^.;]{{0,20}}\b{_LAST}\b[^.;]*\b(?:if|when|where)\b"
    rf"[^.;]*\b(?:still|not|un\w+|dissatisf\w+)\b|"
    rf"\bstages (?:1|one), (?:2|two),? and (?:3|three)\b|"
    rf"\bstage (?:3|three)\b|\bthird[- ](?:and final )?stage\b|\bthree[- ]stages?\b|"
    rf"\b(?:after|following|beyond|from|unhappy (?:with|after)|dissatisfied (?:with|after)|"
    rf"disagree\w* with|at the "
    rf"end of|on top of|past|(?:not (?:settled|resolved)|"
    rf"unresolved|unsettled) (?:at|by|in|after)|once|when(?= [^.;]{{0,40}}\b(?:exhausted|over|"
    rf"done|finished|"
    rf"complete\w*)\b)) (?:the |our |a |both )?{_LAST}\b"
    rf"[^.;]*\b{_BEFORE_THEM}\b|"
    rf"\b{_BEFORE_THEM}\b[^.;]*"
    rf"\b(?:after|following|beyond|once|when|on completion of|unhappy with|dissatisfied with|"
    rf"remain\w* (?:unhappy|"
    rf"dissatisfied) (?:with|after|at the end of)|whom) (?:the |our |a )?{_LAST}\b|"
    rf"\b{_LAST}\b[^.;]{{0,60}}\b(?:followed by|then|unless|and after(?:wards| that)|after which|"
    rf"(?<!dealt )with)\b"
    rf"[^.;]{{0,60}}\b(?:panel|appeal|hearing|chief executive(?:['’]s)? (?:review|look|appeal|"
    rf"decision)"
    rf"|(?:personal|further|final) review|(?:review|decision|look) by the|adjudicat\w+|third)\b|"
    rf"\b{_LAST}\b[^.;]{{0,40}}\b{_HIGHER}\b[^.;]{{0,20}}\bbeyond (?:it|that)\b|"
    rf"\bfinal (?:letter|answer|response|reply)\b(?=[^.;]*\b{_STILL}\b)[^.;]*\b{_HIGHER}\b[^.;]*"
    rf"\b(?:review|look|appeal|hear|consider|decide)\w*|"
    rf"\b{_BEFORE_THEM}\b[^.;]*\bbefore (?:\w+ ){{0,4}}?(?:the )?(?:housing )?ombudsman\b|"
    rf"\b(?:step|tier|level|phase) (?:three|3)\b[^.;]*\b(?:review|appeal|panel|hearing)\b",
)
_ONWARDS = AnyCase(
    rf"\b{_LAST}\b[^.;]{{0,60}}\bbe (?:(?:appealed|taken|referred|escalated|passed|reviewed) "
    r"(?:\w+ )?(?:to|by|before)|put (?:to|before))\b|"
    rf"\bappeal\w* (?:against|from) (?:the |our |a )?{_LAST}\b|"
    r"\bhow to appeal to (?:the|our) (?!housing|ombudsman)|"
    r"\b(?:final|further|last) (?:\w+ )?(?:appeal|hearing)\b",
)
_NEXT = AnyCase(
    rf"^(?=[^.;]*\b{_STILL}\b)[^.;]*\b{_HIGHER}\b[^.;]*\b{_LOOKS}|"
    rf"^(?=[^.;]*\b{_LOOKS})[^.;]*\b{_STILL}\b[^.;]*\b{_HIGHER}\b|"
    rf"^\W*(?:if|anyone|those|there is (?:then |also )?)\b[^.;]*\b(?:panel|appeal|hearing)\b",
)
"""What the sentence behind one about the last stage says comes next."""

_FOURTH = AnyCase(
    r"\bstage (?:4|four)\b|\bfourth stage\b|\bfour[- ](?:stages?|levels?|tiers?|steps?)\b",
)
_THIRD = AnyCase(r"\bstage (?:3|three)\b|\bthird (?:and final )?stage\b|\bthree[- ]stages?\b")
_REASON = AnyCase(
    r"\b(?:because|since|so that|in order|reasons?|believe|allows?|gives?|value|benefit|ensures?|"
    r"independen\w+|why|as it|as this|helps?|wanted|asked for|valued|enables?|provides?)\b",
)
_FORCED = AnyCase(
    r"\b(?:must|mandatory|compulsory|required|have to|has to|all complaints|automatic\w*|"
    r"before they "
    r"(?:can|may)|not optional|obliged|no choice|every)\b",
)
_OWN_STEP = AnyCase(
    r"\b(?:panel|appeal|hearing|chief executive|board|committee|adjudicat\w+|our third|leader|"
    r"mayor|chair\w*|director|assembly|"
    r"before (?:\w+ ){0,6}ombudsman)\b",
)
_OMBUDSMAN = AnyCase(r"\bombudsman\b")


def stages_over(row: Row) -> Raised | None:
    """What raises the rule of this module in a row, or None."""
    told = ""
    for sentence in row.own_sentences:
        text = sentence.text
        if not _STEPS.search(text) and not _LAST_NAMED.search(told):
            told = text
            continue
        before = _BEFORE_FIRST.search(text)
        first = before and _is_step(text, before) and _stands(text, before)
        if first or _tried_first(text, told):
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


_ANSWERED = AnyCase(r"\back?nowledg\w+|\brespon[ds]\w*|\bstage (?:2|two)\b")
"""What the times of the stages themselves are for."""

_ELSEWHERE = AnyCase(
    r"\b(?:lessons|learn\w*|themes|sampl\w+|quality|asb|anti-?social|allocations?|lettings|"
    r"housing benefit|homeless\w*|planning|"
    r"disciplinary|"
    r"grievances?|social care|children|data protection|freedom of information|insurance|tribunal|"
    r"courts?|statutory)\b",
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


def _tried_first(text: str, told: str) -> bool:
    """Whether a complaint comes to stage 1 only when a named or timed try has not settled it.

    Args:
        text: the sentence.
        told: the sentence before it, which may name the try.
    """
    informal = _INFORMAL.search(text)
    if informal is not None and _is_timed(text) and _stands(text, informal):
        return True
    opened = _OPENED.search(text)
    if opened is None or _WHATEVER.search(text) or _LATER_STAGE.search(text):
        return False
    if not _UNSETTLED_IF.search(text) or not _stands(text, opened, denied=False):
        return False
    return any(_is_timed(part) or _is_named(part) for part in (text, told) if part)


def _is_timed(text: str) -> bool:
    spelt = SPAN.search(text) or _SPELL.search(text) or _ORDINAL.search(text)
    return spelt is not None and not _ANSWERED.search(text)


def _is_named(text: str) -> bool:
    names = (name[0] for name in _CALLED.finditer(text))
    return any(not _NO_NAME.search(name) for name in names)


_OF_THAT_NAME = AnyCase(
    r"\ban? (?:\w+ ){1,3}(?:step|phase|tier|stage)\b(?! (?:1|2|one|two)\b)[^.;]{0,25}$|"
    r"\b(?:step|phase|tier|stage|rung|round|level) (?:called|named|known as)\b[^.;]{0,40}$"
)


def _is_step(text: str, match: re.Match[str]) -> bool:
    """Whether what comes before stage 1 has a name or a time, and is no mere try."""
    if not match[0].lower().startswith(("before", "prior", "after", "ahead", "in adv", "preced")):
        return True
    if _OF_THAT_NAME.search(text[: match.start()]):
        return True
    return bool(SPAN.search(text)) and bool(_TIMED_BEFORE.search(text))


_COUNTED = re.compile(r"three[- ]stages?|stage (?:0|zero|nought)", re.IGNORECASE)
_TOLD = AnyCase(
    r"\b(?:was|were|had|did|ran|went|moved|used|cut|gave|came|until|since|from|before|compar\w+|"
    r"service requests?|requests?|not|no|nothing|none|neither|without|never|ended|gone|abol\w+|"
    r"remov\w+|call(?:s|"
    r"ed)?|label\w*|"
    r"corporate|other)\b|n['’]t\b",
)
"""What a number of stages is told with where it is not the landlord's own today."""


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


def _stands(text: str, match: re.Match[str], denied: bool = True) -> bool:
    """Whether a step is there today: not denied, past, given up, supposed or the Code's.

    Args:
        text: the sentence.
        match: the step in it.
        denied: whether a negation takes it back; none does of what is not logged until later.
    """
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
    if (denied and any(w in words_of("negation") for w in near)) or _ELSEWHERE.search(text):
        return False
    if {"had", "was", "were"} & set(statement.words[max(0, at - 3) : end]):
        return False
    if _COUNTED.fullmatch(match[0]) and _TOLD.search(text):
        return False
    given_up = re.search(
        r"\b(?:remov|aboli|scrap|withdr|(?<!has )(?<!have )ended\b|drop|t(?:ook|"
        r"aken) (?:\S+ ){0,4}out\b|replac|discontinu|"
        r"no longer|delet|"
        r"former|"
        r"gone\b|g(?:a|i)ven? up|abandon|struck (?:out|off)|up to (?:\w+ )?20\d\d|did away|"
        r"taken out|took out|previous|used to|avoid|"
        r"not appropriate|rather than|wish(?:es)? for|would like|(?:do|does) not (?:apply|concern)|"
        r"instead of|stopp|went\b|dispensed|ceased|disappeared|no more\b|closed in|"
        r"does not reopen|\bend(?:ing|s)\b(?! with)|(?<!be )\b(?:asked|told|wanted|rejected|"
        r"looked at|considered|"
        r"voted)\b)",
        text,
        re.IGNORECASE,
    )
    return not given_up and not is_foreign(statement, at) and not statement.has("supposed")


RULES = (
    Rule(
        id="stages-over-code",
        severity="high",
        version=4,
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
