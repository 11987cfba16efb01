"""Names of landlords, and whether one stands where only this landlord's own should."""

from __future__ import annotations

import re

from saextract.text.anycase import AnyCase

from .grammar import words_in
from .reader import read
from .sentences import Sentence

_NAME = re.compile(
    r"\b(?P<name>(?:(?:[A-Z][\w’'&-]+|of|and|the|upon|&|"
    r"St\.?) ){0,5}[A-Z][\w’'&-]+ (?:(?:Housing|Homes|Living|Borough|City|District|County|"
    r"Metropolitan|Community|Group) )?"
    r"(?:Homes|Housing|Association|Council|Living|Trust|Partnership|Housing Group|Residential|"
    r"Dwellings|Communities|Society|Estates|Almshouses?|Charit(?:y|ies)|Co-?operative|Co-op|"
    r"Alliance|Foundation|Places|HA|Group))\b"
    r"(?P<own>[’']s?)?"
)
_STRANGER = AnyCase(
    r"\b(?:contractor|partner|partners|with|by|from|to|for|like|such as|peer|benchmark\w*|"
    r"visited|visit|compare\w*|learn\w*|"
    r"shared with|managed by|merg\w+|formerly|previously|joined|consortium|at|of|and|including|"
    r"case|determination|against|between|via)\s+(?:the\s+)?$",
)
_OF_THEIRS = AnyCase(
    r"\b(?:team|service|department|office|manager|residents|tenants|customers|leaseholders|staff|"
    r"board|employees|policy|website|homes|"
    r"mrc|chair|chief executive|clerk|tenant|resident|customer|officer|handler|director|"
    r"procedure|definition|responses?|letters?|decision|process|complaints|answer|officers|"
    r"colleagues|handlers|directors|members) (?:of|at|within|for) (?:the )?$|"
    r"\b(?:responses?|letters?|acknowledgements?|replies|answers) from (?:the )?$",
)
"""Whose people or documents are named: "all residents of Pretendlow Homes"."""

_FOR_US = AnyCase(
    r"\b(?:manag\w+|lets?|owns?|runs?|provides?|look\w* after|answers?|deals?|collects?|repairs?|"
    r"acts?)\b"
    r"[^.;]{0,40}\b(?:our|us)\b",
)
"""What another body does on the landlord's behalf."""

_OWN_PEOPLE = re.compile(
    r"(?:[’']s?)? (?:\w+ ){0,2}?(?:[Bb]oard|[Cc]abinet|[Tt]rustees|residents|tenants|customers|"
    r"leaseholders|staff|officers|directors|[Ee]xecutive|website|[Cc]hair|handlers|colleagues|"
    r"[Cc]omplaints? (?:[Tt]eam|[Pp]olicy|[Pp]rocedure|[Oo]fficer|[Mm]anager)|"
    r"[Cc]ustomer [Rr]elations|legal team|managers?|MRC)\b"
)
"""Whose board, people or documents are meant, wherever the name stands."""

_FIRST_PERSON = AnyCase(r"\b(?:we|us|ours?)\b")
"""Beside it another landlord's name is that of another: nobody speaks of itself in both ways."""

_HERE = AnyCase(
    r"(?:^|[.;:,] |\bhere )(?:here )?at (?:the )?$|\b(?:residents|tenants|customers|colleagues|"
    r"staff) "
    r"(?:of|at) (?:the )?$",
)
_MADE_BY = AnyCase(r"\b(?:was|were|been) (?:\w+ly )?\w+ (?:\w+ ){0,4}by (?:the )?$")
_VISITED = AnyCase(
    r"\b(?:own landlord|other landlords?|our (?:blocks|homes|estates)|visit\w*|join\w*|merg\w+|"
    r"transfer\w*|compar\w+|learn\w* (?:from|of|about|how|at|with)(?! complaints?\b| feedback\b)|"
    r"peer\w*|benchmark\w*|former\w*|"
    r"neighbour\w*|seen how|saw how|see how|looked at|read about|borrow\w*|took from|"
    r"shar\w+ (?:with|by|between)|copied|example|such as|like|together|jointly|partner\w*|"
    r"manag(?:e|es|ed|ing))\b",
)

_NOT_LANDLORD = words_in(
    "nec northgate civica orchard mri aareon capita salesforce microsoft ombudsman national "
    "chartered institute regulator federation department ministry service centre inside "
    "centre tpas acas citizens shelter housemark professional institute local government "
    "england central member responsible performance board panel executive cabinet website "
    "policy complaints complaint procedure report guide code handbook annual draft revised "
    "current committee resident tenant customer residents tenants customers"
)
_GENERIC = words_in(
    "homes housing association council living trust partnership group residential dwellings "
    "community communities society estates almshouse almshouses charity ha borough city "
    "district county metropolitan the of and & upon royal london limited ltd st"
)


