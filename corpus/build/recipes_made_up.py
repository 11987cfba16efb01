"""PDF documents of made-up landlords, each with one or two traits that are hard to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content import Content, load
from layout import Layout
from recipes import PROSE, Recipe, blank

FORM = Layout(font="Carlito", size=10, widths=(8, 27, 10, 20, 35), margin=15)
LINE_BOXES = (
    "td p { display: inline; background: #fff; } td p::after { content: '\\A'; white-space: pre; }"
    "td.commentary ul { border-left: 0.75pt solid #777; }"
    "td a { background: #fdfdfd; text-decoration: underline; }"
)
GAPS = (
    "table { border-collapse: separate; border-spacing: 3pt; }"
    "td { background: #f2f2f2; } td.requirement { background: #e4ecf4; }"
)


def listed(content: Content) -> Content:
    """Rows are counted from 1, as a list would; the Code's own numbers are gone."""
    return _numbered(content, lambda count, _number: str(count))


def unnumbered(content: Content) -> Content:
    """The numbers are left out."""
    return _numbered(content, lambda _count, _number: "")


def without_zeros(content: Content) -> Content:
    """Numbers as a spreadsheet keeps them: 5.10 is 5.1, 6.20 is 6.2."""
    return _numbered(content, lambda _count, number: number.rstrip("0"))


def shortened(content: Content) -> Content:
    """Four provisions have no row."""
    left_out = {"1.3", "5.3", "6.12", "9.4"}
    blocks = []
    for block in content.blocks:
        rows = [row for row in block.get("rows", ()) if row["provision"] not in left_out]
        blocks.append({"rows": rows} if rows else block)
    return replace(content, blocks=blocks)


def _numbered(content: Content, number: Callable[[int, str], str]) -> Content:
    count, blocks = 0, []
    for block in content.blocks:
        rows = []
        for row in block.get("rows", ()):
            count += 1
            rows.append({**row, "number": number(count, row["number"])})
        blocks.append({"rows": rows} if rows else block)
    return replace(content, blocks=blocks)


def under_2022(content: Content) -> Content:
    """The four columns and the preamble of the form of 2022, over the rows of 2024."""
    old = load("dartford-2022")
    blocks = []
    for block in content.blocks:
        rows = []
        for row in block.get("rows", ()):
            both = [*row["evidence"], *row["commentary"]]
            rows.append({**{k: v for k, v in row.items() if k != "evidence"}, "commentary": both})
        blocks.append({"rows": rows} if rows else block)
    preamble = next(block for block in old.blocks if "text" in block and len(block["text"]) > 1)
    blocks.insert(2, preamble)
    return replace(content, blocks=blocks, columns=old.columns)


