"""A live class as people meet it: the real server in processes of its own, over HTTP, and its fall."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import openpyxl
import pytest

from bedside.classroom.address import PORT
from bedside.learner.store import Records
from tests.live import COURSE, THREE, LiveClass, Student, ballot, events, right
from tests.marks import soak, times
from tests.postgres import Postgres

FIRST = COURSE.questions[THREE[0]]
KEY, WRONG = right(FIRST)["choice"], next(o.id for o in FIRST.options if not o.right)


@pytest.fixture
def live(house: LiveClass) -> LiveClass:
    """A class of three questions."""
    return house.another()


def kept(url: str, code: str) -> dict[tuple[str, str], list[str]]:
    """All votes in the database: what each learner has in each round."""
    records, found = Records(url), {}
    for each in records:
        if each.context.startswith(f"class:{code}:"):
            found.setdefault((each.learner, each.context[-1]), []).append(each.given["choice"])
    records.close()
    return found


def test_a_class_from_lobby_to_summary(live: LiveClass) -> None:
    ann, ben, eve = live.sit("Ann"), live.sit(), live.sit("Eve")
    assert (ann.name, ben.name) == ("Ann", "")
    assert live.desk()["names"] == ["Ann", "Eve"]
    assert ann.vote(THREE[0]).json()["say"] == "The class has not begun yet."
    live.go("open")
    for who, option in ((ann, WRONG), (ben, KEY), (eve, WRONG), (eve, KEY)):
        assert who.vote(THREE[0], {"choice": option}).json()["counted"]
    assert ann.see()["mine"]["vote"]["given"] == {"choice": WRONG}
    desk = live.desk()
    assert (desk["voted"], desk["steps"]) == (3, ["close", "limit", "end"])
    live.go("close")
    assert "closed" in ann.vote(THREE[0], {"choice": KEY}).json()["say"]
    shown = ann.see()["class"]
    assert {line["value"]: line["count"] for line in shown["split"]}[WRONG] == 1
    live.go("again")
    for who in (ann, ben):
        assert who.vote(THREE[0], {"choice": KEY}, vote=2).is_success
    live.go("close")
    moves = live.desk()["moves"]
    assert (moves["stayed"], moves["moved"]) == (1, 1)
    live.go("reveal")
    desk = live.desk()
    assert desk["right"] == [pytest.approx(2 / 3), 1]
    assert desk["answer"]["key"] == {"choice": KEY}
    assert ben.see()["class"]["answer"]["explain"]
    live.go("next")
    assert live.desk()["number"] == 2
    live.go("end")
    summary = live.desk()["summary"]
    assert summary[0]["right"] == [pytest.approx(2 / 3), 1]
    table = live.http.get(f"{live.api}/results.csv", headers={"Authorization": f"Bearer {live.secret}"})
    assert table.headers["content-type"].startswith("text/csv")
    assert any(THREE[0] in row for row in csv.reader(io.StringIO(table.text)))
    sheet = live.http.get(f"{live.api}/results.xlsx", headers={"Authorization": f"Bearer {live.secret}"})
    assert sheet.headers["content-disposition"] == f'attachment; filename="class-{live.code}.xlsx"'
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert rows[1][1] == THREE[0] and rows[1][5] == pytest.approx(2 / 3)


def test_what_is_right_leaves_the_server_only_at_the_reveal(live: LiveClass) -> None:
    student = live.sit()
    for question in map(COURSE.questions.get, THREE):
        live.go("open" if question.id == THREE[0] else "next")
        student.vote(question.id)
        for step in ("close", "again", "close"):
            told = json.dumps([student.see(), live.desk(), live.see("wall/events")])
            state = json.loads(told)[0]["class"]
            assert state["answer"] is None
            assert set(state["question"]) <= {
                "id",
                "revision",
                "kind",
                "ask",
                "options",
                "items",
                "groups",
                "unit",
                "text",
            }
            assert '"key"' not in told and '"why"' not in told and '"right": true' not in told
            assert question.explain[:30] not in told
            assert live.desk()["right"] is None
            live.go(step)
        live.go("reveal")
        assert student.see()["class"]["answer"]["key"]


def test_a_late_joiner_and_a_reload_see_where_the_class_is(live: LiveClass) -> None:
    early = live.sit()
    live.go("open")
    early.vote(THREE[0], {"choice": WRONG}, sure=3)
    live.go("close")
    assert early.see()["mine"]["vote"] == {
        "question": THREE[0],
        "vote": 1,
        "given": {"choice": WRONG},
        "sure": 3,
    }
    late = live.sit("Late")
    assert late.see()["mine"]["vote"] is None
    assert late.see()["class"]["phase"] == "closed"
    live.go("again")
    assert early.see()["mine"]["vote"] is None
    assert late.vote(THREE[0], vote=2).is_success


def test_a_limit_closes_the_vote_by_itself_and_everyone_is_told(live: LiveClass) -> None:
    student = live.sit()
    live.step("open", seconds=2).raise_for_status()
    headers = {"Authorization": f"Bearer {student.token}"}
    with live.http.stream("GET", f"{live.api}/events", headers=headers) as reply:
        phases = (told["phase"] for kind, told in events(reply) if kind == "class")
        assert next(phases) == "open"
        assert next(phases) == "closed"
    assert student.vote(THREE[0]).status_code == 409


def test_here_counts_people_and_forgets_those_who_left(live: LiveClass) -> None:
    student = live.sit("Ann")
    assert live.desk()["here"] == 0

    def wait(here: int) -> None:
        until = time.monotonic() + 30
        while live.desk()["here"] != here:
            assert time.monotonic() < until
            time.sleep(0.1)

    address = f"{live.api}/events"
    with httpx.stream("GET", address, headers=student.headers) as one:
        lines = one.iter_lines()  # kept: without it the connection is closed
        next(lines)
        wait(1)
        with httpx.stream("GET", address, headers=student.headers) as other:
            more = other.iter_lines()
            next(more)
            time.sleep(1)
            assert live.desk()["here"] == 1
    wait(0)


@soak
def test_a_server_that_is_only_slow_is_left_alone(live: LiveClass) -> None:
    (worker,) = live.workers
    os.kill(worker, signal.SIGSTOP)
    time.sleep(7)
    os.kill(worker, signal.SIGCONT)
    time.sleep(1)
    live.wait()
    assert live.workers == [worker]


@pytest.mark.parametrize("kills", times(5, 20))
def test_a_server_killed_during_votes_loses_and_doubles_none(live: LiveClass, kills: int) -> None:
    students = [live.sit() for _ in range(6)]
    live.go("open")
    _vote_while(students, lambda: _kill(live, kills))
    assert live.desk()["voted"] == len(students)
    _compare(students, kept(live.db, live.code))


@soak
def test_a_class_in_postgresql_survives_its_restart_in_the_middle_of_a_vote(server: Postgres) -> None:
    live = LiveClass(server.url)
    students = [live.sit() for _ in range(6)]
    live.go("open")

    def restart() -> None:
        for how in ("immediate", "fast", "immediate"):
            time.sleep(1)
            server.stop(how)
            time.sleep(0.5)
            server.start()

    _vote_while(students, restart)
    _eventually(lambda: live.desk()["voted"] == len(students))
    live.go("close", "reveal")
    _compare(students, kept(server.url, live.code))
    live.stop()


@soak
def test_two_servers_on_one_postgresql_show_the_same_class(server: Postgres) -> None:
    one = LiveClass(server.url)
    other = LiveClass(server.url, "--again", one.code)
    assert other.code == one.code
    assert other.address != one.address
    ann, ben = one.sit("Ann"), other.sit("Ben")
    headers = {"Authorization": f"Bearer {ben.token}"}
    with httpx.stream("GET", f"{other.api}/events", headers=headers, timeout=30) as reply:
        told = (each for kind, each in events(reply) if kind == "class")
        assert next(told)["phase"] == "lobby"
        _eventually(lambda: one.desk()["here"] == 1)
        one.go("open")
        assert next(told)["phase"] == "open"
        assert ben.vote(THREE[0], {"choice": KEY}).is_success
        assert ann.vote(THREE[0], {"choice": WRONG}).is_success
        _eventually(lambda: one.desk()["voted"] == other.desk()["voted"] == 2)
        other.go("close")
        assert next(told)["voted"] == 2
    assert ann.vote(THREE[0]).status_code == 409
    assert len(kept(server.url, one.code)) == 2
    other.stop()
    one.stop()


def test_a_class_that_was_stopped_goes_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/classes.sqlite"
    live = LiveClass(url)
    student = live.sit()
    live.go("open")
    student.vote(THREE[0])
    live.stop()
    again = LiveClass(url, "--again", live.code)
    assert (again.code, again.secret != live.secret) == (live.code, True)
    student.live = again
    assert student.see()["mine"]["vote"]["question"] == THREE[0]
    again.go("close")
    again.stop()


def test_a_second_class_at_once_gets_a_port_of_its_own_and_says_so(live: LiveClass, tmp_path: Path) -> None:
    usual = f"http://127.0.0.1:{PORT}"
    for _ in range(10):
        with socket.socket() as taken:
            # As a server does: what is left of an ended class's connections is no one's.
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):  # by a class that runs already, and may end just now
                taken.bind(("127.0.0.1", PORT))
                taken.listen()
            held = taken.getsockname()[1] == PORT
            other = LiveClass(f"sqlite:///{tmp_path}/other.sqlite", "causes")
        if held or other.address != usual:
            break
        other.stop()
    assert other.address not in (live.address, usual)
    assert "is in use, perhaps by another class" in " ".join(other.notes)
    assert live.http.get(f"{live.address}/api/{other.code}").status_code == 404
    other.stop()


def test_what_cannot_begin_says_why(live: LiveClass) -> None:
    taken = live.address.rpartition(":")[2]
    for words, said in {
        ("couses",): "causes",
        (): "causes",
        ("causes", "--port", taken): f"Port {taken} cannot be used",
        ("--again", "XXXXXX"): "There is no class XXXXXX",
        ("causes", "--db", "mysql://x"): "neither SQLite nor PostgreSQL",
    }.items():
        done = subprocess.run(
            [sys.executable, "-m", "bedside", "class", "--no-browser", *words],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 1, words
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def _vote_while(students: list[Student], happen: object) -> None:
    """Everybody goes on changing their vote while something happens; each keeps the last one acknowledged."""
    over = threading.Event()

    def vote(student: Student) -> None:
        options = [each.id for each in FIRST.options]
        student.last, number = None, 0
        while not (over.is_set() and student.last):
            option, number = options[number % len(options)], number + 1
            told = ballot(THREE[0], {"choice": option}, turn=number)
            while True:  # as the page does: the same vote, until somebody answers
                with suppress(httpx.HTTPError):
                    reply = httpx.post(
                        f"{student.live.api}/votes", json=told, headers=student.headers, timeout=10
                    )
                    if reply.status_code == 200:
                        student.last = option
                        time.sleep(0.05)  # leave the other tests some of the machine
                        break
                    assert reply.status_code == 503, reply.text
                time.sleep(0.05)

    with ThreadPoolExecutor(len(students)) as pool:
        work = [pool.submit(vote, student) for student in students]
        try:
            happen()
        finally:
            over.set()
        for each in work:
            each.result(60)


def _kill(live: LiveClass, times: int) -> None:
    for _ in range(times):
        time.sleep(0.3)
        live.kill()
        live.wait()


def _compare(students: list[Student], found: dict[tuple[str, str], list[str]]) -> None:
    """What was acknowledged last is there, once a person and round."""
    assert len(found) == len(students)
    assert all(len(each) == 1 for each in found.values())
    assert sorted(each[0] for each in found.values()) == sorted(student.last for student in students)


def _eventually(true: object) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_the_letters_of_a_class_lead_to_its_votes_where_it_was_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/our classes.sqlite"
    live = LiveClass(url)
    live.go("open")
    live.sit().vote(THREE[0])
    with httpx.stream("GET", f"{live.api}/events"):  # someone still listens
        live.stop()
    command = [sys.executable, "-m", "bedside", "results", live.code.lower(), "--db", url]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "Used: 1, from 1 learners." in told.stdout, told.stderr
