"""A class of 500, and then more: how long a vote waits until it is on disk, and where the server breaks."""

import asyncio
import json
import multiprocessing
import re
import resource
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.records import INSERT, _answers, _bare, _row
from benchmarks.table import Row
from tests.live import COURSE, LiveClass, ballot

STUDENTS, WITHIN = 500, 5.0
MORE = (1_000, 2_000, 3_000, 4_000, 6_000, 8_000)
SLOW = 1_000  # ms; who waits longer taps again
BURSTS = 3
READ = 2  # seconds to read a question; by then every page shows it
HOUSE = 1_000  # students behind one address
TIMEOUT = 15.0  # seconds, as a page
EMPTY = "/api/no/such/path"  # through every guard to a 404, with nothing looked up
QUESTIONS = [each.id for each in COURSE.questions.values() if each.kind == "choose"][: BURSTS + len(MORE) + 2]

Do = Callable[..., "Told"]


@dataclass
class Told:
    """What many were told: how long each waited in ms, why some got no yes, how busy they were themselves."""

    waited: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    busy: float = 0

    @property
    def each(self) -> float:
        """Milliseconds for one, when all ask at once."""
        return self.seconds * 1000 / len(self.waited)

    @property
    def p50(self) -> float:
        """What half of them do not wait longer than, in ms."""
        return median(self.waited)

    @property
    def p99(self) -> float:
        """What 99 of 100 do not wait longer than, in ms."""
        return quantiles(self.waited, n=100)[98]


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Vote within five seconds, then all at once beside as many empty requests, then be ever more."""
    place.mkdir(parents=True, exist_ok=True)
    live = LiveClass(f"sqlite:///{place / 'class.sqlite'}", *QUESTIONS)
    try:
        with _crowd(live) as do:
            joined = do("join", STUDENTS)
            tell(f"class: {STUDENTS} joined in {joined.seconds:.1f} s")
            return [*_five_hundred(live, place, do, tell), _more(live, place, do, tell)]
    finally:
        live.stop()


def _five_hundred(live: LiveClass, place: Path, do: Do, tell: Callable[[str], None]) -> list[Row]:
    _step(live, "open")
    spread = _vote(live, place, do, QUESTIONS[0], WITHIN)
    memory = _memory(live)
    tell(
        f"class: votes within {WITHIN:g} s, p50 {spread.p50:.0f} ms, p99 {spread.p99:.0f} ms, {memory:.0f} MB"
    )
    _step(live, "close", "reveal", "next")
    crowd = _vote(live, place, do, QUESTIONS[1], 0)
    tell(f"class: votes at once on new connections, p50 {crowd.p50:.0f} ms, p99 {crowd.p99:.0f} ms")
    bursts, empties = [], []
    do("ask", EMPTY, 404)  # opens the connections that are used from here on
    for question in QUESTIONS[2 : BURSTS + 2]:
        _step(live, "close", "reveal", "next")
        empties.append(do("ask", EMPTY, 404).each)
        bursts.append(_vote(live, place, do, question, 0, keep=True))
        tell(
            f"class: at once, {1000 / bursts[-1].each:.0f} votes/s, {1000 / empties[-1]:.0f} empty requests/s"
        )
    if failed := [told.failed for told in (spread, crowd, *bursts) if told.failed]:
        raise SystemExit(f"Votes of {STUDENTS} were refused: {failed}")
    burst, empty, insert = min(bursts, key=lambda told: told.each), min(empties), _inserts(place)
    return [
        Row(f"{STUDENTS} students vote within {WITHIN:g} s: p50", spread.p50, None, "ms"),
        Row("  p99", spread.p99, None, "ms", 250),
        Row(f"{STUDENTS} at once: a vote, against an empty request", burst.each, empty, "ms", 5),
        Row("  against one committed INSERT", burst.each, insert, "ms"),
        Row("  votes a second", 1000 / burst.each, None, "/s"),
        Row("  p99", burst.p99, None, "ms"),
        Row("  p99, each on a new connection", crowd.p99, None, "ms"),
        Row(f"memory of the server of {STUDENTS}", memory, None, "MB"),
    ]


def _more(live: LiveClass, place: Path, do: Do, tell: Callable[[str], None]) -> Row:
    """How many vote within five seconds before something breaks, and what it is."""
    held, broke = STUDENTS, ""
    for students, question in zip(MORE, QUESTIONS[BURSTS + 2 :], strict=True):
        joined = do("join", students)
        _step(live, "close", "reveal", "next")
        told = _vote(live, place, do, question, WITHIN)
        tell(
            f"class: {students:,} joined in {joined.seconds:.1f} s, p50 {told.p50:.0f} ms, "
            f"p99 {told.p99:.0f} ms, {_memory(live):.0f} MB; students' process {told.busy:.0%} busy"
        )
        if broke := _broke(joined, told):
            tell(f"class: {students:,} is too many: {broke}")
            break
        held = students
    return Row(f"students it holds ({broke or 'more were not tried'})", held, None, "")


def _broke(joined: Told, told: Told) -> str:
    """What broke: refusals, or a wait too long, if the students' own process was not the reason."""
    if failed := joined.failed + told.failed:
        return ", ".join(f"{count:,} × {reason}" for reason, count in failed.most_common())
    if told.p99 > SLOW:
        return f"p99 {told.p99:,.0f} ms" + (", their own process is too busy" if told.busy > 0.9 else "")
    return ""


