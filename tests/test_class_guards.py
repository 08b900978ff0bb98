"""What keeps a class going when clients are slow, many, curious or not what they say."""

import asyncio
import contextlib
import json
import logging
import pickle
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from playwright.sync_api import sync_playwright

from bedside.classroom import connection_limits, guards
from bedside.classroom.connection_limits import Limits, patient
from bedside.classroom.rate_limit import BUDGET, QUEUE, Crowded, Guesses, house
from tests.browser.chromium import find
from tests.loops import finished
from tests.marks import soak

QUICK = Limits(head=0.5, drain=0.6, keep_alive=1)
HEAD = b"GET /api/ping HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Seen:
    """What the app noticed of its streams."""

    def __init__(self) -> None:
        self.sent, self.votes, self.over = 0, 0, threading.Event()


def _app(
    seen: Seen, hosts: tuple[str, ...] = ("localhost", "127.0.0.1"), frames: Any = guards.FRAMES
) -> FastAPI:
    app = FastAPI(middleware=guards.guards(hosts, frames), openapi_url=None)

    @app.get("/api/ping")
    async def ping() -> dict[str, bool]:
        return {"pong": True}

    @app.post("/api/ABCDEF/votes")
    async def votes(request: Request) -> dict[str, int]:
        seen.votes += 1
        return {"bytes": len(await request.body())}

    @app.get("/api/ABCDEF/events")
    async def events() -> StreamingResponse:
        async def ticks() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield b": here\n\n"
                    await asyncio.sleep(0.1)
            finally:
                seen.over.set()

        return StreamingResponse(ticks(), media_type="text/event-stream")

    @app.get("/flood")
    async def flood() -> StreamingResponse:
        async def much() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield b"x" * 10_000
                    seen.sent += 10_000
                    await asyncio.sleep(0)  # once the client is gone, sending waits for nothing
            finally:
                seen.over.set()

        return StreamingResponse(much())

    @app.get("/fails")
    async def fails() -> None:
        raise ValueError("the secret is 42")

    @app.get("/fails/midway")
    async def midway() -> StreamingResponse:
        async def half() -> AsyncIterator[bytes]:
            yield b"half"
            raise ValueError("the secret is 42")

        return StreamingResponse(half())

    @app.get("/{code}")
    async def page(code: str) -> StreamingResponse:
        return StreamingResponse(
            iter([b'<h1>Class</h1><script src="/parts/a.js"></script>']), media_type="text/html"
        )

    @app.get("/{code}/wall")
    async def wall(code: str) -> dict[str, str]:
        return {"wall": code}

    @app.get("/parts/a.js")
    async def part() -> StreamingResponse:
        script = b"document.querySelector('h1').textContent += ' begins'"
        return StreamingResponse(iter([script]), media_type="text/javascript")

    return app


class Served:
    """A real server in a thread."""

    def __init__(self, app: Any, limits: Limits = QUICK) -> None:
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, **patient(limits)))
        self.raw: list[socket.socket] = []
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        _until(lambda: self.server.started)
        self.port: int = self.server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        for raw in self.raw:
            raw.close()
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()

    def connect(self, sent: bytes = b"", source: str = "127.0.0.1", buffer: int = 0) -> socket.socket:
        self.raw.append(raw := socket.socket())
        if buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        raw.settimeout(5)
        raw.bind((source, 0))
        raw.connect(("127.0.0.1", self.port))
        raw.sendall(sent)
        return raw

    def held(self) -> int:
        return len(self.server.server_state.connections)


@pytest.fixture
def seen() -> Seen:
    """What the app notices."""
    return Seen()


@pytest.fixture
def serve() -> Iterator[Any]:
    """Starts servers, and stops them."""
    with contextlib.ExitStack() as stack:

        def begin(app: Any, limits: Limits = QUICK) -> Served:
            served = Served(app, limits)
            stack.callback(served.stop)
            return served

        yield begin


@pytest.fixture
def server(seen: Seen, serve: Any) -> Served:
    """A server with short limits."""
    return serve(_app(seen))


@pytest.fixture
def client(server: Served) -> Iterator[httpx.Client]:
    """An honest client."""
    with httpx.Client(base_url=server.url) as client:
        yield client


