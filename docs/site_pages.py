"""What the site has beside the pages of this folder: the tutorial, made of its notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TUTORIAL = "tutorial"


def on_files(files: Any, config: Any) -> Any:
    """Adds the notebook as a page, with what it says and its pictures (called by mkdocs)."""
    from mkdocs.structure.files import File
    from nbconvert import MarkdownExporter

    notebook = Path(config.docs_dir) / f"{TUTORIAL}.ipynb"
    text, resources = MarkdownExporter().from_filename(str(notebook))
    files.append(File.generated(config, f"{TUTORIAL}.md", content=text))
    for name, picture in resources["outputs"].items():
        files.append(File.generated(config, name, content=picture))
    return files
