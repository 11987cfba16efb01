"""Things in an assessment that a person should look at.

A finding observes; it never corrects, and it never says that a landlord breaks the Code. Each rule
is a record (`rule.Rule`), and quotes the printed words that raised it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from saextract.codes import get_code
from saextract.errors import UsageError
from saextract.model import Assessment, Confidence, Finding, PdfLocator, Provision

from .rule import Raised, Row, Rule, Severity, Whole

__all__ = ["Rule", "all_rules", "choose", "find", "judge", "optional_rules"]

_WEIGHTS: dict[str, Severity | None] = {
    "high": "high",
    "medium": "medium",
    "low": "low",
    "off": None,
}
_UNCERTAIN = "The reading of the row itself must be checked first. "
_READING = frozenset(
    {
        "low-confidence",
        "number-text-conflict",
        "duplicate-row",
        "conflicting-parts",
        "unclear-answer",
    }
)
"""Rules about the reading, which do not wait for the row."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which findings are listed."""
    from .rules import (
        answers,
        denials,
        documents,
        evidence,
        exclusions,
        pending,
        reading,
        sources,
        stages,
        timescales,
        wording,
    )

    families = (
        documents, answers, evidence, pending, denials, timescales, stages, exclusions, wording,
        sources, reading,
    )  # fmt: skip
    return tuple(rule for family in families for rule in family.RULES)


@cache
def optional_rules() -> frozenset[str]:
    """The rules that are off unless a user switches them on."""
    return frozenset(rule.id for rule in all_rules() if not rule.by_default)


def choose(text: str) -> dict[str, Severity | None]:
    """Which rules to weigh otherwise, as the option `--rules` gives them.

    Args:
        text: "rule=severity" or "rule=off", parted by commas; "" changes nothing.

    Raises:
        UsageError: a rule or a severity that there is not.
    """
    chosen: dict[str, Severity | None] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        name, _, word = (part.strip() for part in item.partition("="))
        if name not in {rule.id for rule in all_rules()}:
            raise UsageError(f"There is no rule {name}. docs/findings.md lists them.")
        if word not in _WEIGHTS:
            raise UsageError(f"{item}: a rule is high, medium, low or off.")
        chosen[name] = _WEIGHTS[word]
    return chosen


def judge(assessment: Assessment) -> Assessment:
    """An assessment with what the rules that are on by default raise in it by itself.

    `find` need not ask them again.
    """
    on = [rule for rule in all_rules() if rule.by_default]
    return assessment.model_copy(update={"findings": _applied(_whole(assessment), on)})


def find(
    assessment: Assessment,
    earlier: Assessment | None = None,
    severities: Mapping[str, Severity | None] | None = None,
) -> tuple[Finding, ...]:
    """Applies the rules to an assessment, or takes what they raised when it was judged.

    Args:
        assessment: with its responses.
        earlier: the landlord's assessment before it against the same edition, if there is one.
        severities: rules to weigh otherwise, by id; None switches a rule off, and a severity
            switches one on that is off by default.

    Returns:
        The findings: first those about the whole, then by provision in the Code's order.
    """
    found = (judge(assessment) if assessment.findings is None else assessment).findings or ()
    chosen = severities or {}
    rules = all_rules() if chosen else ()
    optional = [rule for rule in rules if not rule.by_default and chosen.get(rule.id)]
    if earlier is not None:
        found = (*found, *_against(assessment, earlier))
    if optional:
        found = (*found, *_applied(_whole(assessment), optional))
    if earlier is not None or optional:
        found = _in_order(assessment, found)
    return _weighed(assessment, found, chosen) if chosen else found


def _applied(whole: Whole, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    rows = {row.provision.id: row for row in whole.rows}
    found: dict[str, list[Finding]] = {"": [], **{name: [] for name in rows}}
    for rule in rules:
        for provision_id, raised in _raised(rule, whole):
            found[provision_id].append(_finding(rule, raised, rows.get(provision_id)))
    return tuple(finding for findings in found.values() for finding in findings)


def _against(assessment: Assessment, earlier: Assessment) -> tuple[Finding, ...]:
    """What is raised by the assessment before."""
    from .rules.documents import STALE

    return _applied(_whole(assessment, earlier), (STALE,))


def _in_order(assessment: Assessment, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    rows = ("", *(response.provision_id for response in assessment.responses))
    places = {name: place for place, name in enumerate(rows)}
    ranks = {rule.id: rank for rank, rule in enumerate(all_rules())}
    return tuple(sorted(findings, key=lambda f: (places[f.provision_id], ranks[f.rule])))


def _weighed(
    assessment: Assessment, findings: Iterable[Finding], severities: Mapping[str, Severity | None]
) -> tuple[Finding, ...]:
    """Findings with the weights that a user has chosen."""
    uncertain = {
        response.provision_id
        for response in assessment.responses
        if response.confidence is Confidence.LOW
    }
    kept = []
    for finding in findings:
        severity = severities.get(finding.rule, finding.severity)
        waits = finding.provision_id in uncertain and finding.rule not in _READING
        if severity is not None:
            kept.append(finding if waits else finding.model_copy(update={"severity": severity}))
    return tuple(kept)


def _raised(rule: Rule, whole: Whole) -> Iterable[tuple[str, Raised]]:
    if rule.whole is not None:
        yield from ((raised.provision_id, raised) for raised in rule.whole(whole))
    if rule.check is not None:
        for row in whole.rows:
            raised = rule.check(row)
            if raised is not None:
                yield row.provision.id, raised


def _whole(assessment: Assessment, earlier: Assessment | None = None) -> Whole:
    code = get_code(f"{assessment.code}-{assessment.edition}")
    provisions: dict[str, Provision] = {item.id: item for item in code.provisions}
    rows = tuple(
        Row(
            response=response,
            provision=provisions[response.provision_id],
            edition=code.key,
            landlord=assessment.landlord,
            assessed_on=assessment.assessed_on,
            actions=tuple(a for a in assessment.actions if a.provision_id == response.provision_id),
        )
        for response in assessment.responses
    )
    return Whole(assessment, rows, code.in_force, earlier)


def _finding(rule: Rule, raised: Raised, row: Row | None) -> Finding:
    message = f"{rule.message} {raised.detail}".strip()
    waits = (
        row is not None and row.response.confidence is Confidence.LOW and rule.id not in _READING
    )
    return Finding(
        provision_id=row.provision.id if row else "",
        rule=rule.id,
        severity="low" if waits else rule.severity,
        quote=raised.quote,
        message=_UNCERTAIN + message if waits else message,
        page=_page(row),
        rule_version=rule.version,
    )


def _page(row: Row | None) -> int | None:
    places = row.response.locators if row else ()
    return min((p.page for p in places if isinstance(p, PdfLocator)), default=None)
