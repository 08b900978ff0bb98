"""Sites for tests: the command itself, on the course or on a small one, in a process of its own."""

import fcntl
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[1]
SOUND = ROOT / "tests" / "data" / "sound"
SIX = ("made-where", "made-what", "sort-cells", "count-steps", "count-anc", "fill-made")
CALL = "from bedside import lesson, patient, review\n\n{}"


def site(out: Path, *options: str, course: Path | None = None) -> subprocess.CompletedProcess[str]:
    """``bedside site`` for this folder, of the course or of another one."""
    env = dict(os.environ) | ({"BEDSIDE_COURSE": str(course)} if course else {})
    command = [sys.executable, "-m", "bedside", "site", str(out), *options]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=500)


def whole(place: Path) -> Path:
    """The site of the whole course with its hand-outs, built once for all who share this place."""
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = site(place / "site", "--answers")
        assert told.returncode == 0, told.stderr
    return place / "site"


def small(place: Path) -> Path:
    """A small course of one lesson, one patient and a review."""
    shutil.copytree(SOUND, place / "content")
    cells = ["# One *lesson*", 'lesson("one")', "## A part\n\nSome words.", 'lesson("one").read("making")']
    write(place / "notebooks" / "01-one.ipynb", [*cells, f'lesson("one").ask{SIX}', 'lesson("one").recap()'])
    write(place / "notebooks" / "08-patients.ipynb", ["# People", "## Meet someone", 'patient("someone")'])
    write(place / "notebooks" / "09-review.ipynb", ["# Review", "review()"])
    return place


def write(path: Path, cells: Iterable[str]) -> None:
    """A notebook: what begins with a call is code, all else is Markdown."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [
        new_code_cell(CALL.format(text), id=f"cell-{i}")
        if text.startswith(("lesson(", "patient(", "review("))
        else new_markdown_cell(text, id=f"cell-{i}")
        for i, text in enumerate(cells)
    ]
    nbformat.write(new_notebook(cells=made), path)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its name in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def log_message(self, *words: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on a plain file server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
