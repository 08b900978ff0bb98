"""Every answer given, kept once, and the database for all who keep something in it.

SQLite in the learner's data folder, or what the URL in ``BEDSIDE_DB`` names, by the same code.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Literal

import sqlalchemy as sa
from platformdirs import user_data_path
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite

from bedside.errors import StorageError
from bedside.learner import migrations
from bedside.learner.journal import journal, settle
from bedside.learner.migrations import RESPONSES
from bedside.learner.response import Response

_INSERT: dict[str, Callable[[sa.Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def folder() -> Path:
    """Where this person's answers are kept, unless ``BEDSIDE_DB`` says otherwise."""
    return user_data_path("bedside", appauthor=False)


def address(kept: Literal["answers", "classes"] = "answers") -> str:
    """The URL of the database that keeps these: ``BEDSIDE_DB``, or a file of theirs in the data folder."""
    return os.environ.get("BEDSIDE_DB") or f"sqlite:///{folder() / kept}.sqlite"


class Records:
    """Responses, in the order they came, in the database at a URL; it is opened when it is first needed.

    Every method raises StorageError, in words for a learner, when the database cannot be used.
    """

    def __init__(self, url: str | None = None) -> None:
        """Use the database at this URL; raises StorageError when it is not one of SQLite or PostgreSQL."""
        try:
            self.url = sa.make_url(url or address())
        except (exc.ArgumentError, ValueError):
            # What it was may hold a password, and is neither told nor logged.
            raise StorageError(
                "BEDSIDE_DB is not the address of a database, as postgresql://host/name."
            ) from None
        if self.url.get_backend_name() not in _INSERT:
            raise StorageError(f"{self.where} is neither SQLite nor PostgreSQL.")
        if self.url.get_backend_name() == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.insert = _INSERT[self.url.get_backend_name()](RESPONSES)
        self._engine: sa.Engine | None = None
        self._file: tuple[int, int] | None = None
        self._opening = Lock()

    @property
    def where(self) -> str:
        """The file, or the URL without its password, for people to read."""
        if self.is_file:
            return self.url.database or "memory"
        return self.url.set(drivername="postgresql").render_as_string()

    def add(self, *responses: Response) -> None:
        """Keep responses, all or none; they are on disk when this returns. One kept before stays as it is."""
        if responses:
            rows = [row(response) for response in responses]
            with self.transaction() as connection:
                connection.execute(self.insert.on_conflict_do_nothing(), rows)

    def of(self, learner: str) -> list[Response]:
        """The responses of one learner, in the order they came."""
        return self._select(RESPONSES.c.learner == learner)

    def __iter__(self) -> Iterator[Response]:
        """Every response, in the order they came."""
        return iter(self._select(sa.true()))

    def by_learner(self, within: str = "", outside: str = "") -> Iterator[Response]:
        """Responses of one learner after the other, in the order they came, a thousand held at once.

        Only those whose context begins with within, and not with outside.
        """
        query = sa.select(RESPONSES).where(RESPONSES.c.context.startswith(within, autoescape=True))
        if outside:
            query = query.where(~RESPONSES.c.context.startswith(outside, autoescape=True))
        query = query.order_by(RESPONSES.c.learner, RESPONSES.c.number).execution_options(yield_per=1000)
        with self.transaction() as connection:
            for each in connection.execute(query).mappings():
                yield _response(each)

    def contexts(self) -> list[tuple[str, int, datetime]]:
        """Each context in which something was answered, by how many learners, and when last."""
        learners = sa.func.count(RESPONSES.c.learner.distinct())
        query = sa.select(RESPONSES.c.context, learners, sa.func.max(RESPONSES.c.answered_at))
        with self.transaction() as connection:
            return [tuple(each) for each in connection.execute(query.group_by(RESPONSES.c.context))]

    def __len__(self) -> int:
        """How many there are."""
        with self.transaction() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(RESPONSES)).scalar_one()

    def latest(self) -> datetime | None:
        """When the answer furthest on in time was given."""
        with self.transaction() as connection:
            last: datetime | None = connection.scalar(sa.select(sa.func.max(RESPONSES.c.answered_at)))
        return last

    def erase(self, learner: str) -> int:
        """Erase all that one learner answered, and say how many that were."""
        with self.transaction() as connection:
            gone = connection.execute(sa.delete(RESPONSES).where(RESPONSES.c.learner == learner)).rowcount
        if self.is_file:  # what was erased is not to be read from the file's empty places, either
            with self._explained(), self._open().connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
        return gone

    def take_in(self, responses: Iterable[Response], old: str, new: str) -> int:
        """Keep responses of a learner, who was another here until now, and say how many were not here yet."""
        rows = [row(response) for response in responses]
        counted = sa.select(sa.func.count()).select_from(RESPONSES)
        with self.transaction() as connection:
            before = connection.execute(counted).scalar_one()
            connection.execute(sa.update(RESPONSES).where(RESPONSES.c.learner == old).values(learner=new))
            if rows:
                connection.execute(self.insert.on_conflict_do_nothing(), rows)
            return connection.execute(counted).scalar_one() - before

    @contextmanager
    def transaction(self, alone: bool = False) -> Iterator[sa.Connection]:
        """Do several things, all or none; alone keeps others from writing from its beginning on (SQLite)."""
        with self._explained(), self._open().begin() as connection:
            if alone and self.is_file:  # its driver begins a transaction only at the first change
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def close(self) -> None:
        """Let go of the database; the next use opens it anew."""
        if self._engine:
            self._engine.dispose()
        self._engine = self._file = None

    @property
    def is_file(self) -> bool:
        """Whether this is SQLite."""
        return self.url.get_backend_name() == "sqlite"

    def _select(self, wanted: sa.ColumnElement[bool]) -> list[Response]:
        query = sa.select(RESPONSES).where(wanted).order_by(RESPONSES.c.number)
        with self.transaction() as connection:
            return [_response(each) for each in connection.execute(query).mappings()]

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (exc.SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
            self.close()  # what is mended may be another file, or another server
            raise StorageError.at(self.where, error) from error

    def _open(self) -> sa.Engine:
        with self._opening:
            # A file that was moved away or put back is another one; what is written to the old one is lost.
            if self._engine and self._identity() != self._file:
                self.close()
            if not self._engine:
                engine = sa.create_engine(self.url, pool_pre_ping=not self.is_file, hide_parameters=True)
                if self.is_file:
                    sa.event.listen(engine, "connect", partial(settle, mode=self._journal()))
                try:
                    migrations.bring_up(engine)
                except BaseException:
                    engine.dispose()
                    raise
                self._engine, self._file = engine, self._identity()
            return self._engine

    def _journal(self) -> str:
        found = self.url.database or ":memory:"
        if found.startswith((":", "file:")):
            return "WAL"
        Path(found).parent.mkdir(parents=True, exist_ok=True)
        return journal(Path(found))

    def _identity(self) -> tuple[int, int] | None:
        if not self.is_file or not self.url.database:
            return None
        try:
            found = Path(self.url.database).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def row(response: Response) -> dict[str, object]:
    """A response as a row of the table."""
    return response.model_dump() | {"id": str(response.id)}


def _response(kept: sa.RowMapping) -> Response:
    return Response.model_validate({name: value for name, value in kept.items() if name != "number"})
