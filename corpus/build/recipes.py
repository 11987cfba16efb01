"""Which documents the corpus holds: source, layout and producer of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from content import Content, load
from layout import Layout


@dataclass(frozen=True)
class Recipe:
    """How one document is made.

    Attributes:
        file: its name in `corpus/documents/`.
        source: name of the content file.
        producer: see `produce.produce`.
        about: what is particular about the layout, in words.
        change: turns the content into that of this document.
    """

    file: str
    source: str
    producer: str
    about: str
    layout: Layout = field(default_factory=Layout)
    change: Callable[[Content], Content] = lambda content: content


def code_before(content: Content) -> Content:
    """The Code's text, then the form, as one landlord published it."""
    return replace(content, blocks=[*load("code-2020").blocks, {"break": True}, *content.blocks])


def blank(content: Content) -> Content:
    """The form with nothing filled in, and nothing around it."""
    empty = {"answer": "", "evidence": "", "commentary": "", "class": "unanswered"}
    blocks = []
    first = next(i for i, block in enumerate(content.blocks) if "rows" in block)
    last = max(i for i, block in enumerate(content.blocks) if "rows" in block)
    begin = 0 if content.data["edition"] == "2022" else first - 1
    for block in content.blocks[begin : last + 1]:
        rows = [{**row, **empty} for row in block.get("rows", ())]
        blocks.append({"rows": rows} if rows else block)
    return replace(content, blocks=blocks, data={**content.data, "kind": "blank_form"})


