"""The report: complete, linked up, the same each time, and safe whatever a document says."""

from __future__ import annotations

import csv
import io
import json
import random
from html import escape
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image, ImageChops, ImageDraw
from typer.testing import CliRunner

import saextract
from outcomes import assessment, outcome, response
from report_data import HOSTILE, dataset_of_files, dismissal, written
from saextract import IngestSettings, Settings
from saextract.analysis.coverage import coverage
from saextract.cli import app
from saextract.codes import get_code
from saextract.dataset.reviews import add_reviews
from saextract.dataset.store import read_tables
from saextract.errors import DatasetError, UsageError
from saextract.mapping.assessing.readings import with_second
from saextract.register.files import BUNDLED, load_register, register_of
from saextract.report import write_report
from saextract.report.pictures import _webp
from saextract.report.sources import Shown
from saextract.report.typeset import Part


def pages(index: Path) -> dict[str, html.HtmlElement]:
    """Every page of a report by its name."""
    folder = index.parent
    return {
        file.relative_to(folder).as_posix(): html.fromstring(file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.html"))
    }


def only(found: dict[str, html.HtmlElement], folder: str) -> html.HtmlElement:
    (page,) = (page for name, page in found.items() if name.startswith(f"{folder}/"))
    return page


def data(page: html.HtmlElement, kind: str = "rows") -> dict[str, Any]:
    """What a list of a page is drawn from."""
    (text,) = page.xpath(f"//div[@data-list='{kind}']//script[@type='application/json']/text()")
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_document_and_row_has_its_place(tmp_path: Path) -> None:
    answers = {"6.2": response("HOS-2024:6.2", "no", commentary="Seven days at present.")}
    letter = outcome("letter.pdf")
    found = pages(
        write_report(written(tmp_path, outcome("a.pdf", assessment(answers=answers)), letter))
    )
    assert {"index.html", "rows.html", "documents.html"} < set(found)
    for path in ("a.pdf", "letter.pdf"):
        assert path in found["documents.html"].text_content()
    page = only(found, "assessment")
    rows = page.xpath("//tr[@data-item]")
    assert len(rows) == 72
    (row,) = page.xpath("//tr[@id='6.2']")
    text = " ".join(row.text_content().split())
    assert "Seven days at present." in text
    assert "printed: “No”" in text
    assert row.get("data-answer") == "no unmet"
    assert "page 3" in text


def test_every_link_within_the_report_leads_somewhere(tmp_path: Path) -> None:
    first = outcome("a.pdf", assessment(answers={"6.2": "no"}, year="2023"))
    second = outcome("b.pdf", assessment(answers={"6.3": "partial"}, year="2024"))
    index = write_report(written(tmp_path, first, second))
    found = pages(index)
    for name, page in found.items():
        for target in page.xpath("//@href"):
            path, _, place = str(target).partition("#")
            file = ((index.parent / name).parent / path).resolve() if path else index.parent / name
            other = found[file.relative_to(index.parent.resolve()).as_posix()] if path else page
            if place and "=" not in place:
                assert other.xpath(f"//*[@id='{place}']"), (name, target)


def test_nothing_is_fetched_and_the_policy_allows_only_what_is_in_the_page(tmp_path: Path) -> None:
    for name, page in pages(
        write_report(written(tmp_path, outcome("a.pdf", assessment())))
    ).items():
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert page.xpath("//link | //iframe | //script/@src | //@style | //@onclick") == [], name
        assert not [href for href in page.xpath("//@href") if ":" in href.partition("#")[0]], name


def test_markup_in_a_document_is_only_text(tmp_path: Path) -> None:
    said = dict.fromkeys(("commentary", "evidence", "answer_printed"), HOSTILE)
    bad = response("HOS-2024:6.2", "no", **said, other={HOSTILE: HOSTILE})
    whole = assessment(landlord=HOSTILE, answers={"6.2": bad})
    found = pages(write_report(written(tmp_path, outcome(f"{HOSTILE}.pdf", whole))))
    for name, page in found.items():
        scripts = [node for node in page.xpath("//script") if node.get("type") is None]
        assert len(scripts) == 1, name
        assert page.xpath("//img | //*[@onerror]") == [], name
    text = only(found, "assessment").xpath("//tr[@id='6.2']")[0].text_content()
    assert text.count(HOSTILE) >= 5
    assert HOSTILE in only(found, "landlord").xpath("//h1")[0].text_content()
    assert data(found["rows.html"])["assessments"][0][0] == HOSTILE
    index = found["index.html"]
    assert data(index, "matrix")["lines"][0][0] == HOSTILE
    assert HOSTILE in [line[1] for line in data(index, "coverage")["lines"]]


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    out = dataset_of_files(tmp_path)

    def read() -> dict[str, bytes]:
        folder = write_report(out).parent
        return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*.*")}

    first = read()
    assert any(name.endswith(".webp") for name in first)
    assert read() == first


def test_the_page_of_a_pdf_is_drawn_with_the_boxes_of_its_rows(tmp_path: Path) -> None:
    index = write_report(dataset_of_files(tmp_path))
    page = next(p for p in pages(index).values() if p.xpath("//figure"))
    (picture,) = page.xpath("//figure//img/@src")
    assert (index.parent / "assessment" / picture).resolve().stat().st_size > 1000
    (links,) = page.xpath("//figure//*[local-name()='svg']")
    rows = {link.get("data-row") for link in links.xpath(".//*[local-name()='a']")}
    assert rows
    assert rows <= {row.get("id") for row in page.xpath("//tr[@data-item]")}


def test_the_cells_of_a_web_page_and_the_lines_of_a_text_are_marked(tmp_path: Path) -> None:
    found = pages(write_report(dataset_of_files(tmp_path))).values()
    marked = [p for p in found if p.xpath("//div[@class='typeset']//*[@data-rows]")]
    assert len(marked) == 2
    for page in marked:
        ids = {row.get("id") for row in page.xpath("//tr[@data-item]")}
        for node in page.xpath("//div[@class='typeset']//*[@data-rows]"):
            assert set(node.get("data-rows").split()) <= ids


def test_a_heading_that_comes_again_marks_the_passage_of_its_own_row_alone(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    texts = {p.number: p.text for p in get_code("HOS-2024").provisions}
    blocks = "".join(
        f"<h3>Provision {number}</h3><p>{escape(text)}</p><p>We comply</p>"
        f"<h4>What we do</h4><p>Our practice on {number}.</p>"
        for number, text in texts.items()
    )
    page = f"<!DOCTYPE html><title>Made-up Homes</title><h1>Made-up Homes, June 2024</h1>{blocks}"
    (source / "form.html").write_text(page, encoding="utf-8")
    settings = IngestSettings(pipeline=Settings(use_register=False), jobs=1)
    saextract.ingest([source], tmp_path / "out", settings)
    shown = only(pages(write_report(tmp_path / "out")), "assessment")
    (marked,) = shown.xpath("//*[@class='typeset']//p[contains(., 'Our practice on 6.3.')]")
    assert marked.get("data-rows") == "6.3"


def test_a_file_that_is_gone_or_changed_is_said_so(tmp_path: Path) -> None:
    out = dataset_of_files(tmp_path)
    (tmp_path / "in" / "form.pdf").unlink()
    changed = tmp_path / "in" / "form.html"
    changed.write_bytes(changed.read_bytes() + b"<!-- later -->")
    texts = [page.text_content() for page in pages(write_report(out)).values()]
    assert sum("form.pdf is no longer there" in text for text in texts) == 1
    assert sum("form.html has been changed since it was read" in text for text in texts) == 1


def test_without_pictures_the_places_are_still_told(tmp_path: Path) -> None:
    out = dataset_of_files(tmp_path)
    index = write_report(out, pictures=False)
    assert list(index.parent.rglob("*.webp")) == []
    texts = [page.text_content() for page in pages(index).values()]
    assert any("without pictures" in text and "page 1" in text for text in texts)


def test_a_reply_of_the_landlord_stands_at_its_row(tmp_path: Path) -> None:
    out = written(tmp_path, outcome("a.pdf", assessment(answers={"6.2": "no"})))
    with (out / "replies.csv").open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["landlord", "provision_id", "replied_on", "reply"])
        lines.writerow(["made-up homes", "HOS-2024:6.2", "2025-02-01", "Five days since January."])
    found = pages(write_report(out))
    assert "Five days since January." in only(found, "landlord").text_content()
    (row,) = only(found, "assessment").xpath("//tr[@id='6.2']")
    assert "Five days since January." in row.text_content()


def test_a_dismissed_finding_is_told_as_dismissed_and_counts_no_more(tmp_path: Path) -> None:
    late = response("HOS-2024:6.3", commentary="Stage 1 is answered within 15 working days.")
    said = outcome("a.pdf", assessment(answers={"6.3": late}))
    rule, why = "timescale-over-code", "It is a <slip>."
    add_reviews(tmp_path, [dismissal(said.sha256, "HOS-2024:6.3", rule, late.commentary, why)])
    found = pages(write_report(written(tmp_path, said)))
    (row,) = only(found, "assessment").xpath("//tr[@id='6.3']")
    told = f"dismissed by Reader One on 2026-11-27: {why}"
    assert told in " ".join(row.text_content().split())
    assert row.get("data-finding") == ""
    landlord = only(found, "landlord")
    (line,) = landlord.xpath("//tr[@data-state='dismissed']")
    assert told in " ".join(line.text_content().split())
    still_open = landlord.xpath("//tr[@data-state='open']")
    assert rule.replace("-", " ") not in [line[1].text_content() for line in still_open]
    (counted,) = landlord.xpath("//td[@data-th='Findings']")
    assert counted.text_content() == str(len(still_open))
    assert rule not in {entry[5] for entry in data(found["rows.html"])["rows"]}
    assert not found["index.html"].xpath(f"//ul[@class='rules']//a[contains(@href, '{rule}')]")


def test_how_far_two_readings_agree_is_told(tmp_path: Path) -> None:
    second = assessment(answers={"1.2": "no"})
    (compared,) = with_second([assessment()], [second])
    index = pages(write_report(written(tmp_path, outcome("a.pdf", compared))))["index.html"]
    (table,) = index.xpath("//div[@aria-labelledby='readings']//table")
    rows = [[cell.text_content() for cell in row.xpath("th|td")] for row in table.xpath(".//tr")]
    assert rows[1] == ["answer", "71", "72", "99 %", "93 % to 100 %"]
    alone = pages(write_report(written(tmp_path / "alone", outcome("a.pdf", assessment()))))
    assert not alone["index.html"].xpath("//*[@id='readings']")


def test_the_first_page_counts_the_musts_not_met_of_the_newest_without_copies(
    tmp_path: Path,
) -> None:
    older = outcome("a.pdf", assessment(answers={"6.2": "no", "6.3": "no"}, year="2023"))
    newer = outcome("b.pdf", assessment(answers={"6.2": "no"}, year="2024"))
    index = pages(write_report(written(tmp_path, older, newer)))["index.html"]
    card = index.xpath("//a[@class='card'][contains(., 'musts not met')]")[0]
    assert " ".join(card.text_content().split()) == "1musts not metin the newest assessments"
    assert "latest=yes" in card.get("href")


def test_the_findings_of_a_copy_are_told_once_of_a_landlord(tmp_path: Path) -> None:
    whole = assessment(landlord="Made-up Homes", answers={"6.2": "no"})
    found = pages(write_report(written(tmp_path, outcome("a.pdf", whole), outcome("b.pdf", whole))))
    rows = only(found, "landlord").xpath("//tr[@data-finding='unmet-must']")
    assert len(rows) == 1
    assert "stand in the dataset once more" in only(found, "landlord").text_content()


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("6.2     Landlords must answer.      Yes", "        in ten days"), True),
        (("6.2 Landlords must answer in ten days: yes.", "We do, since 2023."), False),
    ],
)
def test_lines_that_keep_columns_apart_are_shown_unwrapped(
    lines: tuple[str, ...], kept: bool
) -> None:
    parts = tuple(Part("line", text, number) for number, text in enumerate(lines, 1))
    assert Shown({}, parts=parts).in_columns is kept


