"""Who and what a sentence shuts out from complaining."""

from __future__ import annotations

import re

from saextract.text.anycase import AnyCase

_REFUSE = (
    r"(?:not (?:be )?(?:\w+ )?(?:accept|consider|take|taken|deal|dealt|investigat|log|open|"
    r"handle|process|look|"
    r"entertain|cover|review|hear|heard|admit|allow|treat|eligible|available|able to)\w*|"
    r"(?:refus|reject|exclud|declin|barr|ineligib|turn(?:ed|s)? (?:down|away)|"
    r"(?:fall|lie|sit|are|is) (?:\w+ )?outside|outside (?:the )?(?:scope|our|of|complaints|"
    r"policy|remit|procedure)|"
    r"out of scope|out of time|shut out|disregard|close[sd]? (?:without|as)|time[- ]barred)\w*|"
    r"(?:have|has) no (?:access|right|recourse)\w*|"
    r"(?:cannot|can not|can['’]t|may not|must not|do not|does not|don['’]t|won['’]t|will not|"
    r"never|no longer) (?:be )?(?:\w+ )?"
    r"(?:accept|consider|take|taken|deal|dealt|investigat|log|open|handle|process|look|complain|"
    r"use|entertain|"
    r"raise|raised|hear|heard|cover|make|bring|access|admit|review|included?)\w*)"
)
_REFUSES = AnyCase(rf"\b{_REFUSE}")
_PEOPLE = (
    r"(?:leaseholders?|shared owners?|home ?owners?|former (?:tenants?|residents?|customers?)|"
    r"(?:housing )?applicants?|anonymous\w*|garage (?:tenants?|holders?|renters?)|licensees?|"
    r"(?:residents?|tenants?|people|those|anyone|customers?) (?:of|in|living in|at) (?:supported|"
    r"temporary|sheltered|"
    r"extra care|intermediate|market)[\w -]*|(?:residents?|tenants?|customers?|people|those|"
    r"anyone|households?) "
    r"(?:with|who (?:have|has|owe|are in|is in|owes)|in|that owe|under) (?:\w+ ){0,3}(?:arrears|"
    r"debts?|rent owing|notice)|"
    r"(?:rent )?arrears|sub-?tenants?|lodgers?|(?:councillors?|mps?|solicitors?)|"
    r"representatives?|third parties|"
    r"advocates?|relatives?|family members?|friends?|neighbou?rs who are not|non-?(?:residents?|"
    r"tenants?)|"
    r"freeholders?|private (?:tenants?|owners?)|owner-?occupiers?|children|minors|(?:persons?|"
    r"people|anyone|residents?) under \d\d|"
    r"waiting list|prospective \w+|household members?|occupiers?|squatters?|groups? of residents|"
    r"petitions?|group complaints?|"
    r"residents? (?:who|that) (?:have|has) (?:already |previously )?complained)"
)
_SUBJECTS = (
    r"(?:repairs?|damp|mould|disrepair|service charges?|staff (?:conduct|attitude|behaviou?r|"
    r"manner|rudeness)|"
    r"(?:the )?(?:conduct|attitude|behaviou?r|manner) of (?:\w+ )?(?:staff|employees?|officers?|"
    r"contractors?|operatives?)|contractors?|"
    r"cleaning|grounds maintenance|communal\w*|allocations?|lettings?|transfers?|estate\w*|"
    r"planned works?|"
    r"(?:major|improvement|planned) (?:works?|maintenance)|kitchens?|bathrooms?|heating|boilers?|"
    r"lifts?|parking|"
    r"adaptations?|"
    r"anti-?social behaviou?r|asb\b|noise|neighbou?r (?:nuisance|disputes?)|rent(?: (?:levels?|"
    r"increases?|setting|charges?))?|"
    r"(?:board|policy|council) decisions?|compensation|caretak\w+|gardening|windows?|doors?|"
    r"roofs?|sub-?contractors?|"
    r"managing agents?|suppliers?|tenancy (?:decisions?|matters?)|moves?|new homes?|defects?|"
    r"delays?|customer service|fire safety|pest\w*)"
)
_SHUT_OUT = AnyCase(
    rf"\bcomplaints?\b[^.;]{{0,40}}\b(?:from|by|of|made by|brought by|about|on|regarding|"
    rf"concerning|relating to|to do with|involving|against|raised by|sent by|submitted by)\s+"
    rf"(?:\w+[’']?\w* ){{0,3}}?(?P<a>{_PEOPLE}|{_SUBJECTS})\b(?P<between>[^.;]*)",
)
_EXCEPTED = AnyCase(
    rf"\b(?P<a>{_PEOPLE}) (?:is|are) (?:the|an) exceptions?\b[^.]*\b(?:cannot|not) (?:be )?"
    rf"(?:brought|us|mak|complain|tak|consider|accept)\w*"
)
_WHO_CANNOT = AnyCase(rf"\b(?P<a>{_PEOPLE})\b[^.;,]{{0,60}}?\b(?:{_REFUSE})")
_EXCEPT = AnyCase(
    rf"\b(?:except(?:ing)?(?: for)?|apart from|other than|save(?: for)?|excluding|bar|"
    rf"with the exception of|but not)\s+(?:those |complaints? |any |ones |matters )?"
    rf"(?:(?:from|of|by|made by|about|on|regarding|concerning|to do with|involving|"
    rf"against|on behalf of|for)\s+)?(?:\w+[’']?\w* ){{0,2}}?(?P<a>{_PEOPLE}|{_SUBJECTS})\b",
)
_ALL_BUT = AnyCase(r"\b(?:all|every\w*|any\w*|each|complaints?|accept\w*|take)\b")
_SUBJECT_OUT = AnyCase(
    rf"^\W*(?:\w+ ){{0,3}}?(?P<a>{_SUBJECTS}|{_PEOPLE})\b[^.;]{{0,40}}?\b(?:(?:is|are|falls?|sits?|"
    rf"lies?|stays?|remains?|kept|treated as) (?:\w+ )?(?:outside|beyond|out of scope|excluded|"
    rf"turned away|refused|sent back|"
    rf"not covered|"
    rf"not part)|(?:is|are) (?:not|never) (?:\w+ )?(?:covered|accepted|eligible)|"
    rf"(?:cannot|can ?not|may not|can['’]t) (?:use|complain|be (?:complained|the subject)))",
)
_FOR_TENANTS = AnyCase(
    r"\b(?:procedure|policy|process|scheme|service) (?:is|exists|was set up) (?:only |"
    r"solely )?(?:for|"
    r"open to) (?:our |current |the )*(?:tenants|rent-?payers|tenancy holders)\b"
    r"(?!,? (?:and|or)\b|, (?!only|not|who))",
)
_NARROW = AnyCase(r"\b(?:only|solely|restricted|limited|reserved|current|existing)\b")
_ONLY = AnyCase(
    r"\b(?:only|solely|restricted to|limited to|reserved for|"
    r"open only to) (?:\w+ ){0,5}?(?:tenants|current tenants|current residents|rent-?paying|"
    r"secure tenants|"
    r"assured tenants|leaseholders|named tenants?|the tenant|"
    r"tenancy holders?)\b[^.;]*\b(?:complain\w*|procedure|process|policy)\b|"
    r"\b(?:complain\w*|procedure|process|policy|scheme)\b[^.;]*\b(?:open|available|applies|apply|"
    r"restricted|limited|covers|confined|is for) (?:only )?(?:to |for )?(?:only )?"
    r"(?:\w+ ){0,2}(?:current |existing |secure |assured |rent-?paying )(?:tenants|residents|"
    r"customers)(?: only| alone)?\b",
)
_LEGITIMATE = AnyCase(
    r"\b(?:legal(?! represent| advis)|courts?|tribunals?|litigation|claim(?!s (?:firm|compan|"
    r"manag))\w*|insur\w+|"
    r"already|"
    r"previously|"
    r"service requests?|first (?:report|time)|initial|"
    r"request\w*|reports? of|new report|reporting|not (?:our|responsible|the landlord|owned)|"
    r"commission|third part(?:y|ies) (?:do|does) not|other (?:agenc|landlord|organisation|bod)\w*|"
    r"charity commission|police|information commissioner|"
    r"(?:handled|dealt with|answered|investigated|considered|taken) by|"
    r"employees?|employment|"
    r"staff grievance|personnel|ombudsman|data|freedom of information|statutory|planning|"
    r"council tax|benefit\w*|"
    r"(?:level|amount|setting) of (?:the |our |an? |any )?(?:rents?|charges?|service charges?)|"
    r"increase\w*|"
    r"own polic(?:y|ies) and procedure|vexatious|"
    r"unreasonabl\w+|"
    r"no (?:link|connection|relationship)|not our|unless|but (?:complaints )?about how|"
    r"between (?:neighbours|residents)|separate (?:polic|proced)\w*|"
    r"right of appeal|appeal\w*|under (?:the|our) (?!complaints?)\w+ (?:policy|procedure)|"
    r"freehold\w*|"
    r"decided by)\b",
)
_DONE_AWAY = (
    r"(?:accept|consider|tak|look|dealt|deal|investigat|regist|log|open|entertain|hear|handl|"
    r"process|"
    r"cover|admit|allow|eligib|includ)"
)
_REFUSED = (
    rf"(?:(?:is|are|be|gets?|will|can|may|shall|do|does|would)(?: be)?(?: not| never|n['’]t)|"
    rf"cannot|won['’]t) "
    rf"(?:be )?(?:\w+ )?{_DONE_AWAY}\w*|"
    r"(?:is|are|be|gets?|stays?|remains?|falls?|sits?|lies?) (?:then |simply |all |always |"
    r"usually )?"
    r"(?:refused|rejected|returned|declined|excluded|barred|turned (?:away|down|back)|"
    r"sent (?:back|away)|put (?:aside|to one side|on hold)|parked|kept out|left (?:out|aside)|"
    r"ruled out|shut out|ineligible|outside|out of scope|time[- ]barred|set aside|disregarded)|"
    r"(?:is|are) (?:dealt with|treated|handled|taken) as (?:an? )?(?:enquir|feedback|comment|"
    r"quer|correspondence|casework)\w*|(?:is|are|was) not open to (?:them|him|her|such)|"
    r"(?:is|are|lies?|falls?|sits?) (?:\w+ )?beyond|(?:is|are) for (?:the|their|a|"
    r"our) (?!complaint)\w+\b(?! team)|"
    r"(?:is|are|be|gets?) (?:\w+ )?not (?:\w+ )?(?:complaints?|treated|seen|regarded|counted|"
    r"handled|opened|registered|recorded|ones (?:that |which )?we)\b|(?:is|are|gets?) removed from|"
    r"(?:lose|loses|forfeits?|gives? up|has lost|have lost) (?:the|their|any|all) (?:right|access)|"
    r"(?:is|are) not (?:able|entitled|allowed|permitted|eligible|free|in a position) to|"
    r"(?:is|are) (?:asked|told|expected|advised|left) to (?:take|go|turn|bring|settle|sort)\b"
    r"[^.;]{0,40}\b(?:with|to|through) (?:the|their|an?) (?:own )?(?:solicitor|lawyer|"
    r"managing agent|"
    r"freeholder|employer|landlord|builder|neighbours?)|"
    r"whose complaints? (?:we (?:send|turn|return|refuse|put)|(?:is|are) (?:sent|turned|returned|"
    r"refused))|"
    r"(?:go|goes|must go|have to go) (?:through|via|to) (?:the|their) (?:own )?(?:managing agents?|"
    r"freeholders?)|(?:have|has) no (?:standing|right|grounds?)|(?:complain|go|turn|"
    r"apply) to (?:the|their|an?) "
    r"[\w ]{3,40} instead|"
    r"must (?:take|bring|send) (?:\w+ ){1,3}elsewhere|(?:do|does|can|may|will) not (?:pass|go|run|"
    r"come|fall) (?:through|under|within|into)|waits? (?:until|till)|"
    r"(?:cannot|can not|can['’]t|may not|must not|(?:do|does|will) not|don['’]t|"
    r"doesn['’]t) (?:\w+ )?"
    r"(?:use|make use|complain|make (?:a )?complaints?|bring|qualify|have access|come under|"
    r"fall (?:within|under))"
)
_HINT = AnyCase(
    r"\b(?:not|never|cannot|only|must|has to|have to|needs? to|once|until|first|before)\b|"
    r"n['’]t\b|refus|"
    r"reject|return|declin|exclu|barr|turn|sent|rul|shut|inelig|outside|out of|set aside|"
    r"disregard|leav|dealt|wait|aside|elsewhere|open to|\bgo(?:es)? to\b|beyond|for the|no right|"
    r"no standing|instead|right|entitled|free|"
    r"treated|handled|taken as|whose|removed|\blos|forfeit|pointed|referred|directed|leave|blanket",
)
"""Without one of these nothing is shut out."""

