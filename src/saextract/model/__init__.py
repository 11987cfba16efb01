"""The types that pass between the stages. This package imports nothing else of ours.

A parser turns a `Source` into a `Parsed`: the document's tables and the passages between
them, in reading order, each with truthful places. Mapping turns a `Parsed` into
`Assessment`s. One document always ends as one `Outcome`.
"""

from __future__ import annotations

from .base import Frozen
from .catalogue import Code, Level, Provision, Relation, Timescale
from .document import (
    Cell,
    HtmlLocator,
    Locator,
    Mark,
    MarkKind,
    OcrMode,
    Parsed,
    Passage,
    PdfLocator,
    Problem,
    Row,
    SheetLocator,
    Source,
    Swatch,
    Table,
    TextLocator,
    WordLocator,
    pages_of,
)
from .result import (
    Action,
    Answer,
    Assessment,
    Confidence,
    Disposition,
    Finding,
    Kind,
    Match,
    Outcome,
    PrintedDate,
    Response,
    SecondReading,
    Status,
    weakest,
)

__all__ = [
    "Action",
    "Answer",
    "Assessment",
    "Cell",
    "Code",
    "Confidence",
    "Disposition",
    "Finding",
    "Frozen",
    "HtmlLocator",
    "Kind",
    "Level",
    "Locator",
    "Mark",
    "MarkKind",
    "Match",
    "OcrMode",
    "Outcome",
    "Parsed",
    "Passage",
    "PdfLocator",
    "PrintedDate",
    "Problem",
    "Provision",
    "Relation",
    "Response",
    "Row",
    "SecondReading",
    "SheetLocator",
    "Source",
    "Status",
    "Swatch",
    "Table",
    "TextLocator",
    "Timescale",
    "WordLocator",
    "pages_of",
    "weakest",
]
