"""Steps that a finished DOCX goes through: what people do in Word that python-docx does not."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from content import Content, Grid
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx_writer import stable
from layout import Layout, flow

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WHO = 'w:id="900" w:author="Reviewer" w:date="2024-01-01T00:00:00Z"'
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Drawn:
    """A row of the assessment in the file: its provision, and its cells by role."""

    provision: str
    row: Any
    cells: dict[str, Any]


@dataclass(frozen=True)
class Form:
    """The file in the making: document, the assessment's rows, its tables and their grids."""

    document: Any
    rows: tuple[Drawn, ...]
    tables: tuple[tuple[Any, Grid], ...]


def finish_docx(out: Path, content: Content, layout: Layout) -> None:
    """Applies the layout's steps to a file, which is changed in place.

    Args:
        out: the file.
        content: what it was made from.
        layout: its `finish` names the steps.
    """
    document: Any = docx.Document(str(out))
    grids = [block for block in flow(content, layout) if isinstance(block, Grid)]
    pairs = tuple((t, g) for t, g in zip(document.tables, grids, strict=True) if g.roles)
    form = Form(document, tuple(_drawn(pairs)), pairs)
    for step in layout.finish:
        STEPS[step](form)
    buffer = io.BytesIO()
    document.save(buffer)
    out.write_bytes(stable(buffer.getvalue()))


def _drawn(pairs: tuple[tuple[Any, Grid], ...]) -> Iterator[Drawn]:
    for table, grid in pairs:
        for row, said in zip(table._tbl.tr_lst, grid.rows, strict=True):
            if said.provision:
                yield Drawn(said.provision, row, dict(zip(grid.roles, row.tc_lst, strict=True)))


def _xml(markup: str) -> Any:
    head, tail = re.match(r"(<[\w:]+)(.*)", markup, re.DOTALL).groups()  # type: ignore[union-attr]
    return parse_xml(f"{head} {_NAMESPACES}{tail}")


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def _runs(element: Any) -> list[Any]:
    return [r for r in element.iter(qn("w:r")) if _text(r)]