HIDDEN = (
    "td.answer::after { content: 'No'; color: #fff; }"
    "td.commentary::after { content: 'Internal: check 5.1 with legal'; color: #fff;"
    " font-size: 6pt; display: block; }"
)
DOUBLE = (
    "body::before { content: 'DRAFT'; position: fixed; top: 25%; left: 15%; font-size: 130pt;"
    " color: #e8e8e8; transform: rotate(-35deg); z-index: -1; }"
    "b, th, .banner, td.number { text-shadow: 0.35pt 0 0 currentColor; font-weight: normal; }"
    "td, th { border: 1pt solid #a33; border-left-style: dashed; border-right-style: dashed; }"
)
COLOURED = (
    "body { hyphens: auto; font-variant-ligatures: common-ligatures; text-align: justify; }"
    "td, th { border: 2.5pt double #2a6f97; } td.answer, td.number { text-align: left; }"
)
HEADER_LAST = "tbody tr:first-child { break-before: page; } h2, h3 { break-after: auto; }"
UPRIGHT_RULES = (
    "td, th { border-left: 0.75pt solid #555; border-right: 0.75pt solid #555; }"
    "table { border: 0.75pt solid #555; } td { padding: 5pt 4pt; }"
    "@page { @bottom-left { content: '1 In this form 5.10 means provision 5.10 of the Code.';"
    " font-size: 7pt; } }"
)
FORM_2020 = Layout(landscape=False, font="Carlito", size=10, widths=(5, 35, 7, 7, 46))

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "larkspur-2024-line-boxes.pdf",
        "larkspur-2024",
        "Chromium untagged",
        "full ruling, a white rectangle behind each line, stray vertical rules, underlined links",
        replace(FORM, css=LINE_BOXES, centred=True),
    ),
    Recipe(
        "larkspur-2024-gaps.pdf",
        "larkspur-2024",
        "WeasyPrint",
        "shaded cells with white gaps between them, list numbers 1 to 72 for the Code's, portrait",
        Layout(
            landscape=False,
            font="Liberation Serif",
            size=9,
            widths=(9, 27, 13, 18, 33),
            css=GAPS,
            ruling="none",
        ),
        listed,
    ),
    Recipe(
        "testbury-2024-annex.pdf",
        "testbury-2024",
        "LibreOffice",
        "annex of a report, nine columns with actions and RAG, nested table, action plan, tagged",
        Layout(
            font="Calibri", size=8, margin=12, repeat=True, widths=(7, 20, 7, 12, 20, 11, 9, 8, 6)
        ),
    ),
    Recipe(
        "testbury-2024-turned.pdf",
        "testbury-2024",
        "ReportLab",
        "annex of a report, nine columns, pages turned by their rotation flag, header repeated",
        Layout(
            size=7.5,
            margin=12,
            repeat=True,
            widths=(8, 19, 7, 12, 20, 10, 9, 9, 6),
            finish=("turn by flag",),
            running_head="Cabinet – 12 June 2024 – Item 6.1",
        ),
    ),
    Recipe(
        "specimen-2022-drawn.pdf",
        "specimen-2022",
        "ReportLab",
        "Yes and No columns with drawn ticks, horizontal rules only, no provision numbers",
        Layout(ruling="horizontal", marks="drawn", widths=(8, 38, 5, 5, 44), headers="document"),
        unnumbered,
    ),
    Recipe(
        "specimen-2022-dingbats.pdf",
        "specimen-2022",
        "ReportLab",
        "Yes and No columns with ZapfDingbats, full ruling, centred, portrait",
        Layout(
            landscape=False,
            size=8.5,
            marks="dingbats",
            centred=True,
            repeat=True,
            widths=(8, 36, 6, 6, 44),
            page_numbers="Specimen Valley – page {page}",
        ),
    ),
    Recipe(
        "mockridge-2024-form.pdf",
        "mockridge-2024",
        "ReportLab",
        "answers are values of form fields, full ruling, one header",
        Layout(size=9, marks="form", headers="document", widths=(8, 27, 10, 20, 35)),
    ),
    Recipe(
        "mockridge-2024-under-2022.pdf",
        "mockridge-2024",
        "WeasyPrint",
        "rows of 2024 under columns and preamble of 2022, horizontal rules, section banners",
        Layout(
            ruling="horizontal",
            headers="document",
            banners=True,
            repeat=True,
            font="Liberation Serif",
            size=10,
            widths=(9, 34, 11, 46),
        ),
        under_2022,
    ),
    Recipe(
        "placeholder-park-2020-dingbats.pdf",
        "placeholder-park-2020",
        "ReportLab",
        "Yes and No columns with ZapfDingbats, portrait, no rules",
        replace(FORM_2020, marks="dingbats", ruling="none", size=9),
    ),
    Recipe(
        "placeholder-park-2020-zebra.pdf",
        "placeholder-park-2020",
        "Chromium untagged",
        "Yes and No columns, zebra shading without rules, landscape",
        replace(FORM_2020, landscape=True, ruling="zebra", shaded="", centred=True),
    ),
    Recipe(
        "dummyford-2020-horizontal.pdf",
        "dummyford-2020",
        "WeasyPrint",
        "Yes and No columns, horizontal rules only",
        replace(FORM_2020, ruling="horizontal", font="DejaVu Sans", size=8),
    ),
    Recipe(
        "dummyford-2020-sideways.pdf",
        "dummyford-2020",
        "Chromium untagged",
        "Yes and No columns, content sideways without a rotation flag",
        replace(FORM_2020, landscape=True, finish=("turn by content",)),
    ),
    Recipe(
        "fictional-fens-2024-hidden.pdf",
        "fictional-fens-2024",
        "Chromium untagged",
        "white text in cells, unpainted text, text on a layer that is off",
        replace(FORM, css=HIDDEN, finish=("layer off", "invisible"), repeat=True),
    ),
    Recipe(
        "fictional-fens-2024-double.pdf",
        "fictional-fens-2024",
        "Chromium untagged",
        "watermark, bold by drawing twice, dashed borders, banners, 5.10 printed as 5.1",
        replace(
            FORM,
            css=DOUBLE,
            landscape=False,
            size=8.5,
            headers="document",
            banners=True,
            running_head="Complaint Handling Code 2024 | 5.1 Self-assessment",
            page_numbers="Page {page} of {pages}",
        ),
        without_zeros,
    ),
    Recipe(
        "unnamed-ligatures.pdf",
        "unnamed-2024",
        "WeasyPrint",
        "no landlord named, words cut and ligatures in justified text, double coloured borders",
        replace(FORM, css=COLOURED, landscape=False, size=9, hyphenate=True),
    ),
    Recipe(
        "unnamed-turned.pdf",
        "unnamed-2024",
        "LibreOffice untagged",
        "no landlord named, content sideways without a rotation flag, centred in long rows",
        replace(FORM, centred=True, repeat=True, finish=("turn by content",)),
    ),
    Recipe(
        "imaginary-isles-2022-header-last.pdf",
        "imaginary-isles-2022",
        "Chromium untagged",
        "each header the last thing on its page, rows over several pages",
        Layout(font="Carlito", size=11, widths=(8, 34, 10, 48), css=HEADER_LAST),
    ),
    Recipe(
        "imaginary-isles-2022-zebra.pdf",
        "imaginary-isles-2022",
        "LibreOffice",
        "zebra shading without rules, portrait, rows over several pages, section banners",
        Layout(
            landscape=False,
            ruling="zebra",
            size=11,
            font="Georgia",
            headers="document",
            banners=True,
            widths=(10, 34, 12, 44),
        ),
    ),
    Recipe(
        "samplewick-2024-bare.pdf",
        "samplewick-2024",
        "LibreOffice untagged",
        "altered wording, 4.3 printed twice, no rules, header per section without shading",
        replace(FORM, ruling="none", shaded="", font="Arial", size=9),
    ),
    Recipe(
        "samplewick-2024-headless.pdf",
        "samplewick-2024",
        "Chromium untagged",
        "altered wording, 4.3 printed twice, full ruling, no header row at all, portrait",
        replace(FORM, landscape=False, headers="none", size=9, widths=(8, 26, 13, 20, 33)),
    ),
    Recipe(
        "placeholder-park-2020-wingdings.pdf",
        "placeholder-park-2020",
        "LibreOffice",
        "Yes and No columns with ticks in a symbol font, full ruling, tagged",
        replace(FORM_2020, marks="wingdings", centred=True),
    ),
    Recipe(
        "quillmere-2022-boxes.pdf",
        "quillmere-2022",
        "Chromium untagged",
        "both answers with check boxes in one cell, full ruling, header repeated, portrait",
        Layout(
            landscape=False,
            font="Carlito, 'DejaVu Sans'",
            size=9.5,
            repeat=True,
            widths=(9, 33, 12, 46),
        ),
    ),
    Recipe(
        "quillmere-2022-horizontal.pdf",
        "quillmere-2022",
        "LibreOffice untagged",
        "both answers with check boxes in one cell, horizontal rules only, rows kept whole",
        Layout(
            ruling="horizontal", split=False, headers="document", font="Arial", size=10, repeat=True
        ),
    ),
    Recipe(
        "hollowbridge-2024-upright.pdf",
        "hollowbridge-2024",
        "WeasyPrint",
        "upright rules only, header repeated, a note at the foot of each page",
        replace(FORM, ruling="none", css=UPRIGHT_RULES, repeat=True),
    ),
    Recipe(
        "hollowbridge-2024-centred.pdf",
        "hollowbridge-2024",
        "LibreOffice",
        "full ruling, portrait, centred, one header, rows over several pages, tagged",
        replace(FORM, landscape=False, centred=True, headers="document", size=11, font="Arial"),
    ),
    Recipe(
        "quillmere-blank-2022.pdf",
        "quillmere-2022",
        "ReportLab",
        "blank form with the landlord's name and empty form fields",
        Layout(size=9, marks="form"),
        blank,
    ),
    Recipe("code-2024.pdf", "code-2024", "WeasyPrint", "the provisions alone, as prose", PROSE),
    Recipe(
        "quillmere-policy.pdf",
        "quillmere-policy",
        "LibreOffice",
        "complaints policy in the Code's words, with numbers of its own",
        replace(PROSE, page_numbers="Page {page} of {pages}"),
    ),
    Recipe(
        "hollowbridge-committee.pdf",
        "hollowbridge-committee",
        "Chromium untagged",
        "committee report that quotes three provisions in a table",
        replace(PROSE, font="Liberation Serif"),
    ),
    Recipe(
        "pretend-moor-annual-report.pdf",
        "pretend-moor-annual-report",
        "ReportLab",
        "annual report that sums up a self-assessment without printing it",
        PROSE,
    ),
    Recipe(
        "testbury-action-plan.pdf",
        "testbury-action-plan",
        "ReportLab",
        "action plan by provision, without requirements and answers",
        replace(PROSE, landscape=True, size=10),
    ),
    Recipe(
        "larkspur-2024-short.pdf",
        "larkspur-2024",
        "LibreOffice untagged",
        "four provisions left out, horizontal rules only, one header, section banners",
        Layout(
            ruling="horizontal",
            headers="document",
            banners=True,
            font="Times New Roman",
            size=10,
            widths=(8, 27, 11, 20, 34),
        ),
        shortened,
    ),
)
