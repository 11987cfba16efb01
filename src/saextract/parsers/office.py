"""Other office files (DOC, ODT, RTF, XLS, XLSB, ODS), through LibreOffice where it is installed.

LibreOffice turns the file into DOCX or XLSX (`soffice`), which the parsers of those formats then
read. Without it the values of workbooks are read all the same, and a problem says what they lack.
"""

from __future__ import annotations

import hashlib
import re

from saextract.model import Parsed, Problem, Source

from . import sheet, soffice, word
from .workbook import as_xlsx

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
_OF_VALUES = frozenset(
    (
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.oasis.opendocument.spreadsheet",
    )
)
"""Workbooks whose values can be read without LibreOffice."""
MEDIA_TYPES = (*_TEXTS, *_SHEETS)
SUFFIXES = frozenset({*_TEXTS.values(), *_SHEETS.values()})
"""Endings of the files that are converted."""

_ROW_ENDS = re.compile(rb"\x07\x00\x07\x00|[ -~]\x07\x07[ -~]")
_FEWEST_ROW_ENDS = 5
"""Ends of table rows in a DOC file that are no accident of its other bytes."""

_TABLES_LOST = (
    "The file holds tables, but LibreOffice found none. Open it in Word, save it as DOCX and run "
    "again."
)
_VALUES_ALONE = (
    "The workbook was read without LibreOffice: colours, links, number formats, check boxes and "
    "hidden rows are not known. Install LibreOffice, or save the file as XLSX, and run again."
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
    if soffice.find_soffice() is None and source.media_type in _OF_VALUES:
        return _values_alone(source)
    return sheet.parse(_converted(source, _SHEETS[source.media_type], "xlsx"))


def _values_alone(source: Source) -> Parsed:
    """Reads the values of a workbook without LibreOffice, and says what that leaves out."""
    data = as_xlsx(source.data)
    digest = hashlib.sha256(data).hexdigest()
    parsed = sheet.parse(source.model_copy(update={"data": data, "sha256": digest}))
    plain = Problem(code="needs-libreoffice", stage="parse", message=_VALUES_ALONE)
    return parsed.model_copy(update={"properties": {}, "problems": (*parsed.problems, plain)})


def _converted(source: Source, suffix: str, target: str) -> Source:
    data = soffice.convert(source.data, suffix, target)
    return source.model_copy(update={"data": data, "sha256": hashlib.sha256(data).hexdigest()})
