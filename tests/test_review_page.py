"""The review in a real browser, with the program killed in the middle: no decision is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import barriers, browser, complaints, needs_browser, requested, wait
from report_data import dataset_of_files
from saextract.dataset.reviews import read_reviews

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = [needs_browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


class Program:
    """`saextract review` as a process of its own."""

    def __init__(self, out: Path) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONUNBUFFERED": "1",
            "COLUMNS": "200",
        }
        command = [sys.executable, "-m", "saextract", "review", "--out", str(out)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout
        self.address = self.process.stdout.readline().removeprefix("Open ").strip()

    def kill(self) -> None:
        """Ends it at once; a second time does nothing."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return dataset_of_files(tmp_path)


@pytest.fixture
def chrome() -> Iterator[Chrome]:
    with browser() as running:
        yield running


@pytest.fixture
def start(out: Path) -> Iterator[Callable[[], Program]]:
    """Starts the program; whatever was started has ended after the test, also one that fails."""
    started: list[Program] = []

    def run() -> Program:
        started.append(Program(out))
        return started[-1]

    yield run
    for program in started:
        program.kill()


def number(chrome: Chrome) -> str:
    found: str = chrome.execute_script(
        "const desk = document.getElementById('desk');"
        "return desk.hidden || desk.classList.contains('busy') ? ''"
        " : document.getElementById('number').textContent"
        " + document.getElementById('path').textContent"
    )
    return found


def press(chrome: Chrome, key: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(chrome).send_keys(key).perform()


def begin(chrome: Chrome, address: str, mode: str = "sample") -> None:
    chrome.get(address)
    chrome.execute_script(
        "document.getElementById('mode').value = arguments[0];"
        "const who = document.getElementById('reviewer'); who.value = 'Reader One';"
        "who.dispatchEvent(new Event('change'))",
        mode,
    )
    wait(lambda: number(chrome))


def decide(chrome: Chrome, key: str) -> None:
    """Presses a key when a row is there, and waits for the next one."""
    wait(lambda: number(chrome))
    before = number(chrome)
    press(chrome, key)
    wait(lambda: number(chrome) not in ("", before))


def test_rows_are_decided_by_keys_and_stand_in_the_file(
    out: Path, chrome: Chrome, start: Callable[[], Program]
) -> None:
    program = start()
    begin(chrome, program.address)
    decide(chrome, "r")
    decide(chrome, "s")
    chrome.execute_script(
        "const a = document.getElementById('answer'); a.value = a.value == 'no' ? 'yes' : 'no';"
    )
    decide(chrome, "c")
    decide(chrome, "u")
    wait(lambda: len(read_reviews(out)) == 3)
    said = [(review.decision, review.field) for review in read_reviews(out)]
    assert said == [("confirmed", "row"), ("corrected", "answer"), ("unreadable", "row")]
    assert {review.reviewer for review in read_reviews(out)} == {"Reader One"}
    assert complaints(chrome) == []
    asked = [url for url in requested(chrome) if not url.startswith(("data:", "chrome:"))]
    assert all(url.startswith(program.address) for url in asked)


def test_a_decision_made_while_the_program_is_dead_is_written_when_it_lives(
    out: Path, chrome: Chrome, start: Callable[[], Program]
) -> None:
    program = start()
    begin(chrome, program.address)
    for _ in range(2):
        decide(chrome, "r")
    wait(lambda: len(read_reviews(out)) == 2)
    program.kill()
    press(chrome, "r")
    wait(lambda: "not on the disk yet" in chrome.find_element("id", "alert").text)
    assert len(read_reviews(out)) == 2
    again = start()
    assert again.address == program.address
    wait(lambda: len(read_reviews(out)) == 3)
    wait(lambda: not chrome.find_element("id", "alert").is_displayed())
    decide(chrome, "r")
    wait(lambda: len(read_reviews(out)) == 4)
    assert len({(r.path, r.provision_id) for r in read_reviews(out)}) == 4


def test_a_decision_is_kept_if_the_page_too_is_closed(
    out: Path, chrome: Chrome, start: Callable[[], Program]
) -> None:
    program = start()
    begin(chrome, program.address)
    program.kill()
    press(chrome, "r")
    wait(lambda: "not on the disk yet" in chrome.find_element("id", "alert").text)
    chrome.get("about:blank")
    again = start()
    chrome.get(again.address)
    wait(lambda: len(read_reviews(out)) == 1)


def test_the_page_shows_where_the_row_stands_and_has_no_serious_barrier(
    chrome: Chrome, start: Callable[[], Program]
) -> None:
    begin(chrome, start().address)
    while "form.pdf" not in number(chrome):
        decide(chrome, "s")
    wait(
        lambda: chrome.execute_script(
            "const i = document.querySelector('.sheet img'); return i && i.naturalWidth > 300"
        )
    )
    assert chrome.execute_script("return document.querySelectorAll('.sheet a.on').length") == 1
    assert barriers(chrome) == []


def test_a_finding_is_dismissed_and_opened_again_on_the_page(
    out: Path, chrome: Chrome, start: Callable[[], Program]
) -> None:
    begin(chrome, start().address, "findings")
    ask = "return document.querySelector('#findings li, #whole-findings li').textContent"
    click = "document.querySelector('#findings li button, #whole-findings li button').click()"
    while not chrome.execute_script("return document.querySelector('#findings li') !== null"):
        decide(chrome, "s")
    chrome.execute_script(click)
    wait(lambda: "Say why" in chrome.find_element("id", "alert").text)
    chrome.execute_script("document.getElementById('why').value = 'The panel has looked at it.'")
    chrome.execute_script(click)
    wait(lambda: len(read_reviews(out)) == 1)
    shown = chrome.execute_script(ask)
    assert "Dismissed by Reader One" in shown
    assert "The panel has looked at it." in shown
    before = number(chrome)
    begin(chrome, chrome.current_url, "findings")
    while number(chrome) != before:
        decide(chrome, "s")
    assert "Open again" in chrome.execute_script(ask)
    chrome.execute_script(click)
    wait(lambda: len(read_reviews(out)) == 2)
    assert [review.decision for review in read_reviews(out)] == ["dismissed", "reopened"]
    assert "Nothing to do" in chrome.execute_script(ask)
    assert complaints(chrome) == []
    assert barriers(chrome) == []
