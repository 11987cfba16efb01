"""One form in random combinations of layout, titles, answer words and type, made and scored.

Each document is some sections of an edition of the Housing Ombudsman's Code, laid out in one of
the ways of `drawn.LAYOUTS`: as a web page, as a PDF that Chromium prints, as a Word file, or as
the PDF that LibreOffice makes of one. Its gold is what was put into it; evidence and commentary
are short texts of the corpus's gold. The same seed makes the same pages, but for the date and the
address that Chromium may print in the margins; without Chromium all of them stay web pages.

Usage: python benchmarks/random_pages.py SEED COUNT [--keep DIR]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from typing import NamedTuple

from drawn import LAYOUTS, Rows, Style, section_of, table, whole
from drawn_word import WORD_LAYOUTS, write_word
from risk import is_right
from saextract import batch
from saextract.analysis.wilson import wilson
from saextract.codes import get_code
from saextract.evaluation.gold import GoldAssessment, GoldDocument, GoldResponse, load_gold
from saextract.load.inputs import Input
from saextract.model import Answer, Code, Confidence, Kind, Outcome
from saextract.settings import Settings

GOLD = Path(__file__).parent.parent / "gold"
SHORT = range(16, 700)
"""Letters of a text that is taken from the corpus."""
EVIDENCE_LETTERS = 90
"""Evidence is cut at the first space after so many letters."""
PRINT_SECONDS = 90
"""What Chromium may take for a page, in seconds."""
OFFICE_SECONDS = 600
"""What LibreOffice may take for all Word files, in seconds."""
MADE = {"web": 25, "print": 45, "word": 15, "office": 15}
"""How often a document is a web page, a print of one, a Word file, a print of such; of 100."""
SHARES = {"table": 45, "blocks": 15, "stacked": 10, "sheets": 10, "badges": 8, "cards": 6,
          "columns": 6}  # fmt: skip
"""How often each layout is taken, of 100."""
BANNERS = ("Mandatory ‘must’ requirements", "Stage 1", "Best practice ‘should’ requirements")
TAILS = (
    ("Approved by the Board.",),
    (),
    ("Next steps", "The Board will look at this again in spring, when the survey is in."),
    ("Signed: A. Sample, Chair", "Date of next review: June 2027"),
    ("For more about complaints ring 01632 960 000 or write to the office.",),
)
NAMES = ("Testbury Homes", "Exampleton Housing Association", "Placeholder Borough Council")
WORDS = {
    Answer.YES: "Yes|Compliant|Met|Fully compliant|We comply|Y|Yes.|Complies|✓",
    Answer.NO: "No|Not compliant|Not met|N|Does not comply|Non-compliant|No.",
    Answer.PARTIAL: "Partial|Partly|Partially compliant|In progress|Partially met|Mostly|Part met",
    Answer.NOT_APPLICABLE: "N/A|Not applicable",
}
WEIGHTS = (80, 8, 10, 2)
"""How often each of these answers is given, of 100."""
TITLES = {
    "number": "Code provision|Ref|Provision|No.|Code ref|#|Paragraph",
    "requirement": "Code requirement|Requirement|What the Code says|Standard|The Code",
    "answer_printed": "Comply: Yes / No|Comply?|Compliant|Do we comply?|Status|Our position|RAG",
    "evidence": "Evidence|Source|Where to find it|Supporting evidence|Evidence / links|Document",
    "commentary": "Commentary / explanation|Comments|How we comply|Our approach|Notes|Narrative",
}
BOTH = "Evidence, commentary and any explanations"
"""Title of a column for both."""
ORDERS = (
    *[("number", "requirement", "answer_printed", "evidence", "commentary")] * 4,
    ("number", "answer_printed", "requirement", "evidence", "commentary"),
    ("number", "requirement", "evidence", "answer_printed", "commentary"),
    ("number", "requirement", "evidence", "commentary", "answer_printed"),
    ("number", "requirement", "commentary", "evidence", "answer_printed"),
    ("answer_printed", "number", "requirement", "evidence", "commentary"),
)
RULES = ("td,th{border:1px solid #000}", "td,th{border:1px solid #ccc}", "",
         "tr{border-bottom:1px solid #999}", "tr:nth-child(even){background:#eee}")  # fmt: skip
FACES = ("Arial", "Georgia", "DejaVu Sans", "Liberation Serif")
HEADS = ("background:#fff", "background:#234;color:#fff", "background:#eee")
CARDS = ("", "border:1px solid #999;padding:6px", "background:#f4f4f4;padding:6px")


class Judged(NamedTuple):
    """A row that the tool found: its provision's number, its grade, and what of it is right."""

    number: str
    high: bool
    answer: bool
    whole: bool