def _until(true: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "this did not happen in time"
        time.sleep(0.02)


def _rest(raw: socket.socket) -> bytes:
    """All there is to read until the other end closes."""
    said = b""
    with raw, contextlib.suppress(ConnectionResetError):
        while more := raw.recv(65536):
            said += more
    return said


def _answer(raw: socket.socket) -> bytes:
    """An answer in JSON; head and body may come in two packets."""
    said = b""
    while not said.endswith(b"}"):
        more = raw.recv(65536)
        assert more, "closed before its answer"
        said += more
    return said


def _say(answer: httpx.Response) -> str:
    told = answer.json()
    assert list(told) == ["say"] and told["say"].endswith(".")
    return told["say"]


# Slow and many


def test_a_client_that_says_nothing_is_let_go(server: Served) -> None:
    began = time.monotonic()
    assert _rest(server.connect()) == b""
    assert time.monotonic() - began > 0.4


@pytest.mark.parametrize("first", [b"", HEAD], ids=["at once", "after an answer"])
def test_a_head_that_comes_letter_by_letter_is_not_waited_for(server: Served, first: bytes) -> None:
    raw = server.connect(first)
    if first:
        assert b"pong" in _answer(raw)
    began = time.monotonic()
    with raw, pytest.raises(OSError):
        for letter in HEAD * 3:
            raw.sendall(bytes([letter]))
            time.sleep(0.05)
    assert time.monotonic() - began > 0.3


def test_a_connection_is_kept_for_the_next_request_and_not_for_ever(serve: Any, seen: Seen) -> None:
    server = serve(_app(seen), replace(QUICK, keep_alive=4))
    raw = server.connect(HEAD)
    for _ in range(2):
        assert b"pong" in _answer(raw)
        time.sleep(0.7)  # longer than a new connection may be silent
        raw.sendall(HEAD)
    assert b"pong" in _rest(raw)
    _until(lambda: server.held() == 0)


def test_a_stream_outlasts_every_limit(server: Served, client: httpx.Client) -> None:
    began = time.monotonic()
    with client.stream("GET", "/api/ABCDEF/events", timeout=10) as stream:
        for _ in stream.iter_bytes():
            if time.monotonic() - began > 3:
                break
    assert time.monotonic() - began > 3


def test_fifteen_hundred_idle_connections_do_not_keep_a_class_out(seen: Seen, serve: Any) -> None:
    served = serve(_app(seen), replace(QUICK, head=30, most=200))
    with (
        contextlib.ExitStack() as stack,
        httpx.Client(base_url=served.url) as client,
        client.stream("GET", "/api/ABCDEF/events") as stream,
    ):
        chunks = stream.iter_bytes()
        for count in range(1500):
            stack.enter_context(served.connect(b"GET" if count % 2 else b""))
            if count % 300 == 299:
                assert httpx.get(f"{served.url}/api/ping").json() == {"pong": True}
        assert served.held() <= 201
        # The stream that was there first is there still.
        next(chunks)


def test_when_all_places_are_taken_it_says_so_and_when_one_is_free_it_answers(seen: Seen, serve: Any) -> None:
    served = serve(_app(seen), Limits(most=16, share=1.0))
    streams = [
        served.connect(HEAD.replace(b"ping", b"ABCDEF/events"), f"127.0.0.{host}") for host in range(2, 16)
    ]
    assert all(stream.recv(15) == b"HTTP/1.1 200 OK" for stream in streams)
    answer = httpx.get(f"{served.url}/api/ping")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["connection"] == "close"
    assert "again" in _say(answer)
    streams.pop().close()
    _until(lambda: httpx.get(f"{served.url}/api/ping").status_code == 200)


def test_one_house_cannot_take_all_the_places(seen: Seen, serve: Any) -> None:
    served = serve(_app(seen), Limits(most=16, share=0.5))
    streams = [served.connect(HEAD.replace(b"ping", b"ABCDEF/events"), source="127.0.0.2") for _ in range(14)]
    said = [stream.recv(12) for stream in streams]
    assert (said.count(b"HTTP/1.1 200"), said.count(b"HTTP/1.1 503")) == (7, 7)
    assert httpx.get(f"{served.url}/api/ping").status_code == 200
    for stream in streams:
        stream.close()
    _until(lambda: served.held() == 0)


@pytest.fixture(params=["Linux", "another system"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With, and without, a system that gives up clients by itself."""
    if request.param != "Linux":
        monkeypatch.delattr(socket, "TCP_USER_TIMEOUT")


@pytest.mark.usefixtures("system")
def test_who_does_not_read_costs_little_and_is_let_go(server: Served, seen: Seen) -> None:
    raw = server.connect(HEAD.replace(b"api/ping", b"flood"), buffer=4096)
    with raw:
        _until(lambda: seen.sent > 0)
        (held,) = server.server.server_state.connections
        assert held.transport.get_write_buffer_size() < 11_000  # one message
        assert seen.over.wait(30), "its stream goes on"
        assert seen.sent < 1_100_000
        _until(lambda: server.held() == 0)


def test_who_reads_slowly_gets_all_of_it(serve: Any, seen: Seen) -> None:
    # Both ends are in this process: on a busy machine it may well stand still for half a second.
    server = serve(_app(seen), Limits(head=0.5, drain=2, keep_alive=1))
    with httpx.stream("GET", f"{server.url}/flood", timeout=10) as stream:
        got, began = 0, time.monotonic()
        for chunk in stream.iter_bytes(10_000):
            got += len(chunk)
            time.sleep(0.01)
            if got > 500_000 and time.monotonic() - began > 4:
                return
    pytest.fail(f"its answer ended after {got:,} bytes")


@pytest.mark.usefixtures("system")
def test_an_answer_that_nobody_reads_does_not_hold_its_connection(serve: Any) -> None:
    async def long(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
            await send({"type": "http.response.body", "body": b"x" * int(scope["path"][1:])})

    served = serve(long)
    # Of many lengths, as what the system takes differs: for some only a little is left to send.
    for size in (*range(50_000, 500_000, 30_000), 3_000_000):
        served.connect(HEAD.replace(b"api/ping", str(size).encode()), buffer=4096)
    _until(lambda: served.held() > 1)
    _until(lambda: served.held() == 0)


def test_requests_heaped_up_behind_a_stream_are_not_kept(server: Served) -> None:
    raw = server.connect(HEAD.replace(b"ping", b"ABCDEF/events"))
    assert raw.recv(15) == b"HTTP/1.1 200 OK"
    raw.settimeout(0.5)
    with contextlib.suppress(OSError):
        raw.sendall(HEAD * 30_000)
    time.sleep(0.3)
    kept = [len(each.conn.trailing_data[0]) for each in list(server.server.server_state.connections)]
    assert sum(kept) <= connection_limits.HEAD_SIZE


def test_a_head_without_end_is_refused(server: Served) -> None:
    raw = server.connect(HEAD[:-2] + b"X: " + b"x" * 40_000)
    assert _rest(raw)[:12] in (b"HTTP/1.1 400", b"")


@soak
def test_limits_follow_the_files_that_the_process_may_open() -> None:
    # In a process of its own, as a hard limit cannot be raised again.
    code = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (256, int(sys.argv[1])))
from bedside.classroom.connection_limits import most
print(most(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
    found = {}
    for hard in (500, 2000, 10_000):
        told = subprocess.run(
            [sys.executable, "-c", code, str(hard)], capture_output=True, text=True, check=True
        )
        found[hard] = tuple(map(int, told.stdout.split()))
    assert found == {500: (8, 500), 2000: (2000 - 640, 2000), 10_000: (4000, 4640)}


def test_a_process_with_few_files_still_answers_among_idle_connections() -> None:
    code = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 900))
import uvicorn
from starlette.responses import PlainTextResponse
from bedside.classroom.connection_limits import patient
uvicorn.Server(uvicorn.Config(PlainTextResponse("pong"), port=0, lifespan="off", **patient())).run()
"""
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        port = 0
        while not port:
            line = process.stderr.readline()
            assert line, "the server did not start"
            port = int(found[1]) if (found := re.search(r"127\.0\.0\.1:(\d+)", line)) else 0
        with contextlib.ExitStack() as stack:
            for number in range(1500):
                stack.enter_context(socket.create_connection(("127.0.0.1", port)))
                if number % 100 == 0:
                    time.sleep(0.02)  # a server on a busy machine must come to accept them
            assert process.poll() is None
            assert httpx.get(f"http://127.0.0.1:{port}/", timeout=60).text == "pong"
    finally:
        process.terminate()
        process.communicate(timeout=60)


# What may be asked


@pytest.mark.parametrize("size", [0, guards.BODY])
def test_a_body_within_the_limit_comes_through_whole(client: httpx.Client, size: int) -> None:
    assert client.post("/api/ABCDEF/votes", content=b"x" * size).json() == {"bytes": size}
    assert client.post("/api/ABCDEF/votes", content=iter([b"x"] * min(size, 300))).json() == {
        "bytes": min(size, 300)
    }


def test_a_body_that_says_it_is_too_long_is_refused_before_it_comes(server: Served) -> None:
    raw = server.connect(
        b"POST /api/ABCDEF/votes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"
    )
    raw.settimeout(0.4)
    assert _answer(raw).startswith(b"HTTP/1.1 413")


def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(client: httpx.Client) -> None:
    for content in (b"x" * (guards.BODY + 1), iter([b"x" * 1000] * 17)):
        answer = client.post("/api/ABCDEF/votes", content=content)
        assert answer.status_code == 413
        assert "shorter" in _say(answer)
    # The same connection goes on.
    assert client.post("/api/ABCDEF/votes", content=b"x").json() == {"bytes": 1}


@pytest.mark.parametrize(
    "body", [b"Content-Length: 10\r\n\r\nxx", b"Transfer-Encoding: chunked\r\n\r\n2\r\nxx\r\n"]
)
def test_a_body_that_does_not_come_is_not_waited_for(
    serve: Any, seen: Seen, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards.WholeBody.__init__, "__defaults__", (guards.BODY, 0.4))
    served = serve(_app(seen))
    said = _rest(served.connect(b"POST /api/ABCDEF/votes HTTP/1.1\r\nHost: localhost\r\n" + body))
    head, _, told = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408") and b"connection: close" in head.lower()
    assert "again" in json.loads(told)["say"]


def test_half_a_vote_is_no_vote(
    server: Served, client: httpx.Client, seen: Seen, caplog: pytest.LogCaptureFixture
) -> None:
    server.connect(
        b"POST /api/ABCDEF/votes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf"
    ).close()
    _until(lambda: server.held() == 0)
    assert client.get("/api/ping").status_code == 200
    assert seen.votes == 0
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


ORIGINS = {
    "no browser": (None, 200),
    "the class's own page": ("http://{}", 200),
    "its own behind a secure proxy": ("https://{}", 200),
    "a frame without an origin": ("null", 403),
    "another port": ("http://127.0.0.1:8888", 403),
    "another host": ("http://evil.example", 403),
    "another host that begins alike": ("http://{}.evil.example", 403),
    "nothing at all": ("", 403),
}


@pytest.mark.parametrize(("origin", "status"), ORIGINS.values(), ids=ORIGINS)
def test_only_own_pages_change_something(client: httpx.Client, origin: str | None, status: int) -> None:
    headers = {} if origin is None else {"Origin": origin.format(client.base_url.netloc.decode())}
    answer = client.post("/api/ABCDEF/votes", headers=headers)
    assert answer.status_code == status
    assert status == 200 or "address" in _say(answer)
    assert client.get("/api/ping", headers=headers).status_code == 200


HOSTS = {
    "localhost": 200,
    "LOCALHOST:1": 200,
    "localhost.": 200,
    "class.local:8000": 200,
    "[fe80::1]:8000": 200,
    "evil.example": 400,
    "evil.example:8000": 400,
    "localhost.evil.example": 400,
    "a@localhost": 400,
    "localhost:80@evil.example": 400,
    "": 400,
    "fe80::1": 400,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items(), ids=HOSTS)
def test_only_its_own_names_are_answered(serve: Any, seen: Seen, host: str, status: int) -> None:
    served = serve(_app(seen, ("localhost", "Class.local", "[fe80::1]")))
    answer = httpx.get(f"{served.url}/api/ping", headers={"Host": host})
    assert answer.status_code == status
    assert status == 200 or "wall" in _say(answer)


@pytest.mark.parametrize(
    "path", ["/", "/ABCDEF", "/ABCDEF/wall", "/api/ping", "/parts/a.js", "/fails", "/no/such/path"]
)
def test_every_answer_says_what_a_browser_may_do_with_it(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(each.strip().split(" ", 1) for each in headers["content-security-policy"].split(";"))
    framed = path in ("/", "/ABCDEF")
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "http://localhost:* http://127.0.0.1:*" if framed else "'none'",
    }
    assert headers.get("x-frame-options") == (None if framed else "DENY")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers.get("cache-control") == (None if path.startswith("/parts/") else "no-store")
    assert "server" not in headers


def test_refusals_carry_the_headers_too(client: httpx.Client) -> None:
    answers = [
        client.get("/", headers={"Host": "evil.example"}),
        client.post("/", headers={"Origin": "null"}),
        client.post("/api/ABCDEF/votes", content=b"x" * 20_000),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 413]
    assert all(answer.headers["x-content-type-options"] == "nosniff" for answer in answers)


def test_what_fails_is_told_to_the_log_and_not_to_the_page(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/fails")
    assert answer.status_code == 500
    assert "again" in _say(answer)
    assert "42" not in answer.text
    assert [each.exc_info[0] for each in caplog.records if each.exc_info] == [ValueError]


def test_an_answer_that_fails_midway_is_cut_and_not_ended(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/fails/midway")
    assert "the secret is 42" in caplog.text


@pytest.mark.parametrize(("path", "shown"), [("/ABCDEF", True), ("/ABCDEF/wall", False)])
def test_a_notebook_shows_the_students_page_and_no_other(
    serve: Any, seen: Seen, path: str, shown: bool
) -> None:
    served = serve(_app(seen))

    async def notebook(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]}
            )
            await send(
                {"type": "http.response.body", "body": f'<iframe src="{served.url}{path}"></iframe>'.encode()}
            )

    lab = serve(notebook)

    def look() -> str:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            # By another name, so that the frame is of another site, as it is in the notebook of a student.
            page.goto(f"http://localhost:{lab.port}/", wait_until="load")
            page.wait_for_timeout(300)
            text = page.frames[1].locator("body").inner_text()
            browser.close()
        return text

    with ThreadPoolExecutor(1) as pool:  # this thread may have a browser of other tests already
        text = pool.submit(look).result()
    assert (text == "Class begins") is shown


# Guesses


class Clock:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)
        self.slept = max(self.slept, seconds)


async def _look(guesses: Guesses, address: str = "10.0.0.1", right: bool = False) -> None:
    async with guesses.turn(address) as look:
        await asyncio.sleep(0)
        if not right:
            look.wrong()


def test_right_codes_never_wait() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep)

    async def class_of_a_thousand() -> None:
        await asyncio.gather(*(_look(guesses, right=True) for _ in range(1000)))

    finished(class_of_a_thousand())
    assert clock.slept == 0


def test_a_class_may_mistype_and_is_forgiven() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep)

    async def lesson() -> None:
        for _ in range(BUDGET):
            await _look(guesses)
        clock.now += 10
        for _ in range(5):
            await _look(guesses)

    finished(lesson())
    assert clock.slept == 0


