"""A list of landlords, and the look-up of a name in it however a document writes it.

A register is any CSV or XLSX file with a column of names. Nothing depends on one register: the
lists of the Regulator of Social Housing and of the Housing Ombudsman both load as they are.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from saextract.errors import UsageError
from saextract.model import Frozen

Sort = Literal["council", "association", ""]

_NAME_HEADERS = (
    "landlord",
    "landlordname",
    "nameoflandlord",
    "organisationname",
    "organisation",
    "providername",
    "registeredprovidername",
    "registeredprovider",
    "provider",
    "memberlandlord",
    "membername",
    "member",
    "name",
)
_ID_HEADERS = (
    "landlordid",
    "id",
    "registrationnumber",
    "registrationno",
    "regno",
    "regnumber",
    "rpcode",
    "rpnumber",
    "providercode",
    "code",
)
_TYPE_HEADERS = ("landlordtype", "type", "designation", "providertype", "corporateform")
_SIZE_HEADERS = ("stocksize", "size", "homes", "units", "stock", "socialunits", "totalunits")

_HEADER_ROWS = 25
"""Rows in which the header is looked for: published lists open with titles and notes."""

_LEGAL = re.compile(
    r"\b(?:limited|ltd|plc|llp|cic|cio|community interest company|"
    r"charitable incorporated organisation|registered society|incorporated|inc)\b"
)
_COUNCIL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "council borough city district county metropolitan london royal unitary authority of the "
        "and mbc mdc corporation",
    )
)
_ASSOCIATION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "housing association group homes home society trust partnership living co operative "
        "cooperative of and",
    )
)
_COUNCIL = re.compile(
    r"\b(?:council|borough|local authority|mbc|mdc|city of|county|district|corporation|"
    r"almo|unitary)\b"
)
_ASSOCIATION = re.compile(
    r"\b(?:housing|homes?|association|trust|group|society|living|almshouses?|cooperative|"
    r"co operative|charity|foundation|ltd|limited|non profit|profit)\b"
)
_FUZZY_SCORE = 93.0
_FUZZY_MARGIN = 5.0
_FUZZY_LENGTH = 9
"""Similarity (0 to 100), lead over the next landlord, and the shortest name so compared.

Below nine letters one changed letter makes another real landlord's name.
"""


class Entry(Frozen):
    """One landlord of a register.

    Attributes:
        name: as the register writes it.
        id: its identifier; the name itself where the register has no such column.
        type: what sort of landlord it is, as the register says, or "".
        size: number of homes as printed, or "".
    """

    name: str
    id: str
    type: str = ""
    size: str = ""


class Register:
    """Landlords that can be looked up by name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_core: dict[str, set[int]] = defaultdict(set)
        for index, entry in enumerate(self.entries):
            for alias in _aliases(entry.name):
                self._by_key[name_key(alias)].add(index)
                core = name_core(alias)
                if core:
                    self._by_core[core].add(index)
        self._keys = [key for key in self._by_key if len(key) >= _FUZZY_LENGTH]

    def find(self, name: str) -> Entry | None:
        """The landlord that a name means, or None where it means none or more than one.

        A name is tried as it stands but for legal forms, then by its distinctive words among
        landlords of the same sort (council or association), then by similarity with a margin.

        Args:
            name: as printed in a document.
        """
        aliases = _aliases(name)
        for alias in aliases:
            exact = self._by_key.get(name_key(alias), set())
            if exact:
                return self._only(exact) or self._only(self._same_sort(exact, alias))
        for alias in aliases:
            near = self._same_sort(self._by_core.get(name_core(alias), set()), alias)
            near = {i for i in near if _compatible(self.entries[i].name, alias)}
            if near:
                return self._only(near)
        return self._similar(aliases[0])

    def _same_sort(self, indices: set[int], name: str) -> set[int]:
        sort = name_sort(name)
        sorts = {i: name_sort(f"{self.entries[i].name} {self.entries[i].type}") for i in indices}
        return {i for i, other in sorts.items() if not sort or not other or sort == other}

    def _only(self, indices: set[int]) -> Entry | None:
        ids = {self.entries[i].id for i in indices}
        return self.entries[min(indices)] if len(ids) == 1 else None

    def _similar(self, name: str) -> Entry | None:
        from rapidfuzz import fuzz, process

        key = name_key(name)
        if len(key) < _FUZZY_LENGTH:
            return None
        found = process.extract(key, self._keys, scorer=fuzz.ratio, limit=6)
        best: tuple[float, Entry] | None = None
        for other, score, _ in found:
            indices = self._same_sort(self._by_key[other], name)
            entry = self._only(indices) if indices else None
            if re.findall(r"\d+", other) != re.findall(r"\d+", key):
                continue
            if best is None:
                if score < _FUZZY_SCORE or entry is None:
                    return None
                best = (score, entry)
            elif (entry is None or entry.id != best[1].id) and best[0] - score < _FUZZY_MARGIN:
                return None
        return best[1] if best else None


