"""What the site has beside the pages of this folder: the README, and the tutorial's notebook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

TUTORIAL = "tutorial"
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#:]+)(#[^)]*)?\)")
"""A link of the README into the repository: its words, its target, and a place in it."""


def on_files(files: Any, config: Any) -> Any:
    """Adds the README as the first page, and the notebook with its pictures (called by mkdocs)."""
    from mkdocs.structure.files import File
    from nbconvert import MarkdownExporter

    files.append(File.generated(config, "index.md", content=_home(Path(config.docs_dir))))
    notebook = Path(config.docs_dir) / f"{TUTORIAL}.ipynb"
    text, resources = MarkdownExporter().from_filename(str(notebook))
    files.append(File.generated(config, f"{TUTORIAL}.md", content=text))
    for name, picture in resources["outputs"].items():
        files.append(File.generated(config, name, content=picture))
    return files


def _home(docs: Path) -> str:
    """The README with its links as the site has them; what the site lacks is plain words."""
    text = (docs.parent / "README.md").read_text(encoding="utf-8")
    return _LINK.sub(_linked, text).replace("](docs/pictures/", "](pictures/")


def _linked(link: re.Match[str]) -> str:
    words, target, place = link[1], link[2], link[3] or ""
    if not target.startswith("docs/"):
        return words
    return f"[{words}]({target.removeprefix('docs/').replace('.ipynb', '.md')}{place})"
