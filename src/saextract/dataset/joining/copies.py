"""Which assessments repeat another one, so that a count is of assessments and not of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from saextract.register.names import name_key

from .series import same_year

if TYPE_CHECKING:
    from .joined import Joined


def marked(assessments: Sequence[Joined]) -> tuple[Joined, ...]:
    """Marks each assessment that repeats an earlier one.

    It is a copy where it was read from the same bytes, and the same where it is against the same
    edition and every answer and text is equal but for punctuation and case, unless the two name
    different landlords or different years: a landlord that says the same again a year later, and
    two landlords of one group, have assessed themselves twice.

    Args:
        assessments: in the order of their first document.
    """
    found: list[Joined] = []
    several = repeated(joined.facts.content for joined in assessments)
    originals: dict[tuple[str, bytes], list[Joined]] = {}
    for joined in assessments:
        if joined.facts.content not in several:
            found.append(joined)
            continue
        earlier = originals.setdefault((joined.facts.edition, joined.facts.content), [])
        bytes_of = next((o for o in earlier if o.document_ids == joined.document_ids), None)
        same = next((other for other in earlier if _agree(other, joined)), None)
        if bytes_of is not None:
            joined = replace(joined, copy_of=bytes_of.assessment_id)
        elif same is not None:
            joined = replace(joined, same_as=same.assessment_id)
        else:
            earlier.append(joined)
        found.append(joined)
    return tuple(found)


def repeated(digests: Iterable[bytes]) -> set[bytes]:
    """Which of some hashes occur more than once."""
    seen: set[bytes] = set()
    found: set[bytes] = set()
    for digest in digests:
        (found if digest in seen else seen).add(digest)
    return found


def _agree(one: Joined, other: Joined) -> bool:
    """Whether nothing tells two assessments of equal content apart."""
    first, second = one.facts, other.facts
    ids = {first.landlord_id, second.landlord_id} - {""}
    names = {name_key(first.landlord), name_key(second.landlord)} - {""}
    if len(names) > 1 and not (first.landlord_id == second.landlord_id != ""):
        return False
    return len(ids) <= 1 and same_year(first.year, second.year)