_BESIDE = AnyCase(
    r"\b(?:contractor|partners?|(?<!accordance )(?<!line )(?<!comply )(?<!complies )with|from|"
    r"like|such as|peer|than|between|against|via|including|"
    r"and|or|"
    r"case|determination|managed by|owned by|run by|formerly|previously|consortium|member of|"
    r"seconded|lent|loan|for|using|use|uses|supplied by|provided by|agency|managing agent|"
    r"\w+ agent),? "
    r"(?:the )?$",
)
"""What makes a name behind it that of a partner, of one among many, or of one compared with."""

_APART = AnyCase(
    r"\b(?:(?:district|county|borough|city|parish|"
    r"town)['’s]* )?council\b(?=[^.;]*\b(?:housing register|"
    r"planning|benefit|homeless|allocation|social (?:care|work|services)|licen[cs]|"
    r"environmental)\w*)|\b(?:employs?|"
    r"collects?|belongs?|lends?|lent|neighbours?|neighbouring|other landlords?|referred|"
    r"signpost\w*|"
    r"advice|charity|award|accredit\w*|audit\w*|peer)\b",
)
_VERBS = AnyCase(r"\b(?:is|are|has|have|does|do|will|can|may|must|[a-z]{3,}(?:s|es|ed))\b")

_BRAND = r"(?P<name>(?:[A-Z][\w-]+(?: (?:&|and|of))? ){0,3}[A-Z][\w-]+)"
_BRANDED = (
    re.compile(
        rf"(?:^|[.;:] |\b[Hh]ere |\b[Ww]e )[Aa]t {_BRAND},? (?=(?:we|our|all|every|each|"
        r"complaints?|residents|tenants|customers|staff)\b)"
    ),
    re.compile(
        rf"(?<!\b[Tt]he )\b{_BRAND}[’']s? (?=(?:\w+ )?(?:residents|tenants|customers|leaseholders|"
        rf"board|newsletter|handlers?|officers|staff|trustees|cabinet|"
        r"website|letters|complaints? (?:policy|procedure|team|handlers?)|homes)\b)"
    ),
    re.compile(
        rf"(?:^|[.;:] )(?:The )?(?:[Hh]andlers|[Ss]taff|[Oo]fficers|[Mm]anagers|[Cc]olleagues|"
        rf"[Tt]rustees) (?:at|of) {_BRAND} (?=[a-z])(?!who\b)"
    ),
    re.compile(
        rf"(?:^|[.;:] )[Tt]he {_BRAND} (?=(?:[Bb]oard|[Cc]abinet|[Cc]omplaints? [Tt]eam|"
        rf"[Cc]omplaints? [Ll]ead|[Tt]rustees|[Ee]xecutive) (?:has|have|is|are|will|[a-z]+s|"
        rf"chose|appointed)\b)"
    ),
    re.compile(
        rf"(?:^|[.;:,] ){_BRAND} (?=(?:believes|aims|recognises|prides|strives|welcomes|"
        rf"wants|"
        r"is committed|undertakes|takes pride)\b)"
    ),
    re.compile(
        r"(?:^|[.;:] )(?P<name>[A-Z]{1,4}(?:HA|HG|BC|CC|DC|H)) (?=(?:has|is|does|will|acknowledges|"
        r"responds|records|trains|offers|accepts|uses|keeps|publishes|reports|tells|gives)\b)"
    ),
)
"""Names without a word such as "Homes", where only a landlord's stands."""

_HINT = re.compile(
    r"Homes|Housing|Association|Council|Living|Trust|Partnership|Residential|Dwellings|Communities|"
    r"Society|Estates|Almshouse|Charit|Co-?op|Alliance|Foundation|Places|Group|HA\b|[A-Z](?:HG|"
    r"[BCD]C|H)\b|"
    r"[A-Z][\w-]+[’']s? |[Tt]he [A-Z][\w-]+ [a-zBCTE]|\b[Aa]t [A-Z]|believes|aims|recognises|"
    r"prides|strives|welcomes|"
    r"committed|undertakes|"
    r"takes pride"
)
"""Without one of these no landlord is named."""

_PLACES = words_in(
    "court house hall office road street close lodge gardens christmas easter stage step "
    "level team first last year present appendix section annex both head each every all "
    "most some members clerk trustees manager managers director directors officer officers "
    "chair chief landlord landlords our their its your new july june may april march "
    "january february august september october november december spring summer autumn "
    "winter monday friday warden wardens founder founders contractor contractors supplier agent "
    "agents mayor mayors leader clerk clerks master "
    "matron bishop vicar secretary treasurer ombudsman resident tenant customer council board home "
    "people corporate executive deputy head trust charity service services quality assurance hub "
    "housing customer neighbourhood property repairs contact centre"
)
_GROUP = AnyCase(
    r"\b(?:the group|our group|subsidiar\w+|joined|parent|brands?|both|jointly|joint|model|sample|"
    r"template|on (?:our|its|their) behalf|shared service|we and|our (?:own )?(?:board|cabinet)|"
    r"with us|help of)\b",
)
"""Words of bodies that belong together, or of a text that another one lends."""


