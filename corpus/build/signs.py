"""Documents that answer in signs and choices, or in shapes that are no plain table, with gold.

`python corpus/build/signs.py` writes them all from `sources/signpost-2024.json`: icons, colours
and letters with a key, choices with one word set off, comments beneath their row, tabs, cards, a
mail, and a file within a file. What each document prints is told by the functions below, and the
gold follows the same content; where a document prints something else, `Shape` says so.
"""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import PatternFill
from shelf import CORPUS, GOLD, Row, add_row, catalogue, rows_of

SOURCE = "signpost-2024"
WHEN = (2024, 6, 3, 12, 0, 0)
HEADS = ("Code provision", "Code requirement", "Comply", "Evidence", "Commentary")
COLOURS = {"Yes": "00B050", "Partial": "FFC000", "No": "FF0000"}
MEANINGS = {"Yes": "met", "Partial": "partly met", "No": "not met"}
LETTERS = {"Yes": "C", "Partial": "PC", "No": "NC"}


@dataclass(frozen=True)
class Shape:
    """A document.

    Attributes:
        file: its name.
        layout: what is printed, in words.
        make: makes its bytes.
        printed: what stands in the answer's place, by answer; the answer itself if not named.
        classes: the answer's class where it is not that of the content, by answer.
    """

    file: str
    layout: str
    make: Callable[[Sequence[Row]], bytes]
    printed: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)


CLASSES = {"Yes": "yes", "No": "no", "Partial": "partial"}


# ----------------------------------------------------------------------- web pages


def page(body: str, style: str = "") -> bytes:
    """A web page with a site around its content."""
    return (
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
        f"<title>Complaint Handling Code</title><style>{style}</style></head><body>"
        "<nav><a href='/'>Home</a> <a href='/r'>Repairs</a></nav>"
        "<main><h1>Signpost Homes: self-assessment against the Complaint Handling Code</h1>"
        f"<p>Completed: 3 June 2024</p>{body}</main><footer>© Signpost Homes</footer></body></html>"
    ).encode()


def table(rows: Sequence[Row], answer: Callable[[str], str]) -> str:
    """The official table; `answer` makes the inside of the answer cell."""
    head = "".join(f"<th>{text}</th>" for text in HEADS)
    lines = (
        f"<tr><td>{row.number}</td><td>{html.escape(row.requirement)}</td>"
        f"<td>{answer(row.answer)}</td><td>{html.escape(row.evidence)}</td>"
        f"<td>{html.escape(row.commentary)}</td></tr>"
        for row in rows
    )
    return f"<table><tr>{head}</tr>{''.join(lines)}</table>"


def icons(rows: Sequence[Row]) -> bytes:
    names = {"Yes": "fa-check", "No": "fa-times", "Partial": "fa-exclamation"}
    return page(table(rows, lambda answer: f'<i class="fas {names[answer]}"></i>'))


def style_sheet(rows: Sequence[Row]) -> bytes:
    style = r".y::before{content:'\2713'}.n::before{content:'\2717'}.old{display:none}"
    last_year = [Row(r.number, r.requirement, "No", "Old paper", "Last year's text.") for r in rows]
    names = {"Yes": '<b class="y"></b>', "No": '<b class="n"></b>', "Partial": "Partial"}
    hidden = f'<div class="old"><h2>2023</h2>{table(last_year, str)}</div>'
    return page(hidden + "<h2>2024</h2>" + table(rows, names.__getitem__), style)


def colours(rows: Sequence[Row]) -> bytes:
    patch = '<span style="display:inline-block;width:1em;background:#{}">{}</span>'
    key = " ".join(f"{patch.format(COLOURS[a], '')} {text}" for a, text in MEANINGS.items())
    box = '<div style="background:#{};height:1em"></div>'
    return page(f"<p>Key: {key}</p>" + table(rows, lambda answer: box.format(COLOURS[answer])))


def choice(rows: Sequence[Row], mark: str, others: str = "{}") -> bytes:
    def cell(answer: str) -> str:
        words = ((mark if word == answer else others).format(word) for word in CLASSES)
        return " / ".join(words)

    return page(table(rows, cell))


def circles(rows: Sequence[Row]) -> bytes:
    def cell(answer: str) -> str:
        return "<br>".join(f"{'●' if word == answer else '○'} {word}" for word in CLASSES)

    return page(table(rows, cell))


def labels_beneath(rows: Sequence[Row]) -> bytes:
    lines = (
        f"<tr><td>{row.number}</td><td>{html.escape(row.requirement)}</td><td>{row.answer}</td></tr>"
        "<tr><th colspan=2>Evidence</th><th>Commentary</th></tr>"
        f"<tr><td colspan=2>{html.escape(row.evidence)}</td>"
        f"<td>{html.escape(row.commentary)}</td></tr>"
        for row in rows
    )
    return page(f"<table>{''.join(lines)}</table>")