# --------------------------------------------------------------------------- content


@cache
def texts() -> tuple[str, ...]:
    """Short texts of the cells of evidence and commentary in the corpus, without lists."""
    rows = (row for document in load_gold(GOLD) for one in document.assessments
            for row in one.responses.values())  # fmt: skip
    found = {" ".join(text.split()) for row in rows for text in (row.evidence, row.commentary)}
    return tuple(sorted(text for text in found if len(text) in SHORT and "• " not in text))


def draw_style(random: Random, layout: str) -> Style:
    """A style at random; stacked tables and sheets always have evidence."""
    evidence = 0.8 if layout in ("stacked", "sheets") else random.choice((0.0, 0.5, 0.9))
    order = random.choice(ORDERS)
    titles = {name: random.choice(words.split("|")) for name, words in TITLES.items()}
    if not evidence and random.random() < 0.3:
        titles["commentary"] = BOTH
    return Style(
        titles=titles,
        words={answer: random.choice(words.split("|")) for answer, words in WORDS.items()},
        order=order if evidence else tuple(name for name in order if name != "evidence"),
        evidence=evidence,
        commentary=random.choice((0.7, 0.95)),
        brief=random.random() < 0.25,
        one_table=random.random() < 0.4,
        section_rows=random.random() < 0.8,
        repeated=random.random() < 0.6,
        tag=random.choice(("b", "em", "span")),
        separator=random.choice((":", ":", " –", "")),
        inline=random.random() < 0.5,
        labelled=random.random() < 0.5,
        bare=random.random() < 0.3,
        intro=random.choice(texts()) if random.random() < 0.3 else "",
        banner=random.choice(BANNERS) if random.random() < 0.2 else "",
        action=random.random() < 0.1,
        cover=random.random() < 0.15,
        head="Complaints: how we measure up" if random.random() < 0.2 else "",
        tail=random.choice(TAILS),
        dropdown=random.random() < 0.3,
    )


def draw_rows(random: Random, code: Code, style: Style) -> Rows:
    """What is said on two or three sections of the Code that follow on each other."""
    sections = list(dict.fromkeys(map(section_of, (p.number for p in code.provisions))))
    first = random.randrange(len(sections) - 2)
    chosen = sections[first : first + random.choice((2, 3))]
    return {
        provision.number: draw_row(random, " ".join(provision.text.split()), style)
        for provision in code.provisions
        if section_of(provision.number) in chosen
    }


def draw_row(random: Random, requirement: str, style: Style) -> GoldResponse:
    """A row with an answer, and with evidence or commentary or both."""
    answer = random.choices(list(WORDS), WEIGHTS)[0]
    usual, other = style.words[answer], random.choice(WORDS[answer].split("|"))
    evidence = random.choice(texts()) if random.random() < style.evidence else ""
    commentary = random.choice(texts()) if random.random() < style.commentary else ""
    space = evidence.find(" ", EVIDENCE_LETTERS)
    return GoldResponse(
        requirement=requirement.split(". ")[0].rstrip(".") + "." if style.brief else requirement,
        answer=answer,
        answer_printed=usual if random.random() < 0.85 else other,
        evidence=evidence[:space].rstrip(",;: ") if space > 0 else evidence,
        commentary=commentary or ("" if evidence else random.choice(texts())),
    )


