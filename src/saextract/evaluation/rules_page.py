"""docs/findings.md, made from the records of the rules and their scores.

`python -m saextract.evaluation.rules_page corpus > docs/findings.md` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from saextract.findings import Rule, all_rules
from saextract.findings.rule import Example

from .planted import with_planted
from .report import Report, Tally

_OPENING = """# Findings

A finding is a row that a person should look at, with the printed words that raised it. It never \
says that a landlord breaks the Code. There is one at most for each row and rule; its quote stands \
in the row word for word. On a row whose own confidence is low a finding waits: its severity is \
low, and the message says that the row itself must be checked first.

`saextract ingest --rules stale=off,na-unexplained=low ...` weighs rules otherwise or switches \
them off; a rule that is right less often than 85 times in 100 on the cases is off until it is \
switched on. The scores are those of the planted cases that no rule was written on (`held-out`), \
or, where there are none, of those that were in sight ([evaluation.md](evaluation.md)). This page \
is made from the rules: `python -m saextract.evaluation.rules_page corpus > docs/findings.md`.
"""


def rules_page(corpus: Path) -> str:
    """The page.

    Args:
        corpus: folder with the planted cases.
    """
    scores = with_planted(Report(groups={}), corpus).rules
    return _OPENING + "".join(_entry(rule, scores) for rule in all_rules())


def _entry(rule: Rule, scores: dict[str, dict[str, dict[str, Tally]]]) -> str:
    switch = "" if rule.by_default else f" Off unless `--rules {rule.id}={rule.severity}`."
    lines = [
        f"\n## `{rule.id}`\n",
        f"Severity {rule.severity}, version {rule.version}.{switch} {rule.message}\n",
        f"- raised by: {rule.looks_for}",
        f"- silent for: {rule.silent_for}",
    ]
    if rule.raises:
        lines.append(f"- raises it: {_example(rule.raises)}")
    if rule.silent:
        lines.append(f"- does not: {_example(rule.silent)}")
    part = next((p for p in ("held-out", "train", "own") if rule.id in scores.get(p, {})), "")
    if part:
        recall, precision = (scores[part][rule.id][stage] for stage in ("recall", "precision"))
        lines.append(f"- measured ({part}): recall {_share(recall)}, precision {_share(precision)}")
    return "\n".join(lines) + "\n"


def _share(tally: Tally) -> str:
    return f"{tally.right} of {tally.total}" if tally.total else "not measured"


def _example(example: Example) -> str:
    printed = "; ".join(f"{name}: “{text}”" for name, text in example.changes.items())
    words = f"“{example.text}”" if example.text else ""
    said = "; ".join(filter(None, (words, printed))) or "no further word"
    return f"{example.provision} answered {example.answer.value}: {said}"


def main() -> None:
    """Prints the page."""
    sys.stdout.write(rules_page(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