def test_who_goes_on_guessing_gets_five_a_second_and_a_little() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep)

    async def guess() -> int:
        tries = 0
        while clock.now < 3600:
            await _look(guesses)
            tries += 1
        return tries

    assert 3600 * 5 <= finished(guess()) <= 3600 * 5.5 + BUDGET


def test_guessing_many_at_once_is_no_faster() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep)

    async def guess() -> int:
        tries = 0
        while clock.now < 3600:
            clock.now += 62  # waits until one more is free, then tries a thousand at once
            done = await asyncio.gather(*(_look(guesses) for _ in range(1000)), return_exceptions=True)
            tries += done.count(None)
        return tries

    assert finished(guess()) <= 3600 * 5.5 + 2 * BUDGET


def test_nobody_overtakes_those_who_wait() -> None:
    async def lesson() -> list[float]:
        clock, waits = Clock(), []

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            await asyncio.Event().wait()

        guesses = Guesses(clock, sleep)
        for _ in range(BUDGET):
            await _look(guesses)
        tasks = [asyncio.create_task(_look(guesses, right=True)) for _ in range(100)]
        await asyncio.sleep(0)
        clock.now += 10  # five wrong ones are forgiven, and half of those who wait have not had their turn
        tasks.append(asyncio.create_task(_look(guesses, right=True)))
        await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return waits

    assert finished(lesson())[-1] == pytest.approx(10)


