"""What a class handed in: exported files, folders of them, or a database; what is unfit is named."""

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from uuid import UUID

from bedside.content import Content
from bedside.learner import answer_file
from bedside.learner.response import Response
from bedside.report.doubt import Doubt

LARGEST = (
    50_000_000  # bytes; the answers of one learner to the whole course, ten times over, need a hundredth
)


@dataclass(frozen=True)
class LeftOut:
    """Something that was handed in and cannot be used, and why."""

    what: str
    why: str

    def __post_init__(self) -> None:
        """A name or a reason may hold what a terminal would obey, or what turns the direction of a line."""
        for field in ("what", "why"):
            shown = "".join(c if c.isprintable() else "?" for c in getattr(self, field))
            object.__setattr__(self, field, shown)


@dataclass(frozen=True)
class HandedIn:
    """What is used, what is left out, and each learner's answers in the order they came."""

    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    answers: Mapping[str, tuple[Response, ...]]


@dataclass(frozen=True)
class _Sheet:
    what: str
    learner: str
    answers: tuple[Response, ...]


def collect(places: Iterable[str | Path], content: Content, now: datetime, db: str | None = None) -> HandedIn:
    """What can be used of these files, folders (with all folders inside) and database URLs; never raises.

    A class's code stands for its votes in the database at db, or where classes are kept.
    """
    found = [each for place in places for each in _read(str(place), db)]
    doubt = Doubt(content, now)
    sound: list[_Sheet] = []
    left_out: list[LeftOut] = []
    for sheet in {each.what: each for each in found}.values():
        if isinstance(sheet, LeftOut):
            left_out.append(sheet)
        elif why := doubt.of(sheet.answers):
            left_out.append(LeftOut(sheet.what, why))
        else:
            sound.append(sheet)
    used, clashing, answers = _merge(sound)
    return HandedIn(used, (*left_out, *clashing), answers)


def _read(place: str, db: str | None) -> Iterator[_Sheet | LeftOut]:
    if "://" in place:
        yield from _database(place)
        return
    if re.fullmatch("[A-Za-z]{6}", place) and not Path(place).exists():
        from bedside.learner.store import address  # only now: it brings the database's drivers

        yield from _database(db or address("classes"), place.upper())
        return
    folder = Path(place).expanduser()
    paths = [folder]
    if folder.is_dir():
        # Nobody hands in hidden files; "answers.jsonl.txt" is what some browsers make of a download.
        inside = (path for path in folder.rglob("*") if not path.is_dir() and not path.name.startswith("."))
        paths = sorted(path for path in inside if ".jsonl" in path.name.lower())
        if not paths:
            yield LeftOut(place, "this folder holds no exported answers (files that end in .jsonl)")
    for path in paths:
        try:
            found = answer_file.read(_text(path))
            yield _Sheet(str(path), found.learner, found.responses)
        except answer_file.DamagedFile as damage:
            yield LeftOut(str(path), str(damage))
        except (RecursionError, OverflowError):  # ten thousand brackets, or a day in the year 10000
            yield LeftOut(str(path), "this is not a file of answers from this course")


def _text(path: Path) -> str:
    try:
        status = path.stat()
        size = f"{status.st_size / 1e6:.0f} MB"
        if not stat.S_ISREG(status.st_mode):  # a pipe would never end
            raise answer_file.DamagedFile("this is neither a file nor a folder")
        if status.st_size > LARGEST:
            raise answer_file.DamagedFile(f"it has {size}, and answers have less than {LARGEST / 1e6:.0f} MB")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise answer_file.DamagedFile("there is no such file or folder") from None
    except OSError as error:
        raise answer_file.DamagedFile.because(error, f"it cannot be opened ({error.strerror})") from error
    if raw.startswith(b"PK\x03\x04"):
        raise answer_file.DamagedFile("this is a zip archive; unpack it first")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise answer_file.DamagedFile(
            "its letters are not UTF-8, so it does not come from this course"
        ) from None


def _database(url: str, code: str = "") -> Iterator[_Sheet | LeftOut]:
    """The answers in a database, or only those of the class with this code."""
    # Only a teacher with a database waits for its drivers to be loaded.
    import sqlalchemy as sa

    from bedside.errors import StorageError
    from bedside.learner.store import Records

    where = "the database"
    try:
        where = sa.make_url(url).render_as_string(hide_password=True)
        path = sa.make_url(url).database
        if where.startswith("sqlite") and path and not Path(path).exists():
            yield LeftOut(where, "there is no such file")  # opening it would make one
            return
        records = Records(url)
        try:
            found = (each for each in records if not code or each.context.startswith(f"class:{code}:"))
            answers = sorted(found, key=_learner)  # stable: each learner's answers stay in order
        finally:
            records.close()
    except (StorageError, sa.exc.ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        yield LeftOut(where, f"it cannot be read: {error}")
        return
    if not answers:
        none = f"there is no vote of a class {code} in it" if code else "there is no answer in it yet"
        yield LeftOut(where, none)
    for learner, theirs in groupby(answers, key=_learner):
        yield _Sheet(f"{where}, learner {learner[:12] or 'unknown'}", learner, tuple(theirs))


def _learner(answer: Response) -> str:
    return answer.learner


def _merge(sheets: list[_Sheet]) -> tuple[tuple[str, ...], list[LeftOut], dict[str, tuple[Response, ...]]]:
    """One stack of answers a learner; of two sheets that contradict each other, the longer one stays."""
    kept: dict[UUID, tuple[Response, str]] = {}
    learners: dict[str, list[tuple[Response, ...]]] = {}
    clashing = []
    for sheet in sorted(sheets, key=lambda sheet: (-len(sheet.answers), sheet.what)):
        twice = [kept[each.id] for each in sheet.answers if each.id in kept and kept[each.id][0] != each]
        if twice:
            other, where = twice[0]
            theirs = "under another learner" if other.learner != sheet.learner else "with another content"
            also = f"{len(twice)} of its answers stand in {where} too, {theirs}"
            clashing.append(LeftOut(sheet.what, f"{also}. Only that one is counted; ask about both"))
            continue
        fresh = tuple(each for each in sheet.answers if each.id not in kept)
        kept |= {each.id: (each, sheet.what) for each in fresh}
        learners.setdefault(sheet.learner, []).append(fresh)
    used = tuple(sheet.what for sheet in sheets if sheet.what not in {each.what for each in clashing})
    return used, clashing, {learner: _joined(learners[learner]) for learner in sorted(learners)}


def _joined(parts: list[tuple[Response, ...]]) -> tuple[Response, ...]:
    """A single file keeps its order, which a clock that was set back does not disturb; several go by time."""
    filled = [part for part in parts if part]
    joined = tuple(answer for part in filled for answer in part)
    return joined if len(filled) < 2 else tuple(sorted(joined, key=lambda answer: answer.answered_at))
