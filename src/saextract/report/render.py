"""Templates to pages: everything escaped, style and script in the page under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saextract import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

WORDS = {
    "yes": ("Yes", "Yes"),
    "partial": ("Partial", "Part"),
    "no": ("No", "No"),
    "not_applicable": ("Not applicable", "N/A"),
    "described": ("Described", "Desc"),
    "unanswered": ("Not answered", "Blank"),
    "unclear": ("Unclear", "Uncl"),
    "not_found": ("Not found", "–"),
}
"""Each answer in words, and short enough for a cell of a matrix."""

MEANINGS = {
    "yes": "a plain yes is printed",
    "partial": "neither a plain yes nor a plain no is printed",
    "no": "a plain no is printed",
    "not_applicable": "the landlord says that it does not apply",
    "described": "the question asks for a figure or a description, and one is given",
    "unanswered": "the row is there, its answer is blank",
    "unclear": "something is printed that cannot be classed",
    "not_found": "no row was found, which says nothing about the landlord",
}
"""What each answer means."""

_POLICY = "default-src 'none'; img-src 'self' file:; base-uri 'none'; form-action 'none'"
"""Nothing may be fetched but pictures of the report's own folder."""


def page(template: str, **content: Any) -> str:
    """Fills a template.

    Args:
        template: its name without `.html.jinja`.
        content: what it shows; texts can only ever be text in it. `root` is the way up to the
            report's folder, such as `../`.
    """
    return _environment().get_template(f"{template}.html.jinja").render(**content)


def style() -> str:
    """The style sheet of the report's pages."""
    return _asset("assets", "report.css")


def sheets() -> str:
    """The script that turns pictures of pages, and makes them larger and smaller."""
    return _asset("assets", "sheets.js")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda name: _asset("templates", name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    from markupsafe import Markup

    look, script = style(), sheets() + _asset("assets", "report.js")

    environment.globals |= {
        "version": __version__,
        "words": WORDS,
        "meanings": MEANINGS,
        "style": Markup(look),
        "script": Markup(script),
        "policy": f"{_POLICY}; style-src {_hash(look)}; script-src {_hash(script)}",
    }
    environment.filters |= {"data": _data, "plain": _plain, "percent": percent}
    return environment


def _asset(folder: str, name: str) -> str:
    return (files(__package__) / folder / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _data(value: object) -> Any:
    """A value as JSON that cannot end the element it stands in."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _plain(name: object) -> str:
    """An identifier in words: `unmet-must` is `unmet must`."""
    return str(name).replace("_", " ").replace("-", " ")


def percent(share: float | None) -> str:
    """A share as a percentage; an en dash for none."""
    return "–" if share is None else f"{round(share * 100)} %"
