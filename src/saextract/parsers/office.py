"""Other office files (DOC, ODT, RTF, XLS, XLSB, ODS), through LibreOffice where it is installed.

LibreOffice runs without a window, with a profile of its own that is thrown away, and turns the
file into DOCX or XLSX, which the parsers of those formats then read.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from saextract.errors import DocumentError
from saextract.model import Parsed, Problem, Source

from . import sheet, word

_TEXTS = {
    "application/msword": ".doc",
    "application/msword+xml": ".xml",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.text-template": ".ott",
    "application/vnd.oasis.opendocument.text+xml": ".fodt",
    "application/rtf": ".rtf",
}
_SHEETS = {
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel+xml": ".xml",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.spreadsheet+xml": ".fods",
}
MEDIA_TYPES = (*_TEXTS, *_SHEETS)
SUFFIXES = frozenset({*_TEXTS.values(), *_SHEETS.values()})
"""Endings of the files that are converted."""

TIME_LIMIT = 120
"""Seconds that a conversion may take."""

_ROW_ENDS = re.compile(rb"\x07\x00\x07\x00|[ -~]\x07\x07[ -~]")
_FEWEST_ROW_ENDS = 5
"""Ends of table rows in a DOC file that are no accident of its other bytes."""

_TABLES_LOST = (
    "The file holds tables, but LibreOffice found none. Open it in Word, save it as DOCX and run "
    "again."
)
_GRACE = 5
"""Seconds that LibreOffice has to end itself."""

_PLACES = (
    "soffice",
    "libreoffice",
    "/usr/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def parse(source: Source) -> Parsed:
    """Converts the file and reads the result.

    Raises:
        DocumentError: `needs-libreoffice` if LibreOffice is not installed, `too-slow` if the
            conversion takes too long, `truncated` if it yields nothing, and what the parser
            of the converted file raises.
    """
    if source.media_type in _TEXTS:
        parsed = word.parse(_converted(source, _TEXTS[source.media_type], "docx"))
        if not parsed.tables and len(_ROW_ENDS.findall(source.data)) >= _FEWEST_ROW_ENDS:
            lost = Problem(code="content-unread", stage="parse", message=_TABLES_LOST)
            return parsed.model_copy(update={"problems": (*parsed.problems, lost)})
        return parsed
    return sheet.parse(_converted(source, _SHEETS[source.media_type], "xlsx"))


def find_soffice() -> str | None:
    """Path of LibreOffice's command, or None where it is not installed."""
    return next((found for place in _PLACES if (found := shutil.which(place))), None)


def _run(command: list[str]) -> None:
    """Runs LibreOffice; asked to end, it also ends the process that does the work."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
            process.kill()
            raise DocumentError("too-slow", "LibreOffice took too long to convert it") from error


def _converted(source: Source, suffix: str, target: str) -> Source:
    soffice = find_soffice()
    if soffice is None:
        raise DocumentError("needs-libreoffice", f"A {suffix} file is read through LibreOffice")
    with tempfile.TemporaryDirectory(prefix="saextract-") as folder:
        original = Path(folder) / f"document{suffix}"
        original.write_bytes(source.data)
        command = [
            soffice,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", target),
            *("--outdir", folder, str(original)),
        ]
        _run(command)
        result = original.with_suffix(f".{target}")
        if not result.is_file():
            raise DocumentError("truncated", "LibreOffice could not open it")
        data = result.read_bytes()
    return source.model_copy(update={"data": data, "sha256": hashlib.sha256(data).hexdigest()})