FORM_2022 = Layout(font="Calibri", size=11, widths=(7.5, 37, 8.5, 47), margin=15)
FORM_2024 = Layout(font="Calibri", size=11, repeat=True, widths=(9, 26, 11, 20, 34))
FORM_2020 = Layout(landscape=False, font="Arial", size=9.5, widths=(5, 35, 6, 6, 48))
PROSE = Layout(landscape=False, font="Arial", size=11, margin=25)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "dartford-2022-libreoffice.pdf",
        "dartford-2022",
        "LibreOffice",
        "full ruling, header per section not repeated, rows run over pages, tagged",
        FORM_2022,
    ),
    Recipe(
        "dartford-2022-libreoffice-centred.pdf",
        "dartford-2022",
        "LibreOffice untagged",
        "full ruling, number and answer centred in rows that run over pages, untagged",
        replace(FORM_2022, centred=True, font="Arial", size=12),
    ),
    Recipe(
        "dartford-2022-chromium.pdf",
        "dartford-2022",
        "Chromium untagged",
        "full ruling, centred, header repeated on each page, running head",
        replace(
            FORM_2022,
            centred=True,
            repeat=True,
            running_head="Complaint Handling Code self-assessment",
            page_numbers="Page {page} of {pages}",
        ),
    ),
    Recipe(
        "dartford-2022-weasyprint.pdf",
        "dartford-2022",
        "WeasyPrint",
        "horizontal rules only, one header, section titles as merged rows, rows cut by pages",
        Layout(
            ruling="horizontal", headers="document", banners=True, font="Times New Roman", size=10.5
        ),
    ),
    Recipe(
        "dartford-2022-reportlab.pdf",
        "dartford-2022",
        "ReportLab",
        "no rules at all, header per section without shading, portrait",
        Layout(landscape=False, ruling="none", size=9, shaded="", widths=(10, 36, 11, 43)),
    ),
    Recipe("dartford-2022.docx", "dartford-2022", "DOCX", "as Word writes it", FORM_2022),
    Recipe(
        "dartford-2022-banners.docx",
        "dartford-2022",
        "DOCX",
        "one table, section titles as merged rows, typed bullets",
        replace(FORM_2022, headers="document", banners=True, typed_bullets=True, repeat=True),
    ),
    Recipe(
        "dartford-2024-libreoffice.pdf",
        "dartford-2024",
        "LibreOffice",
        "annex of a report, header repeated on each page, nested table, action plan, tagged",
        FORM_2024,
    ),
    Recipe(
        "dartford-2024-chromium.pdf",
        "dartford-2024",
        "Chromium",
        "annex of a report, header not repeated, tagged",
        replace(FORM_2024, repeat=False, page_numbers="{page} | Page", size=10),
    ),
    Recipe(
        "dartford-2024-weasyprint.pdf",
        "dartford-2024",
        "WeasyPrint",
        "annex of a report, zebra shading without rules, rows kept whole where they fit, portrait",
        replace(
            FORM_2024, landscape=False, ruling="zebra", split=False, size=9, font="Times New Roman"
        ),
    ),
    Recipe(
        "dartford-2024-reportlab.pdf",
        "dartford-2024",
        "ReportLab",
        "annex of a report, full ruling, centred, header repeated",
        replace(FORM_2024, centred=True, size=9, answer_bold=True),
    ),
    Recipe("dartford-2024.docx", "dartford-2024", "DOCX", "report as Word writes it", FORM_2024),
    Recipe(
        "brent-libreoffice.pdf",
        "brent-2020",
        "LibreOffice",
        "two tick columns, one table, spacer column for the section number",
        FORM_2020,
    ),
    Recipe(
        "brent-chromium.pdf",
        "brent-2020",
        "Chromium untagged",
        "the Code first, then the form: two tick columns, ticks centred",
        replace(FORM_2020, centred=True, size=10.5, margin=20),
        code_before,
    ),
    Recipe(
        "brent-weasyprint.pdf",
        "brent-2020",
        "WeasyPrint",
        "two tick columns, horizontal rules only",
        replace(FORM_2020, ruling="horizontal", shaded="", font="Verdana", size=8),
    ),
    Recipe(
        "brent-reportlab.pdf",
        "brent-2020",
        "ReportLab",
        "two tick columns, landscape, full ruling",
        replace(FORM_2020, landscape=True, size=10),
    ),
    Recipe("brent.docx", "brent-2020", "DOCX", "two tick columns, as Word writes it", FORM_2020),
    Recipe(
        "code-2020.pdf",
        "code-2020",
        "LibreOffice",
        "the Code alone, Parts A to C",
        replace(PROSE, page_numbers="{page}"),
    ),
    Recipe(
        "blank-2022.pdf", "dartford-2022", "LibreOffice", "blank form of 2022", FORM_2022, blank
    ),
    Recipe("blank-2022.docx", "dartford-2022", "DOCX", "blank form of 2022", FORM_2022, blank),
    Recipe("blank-2024.pdf", "dartford-2024", "Chromium", "blank form of 2024", FORM_2024, blank),
    Recipe("blank-2024.docx", "dartford-2024", "DOCX", "blank form of 2024", FORM_2024, blank),
    Recipe(
        "dartford-monitoring-2022.pdf",
        "dartford-monitoring-2022",
        "LibreOffice untagged",
        "committee report on complaints, numbered paragraphs",
        PROSE,
    ),
    Recipe(
        "dartford-monitoring-2022.docx",
        "dartford-monitoring-2022",
        "DOCX",
        "committee report on complaints, numbered paragraphs",
        PROSE,
    ),
    Recipe(
        "dartford-webpage.pdf",
        "dartford-webpage",
        "Chromium",
        "web page on complaints, printed",
        replace(PROSE, page_numbers=""),
    ),
    Recipe(
        "tanglewood-policy-review.pdf",
        "tanglewood-policy-review",
        "LibreOffice",
        "look-alike: an Ombudsman's check of a policy, provision by provision",
        Layout(font="Arial", size=10, repeat=True, page_numbers="Page {page} of {pages}"),
    ),
    Recipe(
        "tanglewood-policy-review.docx",
        "tanglewood-policy-review",
        "DOCX",
        "look-alike: an Ombudsman's check of a policy, provision by provision",
        Layout(font="Arial", size=10, repeat=True),
    ),
    Recipe(
        "tanglewood-annual-report.pdf",
        "tanglewood-annual-report",
        "WeasyPrint",
        "annual complaints report with tables of figures",
        replace(PROSE, size=10.5, ruling="horizontal"),
    ),
    Recipe("dartford-webpage.docx", "dartford-webpage", "DOCX", "web page, pasted", PROSE),
)
