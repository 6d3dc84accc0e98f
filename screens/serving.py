"""What stands around the screens when they are served: headers, a health address, faults without their text."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import re
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from knowledge.library import KnowledgeError, load
from knowledge.validate import check_links
from rag import loading
from rag.papers.hosting import read_in
from rag.settings import settings
from rooms.hosting import keep_clean
from screens import about, lapse, meters, prepare, reflect, shelf, status, together  # noqa: F401  (all of them before loading begins: two threads must not import one thing)
from screens.session import note


def _script_hashes() -> str:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.S)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)


POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' blob: " + _script_hashes() + "; "
    + "".join(f"{kind}-src 'self' data: blob:; " for kind in ("img", "font", "worker", "connect")) + "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)  # fmt: skip
HEADERS = {b"content-security-policy": POLICY.encode(), b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer", b"x-frame-options": b"DENY"}


class Guard:
    """Turns away what a page of another site asks for, and adds the headers to every answer."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] in ("http", "websocket") and _from_elsewhere(scope):
            # Streamlit would ask a server on the internet for its own address before it decided.
            refusal = PlainTextResponse("refused", status_code=403)
            await (refusal(scope, receive, send) if scope["type"] == "http" else send({"type": "websocket.close", "code": 1008}))
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(k, v) for k, v in message.get("headers", []) if k.lower() not in HEADERS] + list(HEADERS.items())
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def _from_elsewhere(scope: Any) -> bool:
    headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
    origin = headers.get(b"origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get(b"host", "").lower()


async def health(request: Request) -> PlainTextResponse:
    """'ready', or 'loading' with 503 until the engine is there."""
    future = loading.start()
    ready = future.done() and future.exception() is None
    return PlainTextResponse("ready" if ready else "loading", status_code=200 if ready else 503)


def check_knowledge() -> None:
    """Leave with a plain sentence where the knowledge files cannot be used; nobody sees a screen."""
    try:
        check_links(load())
    except KnowledgeError as fault:
        raise SystemExit(f"How Far to Go cannot start. {fault}") from None


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Begin loading soon after the server is up: importing a model at once would hold up the first screen. Rooms past their time go as well."""
    loading.start(after=1.0)
    lapse.loop = asyncio.get_running_loop()
    stop = threading.Event()
    threading.Thread(target=keep_clean, args=(stop,), name="rooms", daemon=True).start()
    threading.Thread(target=read_in, name="documents", daemon=True).start()
    yield
    stop.set()


def on_fault(fault: Exception) -> bool:
    """Note the kind and place of a fault, and keep its text off the page and the console."""
    note(fault)
    return True


async def metrics(request: Request) -> Response:
    """Counts for Prometheus, for whoever has METRICS_TOKEN; where none is set there is nothing here."""
    token = settings().metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return PlainTextResponse("not found", status_code=404)
    return Response(meters.as_text(), media_type="text/plain; version=0.0.4")


routes = [Route("/healthz", health), Route("/metrics", metrics)]
middleware = [Middleware(Guard)]
