"""Which documents of the corpus need which group of rules.

Each group is switched off by itself, the documents of its formats are read anew, and the rows that
were right before and are not any more are counted. A group that no document needs is unproven: it
wants a document that needs it, or goes. For groups of `mapping/` each document is parsed once.
Scans and files that go through LibreOffice are left out.

Usage: python benchmarks/ledger.py [--only WORD] [CORPUS GOLD]     prints a Markdown table
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from saextract import pipeline
from saextract.codes import load_codes
from saextract.errors import DocumentError
from saextract.evaluation.gold import GoldDocument, find_documents, load_gold
from saextract.evaluation.score import TEXTS, score
from saextract.load.sniff import sniff
from saextract.mapping import assess as story
from saextract.mapping.routes import bare, lines, records
from saextract.mapping.tables import rows
from saextract.model import Outcome, Parsed, Source
from saextract.parsers import parse
from saextract.parsers import word as word_parser
from saextract.parsers.html import grid as html_grid
from saextract.parsers.html import inline as html_inline
from saextract.parsers.html.furniture import Furniture
from saextract.parsers.html.sheets import Styles
from saextract.parsers.office import SUFFIXES
from saextract.parsers.pdf import assemble, covers, residue
from saextract.parsers.pdf.layout import aligned, cards, ruled, tables, tagged
from saextract.parsers.pdf.objects import pages
from saextract.parsers.pdf.prose import abreast
from saextract.parsers.word import body as word_body
from saextract.parsers.word import grid as word_grid
from saextract.parsers.word.numbering import Numbering

ROOT = Path(__file__).parent.parent
PDF, WEB, WORD = (".pdf",), (".html", ".eml"), (".docx", ".eml")


class Group(NamedTuple):
    """A group of rules.

    Attributes:
        name: what it does.
        place, attribute: where it is called, as an object and the name of its attribute.
        without: what takes its place.
        formats: suffixes of the documents that are parsed anew; none for a group of `mapping/`.
    """

    name: str
    place: Any
    attribute: str
    without: Any
    formats: tuple[str, ...] = ()


def _first(value: Any, *_: Any) -> Any:
    return value


def _first_and_none(value: Any, *_: Any) -> tuple[Any, tuple[()]]:
    return value, ()


def _nothing(*_: Any) -> None:
    return None


def _empty(*_: Any) -> tuple[()]:
    return ()


def _no(*_: Any) -> bool:
    return False


def _without(detector: Any) -> tuple[Any, ...]:
    return tuple(one for one in tables.DETECTORS if one is not detector)


def _detector(name: str, detector: Any) -> Group:
    return Group(f"PDF: {name}", tables, "DETECTORS", _without(detector), PDF)


GROUPS = (
    Group("damaged letters put right", story, "with_letters_mended", _first),
    Group("choices decided by what is set off", story, "settle_choices", _first),
    Group("signs read by a key", story, "settle_signs", _first),
    Group("provisions over several rows", lines, "spread_pairs", lambda _: {}),
    Group("turned tables", story, "upright", _first),
    Group("lines of a dump joined to rows", story, "join_lines", _first_and_none),
    Group("labelled blocks", story, "read_blocks", _first),
    Group("what pages print beside a dump", story, "without_page_marks", _first),
    Group("requirements on lines of their own", bare, "with_requirements_apart", _first),
    Group("ticks told by white space", bare, "with_ticks_said", lambda value, *_: (value, ())),
    Group("bare paragraphs", story, "read_paragraphs", _first),
    Group("merged cells", rows, "with_merged", lambda part, offset, *_: (part[offset], ())),
    Group("what stands beneath the last row", records, "cut_tail", _nothing),
    _detector("cards", cards.find),
    _detector("tables ruled on all sides", ruled.find),
    _detector("horizontal rules and shaded rows", aligned.find_banded),
    _detector("tables without rules", aligned.find_unruled),
    Group("PDF: tables by tags", tagged, "find_tagged", _nothing, PDF),
    Group("PDF: columns on pages of their own", tables, "join_across", _first, PDF),
    Group("PDF: text in columns abreast", assemble, "stretches",
          lambda words, _: [abreast.Stretch(None, list(words))], PDF),
    Group("PDF: running lines set aside", residue, "set_residue", _nothing, PDF),
    Group("PDF: text beneath a fixed bar", covers, "uncover", _nothing, PDF),
    Group("PDF: layers that are off", pages, "unseen", lambda *_: frozenset(), PDF),
    Group("PDF: rings round words", pages, "find_rings", lambda *_: ([], set()), PDF),
    Group("PDF: strokes through words", pages, "find_strokes", lambda *_: ([], set()), PDF),
    Group("PDF: words that are set off", assemble, "marks_of", _empty, PDF),
    Group("PDF: drawn ticks", pages, "sign_in", lambda *_: "", PDF),
    Group("web: menus, banners, feet", Furniture, "is_out", _no, WEB),
    Group("web: hidden elements", Furniture, "is_hidden", _no, WEB),
    Group("web: what a person opens", Furniture, "is_collapsed", _no, WEB),
    Group("web: text that style sheets print", Styles, "generated", lambda *_: ("", ""), WEB),
    Group("web: icons", html_inline, "drawn_sign", lambda *_: "", WEB),
    Group("web: rows by roles", html_grid, "_role_rows", _empty, WEB),
    Group("web: rows of boxes", html_grid, "_box_rows", lambda _: [], WEB),
    Group("web: cards with titles", html_grid, "_titled_rows", lambda _: [], WEB),
    Group("web: grids without rows", html_grid, "_flat_rows", lambda _: [], WEB),
    Group("web: labels repeated in cells", html_grid, "_drop_repeated_labels", _nothing, WEB),
    Group("web: coloured cells", html_grid, "_fill", _nothing, WEB),
    Group("Word: tabs as columns", word_body, "with_tab_tables", _first, WORD),
    Group("Word: tracked changes and controls", word_parser, "accept", _nothing, WORD),
    Group("Word: automatic numbering", Numbering, "label", _nothing, WORD),
    Group("Word: rows with other edges", word_grid, "_follow_the_many",
          lambda _, columns: columns, WORD),
    Group("Word: merges that end", word_grid, "_end_merges", _nothing, WORD),
)  # fmt: skip


@contextmanager
def switched_off(group: Group) -> Iterator[None]:
    """Reads without a group of rules for a while."""
    with patch.object(group.place, group.attribute, group.without):
        yield


def parse_all(sources: list[Source]) -> dict[str, tuple[Source, Parsed]]:
    """The documents that can be parsed, by name."""
    parsed = {}
    for source in sources:
        try:
            parsed[source.path] = (source, parse(source, "never"))
        except DocumentError as error:
            print(f"left out: {source.path}: {error}")
    return parsed


def read_all(parsed: dict[str, tuple[Source, Parsed]]) -> dict[str, Outcome]:
    """What comes of documents that are parsed already."""
    outcomes = {}
    for name, (source, seen) in parsed.items():
        with patch.object(pipeline, "parse", lambda *_, seen=seen: seen):
            outcomes[name] = pipeline.process(source)
    return outcomes


def misses(golds: list[GoldDocument], outcomes: dict[str, Outcome]) -> set[tuple[str, str]]:
    """The rows that are not right in every cell, as file and provision; "" for an assessment."""
    stages = ("assessments", "rows", "answer", *(f"{field} exact" for field in TEXTS))
    found = score(golds, outcomes.get).misses
    return {(miss.file, miss.provision) for miss in found if miss.stage in stages}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="groups whose name has this word")
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "gold")
    options = parser.parse_args()
    load_codes()
    golds = [
        gold
        for gold in load_gold(options.gold)
        if not gold.scan and Path(gold.file).suffix.lower() not in SUFFIXES
    ]
    sources = []
    for name, file in find_documents(options.corpus, golds).items():
        data = file.read_bytes()
        media_type = sniff(data, file.suffix)
        sources.append(Source(path=name, data=data, sha256="0" * 64, media_type=media_type))
    parsed = parse_all(sources)
    base = misses(golds, read_all(parsed))
    print("| without | rows lost | documents that need it |\n|---|---:|---|")
    for group in GROUPS:
        if options.only not in group.name:
            continue
        concerned = [gold for gold in golds if _concerns(group, gold.file)]
        with switched_off(group):
            seen = parsed
            if group.formats:
                seen = parse_all([one for one in sources if _concerns(group, one.path)])
            lost = misses(concerned, read_all(seen)) - base
        print(_line(group.name, lost), flush=True)


def _concerns(group: Group, file: str) -> bool:
    return not group.formats or Path(file).suffix.lower() in group.formats


def _line(name: str, lost: set[tuple[str, str]]) -> str:
    files = sorted({file for file, _ in lost})
    shown = ", ".join(f"`{file}`" for file in files[:4]) + (", …" if len(files) > 4 else "")
    return f"| {name} | {len(lost)} | {len(files)}: {shown or 'unproven'} |"


if __name__ == "__main__":
    main()
