"""Which documents of the corpus need which group of rules.

Each group is switched off by itself, every document is read anew, and the rows that were right
before and are not any more are counted. A group that no document needs is unproven: it wants a
document that needs it, or goes. Documents are parsed once, so only groups of `mapping/` are tried;
scans and files that go through LibreOffice are left out.

Usage: python benchmarks/ledger.py [CORPUS GOLD]     prints a Markdown table
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from saextract import pipeline
from saextract.codes import load_codes
from saextract.errors import DocumentError
from saextract.evaluation.gold import GoldDocument, find_documents, load_gold
from saextract.evaluation.score import score
from saextract.load.sniff import sniff
from saextract.mapping import assess as story
from saextract.mapping.routes import records
from saextract.mapping.tables import rows
from saextract.model import Outcome, Parsed, Source
from saextract.parsers import parse
from saextract.parsers.office import SUFFIXES

ROOT = Path(__file__).parent.parent


class Group(NamedTuple):
    """A group of rules.

    Attributes:
        name: what it does.
        module, function: where the story calls it.
        without: what takes its place.
    """

    name: str
    module: Any
    function: str
    without: Callable[..., Any]


def _first(value: Any, *_: Any) -> Any:
    return value


def _first_and_none(value: Any, *_: Any) -> tuple[Any, tuple[()]]:
    return value, ()


GROUPS = (
    Group("damaged letters put right", story, "with_letters_mended", _first),
    Group("choices decided by what is set off", story, "settle_choices", _first),
    Group("signs read by a key", story, "settle_signs", _first),
    Group("rows beneath a provision", story, "lift_beneath", _first),
    Group("turned tables", story, "upright", _first),
    Group("lines of a dump joined to rows", story, "join_lines", _first_and_none),
    Group("labelled blocks", story, "read_blocks", _first),
    Group("text dumps", story, "tabulate", _first_and_none),
    Group("bare paragraphs", story, "read_paragraphs", _first),
    Group("merged cells", rows, "with_merged", lambda part, offset, *_: (part[offset], ())),
    Group("what stands beneath the last row", records, "cut_tail", lambda *_: None),
)


@contextmanager
def switched_off(group: Group) -> Iterator[None]:
    """Reads without a group of rules for a while."""
    kept = getattr(group.module, group.function)
    setattr(group.module, group.function, group.without)
    try:
        yield
    finally:
        setattr(group.module, group.function, kept)


def read_all(parsed: dict[str, tuple[Source, Parsed]]) -> dict[str, Outcome]:
    """What comes of documents that are parsed already."""
    kept = pipeline.parse
    outcomes = {}
    try:
        for name, (source, seen) in parsed.items():
            pipeline.parse = lambda *_, seen=seen: seen
            outcomes[name] = pipeline.process(source)
    finally:
        pipeline.parse = kept
    return outcomes


def misses(golds: list[GoldDocument], outcomes: dict[str, Outcome]) -> set[tuple[str, str]]:
    """The rows of documents that are not right in every cell, as file and provision."""
    stages = ("rows", "answer", "requirement exact", "evidence exact", "commentary exact")
    found = score(golds, outcomes.get).misses
    return {(miss.file, miss.provision) for miss in found if miss.stage in stages}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "gold")
    options = parser.parse_args()
    load_codes()
    golds = [
        gold
        for gold in load_gold(options.gold)
        if not gold.scan and Path(gold.file).suffix.lower() not in SUFFIXES
    ]
    parsed = {}
    for name, file in find_documents(options.corpus, golds).items():
        data = file.read_bytes()
        source = Source(path=name, data=data, sha256="0" * 64, media_type=sniff(data, file.suffix))
        try:
            parsed[name] = (source, parse(source, "never"))
        except DocumentError as error:
            print(f"left out: {name}: {error}")
    base = misses(golds, read_all(parsed))
    print("| without | rows lost | documents that need it |\n|---|---:|---|")
    for group in GROUPS:
        with switched_off(group):
            lost = misses(golds, read_all(parsed)) - base
        files = sorted({file for file, _ in lost})
        shown = ", ".join(f"`{file}`" for file in files[:4]) + (", …" if len(files) > 4 else "")
        print(f"| {group.name} | {len(lost)} | {len(files)}: {shown or 'unproven'} |", flush=True)


if __name__ == "__main__":
    main()
