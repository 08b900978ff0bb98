"""A live class for tests: the real command in a process of its own, and people who talk to it over HTTP."""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any

import httpx

from bedside.classroom.agenda import agenda
from bedside.classroom.store import ClassStore, clock
from bedside.content import shipped
from bedside.learner.store import Records
from tests.answers import right

COURSE = shipped()
ROOT = Path(__file__).parents[1]
THREE = ("causes-predict", "causes-sort-type", "dx-anc-add")


class LiveClass:
    """``bedside class --json``, on a free port; its worker can be killed."""

    def __init__(self, db: str, *words: str, env: dict[str, str] | None = None) -> None:
        """Begin a class on these words, kept in this database."""
        command = [sys.executable, "-m", "bedside", "class", "--json", "--db", db, *(words or THREE)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(env or {})}, **pipes)
        told = json.loads(self.process.stdout.readline())
        self.db, self.address, self.notes = db, told["address"], told["notes"]
        self.http = httpx.Client(timeout=30)
        self._is(told["code"], told["present"].rpartition("#")[2])
        self.wait()

    def _is(self, code: str, secret: str) -> None:
        self.code, self.secret, self.api = code, secret, f"{self.address}/api/{code}"
        self.present = f"{self.address}/{code}/present#{secret}"

    def another(self, *words: str) -> "LiveClass":
        """Another class at the same server, which takes no time to begin."""
        records = Records(self.db)
        begun = ClassStore(records, clock).begin(agenda(words or THREE, COURSE), self.address)
        records.close()
        other = copy(self)
        other._is(*begun)
        return other

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(300):
            with suppress(httpx.HTTPError):
                if self.http.get(self.api).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the class does not answer")

    @property
    def workers(self) -> list[int]:
        """The processes that serve."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def kill(self) -> None:
        """Kill who serves, at once."""
        for pid in self.workers:
            os.kill(pid, signal.SIGKILL)

    def sit(self, name: str = "") -> "Student":
        """Somebody joins."""
        return Student(
            self, self.http.post(f"{self.api}/seats", json={"name": name}).raise_for_status().json()
        )

    def desk(self) -> dict[str, Any]:
        """What the presenter sees now."""
        return self.see("desk/events", self.secret)["class"]

    def see(self, what: str, token: str | None = None) -> dict[str, Any]:
        """What a page is told when it begins to listen: the first event of each kind."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        found: dict[str, Any] = {}
        with self.http.stream("GET", f"{self.api}/{what}", headers=headers) as reply:
            reply.raise_for_status()
            for kind, told in events(reply):
                found.setdefault(kind, told)
                if "class" in found and (kind == "class" or len(found) > 1):
                    break
        return found

    def step(self, step: str, **more: Any) -> httpx.Response:
        """The presenter's step."""
        told = {"step": step, "version": self.desk()["version"], **more}
        headers = {"Authorization": f"Bearer {self.secret}"}
        return self.http.post(f"{self.api}/desk/steps", json=told, headers=headers)

    def go(self, *steps: str) -> None:
        """Steps that succeed."""
        for step in steps:
            self.step(step).raise_for_status()

    def stop(self) -> None:
        """The end."""
        self.http.close()
        self.process.stdin.close()
        assert self.process.wait(60) == 0
        self.process.stdout.close()


class Student:
    """Somebody with a seat."""

    _turns = itertools.count(1)

    def __init__(self, live: LiveClass, told: dict[str, Any]) -> None:
        """With what was told on joining."""
        self.live, self.token, self.seat, self.name = live, told["token"], told["seat"], told["name"]
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def vote(self, question: str, given: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Cast a vote; the right one if none is given."""
        told = ballot(question, given, turn=next(self._turns), **more)
        return self.live.http.post(f"{self.live.api}/votes", json=told, headers=self.headers)

    def see(self) -> dict[str, Any]:
        """What their page is told on loading."""
        return self.live.see("events", self.token)


def ballot(question: str, given: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A vote as a page sends it."""
    given = right(COURSE.questions[question]) if given is None else given
    return {"question": question, "vote": 1, "given": given, "sure": None, "seconds": 3.2, **more}


def events(reply: httpx.Response) -> Iterator[tuple[str, Any]]:
    """The events of a stream, as kind and what is told."""
    kind = ""
    for line in reply.iter_lines():
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, json.loads(value)
