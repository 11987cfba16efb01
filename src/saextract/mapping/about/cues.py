"""What the words around a name say: that its body speaks, that another acts for it, or nothing.

Each cue is a pattern for what stands right before a name or right behind it, in its sentence.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Role = Literal["speaks", "principal", "agent", "other", ""]
"""What the body of a name does in a sentence: it speaks of itself; it is the landlord for which
somebody acts; it acts for a landlord; it is only related to the one that speaks; or unclear."""

_SELF = r"(?:self[\s-]*assessment|assessment|form|return|response|document|statement)"
_MADE = (
    r"(?:completed|prepared|undertaken|carried out|made|produced|published|submitted|compiled|"
    r"filled in|drawn up|returned|sent in|lodged)"
)
_HOMES = (
    r"(?:homes|flats|houses|almshouses|properties|rooms|tenancies|bungalows|dwellings|"
    r"bed ?spaces|tenants|residents|households)"
)


_ON_BEHALF = r"(?i:\bon behalf of )"


class _Cue(NamedTuple):
    role: Role
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


def _cue(role: Role, *, before: str = "", after: str = "") -> _Cue:
    return _Cue(
        role,
        re.compile(rf"(?:{before})(?:the |The )?$") if before else None,
        re.compile(rf"(?: ?\([^()]{{1,50}}\))?(?:{after})") if after else None,
    )


_CUES = (
    _cue("other", before=_ON_BEHALF, after=r"(?:,| and) [A-Z]"),
    _cue("other", before=rf"{_ON_BEHALF}[A-Z][^.:;]{{0,80}}(?:,| and) "),
    _cue("principal", before=rf"(?i:\b(?:signed|agreed|approved|{_SELF}|{_MADE}|completes|"
         r"assess\w*)\b[^.]{0,80}\b(?:on behalf of|for and on behalf of) )"),
    _cue("principal", after=r",? (?:which is |as |is )?(?:the |your |its )(?:social )?landlord\b"),
    _cue("agent", after=r",? (?:which is |is )?(?:an?|the) (?:arm[’']?s[\s-]length|ALMO\b|"
         r"managing agent)"),
    _cue("agent", after=r" (?:manages|looks after|maintains|runs|lets)\b[^.]{0,60}?"
         r"\b(?:for|on behalf of|owned by)\b"),
    _cue("other", before=r"(?i:\b(?:formerly|previously|once|originally|(?:new|old|former) name "
         r"of)(?: known as| called)? )"),
    _cue("other", before=r"(?i:\b(?:website|site|design|software|template|hosting|"
         r"consultants?)[^.;]{0,20}\b(?:by|from) )"),
    _cue("principal", before=r"\b(?:the|our|your) landlord is(?: now)? "),
    _cue("other", before=r"(?i:\bmerg(?:er|ed|ing|es) (?:of|with|between) (?:[A-Z][^.,;]{0,60} "
         r"(?:and|with) )?)"),
    _cue("other", before=r"(?i:\b(?:auditors?|neighbours?|consultants?|contractors?|partners?|"
         r"advis[eo]rs?|concern(?:s|ed|ing)|s?he was [^.,;]{3,40}|suppliers?),? )"),
    _cue("other", before=r"(?i:\b(?:cases?|reports?|decisions?|orders?|findings?) "
         r"(?:of|on|about|against|concerning) )"),
    _cue("other", after=r", (?:an?|our) (?:neighbour|contractor|partner|consultant|supplier)"),
    _cue("other", before=r"\b(?:ALMO|[Mm]anagement [Oo]rganisation|[Aa]gent) (?:of|for) |"
         r"\b[Ll]andlords in |\b(?:[Mm]anaging agent|[Aa]uditor|[Cc]ontractor|[Cc]onsultant)s?: "),
    _cue("other", before=r"\b(?:part|subsidiary|member|division|arm|parent|residents|tenants) of "),
    _cue("other", before=r"\b(?:includes?|comprises|parent of|landlords of the|made up of)\b"
         r"[^.]{0,150}(?:, | and |: )"),
    _cue("speaks", before=rf"(?i:\b{_SELF}\b[^.;]{{0,60}}\b{_MADE} by )"),
    _cue("speaks", before=rf"(?i:(?:^|[.:;] ){_MADE} by )", after=r"(?= (?:for|in|on)\b|[.,]|$)"),
    _cue("speaks", before=r"(?i:(?:self[\s-]*assessment (?:of|by|for|from|at)|"
         r"(?:assessment|form|return) (?:of|for)) )"),
    _cue("speaks", before=r"(?i:(?:©|\(c\)|\bcopyright)\s*(?:copyright\s*)?(?:©\s*)?"
         r"(?:20\d\d(?:\s?[-–]\s?(?:20)?\d\d)?,?\s+)?)"),
    _cue("speaks", before=r"(?:(?:^|[.;:!?] |\n)At|\b[Hh]ere at|\b[Ww]e at|\b[Uu]s at|"
         r"\b[Ww]e here at) "),
    _cue("other", before=r"\b(?:[Pp]eer|[Bb]enchmark\w*) [^.;]{0,80}"),
    _cue("speaks", before=r"\b(?:[Pp]anel|[Ff]orum|[Vv]oice|(?:[Rr]esidents|[Tt]enants|"
         r"[Cc]ustomers|[Ss]crutiny|[Ww]orking)[’']? [Gg]roup)(?: \w+)? of "),
    _cue("speaks", before=r"(?i:\b(?:assessment|form|return) (?:covers|is about|concerns|relates "
         r"to)\b[^.]{0,60}\b(?:of|by|at|for) )"),
    _cue("speaks", before=r"\b(?:[Ss]igned|[Aa]greed|[Aa]pproved) for "),
    _cue("speaks", before=r"\b[Cc]omplaints(?: \w+)? (?:at|to) "),
    _cue("speaks", before=r"(?i:(?<!also )\b(?:write|writing|contact|e-?mail|addressed|questions)"
         r"(?: \w+)? to (?:[^.;]{0,40}, )?)"),
    _cue("speaks", before=r"\b[Ww]e(?:,| are) "),
    _cue("speaks", before=r"\b(?:[Ww]ebsite|[Pp]age) of "),
    _cue("speaks", after=r" (?:looks at|checks|reviews|measures|tests) (?:how|itself|its)\b"),
    _cue("speaks", before=r"(?:[“\"'‘](?:we|us|our|the [Ll]andlord)[”\"'’],? (?:means?|is|are) |"
         r"\breferences? to (?:the )?[^.]{1,30} (?:are|is|means?)(?: to)? )"),
    _cue("speaks", before=r"\b(?:[Bb]oard(?: of [Mm]anagement)?|[Cc]ommittee|[Tt]rustees|"
         r"[Cc]abinet|[Ee]xecutive|[Ll]andlords|[Mm]embers) (?:\([^()]*\) )?of "),
    _cue("speaks", before=r"(?:^|[.] )For ", after=r",? this\b"),
    _cue("speaks", before=r"\b[Ww]elcome to ", after=r"[’']?s?(?: \w+)? [Ss]elf|[.!]"),
    _cue("speaks", after=r",? (?:must|has to|is (?:\w+ )?required to|is obliged to|needs to|will) "
         r"(?:assess|self-assess|complete|carry out|publish|produce)"),
    _cue("speaks", after=r"(?:,[^.,]{1,60},)? (?:has|have) (?:completed|carried out|undertaken|"
         r"made|filled in|published|assessed|reviewed|self-assessed)\b"),
    _cue("speaks", after=r" (?:completed|carried out|undertook|made|makes|filled in|publishes|"
         r"completes|carries out) (?:this|the|its|our|a|an) (?:annual |yearly |own )*"
         r"(?:self|assessment|form|return)"),
    _cue("speaks", after=r" (?:(?:is|are|became|has been) (?:a |an )?members? of|joined) the "
         r"(?:Housing )?Ombudsman"),
    _cue("speaks", after=r" (?:is committed|aims|values|believes|recognises|takes (?:all |every )?"
         r"complaints?|operates a|has adopted|has a|complies|meets|accepts|self-assesses|publishes|"
         r"complaints? |[Ww]ebsite|[Cc]orporate |[Ff]eedback )"),
    _cue("speaks", after=r" (?:is (?:the )?parent\b|includes|comprises|consists of|is made up of)"),
    _cue("speaks", after=rf" (?:owns|lets|provides|manages|rents|has|houses|owns and manages|"
         rf"looks after)\b[^.]{{0,40}}?\b{_HOMES}\b"),
    _cue("speaks", after=r" is (?:a|an) (?:charitable|registered|not[\s-]for[\s-]profit|housing "
         r"association|fully mutual|community benefit|local authority|stock|"
         r"(?:[\w-]+ ){0,3}landlord\b)"),
    _cue("speaks", after=r",? (?:is )?(?:the )?(?:trading (?:as|name)|t/a)\b"),
    _cue("speaks", after=r"(?i:(?:[’']s|(?<=s)[’']) (?:[\w-]+ ){0,4}?(?:complain|polic|procedure|"
         r"process|website|residents|tenants|customers|housing|board|cabinet|service|staff|feedback|"
         r"social media|approach|self))"),
)  # fmt: skip
"""The first that fits counts."""

_DEFINED = re.compile(
    r"(?:[’']s?)?\s*\(\s*(?:hereafter |hereinafter |known as |referred to as )*"
    r"(?:[“\"'‘]?(?:the )?(?:Council|Association|Landlord|Group|Trust|Society|Company)\b|"
    r"[“\"'‘](?:the )?[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)?[”\"'’]\))"
)


def role_of(text: str, start: int, end: int) -> Role:
    """What the words around a name say of its body.

    Args:
        text: on one line.
        start, end: offsets of the name.
    """
    before = text[max(0, start - 200) : start]
    for cue in _CUES:
        if cue.before is not None and not cue.before.search(before):
            continue
        if cue.after is None or cue.after.match(text, end, end + 120):
            return cue.role
    return "speaks" if is_defined(text, start, end) else ""


def is_defined(text: str, start: int, end: int) -> bool:
    """Whether a name is given a short form behind it: X Borough Council ("the Council"), X (XBC).

    Args:
        text: on one line.
        start, end: offsets of the name.
    """
    bracket = _INITIALS.match(text, end)
    if bracket is not None:
        firsts = [word[0] for word in re.findall(r"[A-Z][\w’'-]*", text[start:end])]
        return "".join(firsts).startswith(bracket[1]) and len(bracket[1]) > 1
    return _DEFINED.match(text, end) is not None


_INITIALS = re.compile(r" ?\([“\"'‘]?([A-Z]{2,6})[”\"'’]?\)")