def test_a_look_up_under_way_is_not_forgotten() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep)

    async def lesson() -> None:
        async with guesses.turn("10.0.0.1") as look:
            await _look(guesses, "10.0.0.2", right=True)
            look.wrong()
        for _ in range(BUDGET - 1):
            await _look(guesses)
        assert clock.slept == 0
        await _look(guesses)
        await _look(guesses)

    finished(lesson())
    assert clock.slept > 0


def test_a_right_guess_waits_its_turn_among_wrong_ones_and_other_addresses_do_not() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep)

    async def guess() -> tuple[float, float]:
        for _ in range(2 * BUDGET):
            await _look(guesses)
        clock.slept = 0
        await _look(guesses, "10.0.0.2", right=True)
        others, clock.slept = clock.slept, 0
        await _look(guesses, right=True)
        return others, clock.slept

    others, own = finished(guess())
    assert others == 0 < own < 0.21


def test_turns_come_in_order_and_too_many_are_told_when_to_come_again() -> None:
    order: list[int] = []

    async def crowd() -> list[Any]:
        release = asyncio.Event()
        waits: list[float] = []

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            await release.wait()

        guesses = Guesses(lambda: 0.0, sleep)
        for _ in range(BUDGET):
            await _look(guesses)

        async def one(number: int) -> None:
            async with guesses.turn("10.0.0.1"):
                order.append(number)

        tasks = [asyncio.create_task(one(number)) for number in range(QUEUE + 20)]
        await asyncio.sleep(0.05)
        release.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert waits == pytest.approx([number / 5 for number in range(QUEUE)])
        return done

    done = finished(crowd())
    assert order == list(range(QUEUE))
    refused = [each for each in done if each]
    assert len(refused) == 20
    assert all(isinstance(each, Crowded) and each.seconds > 0 and "Wait" in str(each) for each in refused)


