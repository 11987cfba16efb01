"""The page that leads through the rows, for one machine and whoever has its address."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from saextract.errors import SaextractError, UsageError
from saextract.report.render import page, sheets, style
from saextract.report.sources import PICTURES, Finder, show

from .desk import Decided, Desk, Mode

ASSETS = Path(__file__).parent / "assets"

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class _Headers(BaseHTTPMiddleware):
    """Gives every answer the headers that keep it to this machine and this page."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response


class _Handlers:
    """What the page asks for."""

    def __init__(self, desk: Desk, scratch: Path) -> None:
        self._desk = desk
        self._scratch = scratch
        documents = desk.tables["documents"]
        self._finder = Finder.of(desk.out, (row["path"] for row in documents))
        self._drawing = threading.Lock()
        (scratch / PICTURES).mkdir(exist_ok=True)

    def start(self, _: Request) -> Response:
        """The page."""
        return HTMLResponse((ASSETS / "review.html").read_bytes())

    def look(self, _: Request) -> Response:
        """The style of the report, which the page shares."""
        return Response(style(), media_type="text/css")

    def sheets(self, _: Request) -> Response:
        """The report's script for the pictures of pages."""
        return Response(sheets(), media_type="text/javascript")

    def queue(self, request: Request) -> Response:
        """The rows that wait, and how far the work is."""
        reviewer = request.query_params.get("reviewer", "")
        mode = request.query_params.get("mode", "check")
        if mode not in ("check", "second", "sample", "findings"):
            raise UsageError(f"There is no list '{mode}'.")
        keys = self._desk.queue(cast("Mode", mode), reviewer)
        return JSONResponse({"queue": keys, "progress": self._desk.progress(reviewer)})

    def row(self, request: Request) -> Response:
        """A row, and its source as HTML."""
        key = (request.query_params["assessment"], request.query_params["provision"])
        about = self._desk.about(key)
        with self._drawing:  # pdfium is not made for threads
            shown = show(self._desk.alone(key), self._finder, self._scratch)
        return JSONResponse({**about, "source": page("fragment", shown=shown)})

    async def decide(self, request: Request) -> Response:
        """Writes a decision; the answer comes once it is on the disk."""
        origin = request.headers.get("origin", "")
        if origin and origin != f"{request.url.scheme}://{request.url.netloc}":
            return JSONResponse({"error": "This page may not decide."}, status_code=403)
        try:
            decided = Decided.model_validate_json(await request.body())
        except ValidationError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        await run_in_threadpool(self._desk.decide, decided)
        return JSONResponse({"written": decided.key})


def make_app(desk: Desk, token: str, scratch: Path) -> Starlette:
    """The application.

    Args:
        desk: the dataset and the decisions about it.
        token: what the address has to begin with; whoever has it may decide.
        scratch: a folder for pictures of pages.
    """
    handlers = _Handlers(desk, scratch)
    routes = [
        Route("/", handlers.start),
        Route("/report.css", handlers.look),
        Route("/sheets.js", handlers.sheets),
        Route("/queue", handlers.queue),
        Route("/row", handlers.row),
        Route("/decide", handlers.decide, methods=["POST"]),
        Mount("/assets", StaticFiles(directory=ASSETS)),
        Mount("/source", StaticFiles(directory=scratch)),
    ]
    return Starlette(
        routes=[Mount(f"/{token}", routes=routes)],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            Middleware(_Headers),
        ],
        exception_handlers={SaextractError: _told, OSError: _told, KeyError: _told},
    )


def _told(_: Request, error: Exception) -> Response:
    status = 400 if isinstance(error, SaextractError | KeyError) else 500
    return JSONResponse({"error": str(error)}, status_code=status)
