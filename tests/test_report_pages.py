"""The report in a real browser: it loads, filters, highlights and prints, and asks for nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from browser import barriers, browser, complaints, needs_browser, printed, requested, wait
from outcomes import assessment, outcome
from report_data import HOSTILE, NUMBERS, dataset_of_files, written
from saextract.report import write_report

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = [
    needs_browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on three files."""
    return write_report(dataset_of_files(tmp_path_factory.mktemp("report"))).parent


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with browser() as running:
        yield running


def page_with(folder: Path, text: str) -> Path:
    """The page of an assessment that holds a text."""
    pages = sorted((folder / "assessment").glob("*.html"))
    return next(page for page in pages if text in page.read_text(encoding="utf-8"))


def shown(chrome: Chrome) -> list[str]:
    """Ids of the rows that can be seen."""
    found: list[str] = chrome.execute_script(
        "return [...document.querySelectorAll('tr[data-item]')]"
        ".filter(row => !row.hidden).map(row => row.id)"
    )
    return found


def choose(chrome: Chrome, facet: str, value: str) -> None:
    chrome.execute_script(
        "const s = document.querySelector(`[data-facet=${arguments[0]}]`); s.value = arguments[1];"
        "s.dispatchEvent(new Event('change'))",
        facet,
        value,
    )