def stranger(sentence: Sentence, landlord: str) -> str:
    """The name of another landlord that a sentence has where this one's should stand, or ""."""
    if not _HINT.search(sentence.text):
        return ""
    own = _key_words(landlord)
    if _OF_MANY.search(landlord) and _IN_PART.search(sentence.text):
        return ""
    if not own or _GROUP.search(sentence.text) or own & _key_words(sentence.text):
        return ""
    brand = _brand(landlord, sentence, own)
    if brand:
        return brand
    for match in _NAME.finditer(sentence.text):
        if _is_strange(match, sentence, own, landlord):
            return _trimmed(match["name"])
    return ""


_LENT = re.compile(r"[’']?s? (?:\w+ )?(?:lent|gave|showed|sent|helped|trained|let|told|advised)\b")
"""What another landlord's people did for this one."""
_OF_MANY = re.compile(r"\b(?:Group|Federation|Alliance|Partnership)\b")
_IN_PART = re.compile(r"^\W*At [A-Z]|\b(?:at|in|of) [A-Z][^.;]*\bonly\b|\d\s?%|^\W*[A-Z][\w ]+: ")
"""What is told of one landlord of a group."""
_PAPER = re.compile(r" (?:News|Matters|Voice|Times|Magazine|Direct|Life|Update)\b")
"""What makes a name that of a newsletter."""
_THEIR_PEOPLE = re.compile(
    r"(?:handlers|staff|officers|managers|colleagues|trustees) of $", re.IGNORECASE
)


def _brand(landlord: str, sentence: Sentence, own: set[str]) -> str:
    """A name that stands where only the landlord's own does, and is not its own; or ""."""
    initials = "".join(w[0] for w in landlord.split() if w[0].isupper()).lower()
    for pattern in _BRANDED:
        for match in pattern.finditer(sentence.text):
            words = _key_words(match["name"])
            known = words & (own | _NOT_LANDLORD | _PLACES) or words <= _PLAIN
            if not words or known or initials in words or match["name"].startswith("The "):
                continue
            before = sentence.text[: match.start("name")].lower()
            if (
                before.endswith(("'", "‘", '"', "“"))
                or _VISITED.search(before)
                or _STRANGER.search(_THEIR_PEOPLE.sub("", before).removesuffix("at "))
            ):
                continue
            after = sentence.text[match.end("name") :]
            if _LENT.match(after):
                continue
            if not read(sentence.text).has("historical", "residents", "supposed"):
                return match["name"]
    return ""


def _trimmed(name: str) -> str:
    name = re.sub(
        r"^(?:The )?(?:[\w ]*(?:Manager|Director|Officer|Team|Head|Lead|Member|Chair|Clerk)|"
        r"Residents|Tenants|Customers|Staff|Leaseholders|Homes|Board|Trustees|Cabinet|"
        r"Executive|Committee|Governors) (?:of|at) (?:the )?",
        "",
        name,
    )
    return re.sub(r"^(?:The|At|In|As|If|When|Where|All|Each|Our|and|of|the) ", "", name)


def _key_words(name: str) -> set[str]:
    return {w for w in re.findall(r"[a-z]+", name.lower()) if w not in _GENERIC and len(w) > 1}


def _is_strange(match: re.Match[str], sentence: Sentence, own: set[str], landlord: str) -> bool:
    words = _key_words(_trimmed(match["name"]))
    initials = "".join(w[0] for w in landlord.split() if w[0].isupper()).lower()
    if not words or words & own or words & _NOT_LANDLORD or initials in words:
        return False
    if _PAPER.match(sentence.text[match.end() :]):
        return False
    if words <= _PLAIN or re.match(r"(?:Like|Unlike|With|As at|Both)\b", match["name"]):
        return False
    start = match.end("name") - len(_trimmed(match["name"]))
    before, after = sentence.text[:start], sentence.text[match.end() :]
    named = _OF_THEIRS.search(before) or _OWN_PEOPLE.match(after)
    listed = before.endswith((", ", ", the ", "; ")) and re.match(
        r"\s*(?:,|;|\.|and\b|or\b|$)", after
    )
    beside = listed or (_BESIDE.search(before) and not _OF_THEIRS.search(before))
    if beside or _FOR_US.search(sentence.text) or _APART.search(sentence.text):
        return False
    if _VISITED.search(sentence.text if named else before):
        return False
    if _FIRST_PERSON.search(sentence.text) and not _HERE.search(before):
        return False
    if _MADE_BY.search(before):
        return False
    if read(sentence.text).has("historical", "residents", "supposed"):
        return False
    return bool(named or _VERBS.search(sentence.text))


_PLAIN = words_in(
    "sounding shadow advisory interim main full parent joint independent old first whole entire "
    "present local insight reference learning quality challenge review social affordable public "
    "new "
    "general supported sheltered our this all a an strategic director head landlord "
    "complaints customer senior assistant service regional neighbourhood leadership full "
    "city council parish town management steering working focus scrutiny tenants operations "
    "repairs development property asset finance legal corporate in at for on audit risk "
    "each every"
)
