"""Many answers in little memory: some fifty bytes each instead of two thousand, given back as they came."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, overload
from uuid import UUID

import numpy as np
import numpy.typing as npt

from bedside.learner.response import Response

Rows = npt.NDArray[np.void]
_ROW = np.dtype([
    ("id", "V16"), ("asked", "u4"), ("context", "u4"), ("given", "u4"), ("attempt", "u2"),
    ("confidence", "u1"), ("hint", "?"), ("score", "f8"), ("seconds", "f8"), ("microseconds", "i8"),
])  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class _Said:
    """Values that come again and again, each kept once."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[Hashable, int] = {}

    def place(self, key: Hashable, value: Any) -> int:
        found = self._places.setdefault(key, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found


class Ledger:
    """Packs answers; what a whole class says alike, as the choice it took, is kept once."""

    def __init__(self) -> None:
        """With no answer in it."""
        self._asked, self._contexts, self._given = _Said(), _Said(), _Said()

    def pack(self, answers: Iterable[Response]) -> Rows:
        """The answers of one learner as rows."""
        return np.array([self._row(each) for each in answers], _ROW)

    def unpack(self, learner: str, rows: Rows) -> Iterator[Response]:
        """The answers of rows that were packed here."""
        asked, contexts, given = self._asked.values, self._contexts.values, self._given.values
        for id_, a, c, g, attempt, confidence, hint, score, seconds, microseconds in rows.tolist():
            question, revision = asked[a]
            yield Response.model_construct(
                id=UUID(bytes=id_), learner=learner, question=question, revision=revision,
                context=contexts[c], attempt=attempt, given=given[g], score=score,
                confidence=confidence or None, hint=hint, seconds=seconds,
                answered_at=_EPOCH + microseconds * _MICROSECOND,
            )  # fmt: skip

    def _row(self, answer: Response) -> tuple[Any, ...]:
        asked = answer.question, answer.revision
        given = repr(sorted(answer.given.items()))  # equal dicts are not enough: True == 1.0
        return (
            answer.id.bytes, self._asked.place(asked, asked),
            self._contexts.place(answer.context, answer.context), self._given.place(given, answer.given),
            answer.attempt, answer.confidence or 0, answer.hint, answer.score, answer.seconds,
            (answer.answered_at - _EPOCH) // _MICROSECOND,
        )  # fmt: skip


class Stack(Sequence[Response]):
    """The answers of one learner, in their order; each is made when it is asked for."""

    def __init__(self, ledger: Ledger, learner: str, rows: Rows) -> None:
        """Those of rows that this ledger packed."""
        self._ledger, self._learner, self._rows = ledger, learner, rows

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Response]:
        """One after the other."""
        return self._ledger.unpack(self._learner, self._rows)

    @overload
    def __getitem__(self, at: int) -> Response: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Response, ...]: ...
    def __getitem__(self, at: int | slice) -> Response | tuple[Response, ...]:
        """The answer there, or those there."""
        rows = self._rows[at] if isinstance(at, slice) else self._rows[[at]]
        found = tuple(self._ledger.unpack(self._learner, rows))
        return found if isinstance(at, slice) else found[0]

    def __eq__(self, other: object) -> bool:
        """Whether a sequence holds the same answers."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)
