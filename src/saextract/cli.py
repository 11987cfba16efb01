"""The command line. Thin: reads options, calls the API, prints.

Heavy modules are imported by the commands that need them, so that `--help` answers at once.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from . import __version__, queries
from .errors import ExitCode, SaextractError, UsageError
from .screen.grouping import grouped
from .screen.ingesting import Onto, Reading, Working, settings_of
from .screen.log import close, is_quiet, is_set_up, set_up, tell
from .screen.options import DEFAULT_OUT, Format, Out, Shape, console, exclude, give, print_json

if TYPE_CHECKING:
    from saextract.dataset.tables import Records


class _Commands(TyperGroup):
    """The commands; what is for all of them may stand anywhere in the line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        own: list[str] = []
        rest: list[str] = []
        given = iter(args)
        for word in given:
            if word == "--":
                rest += [word, *given]
            elif word == "--log":
                own += [word, *islice(given, 1)]
            elif word in _FOR_ALL or word.startswith("--log="):
                own.append(word)
            else:
                rest.append(word)
        return super().parse_args(ctx, own + rest)


_FOR_ALL = ("-q", "--quiet", "-v", "--verbose")

app = typer.Typer(
    name="saextract",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_OUTPUT_FAILS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""Errors of a full disk, or of what stands for one."""
_INTERRUPTED = 130
"""What typer exits with after Ctrl-C."""


def _version(asked: bool) -> None:
    if asked:
        print(f"saextract {__version__}")
        raise typer.Exit


@app.callback()
def common(
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but errors and what is asked for.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also say what becomes of each document.")
    ] = False,
    log_file: Annotated[
        Path | None,
        typer.Option("--log", metavar="FILE", help="Add every event to FILE, as lines of JSON."),
    ] = None,
    _: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Show the version."),
    ] = False,
) -> None:
    """Turn landlords' self-assessments against the Complaint Handling Code into a dataset.

    -q, -v and --log may stand anywhere in the line.
    """
    exclude({"--quiet": quiet, "--verbose": verbose})
    set_up(quiet, verbose, log_file)
    words = sys.argv[1:]
    tell(
        logging.DEBUG,
        f"saextract {__version__}: {' '.join(words)}",
        "start",
        version=__version__,
        arguments=words,
    )


@app.command()
@grouped
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    out: Out = DEFAULT_OUT,
    *,
    onto: Onto,
    reading: Reading,
    working: Working,
) -> None:
    """Read documents and write the dataset."""
    from .running import ingest as run
    from .screen import show as screen
    from .screen.progress import Progress

    with Progress(console(stderr=True), is_quiet()) as progress:
        report = run(paths, out, settings_of(onto, reading, working, progress))
    if not is_quiet():
        screen.show_report(console(), report)
    raise typer.Exit(report.exit_code)


app.command()(grouped(queries.gaps))
app.command()(queries.compare)
app.command()(grouped(queries.shares))
app.command()(queries.coverage)
app.command()(queries.casework)


@app.command()
def explain(
    document: Annotated[
        str, typer.Argument(help="A file, or the id or path of a document in the dataset.")
    ],
    provision: Annotated[
        str | None, typer.Argument(help="A provision, such as 5.10 or HOS-2024:5.10.")
    ] = None,
    out: Out = DEFAULT_OUT,
    shape: Annotated[
        Literal["table", "json"], typer.Option("--format", help="json goes to standard output.")
    ] = "table",
    picture: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw the pages of the row, its cells framed."),
    ] = None,
) -> None:
    """Show why a document, or one of its rows, was read as it was."""
    from saextract.analysis.explain import explain as analyse
    from saextract.analysis.explain import of_dataset, of_file

    from .screen import show as screen

    file = Path(document)
    dataset = of_file(file) if file.is_file() else of_dataset(out, document)
    explanation = analyse(dataset, provision)
    if picture:
        _draw(picture, explanation, [file] if file.is_file() else out)
    if shape == "json":
        print_json(explanation)
    else:
        screen.show_explanation(console(), explanation)


def _draw(target: Path, explanation: dict[str, Any], files: list[Path] | Path) -> None:
    """Writes the picture of the explained rows; `files` are given, or those of a dataset."""
    from .load.discover import discover
    from .report.sources import Finder, picture_of

    document = explanation["document"]
    if isinstance(files, Path):
        finder = Finder.of(files, [document["path"]])
    else:
        finder = Finder({item.path: item for item in discover(files).inputs})
    if "rows" not in explanation:
        raise UsageError("--picture is of one row: name a provision, such as 6.3.")
    drawn = picture_of(explanation["rows"], document, finder)
    try:
        drawn.save(target)
    except (OSError, ValueError) as error:
        raise UsageError(f"{target} cannot be written: {error}.") from error


@app.command()
def report(
    out: Out = DEFAULT_OUT,
    no_pictures: Annotated[
        bool, typer.Option("--no-pictures", help="Draw no pictures of pages: fast and small.")
    ] = False,
) -> None:
    """Write a report: pages that open from disk.

    They stand in DIR/report/ and need nothing beside them.
    """
    from .report import write_report
    from .screen import show as screen

    index = write_report(out, not no_pictures)
    if not is_quiet():
        screen.say(console(), f"The report is {index}.")


@app.command()
def workbook(out: Out = DEFAULT_OUT) -> None:
    """Write DIR/dataset.xlsx anew, where ingest left it out."""
    from .dataset.store import check_store
    from .dataset.write import locked, write_workbook
    from .screen import show as screen

    check_store(out)
    with locked(out):
        screen.say(console(), f"The workbook is {write_workbook(out)}.")


@app.command()
def review(out: Out = DEFAULT_OUT) -> None:
    """Check rows and correct them, on a page on this machine."""
    from .review import review as serve
    from .screen import show as screen

    def tell(address: str) -> None:
        screen.say(console(), f"Open {address}")
        screen.say(console(), "Decisions go to reviews.csv and count from the next ingest.")
        screen.say(console(), "Ctrl-C ends it.")

    serve(out, tell)


@dataclass(frozen=True)
class _Floors:
    """Scores that may not be fallen below."""

    gate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Fail below the floors in this file.")
    ] = None
    pin: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the present scores as floors.")
    ] = None


@app.command()
@grouped
def evaluate(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder of documents.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of their labels.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all scores and misses.")
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Score two simple methods beside it.")
    ] = False,
    *,
    floors: _Floors,
) -> None:
    """Score the tool against labelled documents, stage by stage."""
    from saextract.evaluation.report import gate_complaints, pin_floors
    from saextract.evaluation.score import compare_methods
    from saextract.evaluation.score import evaluate as run

    from .screen import show as screen

    report = run(corpus, gold)
    others = compare_methods(corpus, gold) if baselines else {}
    screen.show_scores(console(), report, others)
    if json_file is not None:
        json_file.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    if floors.pin is not None:
        pin_floors(report, floors.pin)
    complaints = gate_complaints(report, floors.gate) if floors.gate is not None else []
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if complaints:
        raise typer.Exit(ExitCode.INTERNAL)


@app.command()
def codes(
    edition: Annotated[
        str | None, typer.Argument(help="An edition, such as 2024 or HOS-2024.")
    ] = None,
    shape: Shape = Format.TABLE,
    out: Out = DEFAULT_OUT,
) -> None:
    """Show the provisions of the Codes."""
    from saextract.codes.show import code_rows
    from saextract.dataset.tables.derived import CATALOGUE

    from .screen import show as screen

    rows: Records = [dict(row) for row in code_rows(edition)]
    if shape is Format.TABLE:
        names = ("id", "level", "text", "timescales")
        screen.grid(console(), names, ([row[name] for name in names] for row in rows))
    else:
        give(shape, [(CATALOGUE, rows)], out / "codes.xlsx")


_YOUNG = 50_000
"""New objects after which the collector looks for cycles, which rows of a dataset do not form.
Against Python's own figure the parent of a batch takes 5 % less time."""


def main() -> None:
    """Runs the command line; errors become a message on standard error and an exit code."""
    gc.set_threshold(_YOUNG)
    code: int | str | None = ExitCode.INTERNAL
    try:
        app()
    except SystemExit as end:
        code = end.code
        if code == _INTERRUPTED:
            _say("stopped; the dataset is as it was before.")
    except SaextractError as error:
        code = error.exit_code
        _say(str(error))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OUTPUT_FAILS:
            _say(f"the output cannot be written: {error.strerror}.")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            _say_unexpected(error)
    tell(logging.DEBUG, f"exit code {code or 0}", "end", exit_code=int(code or 0))
    close()
    sys.exit(code)


def _say(message: str) -> None:
    """Says on standard error what went wrong, also before it is known what is to be told."""
    if not is_set_up():
        set_up(quiet=False, verbose=False, file=None)
    tell(logging.ERROR, f"saextract: {message}", "error")


def _say_unexpected(error: Exception) -> None:
    import traceback

    trace = "".join(traceback.format_exception(error))
    what = f"unexpected error: {type(error).__name__}. Please report it as a bug."
    _say(f"{what}\n{trace}")
