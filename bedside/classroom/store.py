"""The classes of a database: what each asks, where it is, and who sits in it."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from bedside.classroom.agenda import Agenda
from bedside.classroom.session import Refused, Session
from bedside.learner.migrations import CLASSES, SEATS
from bedside.learner.store import Records, address

LETTERS = "BCDFGHJKMNPRSTWXYZ"  # none looks like another, and without vowels they spell no words
LENGTH = 6


def database(url: str | None = None) -> str:
    """Where classes are kept: the URL, or BEDSIDE_DB, or a file of their own beside the answers."""
    return url or address("classes")


def clock() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Class:
    """A class as it is kept; the version grows with every step."""

    code: str
    agenda: Agenda
    session: Session
    version: int
    address: str

    @property
    def question(self) -> str:
        """The id of the question it is at; empty before the first."""
        return self.agenda.entries[self.session.number - 1].question if self.session.number else ""


@dataclass(frozen=True)
class Seat:
    """A person in a class; turn is the number of the last vote of theirs that was counted."""

    number: int
    learner: str
    name: str
    turn: int


class ClassStore:
    """The classes in these records. Every method raises StorageError when the database cannot be used."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Keep them here; the clock tells when a limit has passed."""
        self.records, self.clock = records, clock

    def begin(self, agenda: Agenda, address: str) -> tuple[str, str]:
        """Begin a class at an address: its code, and the presenter's secret, which is not kept."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        secret = secrets.token_urlsafe(32)
        kept = {
            "code": code,
            "secrets": [_hash(secret)],
            "agenda": agenda.dump(),
            "session": Session(len(agenda.entries)).dump(),
            "version": 1,
            "address": address,
            "begun_at": self.clock(),
        }
        with self.records.transaction() as connection:
            connection.execute(CLASSES.insert(), kept)
        return code, secret

    def resume(self, code: str, address: str) -> str | None:
        """Hold a class at an address, too: a further secret, or None if there is no such class."""
        secret = secrets.token_urlsafe(32)
        wanted = sa.select(CLASSES.c.secrets).where(CLASSES.c.code == code).with_for_update()
        with self.records.transaction(alone=True) as connection:
            kept = connection.scalar(wanted)
            if kept is None:
                return None
            change = sa.update(CLASSES).where(CLASSES.c.code == code)
            connection.execute(change.values(secrets=[*kept, _hash(secret)], address=address))
        return secret

    def find(self, code: str) -> Class | None:
        """The class with this code, as it is now."""
        with self.records.transaction() as connection:
            found = read(connection, code)
        return found and replace(found, session=found.session.now(self.clock()))

    def presents(self, code: str, secret: str) -> bool:
        """Whether this is the presenter's secret of a class."""
        with self.records.transaction() as connection:
            kept = connection.scalar(sa.select(CLASSES.c.secrets).where(CLASSES.c.code == code))
        return any(hmac.compare_digest(_hash(secret), each) for each in kept or ())

    def step(self, code: str, version: int, step: str, seconds: float | None = None) -> Class | None:
        """Take a step; raises Refused if it is not possible, or another one was taken since this version."""
        with self.records.transaction(alone=True) as connection:
            found = read(connection, code, change=True)
            if found and found.version != version:
                raise Refused("The class has moved on meanwhile. Look where it is now, then choose again.")
            now = self.clock()
            return found and _put(connection, found, found.session.now(now).step(step, now, seconds))

    def close_late(self, code: str) -> Class | None:
        """The class with this code; if the limit of its vote has passed, the vote is closed first."""
        with self.records.transaction() as connection:
            found = read(connection, code)
        if not found or found.session.now(self.clock()) == found.session:
            return found
        with self.records.transaction(alone=True) as connection:
            found = read(connection, code, change=True)
            if found is None:
                return None
            after = found.session.now(self.clock())
            return found if after == found.session else _put(connection, found, after)

    def sit(self, code: str, name: str) -> tuple[str, Seat]:
        """Give someone a seat; the result is their token, which is not kept, and the seat."""
        token, learner = secrets.token_urlsafe(32), f"class-{secrets.token_hex(8)}"
        kept = {"code": code, "token": _hash(token), "learner": learner, "name": name, "turn": 0}
        with self.records.transaction() as connection:
            (number,) = tuple(connection.execute(SEATS.insert(), kept).inserted_primary_key or ())
        return token, Seat(number, learner, name, 0)

    def seat(self, code: str, token: str) -> Seat | None:
        """The seat that a token of this class is for."""
        wanted = sa.select(SEATS.c.number, SEATS.c.learner, SEATS.c.name, SEATS.c.turn)
        wanted = wanted.where(SEATS.c.token == _hash(token), SEATS.c.code == code)
        with self.records.transaction() as connection:
            found = connection.execute(wanted).one_or_none()
        return Seat(*found) if found else None

    def names(self, code: str) -> tuple[str, ...]:
        """The names of those who sit in a class and gave one."""
        wanted = sa.select(SEATS.c.name).where(SEATS.c.code == code, SEATS.c.name != "")
        with self.records.transaction() as connection:
            return tuple(connection.scalars(wanted.order_by(SEATS.c.name)))

    def latest(self) -> list[Class]:
        """The classes that have not ended, the newest first."""
        wanted = sa.select(CLASSES.c.code).order_by(CLASSES.c.begun_at.desc()).limit(20)
        with self.records.transaction() as connection:
            found = [read(connection, code) for code in connection.scalars(wanted).all()]
        return [each for each in found if each and each.session.steps]


def read(connection: sa.Connection, code: str, change: bool = False) -> Class | None:
    """The class with this code, which nobody else changes meanwhile; if it is to change, nobody votes."""
    found = CLASSES.c
    wanted = sa.select(found.code, found.agenda, found.session, found.version, found.address)
    locked = wanted.where(found.code == code).with_for_update(read=not change)
    kept = connection.execute(locked).one_or_none()
    if kept is None:
        return None
    return Class(kept.code, Agenda.load(kept.agenda), Session.load(kept.session), kept.version, kept.address)


def _put(connection: sa.Connection, found: Class, after: Session) -> Class:
    change = sa.update(CLASSES).where(CLASSES.c.code == found.code)
    connection.execute(change.values(session=after.dump(), version=found.version + 1))
    return replace(found, session=after, version=found.version + 1)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
