"""What a workbook's parts say beside the values: formulas without a value, boxes, drawings.

openpyxl reads the values. It does not know the strict variant of the format, takes minutes for
a sheet that is formatted down to its last row, and tells a formula whose value was never
stored no better than an empty cell; what is here makes up for that.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from saextract.errors import DocumentError
from saextract.parsers.word.names import Element
from saextract.parsers.word.package import TRANSITIONAL, Package

MAX_INFLATED = 512 * 1024 * 1024
"""Bytes that a workbook may inflate to."""

MAX_CELLS = 2_000_000
"""Cells of a sheet, or of one merged cell; beyond it the sheet is no form."""

_ROW = re.compile(rb"<((?:\w+:)?)row\b[^<>]*\br=[^<>]*>")
_CELLS_WITHOUT_VALUE = re.compile(rb"(?:\s|<(?:\w+:)?c\b[^<>]*/>)*+")
_NO_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{_NO_SHEET}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Place = tuple[int, int]
"""Row and column, 1-based."""


@dataclass(slots=True)
class Extras:
    """What a sheet holds beside its values.

    Attributes:
        formulas: formulas whose value is not stored, as text with the leading "=".
        boxes: cells that show TRUE and FALSE as a ticked and an empty box.
        ticks: what the check boxes that float over a cell show, with their labels.
        texts: texts of text boxes, with the row where each begins.
        pictures: cells at which a picture begins.
    """

    formulas: dict[Place, str] = field(default_factory=dict)
    boxes: set[Place] = field(default_factory=set)
    ticks: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    texts: list[tuple[int, str]] = field(default_factory=list)
    pictures: set[Place] = field(default_factory=set)


def prepared(data: bytes) -> bytes:
    """The workbook as openpyxl can read it: transitional, without rows that only have a format.

    Raises:
        DocumentError: `truncated` if it is no readable container, `too-large`, `encrypted`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            inflated = sum(info.file_size for info in infos)
            if inflated > MAX_INFLATED:
                raise DocumentError("too-large", f"The workbook inflates to {inflated:,} bytes")
            parts = [(info, archive.read(info)) for info in infos]
    except DocumentError:
        raise
    except Exception as error:  # a directory that lies makes the library raise anything
        raise DocumentError("truncated", f"The workbook cannot be opened ({error})") from error
    changed = [(info, _simplified(info.filename, part)) for info, part in parts]
    if all(new is old for (_, new), (_, old) in zip(changed, parts, strict=True)):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for info, part in changed:
            archive.writestr(info.filename, part)
    return out.getvalue()


