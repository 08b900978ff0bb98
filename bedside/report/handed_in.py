"""What a class handed in: exported files, folders of them, or a database; what is unfit is named."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bedside.content import Content
from bedside.learner import answer_file
from bedside.learner.response import Response
from bedside.report.doubt import Doubt
from bedside.report.file_walk import LARGEST, FileWalk, Sent
from bedside.report.ledger import Ledger, Rows, Stack
from bedside.report.one_person import perhaps_one_person
from bedside.report.sheet import LeftOut, Sheet
from bedside.report.waiting import Waiting, quiet

Ids = npt.NDArray[np.uint64]

__all__ = ["LARGEST", "HandedIn", "LeftOut", "collect"]


@dataclass(frozen=True)
class HandedIn:
    """What is used, what is left out, and each learner's answers in the order they came."""

    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    answers: Mapping[str, Sequence[Response]]
    passed_over: tuple[str, ...] = ()  # files in folders and archives that nobody meant as answers
    perhaps: tuple[str, ...] = ()  # sentences: who may be one person


def collect(
    places: Iterable[str | Path],
    content: Content,
    now: datetime,
    db: str | None = None,
    only: Sequence[str] = (),
    waiting: Waiting | None = None,
) -> HandedIn:
    """What can be used of these files, archives, folders (with all inside) and database URLs; never raises.

    A class's code stands for its votes in the database at db, or where classes are kept. Of a database that
    holds several classes only those are read that are named, as a code, ``none`` or ``all``.
    """
    reader = _Reader(content, now, waiting or quiet())
    named = [str(place) for place in places]
    codes = [place for place in named if _is_code(place)]
    urls = [place for place in named if "://" in place]
    if urls and codes and not db:  # the letters say which class of that database is meant
        named, only = [place for place in named if place not in codes], [*only, *codes]
    sound: dict[str, Sheet] = {}
    left_out: list[LeftOut] = []
    for place in dict.fromkeys(named):
        for each in reader.read(place, db, [word.upper() for word in only]):
            if isinstance(each, LeftOut):
                left_out.append(each)
            else:
                sound.setdefault(each.what, each)
    used, clashing, stacks = _merge(list(sound.values()))
    answers = {learner: Stack(reader.ledger, learner, rows) for learner, rows in stacks.items()}
    perhaps = perhaps_one_person([sound[what] for what in used], stacks)
    return HandedIn(
        used, (*dict.fromkeys(left_out), *clashing), answers, tuple(reader.walk.passed_over), tuple(perhaps)
    )


def _is_code(place: str) -> bool:
    return re.fullmatch("[A-Za-z]{6}", place) is not None and not Path(place).exists()


class _Reader:
    """Turns places into sheets, one at a time: what was read is packed before the next is opened."""

    def __init__(self, content: Content, now: datetime, waiting: Waiting) -> None:
        self.ledger, self.walk = Ledger(), FileWalk(waiting)
        self._doubt, self._waiting = Doubt(content, now), waiting

    def read(self, place: str, db: str | None, only: Sequence[str]) -> Iterator[Sheet | LeftOut]:
        if "://" in place or _is_code(place):
            # Only a teacher with a database waits for its drivers to be loaded.
            from bedside.learner.store import address
            from bedside.report.class_votes import votes

            url, wanted = (place, only) if "://" in place else (db or address("classes"), [place.upper()])
            yield from votes(url, wanted, self._sheet, self._waiting)
            return
        for each in self.walk.through(place):
            yield self._file(each) if isinstance(each, Sent) else each

    def _file(self, sent: Sent) -> Sheet | LeftOut:
        try:
            found = answer_file.read(sent.raw.decode("utf-8"))
        except UnicodeDecodeError:
            return LeftOut(sent.what, "its letters are not UTF-8, so it does not come from this course")
        except answer_file.DamagedFile as damage:
            return LeftOut(sent.what, str(damage))
        except (RecursionError, OverflowError):  # ten thousand brackets, or a day in the year 10000
            return LeftOut(sent.what, "this is not a file of answers from this course")
        return self._sheet(sent.what, found.learner, found.name, found.responses)

    def _sheet(self, what: str, learner: str, name: str, answers: tuple[Response, ...]) -> Sheet | LeftOut:
        why = self._doubt.of(answers)
        return LeftOut(what, why) if why else Sheet(what, learner, name, self.ledger.pack(answers))


def _merge(sheets: list[Sheet]) -> tuple[tuple[str, ...], list[LeftOut], dict[str, Rows]]:
    """One stack of answers a learner; of two sheets that contradict each other, the longer one stays."""
    twice = _told_twice(sheets)
    kept: dict[bytes, tuple[Sheet, int]] = {}
    learners: dict[str, list[Rows]] = {}
    clashing: dict[str, LeftOut] = {}
    for sheet in sorted(sheets, key=lambda sheet: (-len(sheet.rows), sheet.what)):
        doubled = np.flatnonzero(np.isin(_halves(sheet.rows), twice))
        ids = list(zip(sheet.rows["id"][doubled].tolist(), doubled.tolist(), strict=True))
        known = [(kept[id_], row) for id_, row in ids if id_ in kept]
        odd = [other for other, row in known if not _same(other, (sheet, row))]
        if odd:
            other = odd[0][0]
            theirs = "under another learner" if other.learner != sheet.learner else "with another content"
            also = f"{len(odd)} of its answers stand in {other.what} too, {theirs}"
            why = f"{also}. Only that one is counted; ask about both"
            clashing[sheet.what] = LeftOut(sheet.what, why)
            continue
        fresh = np.delete(sheet.rows, [row for _, row in known])
        kept |= {id_: (sheet, row) for id_, row in ids if id_ not in kept}
        learners.setdefault(sheet.learner, []).append(fresh)
    used = tuple(sheet.what for sheet in sheets if sheet.what not in clashing)
    return used, list(clashing.values()), {name: _joined(learners[name]) for name in sorted(learners)}


def _halves(rows: Rows) -> Ids:
    """The second half of each id, in which ids differ by chance alone."""
    return np.frombuffer(rows["id"].tobytes(), "u8")[1::2]


def _told_twice(sheets: list[Sheet]) -> Ids:
    """The halves of ids that come more than once."""
    none = np.array([], np.uint64)
    found, counts = np.unique(
        np.concatenate([none, *(_halves(each.rows) for each in sheets)]), return_counts=True
    )
    twice: Ids = found[counts > 1]
    return twice


def _same(one: tuple[Sheet, int], other: tuple[Sheet, int]) -> bool:
    (first, at), (second, there) = one, other
    same_row = first.rows[at].tobytes() == second.rows[there].tobytes()
    return same_row and first.learner == second.learner


def _joined(parts: list[Rows]) -> Rows:
    """A single file keeps its order, which a clock that was set back does not disturb; several go by time."""
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return (filled or parts)[0]
    joined = np.concatenate(filled)
    return joined[np.argsort(joined["microseconds"], kind="stable")]
