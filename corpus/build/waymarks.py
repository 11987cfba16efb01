"""Documents of made-up landlords in kinds that real ones come in, each with its gold.

`python corpus/build/waymarks.py [NAME ...]` writes those whose file name begins with a NAME, or
all, from `sources/waymarks.json`. Each landlord prints its name and its day in another way, with
names and days beside them that are not its own. The files that other tools made (`kept`)
are not written anew: they were made once, of the page of `way_pages.table` or of the same rows in
another form, by the version that the catalogue names.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import way_drawn as drawn
import way_files as files
import way_pages as pages
from shelf import CORPUS, catalogue
from way_form import SOURCE, Form, tell_pages

GOLD = CORPUS.parent / "gold"
CHOICE = {"yes": "Yes", "partial": "Part", "no": "No"}
LIGHTS = {"yes": "Green", "partial": "Amber", "no": "Red"}
INITIALS = {"yes": "G", "partial": "A", "no": "R"}
LETTERS = {"yes": "C", "partial": "PC", "no": "NC"}
SIGNS = {"yes": "✓", "partial": "Part", "no": "✗"}
NOTHING = {"yes": "", "partial": "", "no": ""}

FORMS = (
    Form("how-fibbleton-complies.pdf", "a", "choice, the words that do not apply struck out",
         "Chromium", pages.struck, "How Fibbleton Homes complies with the Complaint Handling Code",
         ("Completed by the Head of Customer Voice on 14 March 2025.",
          "It is read together with the policy of 1 May 2023."),
         "Fibbleton Homes", "2025-03-14", "2025"),
    Form("Item 7 Appendix C.pdf", "b", "choice, a ring drawn round the word that applies",
         "ReportLab", drawn.circled, "Complaint Handling Code: where we stand",
         ("Report to Cabinet. Approved by Cabinet on 9th June 2025.",
          "The Customer Relations Policy was adopted on 2 May 2021."),
         "Inventham Borough Council", "2025-06-09", "2025",
         foot="© Inventham Borough Council", words=CHOICE),
    Form("notreal-valley-boxed.pdf", "c", "choice, a box drawn round the word; horizontal rules",
         "ReportLab", drawn.boxed, "Self-assessment form",
         ("Landlord: Notreal Valley Housing. Assessed on 23/07/2024.",
          "Managing agent at Quay House: Brickdust Property Services Ltd"),
         "Notreal Valley Housing", "2024-07-23", "2024", words=CHOICE, split="test"),
    Form("almshouse return.pdf", "a", "choice, the word that applies in bold; LibreOffice print",
         "LibreOffice", files.bold_print, "The Almshouse Charity of Pretendbury",
         ("Return under the Complaint Handling Code",
          "Dated this 4th day of August 2025 and signed by the Chair of trustees"),
         "The Almshouse Charity of Pretendbury", "2025-08-04", "2025"),
    Form("ticks-june.pdf", "b", "one column with ticks and crosses", "WeasyPrint", pages.ticks,
         "Complaints: our check against the Code",
         ("On behalf of Fableford Co-operative Homes", "Last reviewed: 28 June 2024",
          "Next review due June 2025"),
         "Fableford Co-operative Homes", "2024-06-28", "2024", words=SIGNS),
    Form("letters-with-key.pdf", "c", "letters C, PC and NC with a key", "ReportLab", drawn.keyed,
         "Madeupham Community Housing: complaints self-assessment 2024",
         ("Version 3 – Approved 14/09/2024", "Prepared with help from Puddle & Sons Consulting"),
         "Madeupham Community Housing", "2024-09-14", "2024", words=LETTERS, split="test"),
    Form("coloured-print.pdf", "a", "coloured cells with a key", "Chromium", pages.coloured,
         "Phantomley Housing Society", ("Complaint Handling Code: position as at 31 March 2025",),
         "Phantomley Housing Society", "2025-03-31", "2025", words=NOTHING),
    Form("newspaper-columns.pdf", "b", "labelled blocks in two newspaper columns", "Chromium",
         pages.newspaper, "Storybrook Homes (SBH) welcomes the Code",
         ("Assessment completed: 17 October 2024",), "Storybrook Homes", "2024-10-17", "2024"),
    Form("spreads.pdf", "a", "labelled blocks; feet that count in steps of two", "ReportLab",
         drawn.spreads, "Dreamwick and District Housing Association",
         ("Self-assessment against the Code, completed November 2024",),
         "Dreamwick and District Housing Association", "2024-11", "2024",
         foot="Yearbook of complaints"),
    Form("printed-from-a-sheet.pdf", "b", "columns over sheets of their own, down then over",
         "ReportLab", drawn.across, "Makeshift Moor Housing",
         ("Self-assessment. Date of completion: 12 January 2026",),
         "Makeshift Moor Housing", "2026-01-12", "2026"),
    Form("comments-beneath.pdf", "c", "the comment in a row of its own over all columns",
         "WeasyPrint", pages.beneath, "Self-assessment of Figmentshire Homes",
         ("Reviewed by the panel on 2 July 2024 and approved by the Board on 25 July 2024",),
         "Figmentshire Homes", "2024-07-25", "2024", split="test"),
    Form("traffic-lights.pdf", "a", "Red, Amber and Green with a key in sentences", "LibreOffice",
         files.rag_print, "Mythwell Housing Trust",
         ("How far do we meet the Complaint Handling Code? Completed 8 April 2025",),
         "Mythwell Housing Trust", "2025-04-08", "2025", words=LIGHTS),
    Form("struck-in-word.docx", "b", "choice, the words that do not apply struck out", "DOCX",
         files.struck, "Unlikely Green Homes – complaint handling self-assessment",
         ("Date: 19 May 2025",), "Unlikely Green Homes", "2025-05-19", "2025", words=CHOICE),
    Form("boxed-in-word.docx", "c", "choice, a border round the word that applies", "DOCX",
         files.boxed, "Complaint Handling Code self-assessment",
         ("Bogusham City Council is the landlord of 4,100 homes.",
          "Completed on 30 June 2025 by the Resident Voice Manager"),
         "Bogusham City Council", "2025-06-30", "2025", words=CHOICE, split="test"),
    Form("typed-with-tabs.docx", "a", "a paragraph for each provision, tabs between the cells",
         "DOCX", files.tabbed, "Self-assessment",
         ("At Guesswick Homes, we welcome complaints.", "Updated 6 February 2025"),
         "Guesswick Homes", "2025-02-06", "2025"),
    Form("file-in-file.docx", "b", "the table is a Word file within the file", "DOCX", files.chunk,
         "Shamley Homes: self-assessment", ("Signed off on 21 August 2024",),
         "Shamley Homes", "2024-08-21", "2024"),
    Form("last-year-and-this.docx", "c", "two years' answers, a column each", "DOCX",
         files.two_years, "Hypothetical Housing Group: self-assessment 2024",
         ("Completed 11 December 2024",), "Hypothetical Housing Group", "2024-12-11", "2024",
         split="test"),
    Form("boxed-on-the-web.html", "a", "choice, a border round the word that applies", "HTML",
         pages.boxed, "Self-assessment of Wishful Row Homes", ("Published 1 October 2024",),
         "Wishful Row Homes", "2024-10-01", "2024"),
    Form("ringed-on-the-web.html", "b", "choice, a ring round the word that applies", "HTML",
         pages.ringed, "Complaint Handling Code",
         ("Seemingly Homes must assess itself each year. This was done in May 2025.",),
         "Seemingly Homes", "2025-05", "2025", foot="© 2025 Seemingly Homes", words=CHOICE),
    Form("marks-of-direction.html", "c", "marks of direction round the answers", "HTML",
         pages.bidi, "Complaint Handling Code: self-assessment by Supposed Court Homes",
         ("Completed on Thurs 26 Sept 2024",), "Supposed Court Homes", "2024-09-26", "2024",
         split="test"),
    Form("years-beside-each-other.html", "b", "two years' answers, a column each", "HTML",
         pages.two_years, "Imagined Isle Housing: self-assessment 2025/26",
         ("Completed 9 October 2025",), "Imagined Isle Housing", "2025-10-09", "2025-26"),
    Form("pasted.txt", "a", "copied out of Word on the web: each cell with a tab at its end",
         "text", files.pasted, "Makebelow Homes self-assessment", ("Completed: 5 March 2025",),
         "Makebelow Homes", "2025-03-05", "2025"),
    Form("padded.md", "b", "Markdown in padded columns, as docling writes it", "text", files.piped,
         "Notional Homes: self-assessment", ("Completed: 22 May 2024",),
         "Notional Homes", "2024-05-22", "2024"),
    Form("wrapped.md", "c", "Markdown wrapped at 78 characters", "html2text 2025.4.15",
         files.kept, "Otherwise Homes: self-assessment", ("Completed: 13 June 2024",),
         "Otherwise Homes", "2024-06-13", "2024", split="test"),
    Form("of-a-print.md", "a", "Markdown made of a printed page", "pymupdf4llm 2.0", files.kept,
         "Perhaps Housing: self-assessment", ("Completed: 30 April 2025",),
         "Perhaps Housing", "2025-04-30", "2025"),
    Form("FW as asked.eml", "b", "a plain mail with the form as labelled lines", "EML",
         files.labelled_mail, "Purported Homes: self-assessment",
         ("Completed: 28 November 2025",), "Purported Homes", "2025-11-28", "2025"),
    Form("attached.eml", "c", "a mail with the form attached as a Word file", "EML",
         files.attached_mail, "Alleged Lane Homes: self-assessment",
         ("Completed: 24 November 2025",), "Alleged Lane Homes", "2025-11-24", "2025",
         split="test"),
    Form("old-workbook.xls", "a", "a sheet with titles above the table", "LibreOffice",
         files.old_workbook, "Conjectured Homes", ("Self-assessment, completed 4 July 2025",),
         "Conjectured Homes", "2025-07-04", "2025"),
    Form("initials.ods", "b", "R, A and G, explained in the column's title", "LibreOffice",
         files.open_workbook, "Surmised Homes", ("Self-assessment, completed 15 July 2025",),
         "Surmised Homes", "2025-07-15", "2025", words=INITIALS),
    Form("merged-evidence.docx", "d", "evidence merged over several rows", "DOCX", files.merged,
         "Pretext Homes: self-assessment", ("Completed: 18 June 2025",),
         "Pretext Homes", "2025-06-18", "2025"),
    Form("one-below-the-other.docx", "d", "tables of one column, three rows for each provision",
         "DOCX", files.stacked, "Envisaged Homes: are we keeping to the Code?",
         ("Completed: 21 May 2025",), "Envisaged Homes", "2025-05-21", "2025"),
    Form("a-sheet-for-each.pdf", "c", "a page for each provision: a title over labels and values",
         "Chromium", pages.sheets, "The Almshouses of Seemingham",
         ("Answers to the Complaint Handling Code, completed on 14 January 2025",),
         "The Almshouses of Seemingham", "2025-01-14", "2025", split="test"),
    Form("header-apart.pdf", "b", "columns over two sheets across, headers apart from the rows",
         "ReportLab", drawn.across_apart, "Apparent Homes: complaints check",
         ("Completed: 27 February 2025",), "Apparent Homes", "2025-02-27", "2025"),
    Form("answers-beneath.html", "a", "two rows for each provision: number and requirement, answer "
         "and comment", "HTML", pages.in_two_rows, "Likely Homes: complaints self-assessment",
         ("Completed: 3 March 2025",), "Likely Homes", "2025-03-03", "2025"),
    Form("merged-as-text.txt", "d", "grid table in characters, evidence merged over several rows",
         "pandoc 3", files.kept, "Presupposed Homes: self-assessment", ("Completed: 4 June 2025",),
         "Presupposed Homes", "2025-06-04", "2025"),
    Form("lines-of-a-print.html", "a", "the lines of labelled blocks on printed pages",
         "pdftohtml 0.36", files.kept, "Postulated Homes: self-assessment",
         ("Completed: 10 October 2024",), "Postulated Homes", "2024-10-10", "2024"),
    Form("turned-sheet.xlsx", "a", "a column for each provision", "XLSX", files.turned_workbook,
         "Fancied Homes: self-assessment", ("Completed: 2 September 2025",),
         "Fancied Homes", "2025-09-02", "2025"),
    Form("slashed.pdf", "c", "choice, a slanting stroke through the words that do not apply",
         "ReportLab", drawn.slashed, "Presumed Homes: self-assessment",
         ("Completed: 7 November 2024",), "Presumed Homes", "2024-11-07", "2024", words=CHOICE,
         split="test"),
    Form("broken-letters.pdf", "b", "a font whose map breaks the ligature fi", "WeasyPrint",
         pages.broken_letters, "Putative Homes: self-assessment", ("Completed: 9 May 2025",),
         "Putative Homes", "2025-05-09", "2025"),
    Form("tight-tags.pdf", "a", "no rules, no shades, hardly white between the cells; tagged",
         "Chromium tagged", pages.tight, "Deemed Homes: self-assessment",
         ("Completed: 10 March 2025",), "Deemed Homes", "2025-03-10", "2025"),
    Form("boxes-with-gaps.pdf", "c", "shaded cells with white gaps, no rules", "Chromium",
         pages.spaced, "Reputed Homes: self-assessment", ("Completed: 12 August 2024",),
         "Reputed Homes", "2024-08-12", "2024", split="test"),
    Form("labels-at-the-right.pdf", "a", "the answer on a label at the right of its requirement",
         "Chromium", pages.badged, "Assumed Homes: self-assessment",
         ("Completed: 16 April 2025",), "Assumed Homes", "2025-04-16", "2025",
         words={"yes": "Compliant", "partial": "Partially compliant", "no": "Not compliant"}),
    Form("three-rows-each.pdf", "b", "three rows of a ruled table for each provision, parted by "
         "page ends", "Chromium", pages.in_three_rows, "Imputed Homes: self-assessment",
         ("Completed: 3 June 2025",), "Imputed Homes", "2025-06-03", "2025"),
    Form("magazine.pdf", "c", "two columns with headings in the landlord's own words", "Chromium",
         pages.magazine, "Conceived Homes: are we getting it right?",
         ("Completed: 20 November 2024",), "Conceived Homes", "2024-11-20", "2024", split="test"),
)  # fmt: skip

ONE_TEXT = {
    "last-year-and-this.docx", "one-below-the-other.docx", "a-sheet-for-each.pdf",
    "header-apart.pdf", "answers-beneath.html",
}  # fmt: skip
"""Documents that print no evidence."""


def gold(form: Form, data: bytes) -> dict[str, object]:
    """The labels of a document."""
    rows = [replace(row, evidence="") if form.file in ONE_TEXT else row for row in form.rows]
    spans = tell_pages(data, rows) if form.file.endswith(".pdf") else {}
    responses = {}
    for row in rows:
        first, last = spans.get(row.number, (None, None))
        responses[row.number] = {
            "requirement": row.requirement,
            "answer": row.answer,
            "answer_printed": form.printed.get(row.answer, form.words[row.answer]),
            "evidence": row.evidence,
            "commentary": row.commentary,
            "page_first": first,
            "page_last": last,
        }
    about = {"landlord": form.landlord, "assessed_on": form.assessed_on, "year": form.year}
    edition = {"code": "HOS", "edition": "2024"}
    return {
        "file": form.file, "kind": "self_assessment", "split": form.split,
        "layout": form.layout, "producer": form.producer,
        "assessments": [edition | about | {"responses": responses, "actions": None}],
    }  # fmt: skip


def main() -> None:
    with catalogue() as lines:
        names = tuple(sys.argv[1:]) or ("",)
        for form in FORMS:
            if not form.file.startswith(names):
                continue
            data = form.make(form)
            (CORPUS / "documents" / form.file).write_bytes(data)
            text = json.dumps(gold(form, data), ensure_ascii=False, indent=1) + "\n"
            (GOLD / f"{form.file}.json").write_text(text, encoding="utf-8")
            lines[form.file] = {
                "file": form.file, "kind": "self_assessment", "edition": "HOS-2024",
                "split": form.split, "format": form.file.rpartition(".")[2],
                "producer": form.producer, "layout": form.layout,
                "source": f"sources/{SOURCE}.json",
                "made": "corpus/build/waymarks.py",
            }  # fmt: skip


if __name__ == "__main__":
    main()
