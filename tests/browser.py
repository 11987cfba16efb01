"""A headless Chromium for tests: what it shows, what it logs, and what it asks for."""

from __future__ import annotations

import base64
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def missing() -> str:
    """Why there is no browser here, or ""."""
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        return "no Chromium: install chromium and chromium-driver to run the tests of pages"
    return "" if shutil.which("chromedriver") else "no chromedriver: install chromium-driver"


needs_browser = pytest.mark.skipif(bool(missing()), reason=missing() or "there is a browser")


@contextmanager
def browser(width: int = 1360, height: int = 900, dark: bool = False) -> Iterator[Chrome]:
    """A browser with a window of this size in pixels, without a network."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=ChromeService(shutil.which("chromedriver") or ""))
    try:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        yield chrome
    finally:
        chrome.quit()


def wait(done: Callable[[], object], seconds: float = 20.0) -> None:
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def complaints(chrome: Chrome) -> list[str]:
    """What the page has logged since it was last asked."""
    return [entry["message"] for entry in chrome.get_log("browser")]


def requested(chrome: Chrome) -> list[str]:
    """The addresses that were asked for since it was last asked."""
    events = (json.loads(entry["message"])["message"] for entry in chrome.get_log("performance"))
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


def printed(chrome: Chrome) -> bytes:
    """The page as it is printed, a PDF."""
    return base64.b64decode(chrome.execute_cdp_cmd("Page.printToPDF", {})["data"])


def barriers(chrome: Chrome) -> list[str]:
    """Serious and critical faults against WCAG 2.2 AA that axe finds on the page."""
    try:
        axe = files("axe_playwright_python") / "axe.min.js"
    except ModuleNotFoundError:
        pytest.skip("no axe-core: install the package axe-playwright-python, which carries it")
    chrome.execute_script(axe.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = chrome.execute_async_script(
        "const done = arguments[1]; axe.run({runOnly: {type: 'tag', values: arguments[0]}})"
        ".then(done, (error) => done({violations: [{id: String(error), impact: 'serious', "
        "nodes: []}]}))",
        tags,
    )
    return [
        f"{fault['id']}: {[node['html'][:160] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
