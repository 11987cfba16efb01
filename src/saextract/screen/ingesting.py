"""The options of `ingest`, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from saextract.errors import UsageError

from .options import exclude

if TYPE_CHECKING:
    from collections.abc import Callable

    from saextract.running import Settings

    from .progress import Done


@dataclass(frozen=True)
class Onto:
    """What becomes of a dataset that was made from other paths."""

    append: Annotated[
        bool, typer.Option("--append", help="Keep what DIR holds of other paths; add these.")
    ] = False
    replace: Annotated[
        bool, typer.Option("--replace", help="Drop what DIR holds of other paths.")
    ] = False


@dataclass(frozen=True)
class Working:
    """How the work is done; the dataset is the same whatever is chosen here."""

    jobs: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Worker processes; one per CPU by default."),
    ] = None
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Read every file again, also those not changed.")
    ] = False
    time_limit: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="What one document may take.")
    ] = 600.0
    scheduler: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Read on a Dask cluster, such as tcp://10.0.0.1:8786."
        ),
    ] = ""


@dataclass(frozen=True)
class Reading:
    """What is read, and what is found in it."""

    register: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A newer list of landlords (CSV or XLSX)."),
    ] = None
    no_register: Annotated[
        bool, typer.Option("--no-register", help="Look landlords up in no list.")
    ] = False
    ocr: Annotated[
        Literal["auto", "never", "always"],
        typer.Option(help="Which pages to read from their pictures; auto: those without text."),
    ] = "auto"
    second_reader: Annotated[
        bool,
        typer.Option(
            "--second-reader", help="Read PDF and Word files once more by other means; compare."
        ),
    ] = False
    rules: Annotated[
        str,
        typer.Option(
            metavar="RULE=SEVERITY,...",
            help="Weigh rules of findings otherwise: high, medium, low or off.",
        ),
    ] = ""


def settings_of(
    onto: Onto, reading: Reading, working: Working, progress: Callable[[int | Done], None]
) -> Settings:
    """The options as settings of a run.

    Raises:
        UsageError: if two of them exclude each other, or one names what is not there.
    """
    from saextract import settings as pipeline
    from saextract.batch import Limits
    from saextract.findings import choose
    from saextract.running import Settings

    check(onto, reading)
    return Settings(
        pipeline=pipeline.Settings(
            register_file=str(reading.register or ""),
            use_register=not reading.no_register,
            ocr=reading.ocr,
            second_reader=reading.second_reader,
        ),
        jobs=working.jobs,
        fresh=working.fresh,
        onto="append" if onto.append else "replace" if onto.replace else "",
        limits=Limits(seconds=working.time_limit),
        progress=progress,
        rules=choose(reading.rules),
        scheduler=working.scheduler,
    )


def check(onto: Onto, reading: Reading) -> None:
    """Refuses options that exclude each other, and a register that is not there."""
    if reading.register is not None and not reading.register.is_file():
        raise UsageError(f"{reading.register} is not there. Check the path of the register.")
    exclude({"--append": onto.append, "--replace": onto.replace})
    exclude({"--register": reading.register is not None, "--no-register": reading.no_register})
