"""The files of a place: one, a folder with all inside, or a learning platform's archive as it comes."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bedside.report.archive_members import hidden, members, parts, why_shut
from bedside.report.sheet import LeftOut, printable
from bedside.report.waiting import Waiting

# In bytes. The answers of one learner to the whole course, ten times over, need a hundredth of the first;
# the second is what forty thousand learners need.
LARGEST, LARGEST_IN_ALL, LARGEST_INSIDE = 50_000_000, 2_000_000_000, 20_000_000
DEEPEST = 3  # archives in archives
OTHER_ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
NO_FILE = "there is no such file or folder"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Sent:
    """A file that may hold answers."""

    what: str
    raw: bytes


class FileWalk:
    """Goes through places; ``passed_over`` names the files that nobody meant as answers."""

    def __init__(self, waiting: Waiting) -> None:
        """Tell how far it is."""
        self.passed_over: list[str] = []
        self._waiting, self._unpacked = waiting, 0
        self._paths, self._names = set[Path](), set[str]()

    def through(self, place: str) -> Iterator[Sent | LeftOut]:
        """Each file of answers at a place, one at a time, and what cannot be used; it never raises."""
        path, self._unpacked = Path(place).expanduser(), 0
        if not path.is_dir():
            self._waiting.more(1)
            yield from self._file(path, named=True)
            return
        inside = [each for each in path.rglob("*") if not each.is_dir()]
        inside = sorted(each for each in inside if not hidden(each.relative_to(path).parts))
        self._waiting.more(len(inside))
        found = False
        for each in inside:
            found = found or each.absolute() in self._paths
            for sent in self._file(each):
                found = True
                yield sent
        if not found:
            yield LeftOut(place, "this folder holds no exported answers (files that end in .jsonl)")

    def _file(self, path: Path, named: bool = False) -> Iterator[Sent | LeftOut]:
        what, meant = str(path), named or ".jsonl" in path.name.lower()
        self._waiting.step()
        if path.absolute() in self._paths:  # named twice, or by itself and in its folder
            return
        self._paths.add(path.absolute())
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):  # a pipe would never end
                yield from self._odd(what, meant, "this is neither a file nor a folder")
                return
            with path.open("rb") as file:
                yield from self._opened(what, file, status.st_size, meant)
        except FileNotFoundError:
            yield from self._odd(what, meant, NO_FILE)
        except OSError as error:
            yield LeftOut(what, f"it cannot be opened ({error.strerror})")

    def _opened(
        self, what: str, file: IO[bytes], size: int, meant: bool, depth: int = 0
    ) -> Iterator[Sent | LeftOut]:
        head, low = file.read(1024), what.lower()
        if head.startswith(b"PK") and (meant or low.endswith(".zip")):
            if not depth:
                file.seek(0)
                yield from self._archive(what, file, depth)
            elif size > LARGEST_INSIDE or depth >= DEEPEST:
                yield LeftOut(what, "an archive inside an archive, too large or too deep; unpack it first")
            else:
                self._unpacked += size
                yield from self._archive(what, io.BytesIO(head + file.read(LARGEST_INSIDE)), depth)
        elif low.endswith((".zip", *OTHER_ARCHIVES)):
            yield LeftOut(what, "this is not a zip archive that can be opened here; unpack it first")
        elif not meant and not _ours(head):
            self.passed_over.append(printable(what))
        elif size > LARGEST:
            say = f"it has {size / 1e6:.0f} MB, and answers have less than {LARGEST / 1e6:.0f} MB"
            yield LeftOut(what, say)
        else:
            yield self._sent(what, head + file.read(LARGEST))

    def _archive(self, what: str, file: IO[bytes], depth: int) -> Iterator[Sent | LeftOut]:
        found = False
        try:
            with zipfile.ZipFile(file) as archive:
                inside = members(archive)
                self._waiting.more(len(inside))
                shut = [each for each in inside if why_shut(each)]
                if shut:
                    found = True
                    many = "" if len(shut) == len(inside) else f"{len(shut)} of its {len(inside)} files: "
                    yield LeftOut(what, f"{many}{why_shut(shut[0])}; unpack it first")
                for each in inside:
                    self._waiting.step()
                    if why_shut(each):
                        continue
                    if self._unpacked > LARGEST_IN_ALL:
                        size = f"{LARGEST_IN_ALL / 1e6:,.0f} MB"
                        yield LeftOut(what, f"it unpacks to more than {size}: the rest was not looked at")
                        return
                    for sent in self._member(archive, each, f"{what}/{'/'.join(parts(each))}", depth):
                        found = True
                        yield sent
        except BROKEN:
            yield LeftOut(what, "this zip archive is damaged, or only a part of it; fetch it once more")
            return
        if not found and depth:
            self.passed_over.append(printable(what))
        elif not found:
            yield LeftOut(what, "this archive holds no exported answers (files that end in .jsonl)")

    def _member(
        self, archive: zipfile.ZipFile, each: zipfile.ZipInfo, what: str, depth: int
    ) -> Iterator[Sent | LeftOut]:
        meant = ".jsonl" in what.rsplit("/", 1)[-1].lower()
        try:
            with archive.open(each) as file:
                yield from self._opened(what, file, each.file_size, meant, depth + 1)
        except BROKEN:
            yield LeftOut(what, "it is damaged inside its archive; fetch that once more")

    def _sent(self, what: str, raw: bytes) -> Sent:
        self._unpacked += len(raw)
        name, number = what, 1
        while name in self._names:  # an archive may hold several files of one name
            number += 1
            name = f"{what} ({number})"
        self._names.add(name)
        return Sent(name, raw)

    def _odd(self, what: str, meant: bool, why: str) -> Iterator[LeftOut]:
        if meant:
            yield LeftOut(what, why)
        else:
            self.passed_over.append(printable(what))


def _ours(head: bytes) -> bool:
    """Whether a file begins as answers do; some programs save text as UTF-16, every other byte empty."""
    return re.search(rb'"kind"\s*:\s*"bedside-answers"', head.replace(b"\0", b"")) is not None
