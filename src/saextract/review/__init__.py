"""A page on this machine in which a person checks rows and corrects them."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from saextract.errors import UsageError

_ADDRESS = ".review.json"
"""File in the dataset's folder with port and token, so that a page left open goes on to work when
the review is started again."""

_HOST = "127.0.0.1"


def review(out: Path, tell: Callable[[str], None]) -> None:
    """Serves the page until it is interrupted.

    Args:
        out: the dataset's folder.
        tell: called with the page's address once it can be opened.

    Raises:
        DatasetError: if the folder holds no dataset.
        UsageError: if reviews.csv is not of the documented form, or the folder cannot be written.
    """
    import uvicorn

    from .app import make_app
    from .desk import Desk

    desk = Desk(out)
    with tempfile.TemporaryDirectory(prefix="saextract-") as scratch, _listening(out) as listener:
        token = _token(out, listener.getsockname()[1])
        app = make_app(desk, token, Path(scratch))
        tell(f"http://{_HOST}:{listener.getsockname()[1]}/{token}/")
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(out: Path) -> socket.socket:
    """A socket on the port of last time, or on a free one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        port = _known(out).get("port", 0)
        listener.bind((_HOST, port if isinstance(port, int) else 0))
    except (OSError, OverflowError):
        listener.bind((_HOST, 0))
    listener.listen()
    return listener


def _known(out: Path) -> dict[str, object]:
    try:
        found = json.loads((out / _ADDRESS).read_bytes())
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError):
        return {}


def _token(out: Path, port: int) -> str:
    """The token of last time, or a new one; only the user may read the file that keeps it."""
    token = _known(out).get("token")
    if not isinstance(token, str) or len(token) < 20 or not token.isidentifier():
        token = f"t{secrets.token_hex(16)}"
    try:
        file = out / _ADDRESS
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump({"port": port, "token": token}, stream)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.") from error
    return token