def test_a_page_of_type_is_kept_to_the_letter_and_a_photograph_is_not() -> None:
    page = Image.new("RGB", (900, 600), "white")
    ImageDraw.Draw(page).text((40, 40), "A complaint must be defined as:", fill="black")
    chance = random.Random(4)
    noise = bytes(chance.randrange(256) for _ in range(3 * 300 * 200))
    photograph = Image.frombytes("RGB", (300, 200), noise)
    made = [_webp(page), _webp(photograph)]
    assert [b"VP8L" in data[:20] for data in made] == [True, False]
    with Image.open(io.BytesIO(made[0])) as kept:
        apart = ImageChops.difference(kept.convert("RGB"), page)
    assert max(high for _, high in apart.getextrema()) <= 4, "half a step of 32 shades"


def test_what_changed_since_the_year_before_is_told(tmp_path: Path) -> None:
    first = outcome("a.pdf", assessment(answers={"6.2": "yes"}, year="2023"))
    second = outcome("b.pdf", assessment(answers={"6.2": "no"}, year="2024"))
    found = pages(write_report(written(tmp_path, first, second)))
    rows = [row for page in found.values() for row in page.xpath("//tr[@data-changed='yes']")]
    assert {row.get("id") for row in rows} == {"6.2", None}
    assert any("was Yes in 2023" in " ".join(row.text_content().split()) for row in rows)