def load_register(path: str | Path) -> Register:
    """Loads a register from a CSV or XLSX file.

    Args:
        path: the file. The column of names is known by its header ("landlord",
            "organisation_name", "name" and the like); columns for an id, a type and a size are
            used where they are.

    Raises:
        UsageError: the file is not there, cannot be read, or has no column of names.
    """
    path = Path(path)
    try:
        rows = _sheet_rows(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_rows(path)
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise UsageError(f"The register {path} cannot be read: {error}") from error
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        columns = _columns(row)
        if columns is not None:
            return Register(_entries(rows[index + 1 :], columns))
    raise UsageError(
        f"The register {path} has no column of landlords' names. "
        'Give it a header row with "landlord" over the names.'
    )


class _Columns(Frozen):
    name: int
    id: int | None = None
    type: int | None = None
    size: int | None = None


def _columns(row: list[str]) -> _Columns | None:
    headers = [re.sub(r"[^a-z]", "", cell.lower()) for cell in row]

    def place(known: tuple[str, ...]) -> int | None:
        return next((headers.index(header) for header in known if header in headers), None)

    name = place(_NAME_HEADERS)
    if name is None:
        return None
    return _Columns(
        name=name, id=place(_ID_HEADERS), type=place(_TYPE_HEADERS), size=place(_SIZE_HEADERS)
    )


def _entries(rows: list[list[str]], columns: _Columns) -> list[Entry]:
    def cell(row: list[str], column: int | None) -> str:
        return row[column].strip() if column is not None and column < len(row) else ""

    return [
        Entry(
            name=name,
            id=cell(row, columns.id) or name,
            type=cell(row, columns.type),
            size=cell(row, columns.size),
        )
        for row in rows
        if (name := cell(row, columns.name))
    ]


def _csv_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(csv.reader(text.splitlines()))


def _sheet_rows(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException) as error:
        raise ValueError(str(error)) from error
    try:
        return [
            ["" if value is None else str(value) for value in row]
            for sheet in book.worksheets
            for row in sheet.iter_rows(values_only=True)
        ]
    finally:
        book.close()


# ----------------------------------------------------------------------- names


def name_key(name: str) -> str:
    """The name without case, punctuation, legal form and "the"."""
    folded = name.lower().replace("&", " and ").replace("’", "").replace("'", "")
    folded = re.sub(r"[^a-z0-9]+", " ", folded)
    folded = _LEGAL.sub(" ", folded)
    return " ".join(word for word in folded.split() if word != "the")


def name_core(name: str) -> str:
    """The distinctive words of a name; empty where it has none.

    "London Borough of Brent", "Brent Council" and "Brent London Borough Council" share theirs,
    and so do "Peabody" and "Peabody Trust".
    """
    generic = _COUNCIL_WORDS if name_sort(name) == "council" else _ASSOCIATION_WORDS
    words = [word for word in name_key(name).split() if word not in generic]
    return " ".join(words) if any(len(word) > 2 for word in words) else ""


def _compatible(name: str, other: str) -> bool:
    """Whether two names with the same core can mean one landlord.

    A council has one name in many forms. Of associations, one name must be the other cut
    short: "X Housing Group" and "X Housing Association" are often two landlords.
    """
    if "council" in (name_sort(name), name_sort(other)):
        return True
    first, second = set(name_key(name).split()), set(name_key(other).split())
    return first <= second or second <= first


def name_sort(name: str) -> Sort:
    """Whether a name is a council's or an association's; "" where it does not tell."""
    folded = re.sub(r"[^a-z]+", " ", name.lower())
    if _COUNCIL.search(folded):
        return "council"
    return "association" if _ASSOCIATION.search(folded) else ""


def _aliases(name: str) -> list[str]:
    """The name, the name without what stands in brackets, and what stands in them."""
    inner = [part for part in re.findall(r"\(([^()]*)\)", name) if not part.strip().isdigit()]
    outer = re.sub(r"\s*\((?!\s*\d+\s*\))[^()]*\)", "", name)
    trading = re.split(r"\s+(?:trading as|t/a)\s+", outer, flags=re.IGNORECASE)
    found = [name, outer, *trading, *(part for part in inner if _is_alias(part))]
    if name_sort(outer) == "council":
        found.append(re.sub(r"\s+council$", "", outer, flags=re.IGNORECASE))
    pair = re.match(r"([A-Z])\w+ (?:&|and) ([A-Z])\w+\b", outer)
    if pair and name_sort(outer) == "association":
        found.append(f"{pair[1]}&{pair[2]}")
    return [alias for alias in dict.fromkeys(found) if name_key(alias)] or [name]


def _is_alias(part: str) -> bool:
    """Whether a bracket holds another name, and not a place or a remark."""
    bare = part.strip()
    return bare.replace("&", "").isupper() and " " not in bare