def _wrapped(element: Any, properties: str) -> None:
    """Puts an element into a content control."""
    control = _xml(f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent/></w:sdt>")
    element.addprevious(control)
    control[1].append(element)


def dropdowns(form: Form) -> None:
    """Answers picked from a list: a control around the text, the cell, or the whole row."""
    items = "".join(f'<w:listItem w:value="{v}"/>' for v in ("Yes", "No", "Partial", "N/A"))
    for i, drawn in enumerate(form.rows):
        paragraph = drawn.cells["answer"].find(qn("w:p"))
        pick = f"<w:dropDownList>{items}</w:dropDownList>"
        if not _text(paragraph):
            paragraph.append(_xml("<w:r><w:t>Choose an item.</w:t></w:r>"))
            pick = "<w:showingPlcHdr/>" + pick
        if i % 5 == 4 and "showing" not in pick:
            _wrapped(drawn.row, f'<w:alias w:val="Row {i}"/><w:lock w:val="sdtLocked"/>')
        elif i % 3 == 2:
            _wrapped(drawn.cells["answer"], pick)
        else:
            for run in _runs(paragraph):
                _wrapped(run, pick)


def boxes(form: Form) -> None:
    """Check boxes of answers as controls."""
    for drawn in form.rows:
        for run in _runs(drawn.cells["answer"]):
            parts = re.split("([☒☐])", _text(run))
            for part in parts:
                new = _xml('<w:r><w:t xml:space="preserve"/></w:r>')
                new[0].text = part
                run.addprevious(new)
                if part in ("☒", "☐"):
                    checked = int(part == "☒")
                    _wrapped(
                        new, f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'
                    )
            run.getparent().remove(run)


def _field(inner: str, shown: str = "") -> list[Any]:
    markup = [
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:enabled/>{inner}</w:ffData>'
        "</w:fldChar></w:r>",
        "<w:r><w:instrText>"
        + ("FORMCHECKBOX" if "checkBox" in inner else "FORMDROPDOWN")
        + "</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        *([f"<w:r><w:t>{shown}</w:t></w:r>"] if shown else []),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ]
    return [_xml(part) for part in markup]


def old_boxes(form: Form) -> None:
    """Yes and No columns with check boxes of the old kind in every row."""
    for drawn in form.rows:
        for role in ("yes", "no"):
            paragraph = drawn.cells[role].find(qn("w:p"))
            ticked = bool(_text(paragraph))
            for run in _runs(paragraph):
                paragraph.remove(run)
            state = "<w:checked/>" if ticked else '<w:default w:val="0"/>'
            for part in _field(f"<w:checkBox><w:sizeAuto/>{state}</w:checkBox>"):
                paragraph.append(part)


def old_lists(form: Form) -> None:
    """Answers as drop-down fields of the old kind; the chosen entry is not text of the page."""
    choices = [_text(d.cells["answer"]) for d in form.rows]
    entries = ["\u2002", *sorted(set(choices) - {""})]
    listed = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in entries)
    for drawn, choice in zip(form.rows, choices, strict=True):
        paragraph = drawn.cells["answer"].find(qn("w:p"))
        for run in _runs(paragraph):
            paragraph.remove(run)
        chosen = f'<w:result w:val="{entries.index(choice)}"/>' if choice else ""
        for part in _field(f"<w:ddList>{chosen}{listed}</w:ddList>"):
            paragraph.append(part)


def _numbering(form: Form, levels: str) -> int:
    """Adds a list definition and gives its number."""
    root = form.document.part.numbering_part.element
    known = [int(e.get(qn("w:abstractNumId"))) for e in root.iter(qn("w:abstractNum"))]
    number = max(known, default=0) + 1
    abstract = _xml(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    first = root.find(qn("w:num"))
    first.addprevious(abstract)
    taken = [int(e.get(qn("w:numId"))) for e in root.findall(qn("w:num"))]
    num = max(taken) + 1
    root.append(_xml(f'<w:num w:numId="{num}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return num


def _numbered(paragraph: Any, num: int) -> None:
    properties = paragraph.get_or_add_pPr()
    listed = _xml(f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>')
    style = properties.find(qn("w:pStyle"))
    properties.insert(0 if style is None else 1, listed)


def _level(form: str, shown: str, start: int, indent: int = 0) -> str:
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
    )


def numbers(form: Form) -> None:
    """Provision numbers by automatic numbering alone, a list for each section."""
    lists: dict[str, int] = {}
    for drawn in form.rows:
        section, number = drawn.provision.split(".")
        if section not in lists:
            lists[section] = _numbering(form, _level("decimal", f"{section}.%1", int(number)))
        paragraph = drawn.cells["number"].find(qn("w:p"))
        for run in _runs(paragraph):
            paragraph.remove(run)
        _numbered(paragraph, lists[section])


def letters(form: Form) -> None:
    """Letters of lists within requirements by automatic numbering."""
    for drawn in form.rows:
        items = list(drawn.cells["requirement"].iter(qn("w:p")))
        items = [p for p in items if re.match(r"[a-g]\. ", _text(p))]
        num = _numbering(form, _level("lowerLetter", "%1.", 1, 360)) if items else 0
        for paragraph in items:
            first = next(paragraph.iter(qn("w:t")))
            first.text = (first.text or "")[3:]
            _numbered(paragraph, num)


_CHANGES = {"10 working days": "15", "20 working days": "25", "five working days": "three"}


def tracked(form: Form) -> None:
    """Tracked changes: numbers within sentences, an answer, sentences, and a deleted row."""
    for i, drawn in enumerate(form.rows):
        for role in ("requirement", "commentary"):
            for run in _runs(drawn.cells[role]):
                for words, old in _CHANGES.items():
                    if words in _text(run):
                        _change(run, words.split()[0], old)
                        break
        if i % 9 == 3:
            for run in _runs(drawn.cells["answer"]):
                _change(run, _text(run), "Partial")
        if i % 11 == 5:
            paragraph = drawn.cells["commentary"].find(qn("w:p"))
            words = "<w:r><w:delText> Legal to check, see 5.1.</w:delText></w:r>"
            paragraph.append(_xml(f"<w:del {_WHO}>{words}</w:del>"))
    first = form.rows[0].row
    gone = copy.deepcopy(first)
    gone.get_or_add_trPr().append(_xml(f"<w:del {_WHO}/>"))
    for run in _runs(gone):
        for text in run.iter(qn("w:t")):
            text.tag = qn("w:delText")
        around = _xml(f"<w:del {_WHO}/>")
        run.addprevious(around)
        around.append(run)
    first.addnext(gone)


def _change(run: Any, words: str, old: str) -> None:
    before, _, after = _text(run).partition(words)
    for text, kind in ((before, ""), (old, "del"), (words, "ins"), (after, "")):
        if not text:
            continue
        part = copy.deepcopy(run)
        for child in list(part):
            if child.tag != qn("w:rPr"):
                part.remove(child)
        inner = _xml("<w:delText/>" if kind == "del" else "<w:t/>")
        inner.text = text
        inner.set(_SPACE, "preserve")
        part.append(inner)
        around = _xml(f"<w:{kind} {_WHO}/>") if kind else None
        run.addprevious(part if around is None else around)
        if around is not None:
            around.append(part)
    run.getparent().remove(run)


def text_boxes(form: Form) -> None:
    """The last paragraph of some comments stands in a text box, said once for each reader."""
    for drawn in form.rows[6::9]:
        paragraphs = drawn.cells["commentary"].findall(qn("w:p"))
        if len(paragraphs) < 2 or drawn.cells["commentary"].find(qn("w:tbl")) is not None:
            continue
        last = paragraphs[-1]
        box = _xml(_BOX)
        for holder in box.iter(qn("w:txbxContent")):
            holder.append(copy.deepcopy(last))
        last.getparent().remove(last)
        paragraphs[-2].append(box)


_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    '<wp:inline><wp:extent cx="2600000" cy="900000"/><wp:docPr id="77" name="Text Box"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="2600000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr>'
    "<wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr><a:spAutoFit/></wps:bodyPr></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    '<v:shape style="width:205pt;height:70pt"><v:textbox><w:txbxContent/></v:textbox></v:shape>'
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def hidden(form: Form) -> None:
    """Hidden text within comments and answers, and paragraphs in white."""
    for i, drawn in enumerate(form.rows):
        if i % 7 == 2:
            paragraph = drawn.cells["commentary"].find(qn("w:p"))
            words = "INTERNAL: 5.1 is not met, do not publish."
            paragraph.append(_xml(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{words}</w:t></w:r>"))
        if i % 10 == 6:
            paragraph = drawn.cells["answer"].find(qn("w:p"))
            paragraph.append(_xml("<w:r><w:rPr><w:vanish/></w:rPr><w:t>No</w:t></w:r>"))


def symbol_runs(form: Form) -> None:
    """Ticks as letters of a symbol font."""
    for drawn in form.rows:
        for role in ("yes", "no"):
            for run in _runs(drawn.cells[role]):
                next(run.iter(qn("w:t"))).text = "ü"
                fonts = _xml('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
                run.get_or_add_rPr().insert(0, fonts)


def merged_down(form: Form) -> None:
    """The first column of each table is one cell over all rows of the table."""
    for table, grid in form.tables:
        body = [r for r, said in zip(table._tbl.tr_lst, grid.rows, strict=True) if said.provision]
        for i, row in enumerate(body):
            first = row.tc_lst[0]
            kind = ' w:val="restart"' if i == 0 else ""
            first.get_or_add_tcPr().append(_xml(f"<w:vMerge{kind}/>"))
            if i:
                for run in _runs(first):
                    run.getparent().remove(run)


def two_headers(form: Form) -> None:
    """A row above the column headers that names two groups of columns."""
    for table, grid in form.tables:
        row = copy.deepcopy(table._tbl.tr_lst[0])
        cells = row.tc_lst
        spans = (("The Code", cells[:2]), ("Where we stand", cells[2:]))
        for words, group in spans:
            for cell in group[1:]:
                row.remove(cell)
            runs = _runs(group[0])
            next(runs[0].iter(qn("w:t"))).text = words
            for run in runs[1:]:
                run.getparent().remove(run)
            width = group[0].get_or_add_tcPr()
            span = _xml(f'<w:gridSpan w:val="{len(group)}"/>')
            width.insert(1, span)
        assert len(grid.roles) == len(cells)
        table._tbl.tr_lst[0].addprevious(row)


STEPS: dict[str, Callable[[Form], None]] = {
    "dropdowns": dropdowns,
    "boxes": boxes,
    "old boxes": old_boxes,
    "old lists": old_lists,
    "numbers": numbers,
    "letters": letters,
    "tracked": tracked,
    "text boxes": text_boxes,
    "hidden": hidden,
    "symbol runs": symbol_runs,
    "merged down": merged_down,
    "two headers": two_headers,
}