# --------------------------------------------------------------------------- documents


def draw_css(random: Random) -> str:
    """Paper, type, rules and colours at random."""
    return (
        f"@page{{size:A4 {random.choice(('portrait', 'landscape'))};"
        f"margin:{random.choice((10, 15, 20, 25))}mm}}"
        f"body{{font:{random.choice((8, 9, 10, 11, 12))}pt {random.choice(FACES)}}}"
        "td{overflow-wrap:break-word}table{border-collapse:collapse;width:100%;margin-bottom:10px;"
        f"table-layout:{random.choice(('auto', 'auto', 'fixed'))}}}"
        f"td,th{{padding:{random.choice((1, 3, 5, 8))}px;text-align:left;"
        f"vertical-align:{random.choice(('top', 'top', 'top', 'middle'))}}}{random.choice(RULES)}"
        f".section td{{background:#cde;font-weight:bold}}th{{{random.choice(HEADS)}}}"
        f".card{{margin:8px 0;{random.choice(CARDS)}}}"
        ".number{width:6%}.answer_printed{width:9%}"
        f"{random.choice(('', 'tr,.card{break-inside:avoid}'))}"
    )


def draw_body(layout: str, code: Code, rows: Rows, style: Style) -> str:
    """The sections of a web page."""
    body = "".join(
        LAYOUTS[layout](f"Section {key}: {code.sections[key]}", dict(members), style)
        for key, members in groupby(rows.items(), lambda item: section_of(item[0]))
    )
    return table(body, style) if layout == "table" and style.one_table else body


def make(name: str, browser: str, into: Path) -> GoldDocument:
    """Writes a document; only web pages where there is no browser.

    What LibreOffice is to print is a Word file yet, its gold the PDF's.
    """
    random = Random(name)
    kind = random.choices(list(MADE), MADE.values())[0] if browser else "web"
    layout = random.choices(list(SHARES), SHARES.values())[0]
    if kind in ("word", "office") and layout not in WORD_LAYOUTS:
        layout = "table"
    code = get_code(random.choice(("HOS-2024", "HOS-2024", "HOS-2022")))
    style = draw_style(random, layout)
    rows = draw_rows(random, code, style)
    landlord = random.choice(NAMES)
    title = f"{landlord}: Complaint Handling Code self-assessment"
    file = into / f"{name}-{layout}.html"
    if kind in ("word", "office"):
        file = file.with_suffix(".docx")
        write_word(file, title, code, rows, style, layout)
        file = file.with_suffix(".pdf") if kind == "office" else file
    else:
        body = draw_body(layout, code, rows, style)
        text = whole(title, int(code.edition) + 1, draw_css(random), body, style)
        file.write_text(text, encoding="utf-8")
        file = print_page(file, browser, random.random() < 0.5) if kind == "print" else file
    said = GoldAssessment(code=code.code, edition=code.edition, landlord=landlord, responses=rows)
    return GoldDocument(
        file=file.name, kind=Kind.SELF_ASSESSMENT, layout=layout, assessments=(said,)
    )


def make_all(seed: int, count: int, browser: str, folder: Path) -> list[GoldDocument]:
    """Writes so many documents into a folder, and the gold of each."""
    documents, labels = folder / "documents", folder / "gold"
    for below in (documents, labels):
        below.mkdir(parents=True, exist_ok=True)
    golds = [make(f"{seed:03}-{index:03}", browser, documents) for index in range(count)]
    print_word([documents / gold.file for gold in golds])
    for gold in golds:
        path = labels / f"{gold.file}.json"
        path.write_text(gold.model_dump_json(indent=1), encoding="utf-8")
    return golds


