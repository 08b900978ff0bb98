"""A class's server: one process that watches, and one that serves and is started again should it fall."""

import gc
import io
import json
import logging
import os
import shlex
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import segno
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from bedside.classroom.address import Place, listen
from bedside.classroom.agenda import agenda
from bedside.classroom.app import app
from bedside.classroom.connection_limits import patient
from bedside.classroom.registry import Registry
from bedside.classroom.store import ClassStore, clock, database
from bedside.content import shipped
from bedside.errors import CourseError, UnknownName, show_log
from bedside.learner.store import Records

_SERVED = "BEDSIDE_CLASS"  # how the process that serves is told what


@dataclass(frozen=True)
class Opened:
    """A class that can be joined: its code and address, the presenter's page, and what to say."""

    code: str
    title: str
    address: str
    present: str
    notes: tuple[str, ...]
    db: str = ""  # where it is kept, if that was named; without its password


def serve(
    words: Sequence[str],
    tell: Callable[[Opened], None],
    again: str = "",
    lan: bool = False,
    port: int | None = None,
    db: str | None = None,
    until: Any = None,
    level: str = "core",
    verbose: bool = False,
) -> None:
    """Hold a class on these lessons, questions or patients, or go on with one, until someone stops it.

    Level is core or deeper, which questions of a lesson it asks. Until is a file: the class stops where it
    ends. Verbose shows the log of the process that serves. Raises CourseError.
    """
    classes = ClassStore(Records(database(db)), clock)
    place = listen(lan, port)
    url = classes.records.url
    kept = url.set(drivername=url.get_backend_name()).render_as_string() if db else ""
    opened = replace(_open(classes, words, again, place, level), db=kept)
    classes.records.close()
    served = {"db": database(db), "address": place.address, "hosts": place.hosts, "verbose": verbose}
    os.environ[_SERVED] = json.dumps(served)
    config = uvicorn.Config(
        "bedside.classroom.server:worker", factory=True, log_level="error", loop="asyncio", **patient()
    )
    both = Watch(config, [place.socket])
    if until:
        threading.Thread(target=_end, args=(until, both.should_exit), daemon=True).start()
    tell(opened)
    both.run()


class Watch(Multiprocess):
    """Starts a worker again as soon as it is gone.

    Left to itself, it also asks each worker whether it is well, and waits five seconds for a word. One that
    died meanwhile is missed for as long, and one that starts slowly, on a busy machine, is killed for it.
    """

    def keep_subprocess_alive(self) -> None:
        """Start those again that are gone."""
        if not all(each.process.is_alive() for each in self.processes):
            super().keep_subprocess_alive()


def hold(words: Sequence[str], as_json: bool, browser: bool, **options: Any) -> int:
    """Hold a class from the command line; the result is the exit code."""

    def tell(opened: Opened) -> None:
        print(json.dumps(asdict(opened)) if as_json else telling(opened), flush=True)
        if browser:
            webbrowser.open(opened.present)

    try:
        serve(words, tell, until=sys.stdin if as_json else None, **options)
    except CourseError as error:
        print(
            json.dumps({"say": str(error)}) if as_json else error, file=sys.stdout if as_json else sys.stderr
        )
        return 1
    return 0


def telling(opened: Opened) -> str:
    """What the terminal says of a class: how to join, and where to present."""
    drawing, kept = io.StringIO(), f" --db {shlex.quote(opened.db)}" if opened.db else ""
    segno.make(f"{opened.address}/{opened.code}", error="l").terminal(drawing, compact=True)
    return "\n".join(
        [
            drawing.getvalue(),
            f"A class, live: {opened.title}",
            f"  To join:     {opened.address}   code {opened.code}",
            f'  In a lesson: join("{opened.code}", "{opened.address}")',
            f"  To present:  {opened.present}",
            "  Keep the last address to yourself: who has it leads the class.",
            *(f"  {note}" for note in opened.notes),
            "  To stop, press Ctrl+C. What was voted is kept; "
            f"bedside class --again {opened.code}{kept} goes on, "
            f"bedside results {opened.code}{kept} looks back.",
        ]
    )


def worker() -> FastAPI:
    """The application of the process that serves."""
    told = json.loads(os.environ[_SERVED])
    if told["verbose"]:
        show_log()
    # At the end it leaves pages that listen, as it should, and would say so as an error.
    logging.getLogger("uvicorn.error").addFilter(lambda told: not str(told.msg).startswith("Cancel "))
    made = app(Registry(Records(told["db"]), shipped(), clock), told["hosts"], told["address"])
    gc.freeze()  # what is here stays; to look through it for waste would stop a class for 0.1 s
    return made


def _open(classes: ClassStore, words: Sequence[str], again: str, place: Place, level: str) -> Opened:
    if again:
        code = again.upper()
        secret, found = classes.resume(code, place.address), classes.find(code)
        if secret is None or found is None:
            raise UnknownName(f"There is no class {code}. The codes of those not ended: {_codes(classes)}.")
        title = found.agenda.title
    else:
        asked = agenda(words, shipped(), level)
        code, secret = classes.begin(asked, place.address)
        title = asked.title
    return Opened(code, title, place.address, f"{place.address}/{code}/present#{secret}", place.notes)


def _codes(classes: ClassStore) -> str:
    return ", ".join(each.code for each in classes.latest()) or "none"


def _end(until: Any, stop: threading.Event) -> None:
    while until.read(1):
        pass
    stop.set()
