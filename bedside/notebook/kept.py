"""What a course shows, kept from one kernel to the next: reading all of its YAML takes most of a start."""

import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from bedside.files import put

_MADE_BY = ("content", "frontend", "kinds", "labs", "notebook", "text")  # the rooms that make what is shown
_MOST = 4  # courses and versions that are kept at once


class Kept:
    """Plain values by name, made anew when a file of the course or of the program has changed."""

    def __init__(self, course: Path, place: Path, package: Path = Path(__file__).parents[1]) -> None:
        """Of the course in one folder, kept in another one."""
        self._course, self._place, self._package = course, place, package

    def get(self, name: str, make: Callable[[], Any]) -> Any:
        """What was made under this name, or else what ``make`` makes; where nothing can be kept, too."""
        if not re.fullmatch("[a-z0-9-]{1,80}", name):
            return make()
        path = self._folder / f"{name}.json"
        with suppress(OSError, ValueError):
            return json.loads(path.read_bytes())
        made = make()
        with suppress(OSError):
            put(path, json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
        return made

    @cached_property
    def _folder(self) -> Path:
        folder = self._place / self._edition()
        if not folder.exists():
            self._forget()
        return folder

    def _edition(self) -> str:
        """A hash of all files that what is shown is made from."""
        found = sha256()
        rooms = [self._package / room for room in _MADE_BY]
        for folder in (self._course / "content", *rooms):
            for path in sorted(folder.rglob("*")):
                if path.suffix in (".yaml", ".svg", ".py", ".js", ".css", ".j2"):
                    found.update(f"{path}\0".encode())
                    found.update(sha256(path.read_bytes()).digest())
        return found.hexdigest()[:32]

    def _forget(self) -> None:
        """Make room for one more edition."""
        with suppress(OSError):
            editions = sorted(self._place.iterdir(), key=lambda path: path.stat().st_mtime)
            for old in editions[: 1 - _MOST]:
                shutil.rmtree(old, ignore_errors=True)
