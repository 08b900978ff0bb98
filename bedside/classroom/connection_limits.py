"""Patience with clients, and its end: who is slow, idle or too many does not keep a class out."""

import asyncio
import socket
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.responses import JSONResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from bedside.classroom.rate_limit import house

MOST = (
    4000  # connections; a stream costs some 50 KB, so this is about 200 MB, for a class of 500 in many tabs
)
SPARE = 8  # one connection in so many is for those that have not asked yet, so that asking stays possible
BACKLOG = 256  # a class that scans a code together; asyncio may accept as many before we hear of the first
FILES = 128  # more open files, for the records, the log and Python itself
HEAD = 10.0  # seconds for a request's head: it fits in one packet, and a phone in a basement resends for some
DRAIN = 30.0  # seconds for a client to take what waits for it; a page that hears nothing asks anew after 15
KEEP_ALIVE = 15  # seconds a connection is kept for the next vote; a phone's radio takes long to connect again
HEAD_SIZE = 16 * 1024  # bytes of a head: other servers of this computer (JupyterLab) leave cookies for ours
SEND_BUFFER = 64 * 1024  # bytes the system keeps for a slow client, who would else be given megabytes

_SAY = "The class has no place left right now. Your page tries again by itself."
FULL = JSONResponse(
    {"say": _SAY},
    503,
    {
        "Retry-After": "5",
        "Connection": "close",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    },
)


@dataclass(frozen=True)
class Limits:
    """How long to wait for a head and for a reader, how many to keep, and one house's share."""

    head: float = HEAD
    drain: float = DRAIN
    keep_alive: int = KEEP_ALIVE
    most: int = MOST
    share: float = 0.5


def patient(limits: Limits | None = None) -> dict[str, Any]:
    """The settings of a uvicorn server with these limits, lowered to the files it may open."""
    limits = limits or Limits()
    return {
        "http": partial(Patience, places=Places(limits, most(limits.most))),
        "timeout_keep_alive": limits.keep_alive,
        "backlog": BACKLOG,
        "h11_max_incomplete_event_size": HEAD_SIZE,
        # It would count idle connections and turn away who asks.
        "limit_concurrency": None,
        # Streams have no end of their own.
        "timeout_graceful_shutdown": 2,
        # No proxy is in front; a header must not choose the address that guesses are counted for.
        "proxy_headers": False,
        "server_header": False,
        "ws": "none",
        "access_log": False,
    }


def most(wanted: int = MOST) -> int:
    """How many connections this process can keep, up to those wanted; lets it open more files if it may."""
    others = 2 * BACKLOG + FILES
    return max(SPARE, min(wanted, _files(wanted + others) - others))


def _files(wanted: int) -> int:
    try:
        import resource
    except ImportError:  # Windows counts no files
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Not the hard limit itself: macOS says there is none, and then refuses it.
    more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= more:
        return more
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
        return more
    return soft


@dataclass
class Places:
    """The connections of a server: those that wait for a request, oldest first, and those that asked."""

    limits: Limits
    most: int
    waiting: dict["Patience", None] = field(default_factory=dict)
    asked: set["Patience"] = field(default_factory=set)
    houses: Counter[str] = field(default_factory=Counter)

    def wait(self, guest: "Patience") -> None:
        """A guest begins to wait for a request; when all places are taken, who waits longest must go."""
        self.leave(guest)
        self.waiting[guest] = None
        while self.waiting and len(self.waiting) + len(self.asked) > self.most:
            oldest = next(iter(self.waiting))
            self.leave(oldest)
            oldest.drop()

    def ask(self, guest: "Patience") -> None:
        """A guest's request has come."""
        self.waiting.pop(guest, None)
        self.asked.add(guest)
        self.houses[guest.house] += 1

    def leave(self, guest: "Patience") -> None:
        """A guest is gone."""
        self.waiting.pop(guest, None)
        if guest in self.asked:
            self.asked.remove(guest)
            self.houses[guest.house] -= 1
            if not self.houses[guest.house]:
                del self.houses[guest.house]

    def room(self, house: str) -> bool:
        """Whether one more request can be answered, and one more of this house."""
        asking = self.most - max(1, self.most // SPARE)
        return len(self.asked) < asking and self.houses[house] < max(1, int(asking * self.limits.share))


class Patience(H11Protocol):
    """HTTP as uvicorn speaks it, with clients who must ask, send and read in time.

    uvicorn's own limits begin with the first answer and count idle connections as much as those that ask;
    what is written as ASGI hears of a request only when its head is whole, and cannot cut a connection. So
    this overrides uvicorn's inside: its version is capped, and tests/test_uvicorn.py says when that moves.
    """

    def __init__(self, *given: Any, places: Places, **more: Any) -> None:
        """A connection of these places."""
        super().__init__(*given, **more)
        self.places, self.limits = places, places.limits
        self.house = ""
        self._served = self.app
        self._head: asyncio.TimerHandle | None = None
        self._drain: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is here: it must ask in time."""
        super().connection_made(transport)
        self.house = house(self.client[0] if self.client else None)
        # A message waits until the system has taken the last one: a stream that nobody reads keeps one.
        transport.set_write_buffer_limits(high=0)
        _limit_system(transport.get_extra_info("socket"), self.limits.drain)
        self._wait(self.limits.head)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self.places.leave(self)
        self._stop(self._head, self._drain)
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Bytes have come: perhaps the rest of a request's head."""
        self.app = self._served if self.places.room(self.house) else FULL
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._stop(self._head)
            self.places.ask(self)
        # Browsers send no request before the last one is answered; it would be kept as long as a stream.
        if len(self.conn.trailing_data[0]) > HEAD_SIZE:
            self.drop()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the client to have read this answer."""
        self._wait(self.limits.keep_alive + self.limits.head)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read: it must, in time."""
        super().pause_writing()
        self._stop(self._drain)
        self._drain = self.loop.call_later(self.limits.drain, self.drop)

    def resume_writing(self) -> None:
        """The client has read all there was."""
        self._stop(self._drain)
        super().resume_writing()

    def drop(self) -> None:
        """Close at once: closing politely would wait for a client who does not read."""
        self.transport.abort()

    def _wait(self, seconds: float) -> None:
        self._stop(self._head)
        self._head = self.loop.call_later(seconds, self.drop)
        self.places.wait(self)

    @staticmethod
    def _stop(*timers: asyncio.TimerHandle | None) -> None:
        for timer in timers:
            if timer:
                timer.cancel()


def _limit_system(connection: Any, seconds: float) -> None:
    """Let the system keep little for a client, and give up one that has gone out of the door."""
    with suppress(OSError, AttributeError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))
