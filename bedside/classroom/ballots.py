"""Votes, on disk before they count: one row of the responses a person, question and round.

Casting a vote again changes that row, as long as the vote is open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import sqlalchemy as sa

from bedside.classroom.session import Refused
from bedside.classroom.store import Class, read
from bedside.learner.migrations import RESPONSES, SEATS
from bedside.learner.response import Response
from bedside.learner.store import Records, row


@dataclass(frozen=True)
class Ballot:
    """A vote as it came in: whose, in which class and round, the number its page gave it, and the answer."""

    code: str
    seat: int
    vote: int
    turn: int
    response: Response


def context(code: str, vote: int) -> str:
    """Where a vote was cast, as responses say it."""
    return f"class:{code}:{vote}"


def name(code: str, question: str, vote: int, learner: str) -> UUID:
    """The id of a person's vote: the same however often it is cast."""
    return uuid5(NAMESPACE_URL, f"bedside:{context(code, vote)}:{question}:{learner}")


class BallotBox:
    """The votes in these records. Every method raises StorageError when the database cannot be used."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Keep them here; the clock tells when a limit has passed."""
        self._records, self._clock = records, clock

    def cast(self, ballots: Iterable[Ballot]) -> list[Refused | None]:
        """Count ballots, all on disk when this returns; for each the reason why it is refused, or None.

        A ballot whose number is not above the last one counted for its seat came before: it changes nothing.
        """
        ballots = list(ballots)
        with self._records.transaction(alone=True) as connection:
            classes = {code: read(connection, code) for code in sorted({each.code for each in ballots})}
            turns = self._turns(connection, {each.seat for each in ballots})
            refused, new = [], {}
            for ballot in ballots:
                known = ballot.turn <= turns.get(ballot.seat, ballot.turn)
                refused.append(None if known else self._hear(ballot, classes[ballot.code]))
                if not known and not refused[-1]:
                    turns[ballot.seat] = ballot.turn
                    new[ballot.response.id] = ballot
            if new:
                self._keep(connection, list(new.values()))
        return refused

    def votes(self, code: str, question: str, vote: int) -> dict[str, dict[str, Any]]:
        """What each learner gave in one round, in the order they first voted."""
        wanted = sa.select(RESPONSES.c.learner, RESPONSES.c.given).order_by(RESPONSES.c.number)
        wanted = wanted.where(RESPONSES.c.context == context(code, vote), RESPONSES.c.question == question)
        with self._records.transaction() as connection:
            return {found.learner: found.given for found in connection.execute(wanted)}

    def last(self, code: str, question: str, vote: int, learner: str) -> dict[str, Any] | None:
        """What someone gave in a round, and how sure they were."""
        wanted = sa.select(RESPONSES.c.given, RESPONSES.c.confidence.label("sure"))
        own = wanted.where(RESPONSES.c.id == str(name(code, question, vote, learner)))
        with self._records.transaction() as connection:
            found = connection.execute(own).mappings().one_or_none()
        return dict(found) if found else None

    def _hear(self, ballot: Ballot, found: Class | None) -> Refused | None:
        try:
            if found is None:
                raise Refused("There is no such class.")
            number = found.session.number if found.question == ballot.response.question else 0
            found.session.hear(number, ballot.vote, self._clock())
        except Refused as refused:
            return refused
        return None

    def _turns(self, connection: sa.Connection, seats: set[int]) -> dict[int, int]:
        # In one order, so that two servers never wait for each other.
        wanted = sa.select(SEATS.c.number, SEATS.c.turn).where(SEATS.c.number.in_(seats))
        locked = wanted.order_by(SEATS.c.number).with_for_update()
        return {found.number: found.turn for found in connection.execute(locked)}

    def _keep(self, connection: sa.Connection, ballots: list[Ballot]) -> None:
        insert = self._records.insert
        again = {
            each: insert.excluded[each] for each in ("given", "score", "confidence", "seconds", "answered_at")
        }
        rows = [row(ballot.response) for ballot in ballots]
        connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=again), rows)
        moved = sa.update(SEATS).where(SEATS.c.number == sa.bindparam("seat"))
        turns = {ballot.seat: ballot.turn for ballot in ballots}
        told = [{"seat": seat, "now": turns[seat]} for seat in sorted(turns)]
        connection.execute(moved.values(turn=sa.bindparam("now")), told)
