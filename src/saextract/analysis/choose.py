"""Which assessments and provisions a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saextract.codes import load_codes
from saextract.dataset.tables import Records, Value
from saextract.errors import UsageError
from saextract.model import Provision
from saextract.register.names import name_key


@dataclass(frozen=True)
class Choice:
    """What a question is restricted to; None and empty stand for no restriction.

    Attributes:
        landlords: what `who` gives for them.
        edition: a year (2024) or a key (HOS-2024).
        year: as the dataset has it, or the year in which it begins.
        section: number of a section.
        provision: an id (HOS-2024:6.3) or a number (6.3).
        level: must, should, or "any".
    """

    landlords: frozenset[str] | None = None
    edition: str | None = None
    year: str | None = None
    section: str | None = None
    provision: str | None = None
    level: str = "any"

    def __post_init__(self) -> None:
        """Refuses what is in no edition.

        Raises:
            UsageError: with what there is.
        """
        keys = [code.key for code in load_codes()]
        if self.edition and not any(self._is_edition(key) for key in keys):
            raise UsageError(f"There is no edition {self.edition}. There are: {', '.join(keys)}.")
        provisions = [p for code in load_codes() for p in code.provisions]
        if self.provision and not any(self.is_provision(p) for p in provisions):
            raise UsageError(
                f"There is no provision {self.provision}. An id looks like HOS-2024:5.10, a "
                "number like 5.10."
            )
        if self.section and not any(p.section == self.section for p in provisions):
            raise UsageError(f"There is no section {self.section}. Sections are numbers: 1 to 9.")

    def _is_edition(self, key: str) -> bool:
        return not self.edition or self.edition.upper() in (key, key.partition("-")[2])

    def is_provision(self, provision: Provision) -> bool:
        """Whether a provision is the one that is asked for, or none is."""
        if self.provision is None:
            return True
        wanted = self.provision.casefold()
        numbers = (provision.number, provision.number.removeprefix("Q"))
        return wanted in (provision.id.casefold(), *(number.casefold() for number in numbers))

    def named(self) -> Provision | None:
        """The provision that is asked for by its id, which says of which edition it is."""
        if self.provision is None or ":" not in self.provision:
            return None
        everything = (p for code in load_codes() for p in code.provisions)
        return next((p for p in everything if self.is_provision(p)), None)

    def takes(self, provision: Provision) -> bool:
        """Whether a question about provisions covers this one."""
        return (
            self.is_provision(provision)
            and self.section in (None, provision.section)
            and self.level in ("any", provision.level.value)
        )

    def assessments(self, rows: Records, by_year: bool = False) -> Records:
        """The assessments that are asked for: the newest of each landlord and edition.

        Where a year is asked for, the newest of that year. Copies are left out.

        Args:
            rows: of the table assessments.
            by_year: the newest of each year.

        Raises:
            UsageError: if no assessment is of that year or edition.
        """
        found = [row for row in rows if self._is_edition(f"{row['code']}-{row['edition']}")]
        if self.edition and rows and not found:
            there = sorted({f"{row['code']}-{row['edition']}" for row in rows})
            raise UsageError(
                f"No assessment is against {self.edition}. There are: {', '.join(there)}."
            )
        if self.year:
            years = sorted({str(row["year"]) for row in found if row["year"]})
            found = [row for row in found if self.year in (row["year"], str(row["year_start"]))]
            if not found:
                raise UsageError(
                    f"No assessment is of the year {self.year}. There are: {', '.join(years)}."
                )
        if self.landlords is not None:
            found = [row for row in found if who(row) in self.landlords]
        return latest(found, by_year)


def who(row: Mapping[str, Value]) -> str:
    """What tells landlords apart: the register's id, else the name, else the assessment.

    Of a name, case, punctuation and legal form do not count, as in the view `latest`.
    """
    if row["landlord_id"]:
        return f"id {row['landlord_id']}"
    if not row["landlord"]:
        return str(row["assessment_id"])
    return f"name {name_key(str(row['landlord']))}"


def when(row: Mapping[str, Value]) -> str:
    """The day, month or year of an assessment, so that a later one is greater; "" if unknown."""
    return str(row["assessed_on"] or row["year_start"] or "")


def latest(assessments: Iterable[Mapping[str, Value]], by_year: bool = False) -> Records:
    """Each landlord's newest assessment of each edition, copies left out, in their order.

    It is what the view `latest` of the store has.

    Args:
        assessments: rows of that table.
        by_year: the newest of each year instead.
    """
    rows = [dict(row) for row in assessments]
    newest: dict[tuple[Value, ...], dict[str, Value]] = {}
    for row in sorted(rows, key=lambda row: (str(row["path"]), str(row["assessment_id"]))):
        if row["copy_of"] or row["same_as"]:
            continue
        key = (row["code"], row["edition"], who(row), row["year_start"] if by_year else None)
        if key not in newest or _rank(row) > _rank(newest[key]):
            newest[key] = row
    chosen = {row["assessment_id"] for row in newest.values()}
    return [row for row in rows if row["assessment_id"] in chosen]


def _rank(row: Mapping[str, Value]) -> tuple[str, int]:
    return when(row), int(row["provisions_found"] or 0)
