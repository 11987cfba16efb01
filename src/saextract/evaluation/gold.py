"""The labels of documents: what a person reads in them, and where the documents stand."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from saextract.errors import UsageError
from saextract.model import Answer, Frozen, Kind

_ASIDE = re.compile(r"[\s•‣⁃▪●◦○■□·\u00ad\u2010\u200b\ufeff]+")
_QUOTES = str.maketrans("‘’‚‛“”„‟′″`´", "''''\"\"\"\"'\"''")


class GoldResponse(Frozen):
    """What a person reads in the document for one provision."""

    requirement: str
    answer: Answer
    answer_printed: str = ""
    evidence: str = ""
    commentary: str = ""
    page_first: int | None = None
    page_last: int | None = None


class GoldAction(Frozen):
    """A commitment that a person reads in the document."""

    provision: str = ""
    action: str
    due: str = ""
    due_printed: str = ""
    owner: str = ""
    source: Literal["commentary", "action_plan"] = "commentary"


class GoldAssessment(Frozen):
    """One assessment of a document; responses by provision number."""

    code: str
    edition: str
    landlord: str | list[str] = ""
    assessed_on: str = ""
    year: str = ""
    responses: dict[str, GoldResponse]
    actions: tuple[GoldAction, ...] | None = None


class GoldDocument(Frozen):
    """The labels of one document; `scan` says that it takes OCR to read it."""

    file: str
    kind: Kind
    split: Literal["train", "test"] = "train"
    layout: str = ""
    producer: str = ""
    scan: bool = False
    assessments: tuple[GoldAssessment, ...] = ()


def letters(text: str) -> str:
    """The letters that two texts are compared by."""
    return _ASIDE.sub("", unicodedata.normalize("NFC", text).translate(_QUOTES))


def load_gold(folder: Path) -> list[GoldDocument]:
    """Reads all gold files of a folder, sorted by name.

    Raises:
        UsageError: if the folder has none, or one is not of the form of gold/README.md.
    """
    documents = []
    for path in sorted(folder.glob("*.json")):
        if path.name == "baseline.json":
            continue
        try:
            documents.append(GoldDocument.model_validate_json(path.read_bytes()))
        except ValidationError as error:
            raise UsageError(f"{path.name} is no gold file: {error}") from error
    if not documents:
        raise UsageError(f"There is no gold file in {folder}.")
    return documents


def find_documents(corpus: Path, golds: Iterable[GoldDocument]) -> dict[str, Path]:
    """Where the labelled documents stand, anywhere below the corpus folder.

    Raises:
        UsageError: if one is not there.
    """
    below = {path.name: path for path in sorted(corpus.rglob("*")) if path.is_file()}
    missing = [gold.file for gold in golds if gold.file not in below]
    if missing:
        raise UsageError(f"Not found below {corpus}: {', '.join(missing)}.")
    return {gold.file: below[gold.file] for gold in golds}


def inputs_sha256(files: dict[str, Path], gold: Path) -> str:
    """One hash over the documents and their gold, so that a gate knows what it was set on."""
    digest = hashlib.sha256()
    for name, document in sorted(files.items()):
        digest.update(name.encode())
        digest.update(document.read_bytes())
        digest.update((gold / f"{name}.json").read_bytes())
    return digest.hexdigest()