def cards(rows: Sequence[Row]) -> bytes:
    lines = (
        f'<div class="card"><div><span class="no">{row.number}</span>'
        f'<span class="pill">{row.answer}</span></div><p>{html.escape(row.requirement)}</p>'
        f"<h4>Evidence</h4><p>{html.escape(row.evidence)}</p>"
        f"<h4>Commentary</h4><p>{html.escape(row.commentary)}</p></div>"
        for row in rows
    )
    return page("".join(lines) + "<p>Page owner: Complaints team</p><p>Like Comment Share</p>")


# ----------------------------------------------------------------------- other files


def packed(data: bytes, extra: dict[str, str] | None = None) -> bytes:
    """The same container with a fixed time in it, so that the bytes are the same every time."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()}
        parts |= {name: text.encode() for name, text in (extra or {}).items()}
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return target.getvalue()


def word(fill: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    document.add_heading("Signpost Homes: self-assessment against the Complaint Handling Code", 0)
    document.add_paragraph("Completed: 3 June 2024")
    fill(document)
    stream = io.BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


def letters(rows: Sequence[Row]) -> bytes:
    def fill(document: docx.document.Document) -> None:
        key = document.add_table(0, 2)
        for answer, letter in LETTERS.items():
            add_row(key, (letter, MEANINGS[answer].capitalize()))
        document.add_paragraph("")
        form = document.add_table(0, 5)
        add_row(form, ("Provision", "Requirement", "C / PC / NC", "Evidence", "Commentary"))
        for row in rows:
            add_row(form, (row.number, row.requirement, LETTERS[row.answer], *row.texts[3:]))

    return word(fill)


def bold(rows: Sequence[Row]) -> bytes:
    def fill(document: docx.document.Document) -> None:
        form = document.add_table(0, 5)
        add_row(form, HEADS)
        for row in rows:
            cells = add_row(form, (row.number, row.requirement, "", *row.texts[3:]))
            for place, answer in enumerate(CLASSES):
                cells[2].paragraphs[0].add_run(" / " if place else "")
                cells[2].paragraphs[0].add_run(answer).bold = answer == row.answer

    return word(fill)


def beneath(rows: Sequence[Row]) -> bytes:
    def fill(document: docx.document.Document) -> None:
        form = document.add_table(0, 4)
        add_row(form, HEADS[:4])
        for row in rows:
            add_row(form, row.texts[:4])
            cells = form.add_row().cells
            cells[0].merge(cells[3]).text = f"Commentary: {row.commentary}"

    return word(fill)


def tabs(rows: Sequence[Row]) -> bytes:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("No.\tRequirement\tComply")
        for row in rows:
            document.add_paragraph("\t".join(row.texts[:3]))
            document.add_paragraph(f"Evidence:\t{row.evidence}")
            document.add_paragraph(f"Commentary:\t{row.commentary}")
        document.add_paragraph("Signed by the Chair of the Board")

    return word(fill)


def chunk(rows: Sequence[Row]) -> bytes:
    def fill(document: docx.document.Document) -> None:
        element = OxmlElement("w:altChunk")
        element.set(qn("r:id"), "rIdChunk")
        document.element.body.insert(-1, element)

    data = word(fill)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        links = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    link = f'<Relationship Id="rIdChunk" Type="{kind}" Target="form.htm"/>'
    return packed(
        data,
        {
            "word/_rels/document.xml.rels": links.replace("</Rel", f"{link}</Rel"),
            "[Content_Types].xml": types.replace(
                "<Override", '<Default Extension="htm" ContentType="text/html"/><Override', 1
            ),
            "word/form.htm": f"<html><body>{table(rows, str)}</body></html>",
        },
    )


def sheet(rows: Sequence[Row]) -> bytes:
    workbook = openpyxl.Workbook()
    form = workbook.active
    form.title = "Form"
    form.append(["Signpost Homes: self-assessment against the Complaint Handling Code"])
    form.append(["Completed: 3 June 2024"])
    form.append(["Ref", "Requirement", "RAG", "Evidence", "Commentary"])
    for row in rows:
        form.append([row.number, row.requirement, None, *row.texts[3:]])
        form.cell(form.max_row, 3).fill = PatternFill("solid", fgColor=COLOURS[row.answer])
    key = workbook.create_sheet("Key")
    for place, (answer, meaning) in enumerate(MEANINGS.items(), 1):
        key.cell(place, 1).fill = PatternFill("solid", fgColor=COLOURS[answer])
        key.cell(place, 2, meaning.capitalize())
    stream = io.BytesIO()
    workbook.save(stream)
    fixed = '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    return packed(stream.getvalue(), {"docProps/core.xml": fixed})


def mail(rows: Sequence[Row]) -> bytes:
    message = EmailMessage()
    message["From"] = "Clerk <clerk@signpost.example>"
    message["To"] = "panel@signpost.example"
    message["Date"] = "Mon, 03 Jun 2024 12:00:00 +0100"
    message["Subject"] = "Our form"
    message["MIME-Version"] = "1.0"
    text = "Signpost Homes: self-assessment. Completed: 3 June 2024"
    message.set_content(f"<html><body><p>{text}</p>{table(rows, str)}</body></html>", "html")
    return message.as_bytes()


FILLED = dict.fromkeys(CLASSES, "")
SIGNS = {"Yes": "✓", "No": "✗", "Partial": ""}
SHAPES = (
    Shape("signpost-icons.html", "icons by class alone; one says nothing", icons, SIGNS,
          {"Partial": "unclear"}),
    Shape("signpost-sheet.html", "signs by the style sheet; last year hidden", style_sheet,
          {"Yes": "✓", "No": "✗"}),
    Shape("signpost-colours.html", "coloured cells with a key", colours, FILLED),
    Shape("signpost-struck.html", "a whole choice, two words struck out",
          lambda rows: choice(rows, "{}", "<s>{}</s>")),
    Shape("signpost-marked.html", "a whole choice, one word on a coloured ground",
          lambda rows: choice(rows, "<span style='background:#ff0'>{}</span>")),
    Shape("signpost-circles.html", "open and filled circles before the words, stacked", circles,
          {a: " ".join(f"{'●' if w == a else '○'} {w}" for w in CLASSES) for a in CLASSES}),
    Shape("signpost-beneath.html", "labels and texts in rows beneath", labels_beneath),
    Shape("signpost-cards.html", "cards; words of the site beneath", cards),
    Shape("signpost-letters.docx", "letters with a key in a table", letters, LETTERS),
    Shape("signpost-bold.docx", "a whole choice, one word bold", bold),
    Shape("signpost-beneath.docx", "the comment in a merged row beneath", beneath),
    Shape("signpost-tabs.docx", "tabs as columns, labels beneath", tabs),
    Shape("signpost-chunk.docx", "the table is an embedded web page", chunk),
    Shape("signpost-key-sheet.xlsx", "coloured cells, the key on its own sheet", sheet, FILLED),
    Shape("signpost-mail.eml", "a mail with the form in its body", mail),
)  # fmt: skip


def content() -> tuple[dict[str, object], list[Row]]:
    """The content, its requirements in the Code's words."""
    source = json.loads((CORPUS / "sources" / f"{SOURCE}.json").read_text(encoding="utf-8"))
    printed = [row for block in source["blocks"] for row in block.get("rows", ())]
    return source, rows_of(printed, "answer")


