"""Things in an assessment that a person should look at.

A finding observes; it never corrects. Each rule is a pure function over one response, with
an id, a severity and a version, and quotes the printed words that raised it.
"""

from __future__ import annotations

from collections.abc import Mapping

from saextract.model import Answer, Assessment, Finding, Provision

from .basic import RULES, Rule

__all__ = ["RULES", "Rule", "find"]

ROWS_NOT_FOUND = "rows-not-found"


def find(assessment: Assessment, provisions: Mapping[str, Provision]) -> tuple[Finding, ...]:
    """Applies every rule to every response.

    Args:
        assessment: with a response for every provision.
        provisions: id to provision, of its edition.

    Returns:
        The findings: first those about the whole, then by provision in the Code's order.
    """
    found = list(_missing(assessment, provisions))
    for response in assessment.responses:
        provision = provisions[response.provision_id]
        for rule in RULES:
            quote = rule.check(response, provision)
            if quote is not None:
                found.append(
                    Finding(
                        provision_id=provision.id,
                        rule=rule.id,
                        severity=rule.severity,
                        quote=quote,
                        message=rule.message,
                        page=response.pages[0] if response.pages else None,
                        rule_version=rule.version,
                    )
                )
    return tuple(found)


def _missing(assessment: Assessment, provisions: Mapping[str, Provision]) -> tuple[Finding, ...]:
    numbers = [
        provisions[response.provision_id].number
        for response in assessment.responses
        if response.answer is Answer.NOT_FOUND
    ]
    if not numbers:
        return ()
    message = (
        f"No row was found for {len(numbers)} of {len(assessment.responses)} provisions: "
        f"{', '.join(numbers)}. Check whether the document leaves them out; this says nothing "
        "about the landlord."
    )
    return (
        Finding(provision_id="", rule=ROWS_NOT_FOUND, severity="medium", quote="", message=message),
    )
