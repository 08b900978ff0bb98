"""The answers in a database; where it holds several classes, those of the class that is meant."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

import sqlalchemy as sa

from bedside.errors import StorageError
from bedside.learner.migrations import CLASSES, SEATS
from bedside.learner.response import Response
from bedside.learner.store import Records
from bedside.report.file_walk import NO_FILE
from bedside.report.sheet import LeftOut, Sheet
from bedside.report.waiting import Waiting

ALL, NONE = "ALL", "NONE"  # everything; what was answered outside classes
MOST = 12  # classes that are named
Make = Callable[[str, str, str, tuple[Response, ...]], Sheet | LeftOut]


@dataclass
class _Group:
    """A class, or what was answered outside classes."""

    learners: int
    last: datetime


def votes(url: str, only: Sequence[str], make: Make, waiting: Waiting) -> Iterator[Sheet | LeftOut]:
    """What make makes of each learner's answers in the database at this URL; it never raises.

    Of several classes those that only names: codes, ALL, or NONE; if it names none, they are told instead.
    """
    where = "the database"
    try:
        where = sa.make_url(url).render_as_string(hide_password=True)
        path = sa.make_url(url).database
        if where.startswith("sqlite") and path and not Path(path).exists():
            yield LeftOut(where, NO_FILE.removesuffix(" or folder"))  # opening it would make one
            return
        records = Records(url)
        try:
            found = list(_read(records, where, only, make, waiting))
        finally:
            records.close()
    except (StorageError, sa.exc.ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        yield LeftOut(where, f"it cannot be read: {error}")
        return
    yield from found


def _read(
    records: Records, where: str, only: Sequence[str], make: Make, waiting: Waiting
) -> Iterator[Sheet | LeftOut]:
    groups = _groups(records)
    if not groups:
        none = f"there is no vote of a class {only[0]} in it" if only else "there is no answer in it yet"
        yield LeftOut(where, none)
        return
    for name in only:
        if name not in (ALL, *groups):
            yield LeftOut(where, f"there is no vote of a class {name} in it. {_there(records, groups)}")
    if not only and len(groups) > 1:
        yield LeftOut(where, f"which class is meant? {_there(records, groups)}")
        return
    wanted = [ALL] if ALL in only or not only else [name for name in groups if name in only]
    names = _names(records)
    for name in wanted:
        waiting.more(sum(group.learners for key, group in groups.items() if name in (ALL, key)))
        within = "" if name in (ALL, NONE) else f"class:{name}:"
        answers = records.by_learner(within, "class:" if name == NONE else "")
        for learner, theirs in groupby(answers, key=_learner):
            waiting.step()
            what = f"{where}, learner {learner or 'unknown'}"
            yield make(what, learner, names.get(learner, ""), tuple(theirs))


def _learner(answer: Response) -> str:
    return answer.learner


def _groups(records: Records) -> dict[str, _Group]:
    """What the answers fall into, the latest first; the learners of a class are those of its fullest vote."""
    groups: dict[str, _Group] = {}
    for context, learners, last in records.contexts():
        kind, _, rest = context.partition(":")
        group = groups.setdefault(rest.split(":")[0] if kind == "class" else NONE, _Group(0, last))
        group.learners, group.last = max(group.learners, learners), max(group.last, last)
    return dict(sorted(groups.items(), key=lambda pair: pair[1].last, reverse=True))


def _there(records: Records, groups: dict[str, _Group]) -> str:
    titles = _titles(records)
    told = [_told(titles, *pair) for pair in list(groups.items())[:MOST]]
    more = [f"{len(groups) - MOST} older ones"] if len(groups) > MOST else []
    first = next(iter(groups)).replace(NONE, "none")
    named = f'Name one, as --class {first} (in a notebook, only="{first}"), or all'
    return f"There is {'; '.join([*told, *more])}. {named}"


def _told(titles: Mapping[str, str], name: str, group: _Group) -> str:
    title = "outside classes, " if name == NONE else f"{titles[name]}, " if name in titles else ""
    learners = "1 learner" if group.learners == 1 else f"{group.learners} learners"
    day = f"{group.last.day} {group.last:%B %Y}"
    return f"{name.replace(NONE, 'none')} ({title}{learners}, {day})"


def _titles(records: Records) -> dict[str, str]:
    """What each class is about."""
    with records.transaction() as connection:
        found = connection.execute(sa.select(CLASSES.c.code, CLASSES.c.agenda)).all()
    return {each.code: each.agenda["title"] for each in found}


def _names(records: Records) -> dict[str, str]:
    """What people called themselves when they sat down."""
    with records.transaction() as connection:
        found = connection.execute(sa.select(SEATS.c.learner, SEATS.c.name)).all()
    return {each.learner: each.name for each in found}
