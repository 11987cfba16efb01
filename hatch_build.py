"""Compiles the loops over pdfium's functions where a C compiler is found.

Without one the package is pure Python and does the same, more slowly (docs/benchmarks.md).
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src/saextract/parsers/pdf/objects/loops.c")
LIBRARY = SOURCE.with_name("_loops.so")

FLAGS = ("-O2", "-ffp-contract=off", "-shared", "-fPIC")
"""No step of a sum is left out: numpy would round it, and the result must be the same."""


class CompiledLoops(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled library into the wheel, or beside its source if that is installed."""

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Compiles, and names the platform in the wheel's tag if that worked."""
        if not _compile(Path(self.root)):
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"].append(LIBRARY.as_posix())


def _compile(root: Path) -> bool:
    made = root / LIBRARY
    made.unlink(missing_ok=True)
    command = [os.environ.get("CC") or "cc", *FLAGS, "-o"]
    try:
        done = subprocess.run([*command, str(made), str(root / SOURCE)], capture_output=True)
    except OSError:
        return False
    return done.returncode == 0 and made.exists()