def _simplified(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    if b"http://purl.oclc.org/ooxml/" in part:
        for strict, transitional in TRANSITIONAL:
            part = part.replace(strict, transitional)
    if "/worksheets/" in name:
        part = _without_empty_rows(part)
    return part


def _without_empty_rows(part: bytes) -> bytes:
    """A sheet without the rows whose cells have only a format; each byte is looked at once."""
    kept: list[bytes] = []
    done = 0
    for row in _ROW.finditer(part):
        if row.start() < done:
            continue
        end = row.end()
        if not row[0].endswith(b"/>"):
            close = b"</" + row[1] + b"row>"
            at = part.find(close, end)
            if at < 0:
                break
            end = at + len(close)
            if not _CELLS_WITHOUT_VALUE.fullmatch(part, row.end(), at):
                continue
        kept.append(part[done : row.start()])
        done = end
    return b"".join([*kept, part[done:]]) if kept else part


def read_extras(data: bytes) -> dict[str, Extras]:
    """What each sheet holds beside its values, by the sheet's name.

    Args:
        data: the workbook as `prepared`.

    Raises:
        DocumentError: `truncated`, `too-large`.
    """
    try:
        return _read_extras(Package(data), data)
    except (KeyError, ValueError, TypeError) as error:
        raise DocumentError("truncated", f"A part of the workbook is damaged ({error})") from error


def _read_extras(package: Package, data: bytes) -> dict[str, Extras]:
    links = package.relationships(package.main)
    box_styles = _box_styles(package, [r.target for r in links.values() if r.kind == "styles"])
    found: dict[str, Extras] = {}
    for sheet in package.required_xml(package.main).iter(f"{_S}sheet"):
        link = links.get(sheet.get(f"{_R}id", ""))
        if link is None or link.kind != "worksheet":
            continue
        extras = found[sheet.get("name", "")] = Extras()
        controls = _read_cells(data, link.target, extras, box_styles)
        _read_drawings(package, link.target, extras, controls)
    return found


def _box_styles(package: Package, parts: list[str]) -> set[str]:
    """The cell formats that show a truth value as a check box."""
    root = package.xml(parts[0]) if parts else None
    formats = root.find(f"{_S}cellXfs") if root is not None else None
    return {
        str(place)
        for place, style in enumerate(formats if formats is not None else ())
        if any(str(e.tag).endswith("}xfComplement") for e in style.iter())
    }


def _read_cells(data: bytes, part: str, extras: Extras, box_styles: set[str]) -> dict[str, str]:
    """Goes through a sheet's cells; gives the relationship of each form control by shape id."""
    controls: dict[str, str] = {}
    cells = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as stream:
        tags = (f"{_S}c", f"{_S}row", f"{_S}mergeCell", f"{_S}control")
        for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False):
            if element.tag == f"{_S}c":
                cells += 1
                if cells > MAX_CELLS:
                    raise DocumentError("too-large", f"{part} has too many cells")
                _read_cell(element, extras, box_styles)
            elif element.tag == f"{_S}row":
                element.clear()
            elif element.tag == f"{_S}control":
                controls[element.get("shapeId", "")] = element.get(f"{_R}id", "")
            else:
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                if (right - left + 1) * (bottom - top + 1) > MAX_CELLS:
                    raise DocumentError("too-large", f"A merged cell of {part} is too large")
    return controls


def _read_cell(cell: Element, extras: Extras, box_styles: set[str]) -> None:
    place = cell.get("r")
    if not place:
        return
    formula = cell.find(f"{_S}f")
    kind = cell.get("t", "n")
    if formula is not None and kind != "str" and not cell.findtext(f"{_S}v"):
        extras.formulas[coordinate_to_tuple(place)] = f"={formula.text or '…'}"
    elif kind == "b" and cell.get("s") in box_styles:
        extras.boxes.add(coordinate_to_tuple(place))


def _read_drawings(package: Package, part: str, extras: Extras, controls: dict[str, str]) -> None:
    links = package.relationships(part)
    for link in links.values():
        root = package.xml(link.target) if link.kind == "drawing" else None
        for anchor in root.iter(f"{_XDR}from") if root is not None else ():
            place = _place(anchor)
            around = anchor.getparent()
            if place is None or around is None:
                continue
            if around.find(f".//{_XDR}pic") is not None:
                extras.pictures.add(place)
            for shape, text in _shapes(around):
                control = links.get(controls.get(shape, ""))
                mark = _tick(package.xml(control.target)) if control is not None else ""
                if mark:
                    extras.ticks[place].append(f"{mark} {text}".rstrip())
                elif text and control is None:
                    extras.texts.append((place[0], text))


def _place(anchor: Element) -> Place | None:
    row, column = anchor.findtext(f"{_XDR}row"), anchor.findtext(f"{_XDR}col")
    return (int(row) + 1, int(column) + 1) if row and column else None


def _shapes(around: Element) -> Iterator[tuple[str, str]]:
    """Id and text of the shapes in an anchor."""
    for shape in around.iter(f"{_XDR}sp"):
        about = shape.find(f".//{_XDR}cNvPr")
        paragraphs = ("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in shape.iter(f"{_A}p"))
        text = "\n".join(line for line in (p.strip() for p in paragraphs) if line)
        yield ("" if about is None else about.get("id", "")), text


def _tick(properties: Element | None) -> str:
    """The mark that a check box or an option button shows; "" for any other control."""
    if properties is None or properties.get("objectType") not in ("CheckBox", "Radio"):
        return ""
    return "☑" if properties.get("checked") == "Checked" else "☐"