def print_page(page: Path, browser: str, margins: bool) -> Path:
    """Puts a PDF in the place of a web page.

    Args:
        page: the web page, which is removed.
        browser: the program that prints it.
        margins: whether date, title and address are printed in the margins.

    Raises:
        subprocess.SubprocessError: the browser fails, or takes longer than PRINT_SECONDS.
    """
    file = page.with_suffix(".pdf")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={file}"]
    flags += [] if margins else ["--no-pdf-header-footer"]
    command = [browser, *flags, page.resolve().as_uri()]
    subprocess.run(command, capture_output=True, timeout=PRINT_SECONDS, check=True)
    page.unlink()
    return file


def print_word(files: Iterable[Path]) -> None:
    """Has LibreOffice print the Word files of the PDFs that are not there yet, and removes them.

    Raises:
        subprocess.SubprocessError: LibreOffice fails, or takes longer than OFFICE_SECONDS.
    """
    sources = [file.with_suffix(".docx") for file in files if not file.exists()]
    if not sources:
        return
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless",
                   "--convert-to", "pdf", "--outdir", str(sources[0].parent)]  # fmt: skip
        subprocess.run(
            [*command, *map(str, sources)], capture_output=True, timeout=OFFICE_SECONDS, check=True
        )
    for source in sources:
        source.unlink()


# --------------------------------------------------------------------------- scores


def judge(gold: GoldDocument, outcome: Outcome) -> Iterator[Judged]:
    """Every row that was found; a row that the document does not have is wrong."""
    wanted = gold.assessments[0]
    same = [a for a in outcome.assessments if (a.code, a.edition) == (wanted.code, wanted.edition)]
    for assessment in outcome.assessments:
        rows = wanted.responses if assessment in same[:1] else {}
        for response in assessment.responses:
            if response.answer is Answer.NOT_FOUND:
                continue
            number = response.provision_id.split(":", 1)[1]
            row, high = rows.get(number), response.confidence is Confidence.HIGH
            answer = row is not None and row.answer is response.answer
            yield Judged(number, high, answer, row is not None and is_right(row, response))


def read(golds: list[GoldDocument], folder: Path) -> dict[str, list[Judged]]:
    """Reads the documents, and judges the rows of each."""
    inputs = [Input(path=gold.file, file=folder / gold.file) for gold in golds]
    settings = batch.Settings(pipeline=Settings(ocr="never"))
    outcomes = {outcome.path: outcome for outcome in batch.run(inputs, settings)}
    return {gold.file: list(judge(gold, outcomes[gold.file])) for gold in golds}


def report(golds: list[GoldDocument], judged: dict[str, list[Judged]]) -> str:
    """The figures, and the documents that were not read or have a wrong row at high."""
    total = sum(len(gold.assessments[0].responses) for gold in golds)
    rows = [row for found in judged.values() for row in found]
    high = [row for row in rows if row.high]
    kinds = Counter(Path(file).suffix[1:] for file in judged)
    lines = [
        f"{len(golds)} documents: {', '.join(f'{n} {kind}' for kind, n in kinds.items())}",
        f"rows {total}, found {len(rows)}",
        share("answers right", sum(row.answer for row in rows), total),
        share("graded high", len(high), len(rows)),
        share("graded high and right in every cell", sum(row.whole for row in high), len(high)),
    ]
    for file, found in judged.items():
        wrong = [row.number for row in found if row.high and not row.whole]
        if wrong or not found:
            lines.append(
                f"{file}: " + (f"wrong at high: {', '.join(wrong)}" if found else "not read")
            )
    return "\n".join(lines)


def share(name: str, count: int, total: int) -> str:
    """A line with a share and its interval."""
    if not total:
        return f"{name}: 0 of 0"
    low, top = wilson(count, total)
    return f"{name}: {count} of {total}, {count / total:.1%} (95 %: {low:.1%} to {top:.1%})"


def main() -> None:
    """Makes the documents, reads them and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--keep", type=Path, help="folder for the documents and their gold")
    options = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
    if not browser:
        print("No Chromium on the path: all documents are web pages.")
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        golds = make_all(options.seed, options.count, browser, folder)
        print(report(golds, read(golds, folder / "documents")))


if __name__ == "__main__":
    main()
