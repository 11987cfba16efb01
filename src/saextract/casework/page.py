"""An assessor's table as a web page that needs nothing beside it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from .content import Casework
from .words import NOTE, NOTHING, RECOMMENDATION, SUBMISSION_NOTE, observation, step


def write_page(path: Path, casework: Casework) -> None:
    """Writes the table as HTML; texts of documents can only ever be text in it.

    Args:
        path: the file; written over.
        casework: what it says.
    """
    path.write_text(render(casework), encoding="utf-8", newline="\n")


def render(casework: Casework) -> str:
    """The page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = (files(__package__) / "page.html.jinja").read_text(encoding="utf-8")
    text = environment.from_string(template).render(
        it=casework,
        note=NOTE,
        nothing=NOTHING,
        recommendation=RECOMMENDATION,
        submission_note=SUBMISSION_NOTE,
        observation=observation,
        step=step,
    )
    return text.encode("utf-8", "replace").decode("utf-8")
