"""Exceptions, exit codes, and the problems that a document can have, each with its remedy."""

# ruff: noqa: E501
from __future__ import annotations

import shutil
import sys
from enum import IntEnum
from pathlib import Path


def program() -> str:
    """What a person types to run saextract here, so that a message can name it."""
    given = Path(sys.argv[0])
    if given.stem == "__main__":
        return "python -m saextract"
    found = shutil.which(_NAME)
    if given.stem != _NAME or (found and Path(found).resolve() == given.resolve()):
        return _NAME
    return str(given.relative_to(Path.cwd()) if given.is_relative_to(Path.cwd()) else given)


_NAME = "saextract"


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    INCOMPLETE = 3
    NOTHING_USABLE = 4


class SaextractError(Exception):
    """Base of all errors that saextract raises on purpose.

    Attributes:
        exit_code: what the command line exits with.
    """

    exit_code = ExitCode.INTERNAL


class UsageError(SaextractError):
    """The call itself is wrong: a path that is not there, an unknown landlord."""

    exit_code = ExitCode.USAGE


class DatasetError(SaextractError):
    """There is no dataset where one was looked for, or it is of another version."""

    exit_code = ExitCode.USAGE


class DocumentError(SaextractError):
    """A document cannot be read; it becomes a problem of that document, never a crash.

    Attributes:
        code: one of `PROBLEMS`.
        detail: what is wrong with this document, or "".
        place: where, in words, or "".
    """

    exit_code = ExitCode.INCOMPLETE

    def __init__(self, code: str, detail: str = "", place: str = "") -> None:
        self.code = code
        self.detail = detail
        self.place = place
        remedy = PROBLEMS[code]
        super().__init__(f"{detail}. {remedy}" if detail else remedy)


PROBLEMS: dict[str, str] = {
    "encrypted": "The file is protected by a password. Save a copy without it and run again.",
    "truncated": "The file is cut short or damaged. Fetch it again from where it was published.",
    "empty": "The file has no content. Fetch it again from where it was published.",
    "unreadable": "The file cannot be opened. Check that it is there and may be read, and run again.",
    "manifest-wrong": "Rows of the manifest that are wrong were not used. Correct the manifest and run again.",
    "unsupported": "This kind of file is not read. Save it as PDF or DOCX and run again.",
    "mislabelled": "The name says one kind of file, the content another; it was read as what it is.",
    "too-large": "The file is over the size limit. Split it, or take out the pages around the assessment.",
    "too-slow": "Reading took longer than the limit. Split the file, or raise --time-limit.",
    "crashed": "The worker that read the file died. Please report the file as a bug.",
    "internal": "An unexpected error stopped the reading. Please report the file as a bug.",
    "needs-ocr": "Some pages are pictures without text. Install OCR (in a clone of saextract: pip install '.[ocr]') and run again.",
    "needs-libreoffice": "Install LibreOffice, or save the file as DOCX or XLSX, and run again.",
    "libreoffice-failed": "See that it may write to /tmp (in a container: --tmpfs /tmp), or save the file as DOCX or XLSX, and run again.",
    "ocr-layer": "The text of some pages was recognised from a picture. Check it by eye.",
    "xfa-form": "The form is an XFA form, which holds no page content. Open it and print it to PDF.",
    "page-without-text": "The page fetches its text by script. Save it from a browser, or print it to PDF, once it is shown.",
    "page-unreadable": "A page could not be read. Check it against the original.",
    "content-unread": "Some of the file's content is of a kind that is not read. Check it by eye.",
    "formula-without-value": "Some cells hold a formula whose value is not in the file. Open it in Excel or LibreOffice, save it, and run again.",
    "picture-only": "Some cells hold a picture instead of text. Look at them, and type what they say.",
    "text-lost": "Some visible text lies in no cell and no passage. Check the page by eye.",
    "rows-unread": "Requirements and answers are printed, but no rows could be made out. Look at the document, and use the original file if this one is a conversion.",
    "columns-joined": "The text does not keep all columns apart. Check its flagged rows by eye, or use the original file.",
    "rows-unmapped": "Some rows of the assessment could not be tied to a provision. Check them by eye.",
    "answers-unread": "Most rows have no answer that could be read. Check whether the document shows some.",
    "text-unplaced": "Words within the form stand in no row. Check the rows beside it by eye.",
    "own-output": "It is something that saextract wrote, and no document. Keep it out of the folder.",
    "set-aside": "Some provisions are answered, but the document is no self-assessment. Check it by eye.",
    "provisions-missing": "The document has no row for some provisions of its edition.",
    "too-few-rows": "A few rows read like those of a self-assessment. If they are a part of one, list its files in manifest.csv.",
    "parts-not-joined": "It reads like a part of an assessment in several files. Say in manifest.csv which files belong together.",
    "edition-uncertain": "The edition cannot be told with certainty. Check it by eye.",
}
"""Code of each problem, and what the user can do about it."""
