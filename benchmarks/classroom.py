"""A class of 500, and then more: how long a vote waits until it is on disk, and where the server breaks."""

import asyncio
import json
import multiprocessing
import re
import resource
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
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
HOUSE = 1_000  # students behind one address
TIMEOUT = 15.0  # seconds, as a page
EMPTY = "/api/no/such/path"  # past every guard to a 404, with nothing looked up
QUESTIONS = [each.id for each in COURSE.questions.values() if each.kind == "choose"][: BURSTS + len(MORE) + 1]


@dataclass
class Told:
    """What many who asked were told: how long each waited in ms, how many got no yes and why, and how busy they were."""

    waited: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    busy: float = 0

    @property
    def each(self) -> float:
        """Milliseconds for one, when all ask at once."""
        return self.seconds * 1000 / len(self.waited)

    @property
    def p99(self) -> float:
        """What 99 of 100 do not wait longer than, in ms."""
        return quantiles(self.waited, n=100)[98]


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Vote spread over five seconds, then all at once beside empty requests, then with ever more students."""
    place.mkdir(parents=True, exist_ok=True)
    live = LiveClass(f"sqlite:///{place / 'class.sqlite'}", *QUESTIONS)
    try:
        with _crowd(live) as do:
            return _measured(live, place, do, tell)
    finally:
        live.stop()


def _measured(live: LiveClass, place: Path, do: Callable[..., Told], tell: Callable[[str], None]) -> list[Row]:
    joined = do("join", STUDENTS)
    tell(f"class: {STUDENTS} joined in {joined.seconds:.1f} s, {_memory(live):.0f} MB")
    live.go("open")
    spread = _vote(live, place, do, QUESTIONS[0], WITHIN)
    memory = _memory(live)
    tell(f"class: within {WITHIN:g} s p50 {median(spread.waited):.0f} ms, p99 {spread.p99:.0f} ms, {memory:.0f} MB")
    bursts, empties = [], []
    for question in QUESTIONS[1 : BURSTS + 1]:
        live.go("close", "reveal", "next")
        empties.append(do("ask", EMPTY, 404))
        bursts.append(_vote(live, place, do, question, 0))
        tell(f"class: {1000 / bursts[-1].each:.0f} votes/s at once, {1000 / empties[-1].each:.0f} empty requests/s")
    if any(told.failed for told in (spread, *bursts)):
        raise SystemExit(f"Votes were refused: {spread.failed}, {[told.failed for told in bursts]}")
    best, empty, insert = min(bursts, key=lambda told: told.each), min(each.each for each in empties), _inserts(place)
    held, broke = _until_it_breaks(live, place, do, tell)
    return [
        Row(f"{STUDENTS} students vote within {WITHIN:g} s: p50", median(spread.waited), None, "ms"),
        Row("  p99", spread.p99, None, "ms", 250),
        Row(f"{STUDENTS} at once: a vote, against an empty request", best.each, empty, "ms", 5),
        Row("  against one committed INSERT", best.each, insert, "ms"),
        Row("  votes a second", 1000 / best.each, None, "/s"),
        Row("  the last of them waits", max(best.waited), None, "ms"),
        Row(f"server's memory, {STUDENTS} students", memory, None, "MB"),
        Row(f"students within {WITHIN:g} s it holds; {broke}", held, None, ""),
    ]


def _until_it_breaks(
    live: LiveClass, place: Path, do: Callable[..., Told], tell: Callable[[str], None]
) -> tuple[int, str]:
    held = STUDENTS
    for students, question in zip(MORE, QUESTIONS[BURSTS + 1 :], strict=True):
        joined = do("join", students)
        if joined.failed:
            return held, f"{students:,}: {_why(joined)} on joining"
        live.go("close", "reveal", "next")
        told = _vote(live, place, do, question, WITHIN)
        tell(
            f"class: {students:,} joined in {joined.seconds:.1f} s, p50 {median(told.waited):.0f} ms, p99 {told.p99:.0f} ms,"
            f" failed {dict(told.failed)}, {_memory(live):.0f} MB, they themselves {told.busy:.0%} busy"
        )
        if told.failed:
            return held, f"{students:,}: {_why(told)}"
        if told.p99 > SLOW:
            whose = ", but they are too busy themselves" if told.busy > 0.9 else ""
            return held, f"{students:,}: p99 {told.p99:,.0f} ms{whose}"
        held = students
    return held, "more were not tried"


def _why(told: Told) -> str:
    return ", ".join(f"{count:,} × {reason}" for reason, count in told.failed.most_common())


def _vote(live: LiveClass, place: Path, do: Callable[..., Told], question: str, within: float) -> Told:
    """Everyone votes; what was acknowledged is in the database."""
    told = do("vote", ballot(question, turn=time.time_ns() // 1_000_000), within)
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
def _crowd(live: LiveClass) -> Iterator[Callable[..., Told]]:
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
        self.streams: list[asyncio.Transport] = []

    async def join(self, students: int) -> Told:
        """Sit down, until there are so many, and listen."""
        if not self.streams:
            await self._listen(0, "/desk/events", self.secret)
            await self._listen(0, "/wall/events", "")
        told, few = Told(), asyncio.Semaphore(50)

        async def one(number: int) -> None:
            async with few:
                status, body = await self._call(number, "POST", f"{self.api}/seats", "", b'{"name":""}')
                if status != "201":
                    told.failed[status] += 1
                    return
                self.tokens.append(json.loads(body)["token"])
                if (status := await self._listen(number, "/events", self.tokens[-1])) != "200":
                    told.failed[status] += 1

        start = time.perf_counter()
        await asyncio.gather(*map(one, range(len(self.tokens), students)))
        told.seconds = time.perf_counter() - start
        return told

    async def vote(self, told: dict[str, Any], within: float) -> Told:
        """All vote, spread evenly."""
        body = json.dumps(told).encode()
        calls = [(f"{self.api}/votes", token, body, "200") for token in self.tokens]
        return await self._all("POST", calls, within)

    async def ask(self, path: str, status: int) -> Told:
        """All ask for the same, at once."""
        return await self._all("GET", [(path, "", b"", str(status)) for _ in self.tokens], 0)

    async def _all(self, method: str, calls: list[tuple[str, str, bytes, str]], within: float) -> Told:
        told, start, busy = Told(), time.perf_counter(), time.process_time()

        async def one(number: int, path: str, token: str, body: bytes, wanted: str) -> None:
            await asyncio.sleep(start + number * within / len(calls) - time.perf_counter())
            begun = time.perf_counter()
            status, _ = await self._call(number, method, path, token, body)
            if status == wanted:
                told.waited.append((time.perf_counter() - begun) * 1000)
            else:
                told.failed[status] += 1

        await asyncio.gather(*(one(number, *call) for number, call in enumerate(calls)))
        told.seconds = time.perf_counter() - start
        told.busy = (time.process_time() - busy) / told.seconds
        return told

    async def _call(self, number: int, method: str, path: str, token: str, body: bytes) -> tuple[str, bytes]:
        """The status and the body; a new connection each, as a phone has that was quiet for a while."""
        answer = _Answer(_request(method, path, token, body))
        return await self._asked(number, answer, self._closed(answer))

    async def _listen(self, number: int, path: str, token: str) -> str:
        answer = _Answer(_request("GET", self.api + path, token, b""), stream=True)
        status, _ = await self._asked(number, answer, answer.done)
        self.streams.append(answer.transport)
        return status

    async def _asked(self, number: int, answer: "_Answer", done: Awaitable[Any]) -> tuple[str, bytes]:
        house = (f"127.0.0.{2 + number // HOUSE}", 0)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(TIMEOUT):
                await loop.create_connection(lambda: answer, "127.0.0.1", self.port, local_addr=house)
                await answer.done
        except (OSError, TimeoutError) as error:
            return type(error).__name__, b""
        return answer.status, answer.body


class _Answer(asyncio.Protocol):
    pass
