"""What stands before the class's routes: who may ask, how much, and what every answer carries."""

import asyncio
import logging
import re
from collections.abc import Iterable, Iterator

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY = 16 * 1024  # bytes; the longest vote is a page of typed words
BODY_TIME = 10.0  # seconds; a vote fits in a few packets
FRAMES = ("http://localhost:*", "http://127.0.0.1:*")  # where a notebook shows the student's page
SAFE = ("GET", "HEAD", "OPTIONS")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors "
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_IN_A_FRAME = re.compile(r"/([A-Za-z]{6})?")
_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)
_log = logging.getLogger(__name__)


def guards(hosts: Iterable[str], frames: Iterable[str] = FRAMES) -> list[Middleware]:
    """FastAPI's middleware, the outermost first; hosts are the names the class is reached by."""
    return [
        Middleware(Sealed, frames=frames),
        Middleware(LastResort),
        Middleware(KnownHost, hosts=hosts),
        Middleware(SameOrigin),
        Middleware(WholeBody),
    ]


def say(status: int, text: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The answer to what cannot be done: a sentence that says what to do."""
    return JSONResponse({"say": text}, status, headers)


class Sealed:
    """Puts on every answer what a browser may do with it."""

    def __init__(self, app: ASGIApp, frames: Iterable[str] = FRAMES) -> None:
        """Let the first page and the student's page be shown in a frame of these."""
        self.app, self.frames = app, " ".join(frames) or "'none'"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers as the answer begins."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def seal(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(dict(self._headers(scope["path"])))
            await send(message)

        await self.app(scope, receive, seal)

    def _headers(self, path: str) -> Iterator[tuple[str, str]]:
        frames = self.frames if _IN_A_FRAME.fullmatch(path) else "'none'"
        yield from _ALWAYS.items()
        yield "Content-Security-Policy", _POLICY + frames
        if frames == "'none'":
            yield "X-Frame-Options", "DENY"
        if not path.startswith("/parts/"):
            yield "Cache-Control", "no-store"


class LastResort:
    """Tells in a sentence that something failed, and the log what."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before this."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Catch what nobody caught."""
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            # An answer that has begun cannot be taken back: uvicorn logs this and cuts the connection.
            if scope["type"] != "http" or begun:
                raise
            _log.exception("%s %s failed", scope["method"], scope["path"])
            await say(500, "Something went wrong here. Try again in a moment.")(scope, receive, send)


class KnownHost:
    """Answers only to its own names: a page elsewhere could have its own name lead here (DNS rebinding).

    Starlette's TrustedHostMiddleware does the same, but says so in no sentence that helps.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        """Answer to these names and addresses, at any port."""
        self.app, self.hosts = app, frozenset(_plain(host) for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request meant for another host."""
        if scope["type"] == "http" and not self._known(Headers(scope=scope).get("host", "")):
            told = say(400, "The class is not known by this address. Use the one that is on the wall.")
            await told(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _known(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return found is not None and _plain(found["name"]) in self.hosts


class SameOrigin:
    """Lets only the class's own pages, and programs that are no browser, change something."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before this."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what a page from elsewhere sends."""
        if scope["type"] == "http" and scope["method"] not in SAFE and not _own(Headers(scope=scope)):
            told = say(
                403, "This came from a page that is not the class's own. Open the address on the wall."
            )
            await told(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class WholeBody:
    """Waits for the whole body, which is small, so that nothing behind it has to."""

    def __init__(self, app: ASGIApp, most: int = BODY, seconds: float = BODY_TIME) -> None:
        """Take at most so many bytes in so many seconds."""
        self.app, self.most, self.seconds = app, most, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request with its body, or none."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.seconds):
                body = await self._read(scope, receive)
        except _TooMuch:
            await say(413, "This is more than an answer can hold. Send a shorter one.")(scope, receive, send)
        except TimeoutError:
            told = say(
                408, "Your answer did not come through in time. Send it again.", {"Connection": "close"}
            )
            await told(scope, receive, send)
        else:
            if body is not None:
                await self.app(scope, _first(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body, or None when the client went away before its end."""
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > self.most:
            raise _TooMuch
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body, more = body + message.get("body", b""), message.get("more_body", False)
            if len(body) > self.most:
                raise _TooMuch
        return body


class _TooMuch(Exception):
    pass


def _first(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def hear() -> Message:
        return waiting.pop() if waiting else await receive()

    return hear


def _own(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2].lower() == headers.get("host", "").lower() != ""


def _plain(host: str) -> str:
    return host.lower().strip("[]").removesuffix(".")
