"""Forms made from the catalogue's own texts, in the shapes that landlords publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from saextract.codes import get_code, load_codes
from saextract.mapping.assess import Context, Mapped, assess
from saextract.model import Cell, Parsed, Passage, PdfLocator, Provision, Response, Row, Table

HEADER_2024 = (
    "Code provision",
    "Code requirement",
    "Comply: Yes / No",
    "Evidence",
    "Commentary / explanation",
)
HEADER_2022 = (
    "Code section",
    "Code requirement",
    "Comply: Yes/No",
    "Evidence, commentary and any explanations",
)


@dataclass(frozen=True)
class Line:
    """A row to be laid out: texts of its cells, and whether it may be cut at its edges."""

    texts: tuple[str | None, ...]
    cut_above: bool = False
    cut_below: bool = False


def evidence(provision: Provision) -> str:
    """Evidence that names other numbers, as real evidence does."""
    return f"Complaints Policy (2.2, 11.2), page {len(provision.text) % 30}"


def commentary(provision: Provision) -> str:
    """Commentary of its own for each provision."""
    return f"Teams follow procedure {provision.number} as set out for staff in the handbook."


def row_2024(provision: Provision) -> tuple[str, ...]:
    """A row of the 2024 form."""
    return (
        provision.number,
        provision.text,
        "Yes",
        evidence(provision),
        commentary(provision),
    )


def row_2022(provision: Provision) -> tuple[str, ...]:
    """A row of the 2022 form."""
    return provision.number, provision.text, "Yes", commentary(provision)


def page_table(lines: Iterable[Line | Sequence[str | None]], page: int = 1) -> Table:
    """A table as a PDF page shows it."""
    rows = []
    for place, line in enumerate(lines):
        texts = line.texts if isinstance(line, Line) else tuple(line)
        cells = tuple(
            None
            if text is None
            else Cell(
                text=text,
                locators=(
                    PdfLocator(page=page, box=(100.0 * i, 20.0 * place, 100.0 * i + 90, 20.0)),
                ),
            )
            for i, text in enumerate(texts)
        )
        cut = (line.cut_above, line.cut_below) if isinstance(line, Line) else (False, False)
        rows.append(Row(cells=cells, cut_above=cut[0], cut_below=cut[1]))
    return Table(rows=tuple(rows), detector="ruled")


def form(
    key: str,
    row: Callable[[Provision], Sequence[str | None]],
    header: Sequence[str] | None,
    numbers: Sequence[str] | None = None,
) -> Table:
    """A whole form as one table.

    Args:
        key: the edition, such as "HOS-2024".
        row: makes the cells of a row.
        header: its header row, or None.
        numbers: which provisions, in which order; all in the Code's order if None.
    """
    provisions = {provision.number: provision for provision in get_code(key).provisions}
    chosen = [provisions[number] for number in numbers or provisions]
    lines: list[Sequence[str | None]] = [header] if header else []
    return page_table([*lines, *(row(provision) for provision in chosen)])


def mapped(*blocks: Table | Passage, **manifest: str) -> Mapped:
    """What a document of these blocks means."""
    context = Context(codes=load_codes(), path="x.pdf", manifest=manifest)
    return assess(Parsed(blocks=blocks), context)


def by_number(result: Mapped, place: int = 0) -> dict[str, Response]:
    """Responses of an assessment by provision number."""
    return {r.provision_id.split(":")[1]: r for r in result.assessments[place].responses}
