"""Makes the tables of this folder anew.

python example/make.py
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import saextract

HERE = Path(__file__).parent
DOCUMENTS = ("dartford-2022-chromium.pdf", "dartford-2024-chromium.pdf")
TABLES = ("documents", "assessments", "responses", "findings", "actions", "promises")


def main() -> None:
    """Reads the documents and copies the tables."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "documents", Path(folder) / "out"
        source.mkdir()
        for name in DOCUMENTS:
            shutil.copy(HERE.parent / "corpus" / "documents" / name, source)
        saextract.ingest([source], out)
        for name in TABLES:
            shutil.copy(out / f"{name}.csv", HERE)


if __name__ == "__main__":
    main()
