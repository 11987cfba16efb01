"""LibreOffice as a converter that is trusted with nothing: no network, no macros, no links.

Each conversion has a folder with a profile of its own, which is thrown away. Where the system
lets a user have a network of his own (Linux, `unshare`), there is none in it; elsewhere every
request goes to a proxy that nobody answers.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from saextract.errors import DocumentError

TIME_LIMIT = 120
"""Seconds that a conversion may take."""

_GRACE = 5
"""Seconds that LibreOffice has to end itself."""

_NOT_STARTED = (1, 77)
"""Codes with which it ends before it looks at a file: no place for its pipe, or for its profile."""

_MOST_SAID = 200
"""Characters of its complaint that are quoted."""

_PLACES = (
    "soffice",
    "libreoffice",
    "/usr/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_APART = ("unshare", "--map-current-user", "--net", "--pid", "--kill-child", "--")
"""No network, and whatever LibreOffice starts ends with it."""

_NOBODY = "127.0.0.1"
_CLOSED = "9"
"""Port of the discard service, which no system of today runs."""

_PROPERTIES = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Office.Common/Java/ApplicationConfig", "Enable", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Update/Update/Enabled", "Enabled", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    *(
        ("Inet/Settings", f"ooInet{kind}Proxy{what}", value)
        for kind in ("HTTP", "HTTPS", "FTP")
        for what, value in (("Name", _NOBODY), ("Port", _CLOSED))
    ),
)
"""What a profile says, by path, name and value, with the schema of LibreOffice's registry."""


def find_soffice() -> str | None:
    """Path of LibreOffice's command, or None where it is not installed."""
    return next((found for place in _PLACES if (found := shutil.which(place))), None)


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """Converts a file.

    Args:
        data: the file.
        suffix: of its name, such as ".odt".
        target: ending of the format to convert to, such as "docx".

    Raises:
        DocumentError: `needs-libreoffice` if it is not installed, `libreoffice-failed` if it does
            not run here, `too-slow` if it takes too long, `truncated` if it makes nothing of the
            file.
    """
    soffice = find_soffice()
    if soffice is None:
        raise DocumentError("needs-libreoffice", f"A {suffix} file is read through LibreOffice")
    with tempfile.TemporaryDirectory(prefix="saextract-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        original = folder / f"document{suffix}"
        original.write_bytes(data)
        _write_profile(folder / "profile")
        command = [
            *(_APART if _can_be_apart() else ()),
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", target),
            *("--outdir", made, str(original)),
        ]
        refusal = _run(command, folder)
        result = original.with_suffix(f".{target}")
        if not result.is_file():
            if refusal:
                raise DocumentError("libreoffice-failed", f"LibreOffice did not run: {refusal}")
            raise DocumentError("truncated", "LibreOffice could not open it")
        return result.read_bytes()


@cache
def _can_be_apart() -> bool:
    """Whether this user may have a network and processes of his own."""
    if not sys.platform.startswith("linux") or not shutil.which(_APART[0]):
        return False
    try:
        tried = subprocess.run([*_APART, "true"], capture_output=True, timeout=_GRACE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _PROPERTIES
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def _environment(folder: Path) -> dict[str, str]:
    proxy = f"http://{_NOBODY}:{_CLOSED}"
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    names = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
    proxies = {name: proxy for low in names for name in (low, low.upper())}
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
    return {**kept, **proxies, **places, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _run(command: list[str], folder: Path) -> str:
    """Runs LibreOffice; asked to end, it also ends the process that does the work.

    Returns:
        Why it did not run at all; "" if it did, whatever it made of the file.
    """
    quiet, complaints = subprocess.DEVNULL, folder / "complaints"
    with (
        complaints.open("wb") as told,
        subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=told, env=_environment(folder)
        ) as process,
    ):
        try:
            process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
            process.kill()
            took = f"LibreOffice took longer than {TIME_LIMIT} seconds to convert it"
            raise DocumentError("too-slow", took) from error
    if process.returncode not in _NOT_STARTED:
        return ""
    lines = complaints.read_text(encoding="utf-8", errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip() and "javaldx" not in line]
    return " ".join(said)[:_MOST_SAID] or f"it ended with {process.returncode}"