_OPEN_CLASS = AnyCase(
    rf"\b(?P<a>(?:complaints?|concerns?|matters?|issues?|anything|everything|objections|those|"
    rf"letters?|"
    rf"calls?|"
    rf"messages?|"
    rf"approaches|grievances?|contacts?) (?:from|about|of|"
    rf"that|"
    rf"which|through|by|on|to do with|concerning|regarding|against|made|brought|raised|sent|"
    rf"involving|to)"
    rf"\b[^.;:]{{3,90}}?|(?:people|anyone|anybody|those|persons?|residents?|tenants?|customers?|"
    rf"households?|owners?|holders?|occupiers?|members|applicants|leaseholders|somebody|someone)"
    rf" (?:who|whose(?! (?:complaint|case|request))|with|in|on|of|under|living|from)"
    rf"\b[^.;:]{{3,90}}?|(?:persistent|repeat|serial|frequent|commercial|business|garage|shop|"
    rf"short-term|student) \w+(?: and (?:\w+ )?\w+)?) (?:{_REFUSED}|(?:is|are) (?:pointed|referred|"
    rf"directed|sent) to (?:their|the) (?:lease|agreement|contract))\b|"
    rf"\b(?:we|the (?:association|council|landlord|team|trust|procedure|policy|scheme)|staff|"
    rf"officers) "
    rf"(?:(?:do|does|will|can)(?: not|n['’]t)|cannot|never|refuses?|rejects?|declines?|"
    rf"turns? (?:away|down)|"
    rf"excludes?) (?:to )?(?:\w+ )?(?:{_DONE_AWAY}\w* )?(?:at |into |with |on |up )*(?P<b>(?:any )?"
    rf"(?:complaints?|matters?|issues?|anything) (?:from|about|of|that|which|through|by|on|"
    rf"to do with|"
    rf"concerning|regarding|against|made|brought|raised|involving)\b[^.;:]{{3,90}})|"
    rf"\b(?:policy|procedure|scheme|process|we|list) (?:also )?(?:excludes?|rules? out|"
    rf"leaves? out|sends? back|(?:has|have) a blanket exclusion (?:for|of|on)) "
    rf"(?P<c>(?!no\b|any\b|complaints?\b(?! from| about| regarding| on| of))[^.;:]{{4,90}})|"
    rf"\b(?:we|staff|officers) (?:(?:do|does|will|can)(?: not|n['’]t)|cannot|"
    rf"never) (?:look (?:into|at)|"
    rf"deal with|take up|consider|investigate) (?P<g>(?:the )?{_SUBJECTS}\b[^.;:,]{{0,60}})|"
    rf"\bcomplaints? (?:is|are) (?:\w+ )?(?:accepted|taken|opened|logged|considered|"
    rf"registered) only "
    rf"(?:if|when|once|where) (?P<h>[^.;]{{4,80}})|"
    rf"\bto (?:complain|use (?:the|our) (?:procedure|policy|scheme|"
    rf"process)),? (?P<d>[^.;]{{0,40}}\b"
    rf"(?:must|has to|have to|needs? to) (?:be|have|hold)\b[^.;]{{3,60}})|"
    rf"\b(?P<e>(?:scheme|procedure|policy|process) is for [^.;:]{{3,60}} only)\b|"
    rf"\b(?P<f>(?:residents?|tenants?|people|anyone|customers?|those) (?:who|with|"
    rf"in) (?:\w+ ){{0,3}}"
    rf"(?:ow\w+|arrears|debts?|rent)\b[^.;]{{0,80}}\b(?:once|until|when|first|"
    rf"before)\b[^.;]{{3,60}})",
)
"""A class of any kind that is shut out; what the Code lets landlords refuse is left aside by
`_LEGITIMATE` and `_GROUNDS`."""