def test_few_addresses_are_remembered_and_not_those_that_did_nothing_of_late() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep, memory=100)

    async def many() -> None:
        for number in range(1000):
            await _look(guesses, f"10.0.{number // 250}.{number % 250}")
        assert len(guesses) == 100
        clock.now += 60
        await _look(guesses, "10.9.9.9", right=True)
        assert len(guesses) == 1

    finished(many())


def test_who_keeps_guessing_is_not_forgotten_among_many_others() -> None:
    clock = Clock()
    guesses = Guesses(clock, clock.sleep, memory=100)

    async def hide() -> None:
        for number in range(3 * BUDGET):
            await _look(guesses)
            await _look(guesses, f"10.1.{number // 250}.{number % 250}", right=True)

    finished(hide())
    assert clock.slept > 0


def test_a_house_is_an_address_or_a_sixty_four() -> None:
    assert house("192.168.1.7") == house("::ffff:192.168.1.7") == "192.168.1.7"
    assert house("2001:db8:1:2::1") == house("2001:db8:1:2:ffff::9") != house("2001:db8:1:3::1")
    assert house("fe80::1%eth0") == house("fe80::2")
    assert house(None) == house("") == ""
    assert house("testclient") == "testclient"


def test_what_the_server_is_told() -> None:
    settings = patient()
    assert settings["proxy_headers"] is settings["server_header"] is False
    assert settings["ws"] == "none"
    assert pickle.loads(pickle.dumps(settings)), "a process of its own cannot be told"
    assert settings["http"].keywords["places"].most == connection_limits.MOST
