"""The commands that ask a dataset: gaps, compare, shares, coverage."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from .errors import UsageError
from .screen.options import (
    DEFAULT_OUT,
    Format,
    LevelChoice,
    Out,
    Shape,
    Which,
    console,
    exclude,
    give,
    picked,
)


class By(StrEnum):
    """What shares are counted of."""

    PROVISION = "provision"
    SECTION = "section"


class Group(StrEnum):
    """What landlords are told apart by."""

    TYPE = "type"
    SIZE = "size"
    YEAR = "year"


def gaps(
    out: Out = DEFAULT_OUT,
    landlord: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this landlord.")
    ] = None,
    *,
    which: Which,
    level: Annotated[
        LevelChoice | None,
        typer.Option(help="How binding; must by default, any where a provision is named."),
    ] = None,
    shape: Shape = Format.TABLE,
) -> None:
    """Show who says that they do not meet which provision.

    Counted are each landlord's newest assessments of each edition, or those of --year; copies
    are left out.
    """
    from saextract.dataset.store import read_tables
    from saextract.dataset.tables.derived import GAPS, SHARES

    from .analysis import gaps as analysis
    from .analysis.choose import Choice
    from .analysis.shares import most_unmet
    from .screen import queries as screen

    chosen = level or (LevelChoice.ANY if which.provision else LevelChoice.MUST)
    Choice(**asdict(which))
    dataset = read_tables(out, "assessments", "responses", "promises")
    landlords = picked([landlord], dataset["assessments"]) if landlord else None
    choice = Choice(landlords, level=chosen.value, **asdict(which))
    rows = analysis.gaps(dataset, choice)
    worst = most_unmet(dataset, choice)
    if shape is Format.TABLE:
        used = choice.assessments(dataset["assessments"])
        screen.show_gaps(console(), rows, worst, (len(used), len(dataset["assessments"])))
    else:
        give(shape, [(GAPS, rows), (SHARES, worst)], out / "gaps.xlsx")


def compare(
    landlords: Annotated[
        list[str] | None, typer.Argument(metavar="[LANDLORD...]", help="All by default.")
    ] = None,
    out: Out = DEFAULT_OUT,
    changed: Annotated[
        bool,
        typer.Option("--changed", help="What differs from the assessment before; worse first."),
    ] = False,
    peers: Annotated[
        bool,
        typer.Option("--peers", help="One landlord beside those of similar size."),
    ] = False,
    shape: Shape = Format.TABLE,
) -> None:
    """Show answers of landlords and years side by side.

    Without a name, each landlord's newest assessments; with names, all of theirs. Answers to an
    older edition stand beside the provisions of the newest that they answer.
    """
    from saextract.dataset.store import read_tables
    from saextract.dataset.tables.derived import CHANGES, COMPARISON, PEERS

    from .analysis import compare as analysis
    from .analysis.changes import changes
    from .analysis.peers import peers as beside
    from .screen import queries as screen

    exclude({"--changed": changed, "--peers": peers})
    if peers and not landlords:
        raise UsageError("--peers needs the name of a landlord.")
    dataset = read_tables(out, "assessments", "responses", "promises")
    names = picked(landlords, dataset["assessments"]) if landlords else None
    if changed:
        rows = changes(dataset, names)
        table, show = CHANGES, screen.show_changes
    elif peers:
        rows = beside(dataset, names or ())
        table, show = PEERS, screen.show_peers
    else:
        rows = analysis.compare(dataset, names)
        if shape is Format.TABLE:
            screen.show_matrix(console(), *analysis.matrix(rows))
        else:
            matrix = [analysis.matrix(rows)] if shape is Format.XLSX else []
            give(shape, [*matrix, (COMPARISON, rows)], out / "compare.xlsx")
        return
    if shape is Format.TABLE:
        show(console(), rows)
    else:
        give(shape, [(table, rows)], out / f"{table.name}.xlsx")


def casework(
    landlord: Annotated[str, typer.Argument(metavar="LANDLORD", help="Whose assessment.")],
    out: Out = DEFAULT_OUT,
) -> None:
    """Write the table that an assessor works with.

    As Word file and web page: each provision with what the landlord says and what was found; a
    blank column for the recommendation; and the shape of the annual submission.
    """
    from saextract.casework import write_casework
    from saextract.dataset.store import read_tables

    from .screen import show as screen

    chosen = picked([landlord], read_tables(out, "assessments")["assessments"])
    for file in write_casework(out, chosen):
        screen.say(console(), f"Written to {file}")


def shares(
    out: Out = DEFAULT_OUT,
    by: Annotated[By, typer.Option(help="What is counted.")] = By.PROVISION,
    group: Annotated[
        list[Group] | None, typer.Option(help="Tell landlords apart; may be given twice.")
    ] = None,
    *,
    which: Which,
    shape: Shape = Format.TABLE,
) -> None:
    """Show what share of landlords meets each provision.

    Each landlord counts once, by its newest assessment of the edition; with --group year, once
    for each year. Each share has its 95 % interval. With --provision HOS-2024:6.3 its
    counterparts in other editions are shown too.
    """
    from saextract.dataset.store import read_tables
    from saextract.dataset.tables.derived import SHARES

    from .analysis.choose import Choice
    from .analysis.shares import shares as analyse
    from .screen import queries as screen

    choice = Choice(**asdict(which))
    dataset = read_tables(out, "assessments", "responses")
    rows = analyse(dataset, by.value, [g.value for g in group or ()], choice)
    if shape is Format.TABLE:
        screen.show_shares(console(), rows)
    else:
        give(shape, [(SHARES, rows)], out / "shares.xlsx")


def coverage(
    out: Out = DEFAULT_OUT,
    year: Annotated[
        int | None,
        typer.Option(metavar="Y", help="Older assessments are old; the newest year by default."),
    ] = None,
    shape: Shape = Format.TABLE,
) -> None:
    """Show who on the register has no current assessment here.

    Also named are old assessments, those with provisions missing, and those of landlords that are
    not on the register. It is the register that the dataset was made with, or the tool's own.
    """
    from saextract.dataset.store import read_tables
    from saextract.dataset.tables.derived import COVERAGE
    from saextract.register.files import register_of

    from .analysis.coverage import coverage as analyse
    from .screen import queries as screen

    dataset = read_tables(out, "assessments")
    rows = analyse(dataset, register_of(out), year)
    if shape is Format.TABLE:
        screen.show_coverage(console(), rows)
    else:
        give(shape, [(COVERAGE, rows)], out / "coverage.xlsx")