_GROUNDS = AnyCase(
    r"\b(?:months?|years?|older|late|ago|abusive|malicious|threat\w*|repeat\w*|same|duplicate|"
    r"investigated|conclu\w+|completed|exhausted|considered|(?:other|another|different) \w+|"
    r"owned|(?:decided|settled|heard|closed|dealt with|looked at|answered) (?:\w+ ){0,3}before|"
    r"been through|before it|even (?:then|so)|feedback|surveys?|on their own|only because|merely|"
    r"just because|grounds|reasons?|"
    r"circumstances|listed|above|below|these|such|in this|outside (?:the|our) (?:control|remit)|"
    r"unacceptable|anonymous|separate|been through|review|housing register|homeless\w*|everyone|"
    r"nobody|word|form|"
    r"in writing|verbal\w*|phone|social media|twitter|facebook|channels?|e-?mail|message|"
    r"text|letter)\b",
)
_NOTHING_OF_THEIRS = AnyCase(
    rf"\b(?P<who>[^.;,]{{3,60}}), and (?:nothing|none of what) (?:they|he or she|"
    rf"such people) [^.;]{{2,30}}"
    rf"\b(?:is|are|gets?) (?:\w+ )?{_DONE_AWAY}\w*",
)
_IN_DEBT = AnyCase(
    r"\b(?:if|where|when|while|until) (?:the|a|any) (?:tenant|resident|customer|household|"
    r"complainant)"
    r" (?P<a>[^.;,]{3,50}?),? (?:the|a|any|their|his|her|no) complaints? (?:\w+ ){0,2}(?:wait|"
    r"put on hold|"
    r"held|kept|not|parked|refused|accepted|looked)\w*",
)
_NO_COMPLAINT = AnyCase(
    rf"\b(?:an? |the |our |all )?(?P<a>{_PEOPLE}|{_SUBJECTS})(?: \w+){{0,4}} (?:is|are|(?:do|"
    rf"does) not"
    rf" count as) (?:\w+ )?not (?:\w+ ){{0,3}}complaints?\b|\b(?:an? |the )?(?P<b>{_PEOPLE}|"
    rf"{_SUBJECTS})"
    rf"(?: \w+){{0,4}} (?:is|are) (?:not|never) (?:\w+ )?(?:an? )?complaints?\b",
)
_RIGHT_NOT_TO = AnyCase(
    r"\b(?:right|entitled|free) not to (?:\w+ ){1,3}?(?P<a>(?:complaints?|residents?|tenants?|"
    r"customers?|"
    r"people|anyone|those) (?!in |until )[^.;]{4,90})",
)
_BY_THE_TENANT = AnyCase(
    r"\bcomplaints? (?:must|has to|have to|needs? to|can only) (?:be (?:made|brought|signed|"
    r"raised|sent)|"
    r"come) (?P<a>(?:by|from) the (?:\w+ )?(?:tenant|leaseholder|resident|account holder))\b"
    r"(?![^.;]*\b(?:or|representative|consent)\b)",
)
_NO_SUBJECT = AnyCase(
    r"(?:^|[.;:] )(?P<a>[^.;:]{4,80}?) (?:is|are) (?:not|no|never) (?:an? |the |our )?(?:\w+ )?"
    r"(?:(?:subjects?|matters?|grounds?|topics?|causes?|something|things?|business) (?:for|of|to) "
    r"(?:an? |our |the |this )?(?:complain\w*|procedure|policy|scheme|process)|"
    r"for (?:this|the|our) (?:complaints? )?(?:procedure|policy|scheme|process))\b",
)
_CANNOT_ABOUT = AnyCase(
    r"\b(?:you|residents?|tenants?|customers?|people|nobody|no one) (?:cannot|can ?not|can['’]t|"
    r"may not|can|"
    r"may) (?:\w+ )?complain\b[^.;]{0,40}?\babout (?P<a>[^.;]{4,90})",
)
_ONLY_FROM = AnyCase(
    r"\bonly (?:\w+ )?(?:accept|take|deal with|consider|look at|handle|open|log) complaints? "
    r"(?P<a>(?:from|by|made by|of) (?:the |our )?(?:\w+ )?(?:tenants?|leaseholders?|residents|"
    r"customers))\b"
    r"(?! (?:and|or) )",
)
_AMONG = AnyCase(
    r"\bexclu\w+\b[^.;]*\b(?:among them|including|such as|"
    r"namely)\W+(?P<items>[^.;]+)",
)
_CLASS = AnyCase(rf"\b(?:{_PEOPLE}|{_SUBJECTS})\b")
_OF_OLD = AnyCase(
    rf"\b(?:happen\w*|arose|occurr?\w*|took place|dates?|raised) (?:\w+ )?(?:before|prior to)\b"
    rf"[^.;]{{3,60}}\b(?:{_REFUSED})",
)
_COUNTED = AnyCase(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+) (?:\w+ )?"
    r"(?:complaints?|cases?|refusals?|exclusions in|were|was)\b",
)
"""Single cases, which are no class."""