def _step(live: LiveClass, *steps: str) -> None:
    live.go(*steps)
    time.sleep(READ)


def _vote(live: LiveClass, place: Path, do: Do, question: str, within: float, keep: bool = False) -> Told:
    """Everyone votes; what was acknowledged is in the database."""
    told = do("vote", ballot(question, turn=time.time_ns() // 1_000_000), within, keep)
    with sqlite3.connect(place / "class.sqlite") as database:
        wanted = "SELECT count(*) FROM responses WHERE context = ? AND question = ?"
        (kept,) = database.execute(wanted, [f"class:{live.code}:1", question]).fetchone()
    database.close()
    if kept < len(told.waited):
        raise SystemExit(f"{len(told.waited) - kept} acknowledged votes are lost.")
    return told


def _inserts(place: Path) -> float:
    """Milliseconds for one INSERT and its commit, with the care of ours."""
    (place / "bare").mkdir()
    bare, times = _bare(place / "bare"), []
    for row in map(_row, _answers(0)):
        start = time.perf_counter()
        bare.execute(INSERT, (*row[:6], json.dumps(row[6]), *row[7:]))
        bare.commit()
        times.append(time.perf_counter() - start)
    bare.close()
    return sum(times) * 1000 / len(times)


def _memory(live: LiveClass) -> float:
    """Megabytes that the process that serves holds."""
    (worker,) = live.workers
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{worker}/status").read_text())[1]) / 1024


# The students, in a process of their own


@contextmanager
def _crowd(live: LiveClass) -> Iterator[Do]:
    here, there = multiprocessing.Pipe()
    port = int(live.address.rpartition(":")[2])
    given = (there, port, live.code, live.secret)
    process = multiprocessing.get_context("spawn").Process(target=_students, args=given)
    process.start()

    def do(what: str, *more: Any) -> Told:
        here.send((what, *more))
        return here.recv()

    try:
        yield do
    finally:
        here.send(None)
        process.join(10)


def _students(pipe: Connection, port: int, code: str, secret: str) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_obey(pipe, Crowd(port, code, secret)))


async def _obey(pipe: Connection, crowd: "Crowd") -> None:
    while told := await asyncio.to_thread(pipe.recv):
        what, *more = told
        pipe.send(await getattr(crowd, what)(*more))


class Crowd:
    """Students who each listen to the class, and vote; the presenter and the wall listen, too."""

    def __init__(self, port: int, code: str, secret: str) -> None:
        """Those of one class at this port."""
        self.port, self.api, self.secret = port, f"/api/{code}", secret
        self.tokens: list[str] = []
        self.streams: list[_Wire] = []
        self.kept: dict[int, _Wire] = {}

    async def join(self, students: int) -> Told:
        """Sit down, until there are so many, and listen."""
        told, few, start = Told(), asyncio.Semaphore(50), time.perf_counter()

        async def one(number: int) -> None:
            async with few:
                status, body = await self._ask(number, "POST", f"{self.api}/seats", "", b'{"name":""}')
                if status == "201":
                    self.tokens.append(json.loads(body)["token"])
                    status = await self._listen(number, "/events", self.tokens[-1])
                if status != "200":
                    told.failed[f"{status} on joining"] += 1

        if not self.streams:
            await self._listen(0, "/desk/events", self.secret)
            await self._listen(0, "/wall/events", "")
        await asyncio.gather(*map(one, range(len(self.tokens), students)))
        told.seconds = time.perf_counter() - start
        return told

    async def vote(self, told: dict[str, Any], within: float, keep: bool) -> Told:
        """All vote, spread evenly."""
        body = json.dumps(told).encode()
        calls = [("POST", f"{self.api}/votes", token, body) for token in self.tokens]
        return await self._all(calls, "200", within, keep)

    async def ask(self, path: str, status: int) -> Told:
        """All ask for the same, at once."""
        return await self._all([("GET", path, "", b"")] * len(self.tokens), str(status), 0, keep=True)

    async def _all(
        self, calls: list[tuple[str, str, str, bytes]], wanted: str, within: float, keep: bool
    ) -> Told:
        told, start, busy = Told(), time.perf_counter(), time.process_time()

        async def one(number: int, call: tuple[str, str, str, bytes]) -> None:
            await asyncio.sleep(start + number * within / len(calls) - time.perf_counter())
            begun = time.perf_counter()
            status, _ = await self._ask(number, *call, keep=keep)
            if status == wanted:
                told.waited.append((time.perf_counter() - begun) * 1000)
            else:
                told.failed[status] += 1

        await asyncio.gather(*(one(number, call) for number, call in enumerate(calls)))
        told.seconds = time.perf_counter() - start
        told.busy = (time.process_time() - busy) / told.seconds
        return told

    async def _listen(self, number: int, path: str, token: str) -> str:
        wire = _Wire(goes_on=True)
        self.streams.append(wire)
        return (await self._told(number, wire, "GET", self.api + path, token, b""))[0]

    async def _ask(
        self, number: int, method: str, path: str, token: str, body: bytes, keep: bool = False
    ) -> tuple[str, bytes]:
        """Ask on a new connection, as a phone that was quiet for a while, or on the one that was kept."""
        wire = (keep and self.kept.pop(number, None)) or _Wire()
        found = await self._told(number, wire, method, path, token, body)
        if keep:
            self.kept[number] = wire
        else:
            wire.close()
        return found

    async def _told(self, number: int, wire: "_Wire", *request: Any) -> tuple[str, bytes]:
        loop, house = asyncio.get_running_loop(), (f"127.0.0.{2 + number // HOUSE}", 0)
        try:
            async with asyncio.timeout(TIMEOUT):
                if not wire.open:
                    await loop.create_connection(lambda: wire, "127.0.0.1", self.port, local_addr=house)
                return await wire.ask(_request(*request))
        except TimeoutError:
            return f"no answer in {TIMEOUT:g} s", b""
        except OSError as error:
            return error.strerror or str(error), b""


class _Wire(asyncio.Protocol):
    """A connection: what comes is JSON, or a stream, of which the first piece counts and no other."""

    def __init__(self, goes_on: bool = False) -> None:
        self.goes_on, self.heard = goes_on, b""
        self.wire: asyncio.Transport | None = None
        self.told: asyncio.Future[tuple[str, bytes]] | None = None

    @property
    def open(self) -> bool:
        return self.wire is not None and not self.wire.is_closing()

    def ask(self, request: bytes) -> asyncio.Future[tuple[str, bytes]]:
        self.heard, self.told = b"", asyncio.get_running_loop().create_future()
        self.wire.write(request)
        return self.told

    def connection_made(self, wire: asyncio.BaseTransport) -> None:
        self.wire = wire

    def data_received(self, data: bytes) -> None:
        if self.told and not self.told.done():
            self.heard += data
            head, _, body = self.heard.partition(b"\r\n\r\n")
            if body.endswith(b"}") or (body and self.goes_on):
                self.told.set_result((head[9:12].decode(), body))

    def connection_lost(self, error: Exception | None) -> None:
        if self.told and not self.told.done():
            self.told.set_exception(error or ConnectionResetError("hung up"))

    def close(self) -> None:
        if self.wire:
            self.wire.close()


def _request(method: str, path: str, token: str, body: bytes) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    head += f"Authorization: Bearer {token}\r\n" if token else ""
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