def press(chrome: Chrome, key: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(chrome).send_keys(key).perform()


def test_every_page_loads_without_a_complaint_and_asks_for_nothing_but_the_disk(
    folder: Path, chrome: Chrome
) -> None:
    requested(chrome)
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 9
    for page in pages:
        chrome.get(page.as_uri())
        assert complaints(chrome) == [], page
        asked = [url for url in requested(chrome) if not url.startswith(("data:", "chrome:"))]
        assert asked
        assert all(url.startswith(folder.as_uri()) for url in asked), asked


def test_a_choice_filters_and_the_count_says_so(folder: Path, chrome: Chrome) -> None:
    chrome.get(page_with(folder, "form.pdf").as_uri())
    assert len(shown(chrome)) == 72
    choose(chrome, "answer", "partial")
    assert shown(chrome) == ["5.3"]
    assert chrome.execute_script("return document.querySelector('[data-count]').textContent") == "1"
    choose(chrome, "answer", "")
    press(chrome, "/")
    press(chrome, "SAY commentary")  # "say" is in what is told of a row that was not found, too
    wait(lambda: shown(chrome) == list(NUMBERS))


def test_the_csv_is_what_is_shown_and_never_a_formula(tmp_path: Path, chrome: Chrome) -> None:
    whole = assessment(landlord="=Made-up Homes", answers={"6.2": "no"})
    index = write_report(written(tmp_path, outcome("a.pdf", whole)))
    chrome.get(page_with(index.parent, "a.pdf").as_uri())
    choose(chrome, "answer", "no")
    chrome.execute_script(
        "URL.createObjectURL = (blob) => { window.saved = blob; return 'data:,'; };"
        "HTMLAnchorElement.prototype.click = () => {};"
        "document.querySelector('[data-act=csv]').click()"
    )
    text = chrome.execute_async_script("const d = arguments[0]; window.saved.text().then(d)")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [(row["provision_id"], row["answer"]) for row in rows] == [("HOS-2024:6.2", "no")]
    assert rows[0]["landlord"] == "'=Made-up Homes"
    assert rows[0]["commentary"] == "See section 4 of our policy."


def test_a_row_shows_its_place_and_a_box_its_row(folder: Path, chrome: Chrome) -> None:
    chrome.get(page_with(folder, "form.pdf").as_uri() + "#5.2")
    lit = "return [...document.querySelectorAll('.sheet a.on')].map(a => a.dataset.row)"
    assert chrome.execute_script(lit) == ["5.2"]
    current = "return document.querySelector('tr[aria-current]').id"
    chrome.execute_script(
        "const box = document.querySelector('.sheet a[data-row=\"4.2\"] rect');"
        "box.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    assert chrome.execute_script(current) == "4.2"
    assert chrome.execute_script(lit) == ["4.2"]
    assert chrome.execute_script("return location.hash") == "#4.2"
    press(chrome, "j")
    assert chrome.execute_script(current) == "4.3"
    press(chrome, "k")
    press(chrome, "k")
    assert chrome.execute_script(current) == "4.1"


@pytest.mark.parametrize("name", ["form.html", "form.txt"])
def test_the_cells_of_a_row_are_lit_in_what_is_set_in_type(
    folder: Path, chrome: Chrome, name: str
) -> None:
    chrome.get(page_with(folder, name).as_uri() + "#5.3")
    lit = chrome.execute_script(
        "return [...document.querySelectorAll('.typeset .on')].map(a => a.textContent).join(' ')"
    )
    assert "What we say on row 6 of ten." in lit
    assert "row 5 of ten" not in lit


def test_a_box_lies_on_the_words_of_its_row(folder: Path, chrome: Chrome) -> None:
    chrome.get(page_with(folder, "form.pdf").as_uri() + "#5.3")
    box = chrome.execute_script(
        "const r = document.querySelector('.sheet a.on rect');"
        "return ['x', 'y', 'width', 'height'].map(n => Number(r.getAttribute(n)))"
    )
    with pypdfium2.PdfDocument(folder.parent.parent / "in" / "form.pdf") as pdf:
        text = pdf[0].get_textpage()
        left, top, wide, high = box
        words = text.get_text_bounded(left, 842 - top - high, left + wide, 842 - top)
    assert words.strip() == "5.3"


def test_print_loses_no_word(folder: Path, chrome: Chrome) -> None:
    chrome.get(page_with(folder, "form.html").as_uri())
    with pypdfium2.PdfDocument(printed(chrome)) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    words = " ".join(text.split())
    for number in range(1, 11):
        assert f"What we say on row {number} of ten." in words


def test_print_takes_the_pictures_along(folder: Path, chrome: Chrome) -> None:
    chrome.get(page_with(folder, "form.pdf").as_uri())
    with pypdfium2.PdfDocument(printed(chrome)) as pdf:
        images = [o for page in pdf for o in page.get_objects() if o.type == 3]
    assert images


def test_the_matrix_leads_to_the_row(folder: Path, chrome: Chrome) -> None:
    chrome.get((folder / "index.html").as_uri())
    assert len(shown(chrome)) >= 3
    chrome.execute_script("document.querySelector('.matrix td.partial').click()")
    assert chrome.current_url.endswith("#5.3")
    assert "/assessment/" in chrome.current_url


def test_all_rows_are_found_by_words_and_the_address_keeps_the_question(
    folder: Path, chrome: Chrome
) -> None:
    chrome.get((folder / "rows.html").as_uri() + "#answer=partial&q=Print")
    count = "return document.querySelector('[data-count]').textContent"
    assert chrome.execute_script(count) == "1"
    choose(chrome, "answer", "")
    assert chrome.execute_script(count) == "72"
    assert chrome.execute_script("return location.hash") == "#q=Print"


def test_a_hostile_name_runs_nothing(tmp_path: Path, chrome: Chrome) -> None:
    whole = assessment(landlord=HOSTILE, answers={"6.2": "no"})
    index = write_report(written(tmp_path, outcome(f"{HOSTILE[:40]}.pdf", whole)))
    for page in sorted(index.parent.rglob("*.html")):
        chrome.get(page.as_uri())
        assert complaints(chrome) == []
        assert chrome.execute_script("return document.images.length") == 0
        assert chrome.title != "x"


@pytest.mark.parametrize(("width", "dark"), [(1360, False), (1360, True), (390, False)])
def test_no_serious_barrier(folder: Path, width: int, dark: bool) -> None:
    pages = [*folder.glob("*.html"), *(folder / "landlord").glob("*.html")]
    pages += (folder / "assessment").glob("*.html")
    with browser(width, 840, dark) as chrome:
        for page in sorted(pages):
            chrome.get(page.as_uri())
            assert barriers(chrome) == [], page.name


def test_a_phone_shows_a_page_without_scrolling_sideways(folder: Path) -> None:
    with browser(390, 840) as chrome:
        for page in sorted(folder.rglob("*.html")):
            chrome.get(page.as_uri())
            wide = chrome.execute_script("return document.documentElement.scrollWidth")
            assert wide <= 390, page.name


def test_the_search_for_barriers_finds_one(chrome: Chrome) -> None:
    chrome.get(
        "data:text/html,<!DOCTYPE html><html lang=en><title>One</title><main><img src='data:,'>"
    )
    assert [fault.partition(":")[0] for fault in barriers(chrome)] == ["image-alt"]


def sector(folder: Path, count: int) -> Path:
    """A report on so many assessments, each of a landlord of its own; the last says no once."""
    items = [
        outcome(
            f"{number:03}.pdf",
            assessment(
                landlord=f"Made-up Homes {number:03}",
                answers={"6.2": "no" if number == count - 1 else "yes"},
                other="yes" if number % 2 else "partial",
            ),
        )
        for number in range(count)
    ]
    return write_report(written(folder, *items), pictures=False).parent


def test_a_matrix_of_any_size_is_drawn_a_part_at_a_time_and_filtered_whole(
    tmp_path: Path, chrome: Chrome
) -> None:
    chrome.get((sector(tmp_path, 150) / "index.html").as_uri())
    drawn = "return document.querySelectorAll('.matrix tr[data-item]').length"
    count = "return document.querySelector('[data-list=matrix] [data-count]').textContent"
    assert chrome.execute_script(count) == "150"
    assert chrome.execute_script(drawn) < 100
    chrome.execute_script(
        "const frame = document.querySelector('[data-list=matrix] .scroll');"
        "frame.scrollTop = frame.scrollHeight; frame.dispatchEvent(new Event('scroll'))"
    )
    assert 100 < chrome.execute_script(drawn) < 150
    chrome.execute_script(
        "const s = document.querySelector('[data-list=matrix] [data-search]');"
        "s.value = 'homes 149'; s.dispatchEvent(new Event('input'))"
    )
    wait(lambda: chrome.execute_script(count) == "1")
    chrome.execute_script("document.querySelector('.matrix td.no').click()")
    assert chrome.current_url.endswith("#6.2")
    assert "Made-up Homes 149" in chrome.title


def test_what_is_drawn_later_leads_somewhere_too(tmp_path: Path, chrome: Chrome) -> None:
    folder = sector(tmp_path, 3)
    for name in ("index.html", "rows.html"):
        chrome.get((folder / name).as_uri())
        links = "return [...document.querySelectorAll('tr[data-item] a')].map(a => a.href)"
        found = {link.partition("#")[0] for link in chrome.execute_script(links)}
        assert len(found) >= 3
        assert found <= {page.as_uri() for page in folder.rglob("*.html")}


def test_a_long_list_is_printed_whole(tmp_path: Path, chrome: Chrome) -> None:
    chrome.get((sector(tmp_path, 150) / "index.html").as_uri())
    with pypdfium2.PdfDocument(printed(chrome)) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    words = " ".join(text.split())
    assert "Homes 000" in words
    assert "Homes 149" in words


def test_a_page_is_turned_with_its_boxes(folder: Path, chrome: Chrome) -> None:
    chrome.get(page_with(folder, "form.pdf").as_uri())
    measure = (
        "const p = document.querySelector('.sheet'), s = p.getBoundingClientRect();"
        "const b = document.querySelector('.sheet a[data-row=\"4.1\"] rect')"
        ".getBoundingClientRect();"
        "return [s.width, s.height, b.x - s.x, b.y - s.y, b.width, b.height]"
    )
    wide, high, left, top, box_wide, box_high = chrome.execute_script(measure)
    chrome.execute_script("document.querySelector('[data-act=turn]').click()")
    turned = chrome.execute_script(measure)
    scale = wide / high
    expected = [wide, wide * scale, wide - (top + box_high) * scale, left * scale]
    expected += [box_high * scale, box_wide * scale]
    assert turned == pytest.approx(expected, abs=3)
    for _ in range(3):
        chrome.execute_script("document.querySelector('[data-act=turn]').click()")
    assert chrome.execute_script(measure) == pytest.approx(
        [wide, high, left, top, box_wide, box_high], abs=1
    )


def test_pictures_are_made_larger_with_their_boxes_and_smaller_again(
    folder: Path, chrome: Chrome
) -> None:
    chrome.get(page_with(folder, "form.pdf").as_uri() + "#5.3")
    measure = (
        "return ['.sheet', '.sheet a.on rect']"
        ".map(name => document.querySelector(name).getBoundingClientRect().width)"
    )
    before = chrome.execute_script(measure)
    chrome.execute_script("document.querySelector('[data-act=larger]').click()")
    half_more = [1.5 * width for width in before]
    assert chrome.execute_script(measure) == pytest.approx(half_more, rel=0.02)
    press(chrome, "+")
    assert chrome.execute_script(measure) == pytest.approx([2 * w for w in before], rel=0.02)
    seen = chrome.execute_script(
        "const box = document.querySelector('.sheet a.on rect').getBoundingClientRect(),"
        "frame = document.querySelector('.sheets').getBoundingClientRect();"
        "return box.left >= frame.left && box.top >= frame.top && box.top < frame.bottom"
    )
    assert seen
    press(chrome, "-")
    press(chrome, "-")
    press(chrome, "-")
    assert chrome.execute_script(measure) == pytest.approx(before, rel=0.02)


def test_a_landlord_is_found_by_a_part_of_its_name(folder: Path, chrome: Chrome) -> None:
    chrome.get((folder / "index.html").as_uri())
    chrome.execute_script("document.querySelector('[data-goto]').focus()")
    press(chrome, "homes WEB\ue007")
    wait(lambda: "/landlord/" in chrome.current_url)
    assert chrome.title == "Brambleford Web Homes"


def test_the_number_of_musts_not_met_leads_to_as_many_rows(folder: Path, chrome: Chrome) -> None:
    chrome.get((folder / "index.html").as_uri())
    card = "const c = document.querySelector('.card[href*=unmet]');"
    told = chrome.execute_script(card + "return c.querySelector('b').textContent")
    chrome.execute_script(card + "c.click()")
    count = "return document.querySelector('[data-count]')?.textContent"
    wait(lambda: chrome.execute_script(count) == told)
    assert int(told) == 6


def test_on_a_phone_choices_are_folded_and_the_source_opens_at_the_row(folder: Path) -> None:
    with browser(390, 840) as chrome:
        chrome.get(page_with(folder, "form.pdf").as_uri() + "#5.6")
        choice = "return document.querySelector('[data-facet=answer]').offsetParent !== null"
        assert not chrome.execute_script(choice)
        chrome.execute_script("document.querySelector('.fold').click()")
        assert chrome.execute_script(choice)
        chrome.execute_script("document.querySelector('[data-act=source]').click()")
        seen = (
            "const box = document.querySelector('.sheet a.on rect').getBoundingClientRect(),"
            "frame = document.querySelector('.sheets').getBoundingClientRect();"
            "return box.top >= frame.top && box.bottom <= frame.bottom"
        )
        wait(lambda: chrome.execute_script(seen))
