"""A class from a notebook: the instructor's start_class, and the student's join."""

import atexit
import json
import re
import subprocess
import sys
from contextlib import suppress
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import segno
from markupsafe import Markup

from bedside.classroom.store import LENGTH, ClassStore, clock, database
from bedside.errors import CourseError, StorageError
from bedside.learner.store import Records, folder
from bedside.notebook.page import Page
from bedside.text.markup import render


class ClassNotFound(CourseError):
    """Raised when a class cannot begin or be joined; its words say what to do."""


class RunningClass:
    """A class that runs as long as this notebook, or until ``stop()``."""

    def __init__(self, process: subprocess.Popen[str], told: dict[str, Any]) -> None:
        """A server that has told this of itself."""
        self._process = process
        self.code, self.address, self.present = told["code"], told["address"], told["present"]
        self._title, self._notes = told["title"], told["notes"]
        atexit.register(self.stop)

    @property
    def running(self) -> bool:
        """Whether it can still be joined."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Stop the class; what was voted is kept."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.communicate(timeout=20)  # its input ends, and with it the class

    def _repr_html_(self) -> str:
        if not self.running:
            return render("classroom/stopped.html.j2", code=self.code)
        return _card(self.code, self.address, self.present, self._title, self._notes)


def start_class(
    *words: str, lan: bool = False, port: int | None = None, again: str = "", level: str = "core"
) -> RunningClass:
    """Run a class on a lesson, on questions or on a patient; ``lan=True`` lets your network in.

    ``level="deeper"`` asks the questions for medical students and junior doctors.
    Raises ClassNotFound, with what to do when it cannot begin.
    """
    command = [sys.executable, "-m", "bedside", "class", "--json", "--level", level, *words]
    command += (
        ["--lan"] * lan + (["--port", str(port)] if port else []) + (["--again", again] if again else [])
    )
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    line = process.stdout.readline() if process.stdout else ""
    told = json.loads(line or '{"say": "The class could not begin. Try again."}')
    if "say" in told:
        process.communicate()
        raise ClassNotFound(told["say"])
    return RunningClass(process, told)


def join(code: str, address: str | None = None) -> Page:
    """Show a running class in this notebook: its code, and the address from the wall if it runs elsewhere.

    Raises ClassNotFound, with what to do. Joining again takes the same seat.
    """
    wanted = re.sub(r"[\s-]", "", str(code)).upper()
    if not (wanted.isalpha() and wanted.isascii() and len(wanted) == LENGTH):
        raise ClassNotFound(f'A code has six letters, as "BCDFGH". This is "{str(code)[:40]}".')
    place = _place(address) if address else _here(wanted)
    try:
        title = _ask(f"{place}/api/{wanted}")["title"]
        token = _sit(place, wanted)
    except HTTPError as error:
        words = f"There is no class {wanted} at {place}. Look at the letters on the wall."
        if error.code != 404:
            words = f"The class at {place} is busy. Try again in a moment."
        raise ClassNotFound.because(error, words) from error
    except (OSError, ValueError, KeyError) as error:
        words = (
            f"No class answers at {place}. Look at the address on the wall; your network must be the same."
        )
        raise ClassNotFound.because(error, words) from error
    return Page(_frame(f"{place}/{wanted}", token, f"Class: {title}"))


def _sit(place: str, code: str) -> str:
    """The token of this learner's seat, taken once.

    A page in a frame may keep nothing, and without a seat of its own it would be someone new at each reload.
    """
    kept = folder() / "seats" / f"{code}.json"
    with suppress(OSError, ValueError, KeyError):
        token: str = json.loads(kept.read_text("utf-8"))["token"]
        _ask(f"{place}/api/{code}/seat", token=token)
        return token
    token = _ask(f"{place}/api/{code}/seats", told={"name": ""})["token"]
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"token": token}), "utf-8")
    return token


def _ask(url: str, told: dict[str, str] | None = None, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = Request(url, json.dumps(told).encode() if told else None, headers)
    # No proxy: a class is in this network.
    with build_opener(ProxyHandler({})).open(request, timeout=10) as reply:
        found: dict[str, Any] = json.load(reply)
        return found


def _place(address: str) -> str:
    told = address.strip() if "://" in address else f"http://{address.strip()}"
    parts = urlsplit(told)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ClassNotFound(f'"{address[:80]}" is no address. It looks like "192.168.1.5:8765".')
    return f"{parts.scheme}://{parts.netloc}"


def _here(code: str) -> str:
    """Where a class of this computer is served."""
    try:
        records = Records(database())
        found = ClassStore(records, clock).find(code)
        records.close()
    except StorageError:
        found = None
    if found is None:
        raise ClassNotFound(
            f"There is no class {code} on this computer. If it runs on another one, give the address "
            f'on the wall, too: join("{code}", "192.168.1.5:8765").'
        )
    return found.address


def _frame(source: str, token: str, title: str) -> Markup:
    return render("classroom/frame.html.j2", source=source, token=token, title=title)


def _card(code: str, address: str, present: str, title: str, notes: list[str]) -> Markup:
    scan = segno.make(f"{address}/{code}", error="m").svg_inline(scale=5, border=2, dark="#000", light="#fff")
    shown = {"code": code, "address": address, "present": present, "title": title, "notes": notes}
    return render("classroom/card.html.j2", scan=Markup(scan), **shown)
