"""Makes src/saextract/register/landlords.csv of the two public lists in register/sources/.

    python register/build.py

Each landlord of the Regulator's list becomes a row. A name of the Ombudsman's list that means
exactly one of them gives it a size and, where it ends as a landlord's name does, one more
alias; of what is left of that list, what it gives a type becomes a row of its own.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from saextract.register import Entry, Register
from saextract.register.names import name_core, name_key, name_sort

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "saextract" / "register" / "landlords.csv"

NO_NAME = re.compile(
    r"^$|\d{4}$|^Complaint \d|^Unknown|^(?:One|Four|Your|Network|Metropolitan)$|"
    r"District"
)
"""What the Ombudsman's list holds beside names: dates, case numbers, words cut off from names."""

BRANDS = {
    "Abri Group Limited": ("Abri",),
    "Bolton at Home Limited": ("Bolton at Home",),
    "Bromford Housing Association Limited": ("Bromford",),
    "Cross Keys Homes Limited": ("CKH",),
    "East Midlands Housing Group Limited": ("emh", "emh group", "EMH Homes"),
    "Gentoo Group Limited": ("Gentoo",),
    "London & Quadrant Housing Trust": ("L&Q",),
    "Metropolitan Thames Valley Housing": ("MTVH",),
    "Notting Hill Genesis": ("NHG",),
    "Paragon Asra Housing Limited": ("PA Housing",),
    "Poplar Housing And Regeneration Community Association Limited": ("Poplar HARCA",),
    "Richmond Housing Partnership Limited": ("RHP",),
    "Sovereign Network Group": ("SNG",),
    "Walsall Housing Group Limited": ("whg",),
    "Wakefield And District Housing Limited": ("WDH",),
}
"""Names that landlords go by and that neither list prints, by the name in a list."""


def main() -> None:
    """Writes the register."""
    landlords = {entry.id: entry for entry in map(_provider, _rows("registered-providers-2023"))}
    register = Register(landlords.values())
    for row in _rows("housing-ombudsman-landlords"):
        name = re.sub(r"(?<=[’'])S\b", "s", " ".join(row["landlord"].split()))
        name = name.removesuffix(" Mtv")
        if NO_NAME.search(name):
            continue
        size, kind = row["stock_size"], _type(row["landlord_type"])
        known = _known(register, name, kind)
        if known is None and not kind:
            continue
        if known is None:
            entry = Entry(name=name, id=f"HO-{name_key(name).replace(' ', '-')}", type=kind,
                          size=int(size) if size else None)  # fmt: skip
            landlords.setdefault(entry.id, entry)
            continue
        known = landlords[known.id]
        new = name_sort(name) == "association" and name_key(name) != name_key(known.name)
        landlords[known.id] = known.model_copy(
            update={
                "aliases": (*known.aliases, name) if new else known.aliases,
                "size": max(filter(None, (int(size or 0), known.size)), default=None),
            }
        )
    for entry in list(landlords.values()):
        for brand, aliases in BRANDS.items():
            if name_key(brand) == name_key(entry.name):
                merged = tuple(dict.fromkeys((*entry.aliases, *aliases)))
                landlords[entry.id] = entry.model_copy(update={"aliases": merged})
    _write(sorted(landlords.values(), key=lambda entry: (entry.name.casefold(), entry.id)))


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / "sources" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _provider(row: dict[str, str]) -> Entry:
    return Entry(
        name=" ".join(row["organisation_name"].split()),
        id=f"RP-{row['registration_number'].strip()}",
        type=_type(row["designation"]),
    )


def _type(printed: str) -> str:
    """The four types of the register, from the words of either list."""
    folded = printed.lower()
    if folded.startswith("local"):
        return "local authority"
    if folded in ("profit", "for profit"):
        return "for-profit provider"
    plain = ("non-profit", "housing association", "voluntary")
    return "housing association" if folded in plain else ""


def _known(register: Register, name: str, kind: str) -> Entry | None:
    """The one provider that a name of the Ombudsman's list means, or None.

    That list cuts names short: a place alone is the council of that place where the list says
    that it is one; what is left of an association's name must belong to one provider only.
    """
    found = register.find(name)
    if found is not None:
        return found
    council = kind == "local authority"
    bare = re.sub(r" (?:Metropolitan|District|City And)$", "", name)
    if council and bare != name:
        return register.find(f"{bare} Council")
    core = name_core(name) or name_key(name)
    near = [
        entry
        for entry in register.entries
        if (name_core(entry.name) == core or (not council and name_key(entry.name) == core))
        and (not kind or (entry.type == "local authority") == council)
    ]
    groups = [entry for entry in near if name_key(entry.name).endswith(" group")]
    return near[0] if len(near) == 1 else groups[0] if len(groups) == 1 else None


def _write(entries: list[Entry]) -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", "landlord", "aliases", "type", "size"))
        table.writerows(
            (entry.id, entry.name, "; ".join(entry.aliases), entry.type, entry.size or "")
            for entry in entries
        )


if __name__ == "__main__":
    main()
