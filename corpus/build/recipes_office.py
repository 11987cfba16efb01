"""Documents of Word, Writer and Excel, of made-up landlords."""

from __future__ import annotations

from content import Content
from layout import Layout
from recipes import FORM_2020, FORM_2022, FORM_2024, Recipe, blank, replace


def unticked(content: Content) -> Content:
    """The blank form, with nothing in the Yes and No columns either."""
    empty = blank(content)
    blocks = [
        {"rows": [{**row, "yes": [], "no": []} for row in block["rows"]]}
        if "rows" in block
        else block
        for block in empty.blocks
    ]
    return replace(empty, blocks=blocks)


MERGED = replace(FORM_2022, widths=(10, 7, 33, 9, 41))
ACTIONS = Layout(size=8, margin=12, repeat=True, widths=(7, 22, 8, 14, 20, 10, 8, 7, 4))
TICKS = replace(FORM_2022, widths=(8, 36, 6, 6, 44), centred=True)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "brackenwick-2024-controls.docx",
        "brackenwick-2024",
        "DOCX",
        "answers picked from lists: content controls around text, cells and rows",
        replace(FORM_2024, finish=("dropdowns", "letters")),
    ),
    Recipe(
        "brackenwick-2024-numbering.docx",
        "brackenwick-2024",
        "DOCX",
        "provision numbers and letters by automatic numbering, one table with section banners",
        replace(FORM_2024, finish=("numbers", "letters"), banners=True, headers="document"),
    ),
    Recipe(
        "exampleton-2022-tracked.docx",
        "exampleton-2022",
        "DOCX",
        "tracked changes in numbers, answers and rows; a section column merged down",
        replace(MERGED, finish=("merged down", "tracked")),
    ),
    Recipe(
        "nonesuch-2020-symbols.docx",
        "nonesuch-2020",
        "DOCX",
        "Yes and No columns with inserted symbols",
        replace(FORM_2020, marks="wingdings"),
    ),
    Recipe(
        "nonesuch-2020-old-boxes.docx",
        "nonesuch-2020",
        "DOCX",
        "Yes and No columns with check boxes of the old kind in every row",
        replace(FORM_2020, finish=("old boxes",), landscape=True),
    ),
    Recipe(
        "pretendham-2024-boxes.docx",
        "pretendham-2024",
        "DOCX",
        "check boxes as content controls, text boxes and a table in comments",
        replace(FORM_2024, finish=("boxes", "text boxes", "letters"), landscape=False, size=9),
    ),
    Recipe(
        "pretendham-2024-plain.docx",
        "pretendham-2024",
        "DOCX",
        "typed check boxes, zebra shading, no header row, portrait",
        replace(FORM_2024, ruling="zebra", headers="none", landscape=False, typed_bullets=True),
    ),
    Recipe(
        "makebelieve-2024-old-lists.docx",
        "makebelieve-2024",
        "DOCX",
        "answers as drop-down fields of the old kind, altered wording, header rows in two",
        replace(FORM_2024, finish=("old lists", "two headers")),
    ),
    Recipe(
        "makebelieve-2024-hidden.docx",
        "makebelieve-2024",
        "DOCX",
        "hidden text in answers and comments, automatic numbers",
        replace(FORM_2024, finish=("hidden", "numbers"), ruling="horizontal"),
    ),
    Recipe(
        "fauxbury-2024-annex.docx",
        "fauxbury-2024",
        "DOCX",
        "annex of a report, nine columns with actions and RAG, header repeated",
        replace(ACTIONS, finish=("letters",)),
    ),
    Recipe(
        "inkwell-2022-symbol-runs.docx",
        "inkwell-2022",
        "DOCX",
        "Yes and No columns with ticks as letters of a symbol font",
        replace(TICKS, finish=("symbol runs",)),
    ),
    Recipe(
        "inkwell-blank-2022.docx",
        "inkwell-2022",
        "DOCX",
        "blank form with empty check boxes of the old kind",
        replace(TICKS, finish=("old boxes",)),
        unticked,
    ),
    Recipe(
        "brackenwick-2024.xlsx", "brackenwick-2024", "Workbook one", "one sheet, header per section"
    ),
    Recipe("exampleton-2022.xlsx", "exampleton-2022", "Workbook sections", "a sheet per section"),
    Recipe(
        "fauxbury-2024.xlsx",
        "fauxbury-2024",
        "Workbook numbers",
        "provision numbers as numbers with two decimals, section titles in merged cells",
    ),
    Recipe(
        "larkspur-2024-tracker.xlsx",
        "larkspur-2024",
        "Workbook tracker",
        "guidance and counts, a sheet per section, a row for each piece of evidence, rows "
        "filtered out of sight",
    ),
    Recipe(
        "nonesuch-2020-boxes.xlsx",
        "nonesuch-2020",
        "Workbook boxes",
        "TRUE and FALSE in the Yes and No columns",
        FORM_2020,
    ),
    Recipe("hollowbridge-2024.csv", "hollowbridge-2024", "Workbook csv", "one sheet saved as CSV"),
    Recipe("makebelieve-2024.doc", "makebelieve-2024", "Writer doc", "Word 97", FORM_2024),
    Recipe("nonesuch-2020.odt", "nonesuch-2020", "Writer odt", "two tick columns", FORM_2020),
    Recipe("inkwell-2022.rtf", "inkwell-2022", "Writer rtf", "two tick columns", TICKS),
)