LISTED = re.compile(
    r"^(?P<lead>[^:;]{0,80}\b(?:exclu\w+|exceptions|not (?:be )?(?:\w+ )?(?:open|log|register|"
    r"complaints|"
    r"accept|tak|"
    r"consider|deal|cover|"
    r"look|investigat|handl|includ)\w*|refus\w+|outside|ineligible|reject\w*|barred|out of scope|"
    r"turn(?:ed)? (?:down|away)|declin\w+)\b[^:;]{0,60}):\s+(?P<items>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""A list of what is not taken, with the words that lead to it."""


def shut_out(text: str, lead: str, within: bool) -> str:
    """What kind of person or subject is shut out, or "".

    Args:
        text: a sentence, or an item of a list.
        lead: the words that lead up to the list.
        within: it stands in a row about exclusions.
    """
    if _negated_refusal(lead) or _COUNTED.search(lead):
        return ""
    led = bool(lead and (_REFUSES.search(lead) or LISTED.match(f"{lead}: x")))
    for pattern in (_EXCEPT, _EXCEPTED, _SUBJECT_OUT, _FOR_TENANTS):
        match = pattern.search(text)
        if match is None or _LEGITIMATE.search(match[0]) or _negated_refusal(text):
            continue
        if pattern is _EXCEPT and not _ALL_BUT.search(text[: match.start()]):
            continue
        return match.groupdict().get("a") or match[0]
    refuses = _REFUSES.search(text) is not None
    if not (led or refuses or _NARROW.search(text)):
        return ""
    if led and len(text.split()) < 14 and within and text[:1].isalpha():
        return "" if _LEGITIMATE.search(text) or _GROUNDS.search(text) else text
    if led and len(text.split()) < 14:
        match = re.search(rf"\b(?:{_PEOPLE}|{_SUBJECTS})\b", text, re.IGNORECASE)
        if match and re.match(r"complaints?\b", text, re.I) and not _LEGITIMATE.search(text):
            return match[0]
        return ""
    match = _SHUT_OUT.search(text)
    if match and refuses and not _LEGITIMATE.search(text):
        return match["a"] if not _negated_refusal(text) else ""
    who = _WHO_CANNOT.search(text) if refuses else None
    if (
        who
        and re.search(r"complain|procedure|process|policy", text, re.I)
        and not _LEGITIMATE.search(text)
    ):
        return who["a"] if not _negated_refusal(text) else ""
    only = _ONLY.search(text)
    return only[0] if only and not _LEGITIMATE.search(text) and not _negated_refusal(text) else ""


def any_class(text: str) -> str:
    """What a sentence shuts out, of whatever kind it is, or ""."""
    if not _HINT.search(text):
        return ""
    if _negated_refusal(text) or _COUNTED.search(text):
        return ""
    among = _AMONG.search(text)
    if among:
        items = (item for item in _ITEM.split(among["items"]) if _CLASS.search(item))
        return _first_barred(", ".join(items))
    for pattern in (
        _NO_SUBJECT,
        _RIGHT_NOT_TO,
        _BY_THE_TENANT,
        _ONLY_FROM,
        _NOTHING_OF_THEIRS,
        _IN_DEBT,
        _NO_COMPLAINT,
    ):
        found = pattern.search(text)
        said = next(filter(None, found.groups()), "") if found else ""
        if found and said and pattern is _NO_SUBJECT:
            return _first_barred(said)
        if found and said and not _LEGITIMATE.search(text[: found.end()]):
            return said
    about = _CANNOT_ABOUT.search(text)
    if about and _REFUSES.search(about[0]):
        return _first_barred(about["a"])
    old = _OF_OLD.search(text)
    match = old or _OPEN_CLASS.search(text)
    if match is None:
        return ""
    if old:
        return old[0]
    if match["d"] or match["e"] or match["f"]:
        return match["d"] or match["e"] or match["f"]
    said = next(filter(None, match.groupdict().values()))
    return _first_barred(said) if said.split()[-1].lower() not in ("we", "it", "they") else ""


_ITEM = re.compile(
    r"[,;] (?:and |or )?|\s(?:and|or|nor) (?=(?:about|from|complaints?|those|matters?|issues?|"
    r"anything|any|"
    r"cases?)\b)",
    re.IGNORECASE,
)
_BARE_ITEM = re.compile(
    r"(?:complaints?|matters?|issues?|anything|cases?|those|which|that|who|it|"
    r"they)?\W*",
    re.IGNORECASE,
)


def _first_barred(said: str) -> str:
    """The first item of what is shut out that the Code does not let landlords refuse, or ""."""
    for item in _ITEM.split(said):
        if _BARE_ITEM.fullmatch(item) or re.match(r"(?:which|who|where|as|unless)\b", item, re.I):
            continue
        if not (_LEGITIMATE.search(item) or _GROUNDS.search(item)):
            return item
    return ""


def _negated_refusal(text: str) -> bool:
    """Whether the refusal itself is denied: "are never refused", "we do not exclude"."""
    return _NEGATED_REFUSAL.search(text) is not None


_NEGATED_REFUSAL = AnyCase(
    r"\b(?:not|never|nobody|nothing|no one|no|none|n['’]t)\b (?:\w+ ){0,4}?(?:refus|reject|"
    r"exclud|declin|rul(?:e|es|ed) out|"
    r"turn(?:ed)? (?:away|down)|barr|shut|simply|ever|because|just because|only)\w*|"
    r"\b(?:decided|voted|came down|advised) against\b|"
    r"\b(?:refus|reject|exclud|declin)\w* only\b|\bnot (?:limited|restricted)\b|"
    r"\bno (?:complaint|class|group)\w*\b|"
    r"\bnot (?:treated|handled|looked at|seen) (?:any )?(?:otherwise|different\w*|worse|less)\b",
)