def test_who_is_covered_is_told_as_the_command_tells_it(tmp_path: Path) -> None:
    first = load_register(BUNDLED).entries[0]
    whole = assessment(year="2025", landlord_id=first.id, landlord_registered=first.name)
    out = written(tmp_path, outcome("a.pdf", whole), outcome("b.pdf", assessment("HOS-2022")))
    said = coverage(read_tables(out, "assessments"), register_of(out))
    found = pages(write_report(out))
    lines = data(found["index.html"], "coverage")["lines"]
    assert [line[0] for line in lines] == [row["status"] for row in said]
    (covered,) = (line for line in lines if line[0] == "current")
    assert covered[1] == first.name
    assert {covered[4], covered[-1]} < set(found)


def test_without_a_register_nothing_is_said_of_who_is_absent(tmp_path: Path) -> None:
    found = pages(write_report(dataset_of_files(tmp_path)))
    (section,) = found["index.html"].xpath("//h2[@id='coverage']/following-sibling::p[1]")
    assert "--no-register" in section.text_content()


def test_an_empty_dataset_gives_pages_too(tmp_path: Path) -> None:
    assert "No assessment" in pages(write_report(written(tmp_path)))["index.html"].text_content()


def test_a_folder_of_the_users_is_not_overwritten(tmp_path: Path) -> None:
    out = written(tmp_path, outcome("a.pdf", assessment()))
    (out / "report").mkdir()
    (out / "report" / "mine.txt").write_text("kept")
    with pytest.raises(UsageError, match=r"mine\.txt"):
        write_report(out)
    assert (out / "report" / "mine.txt").read_text() == "kept"


def test_a_file_of_the_users_within_the_report_is_not_lost(tmp_path: Path) -> None:
    out = written(tmp_path, outcome("a.pdf", assessment()))
    note = write_report(out).parent / "note.txt"
    write_report(out)
    note.write_text("kept", encoding="utf-8")
    with pytest.raises(UsageError, match=r"note\.txt"):
        write_report(out)
    assert note.read_text(encoding="utf-8") == "kept"


def test_without_a_dataset_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError):
        write_report(tmp_path)
    assert CliRunner().invoke(app, ["report", "--out", str(tmp_path)]).exit_code != 0
