"""Runs docs/tutorial.ipynb and writes it with what it says.

python docs/tutorial.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOK = Path(__file__).parent / "tutorial.ipynb"
_SECONDS = 600
"""Longest that a cell may take; reading the documents takes about ten."""


def run(notebook: NotebookNode) -> NotebookNode:
    """Runs a notebook beside this file, with the commands of this environment.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell fails.
    """
    from nbclient import NotebookClient

    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    where = {"metadata": {"path": str(NOTEBOOK.parent)}}
    client = NotebookClient(
        notebook, timeout=_SECONDS, resources=where, record_timing=False, coalesce_streams=True
    )
    client.execute()
    return notebook


def said(notebook: NotebookNode) -> list[list[Any]]:
    """What each cell says as text; of a picture, that there is one."""
    return [
        [_text(output) for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _text(output: Any) -> Any:
    if output.output_type == "stream":
        return output.text
    data = output.data
    return "a picture" if "image/jpeg" in data else data["text/plain"]


def main() -> None:
    """Writes the notebook anew."""
    import nbformat

    notebook = run(nbformat.read(NOTEBOOK, as_version=4))
    notebook.metadata.language_info = {"name": "python"}
    nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main()