def gold(shape: Shape, source: dict[str, object], rows: Sequence[Row]) -> dict[str, object]:
    """The labels of a document."""
    responses = {
        row.number: {
            "requirement": row.requirement,
            "answer": shape.classes.get(row.answer, CLASSES[row.answer]),
            "answer_printed": shape.printed.get(row.answer, row.answer),
            "evidence": row.evidence,
            "commentary": row.commentary,
            "page_first": None,
            "page_last": None,
        }
        for row in rows
    }
    kept = ("code", "edition", "landlord", "assessed_on", "year")
    assessment = {key: source[key] for key in kept} | {"responses": responses, "actions": None}
    about = {"file": shape.file, "kind": source["kind"], "split": source["split"]}
    producer = shape.file.rpartition(".")[2].upper()
    return about | {"layout": shape.layout, "producer": producer, "assessments": [assessment]}


def main() -> None:
    source, rows = content()
    with catalogue() as lines:
        for shape in SHAPES:
            (CORPUS / "documents" / shape.file).write_bytes(shape.make(rows))
            text = json.dumps(gold(shape, source, rows), ensure_ascii=False, indent=1) + "\n"
            (GOLD / f"{shape.file}.json").write_text(text, encoding="utf-8")
            kind = shape.file.rpartition(".")[2]
            lines[shape.file] = {
                "file": shape.file, "kind": str(source["kind"]), "edition": "HOS-2024",
                "split": str(source["split"]), "format": kind, "producer": kind.upper(),
                "layout": shape.layout, "source": f"sources/{SOURCE}.json",
                "made": "corpus/build/signs.py",
            }  # fmt: skip


if __name__ == "__main__":
    main()
