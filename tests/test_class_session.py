"""A class as a state machine: every way through it, against what was promised."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bedside.classroom.session import LONGEST, Phase, Refused, Session

NOON = datetime(2020, 11, 23, 12, tzinfo=UTC)
STEPS = ["open", "close", "again", "reveal", "next", "end", "limit"]


def after(*steps: str, of: int = 3) -> Session:
    """A class after these steps."""
    session = Session(of)
    for step in steps:
        session = session.step(step, NOON)
    return session


def test_a_class_goes_from_the_lobby_to_its_end() -> None:
    way = ["open", "close", "again", "close", "reveal", "next", "close", "reveal", "end"]
    phases = [after(*way[:n], of=2).phase.value for n in range(len(way) + 1)]
    assert phases == [
        "lobby", "open", "closed", "open", "closed", "revealed", "open", "closed", "revealed", "ended",
    ]  # fmt: skip
    assert (after(*way[:3]).vote, after(*way[:6]).vote) == (2, 1)
    assert [after(*way[:n], of=2).number for n in (0, 1, 5, 6)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("way", "possible"),
    [
        ([], ("open", "end")),
        (["open"], ("close", "limit", "end")),
        (["open", "close"], ("reveal", "again", "end")),
        (["open", "close", "again", "close"], ("reveal", "end")),
        (["open", "close", "reveal"], ("next", "end")),
        (["end"], ()),
    ],
)
def test_only_the_steps_that_are_offered_are_possible(way: list[str], possible: tuple[str, ...]) -> None:
    session = after(*way)
    assert session.steps == possible
    for step in set(STEPS) - set(possible):
        with pytest.raises(Refused, match="not possible now"):
            session.step(step, NOON)


def test_after_the_last_question_there_is_no_next() -> None:
    assert after("open", "close", "reveal", of=1).steps == ("end",)


def test_a_limit_closes_the_vote_and_can_be_moved_and_lifted() -> None:
    session = Session(2).step("open", NOON, 60)
    almost, late = NOON + timedelta(seconds=59.9), NOON + timedelta(seconds=60)
    assert session.now(almost).phase is Phase.OPEN
    assert session.now(late).phase is Phase.CLOSED
    with pytest.raises(Refused, match="closed before"):
        session.hear(1, 1, late)
    longer = session.step("limit", almost, 30)
    longer.hear(1, 1, late)
    assert longer.ends == almost + timedelta(seconds=30)
    assert session.step("limit", almost).now(NOON + timedelta(days=1)).phase is Phase.OPEN
    for seconds in (0, -5, LONGEST + 1):
        with pytest.raises(Refused, match="A limit is"):
            session.step("limit", almost, seconds)


def test_without_a_limit_a_vote_stays_open() -> None:
    assert after("open").now(NOON + timedelta(days=365)).phase is Phase.OPEN


def test_a_session_comes_back_from_json_as_it_was() -> None:
    for session in (Session(3), Session(3).step("open", NOON, 30), after("open", "close", "again")):
        assert Session.load(session.dump()) == session


class AnyClass(RuleBasedStateMachine):
    """Steps and votes in any order, at any time; the model is a list of what was heard."""

    def __init__(self) -> None:
        super().__init__()
        self.session, self.time = Session(3), NOON
        self.heard: list[tuple[int, int]] = []  # question and vote, in the order they were opened
        self.seen = [self.session]

    @rule(step=st.sampled_from(STEPS), seconds=st.none() | st.floats(1, LONGEST))
    def take(self, step: str, seconds: float | None) -> None:
        before = self.session = self.session.now(self.time)
        self.seen.append(before)  # a limit may have closed the vote meanwhile
        try:
            self.session = before.step(step, self.time, seconds)
        except Refused:
            assert step not in before.steps
            assert self.session == before
        else:
            assert step in before.steps
            if step in ("open", "next", "again"):
                self.heard.append((self.session.number, self.session.vote))
        self.seen.append(self.session)

    @rule(seconds=st.floats(0, 2 * LONGEST))
    def wait(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    @rule(number=st.integers(0, 4), vote=st.integers(0, 3))
    def vote(self, number: int, vote: int) -> None:
        now = self.session.now(self.time)
        open_ = now.phase is Phase.OPEN and (number, vote) == self.heard[-1]
        try:
            self.session.hear(number, vote, self.time)
        except Refused:
            assert not open_
        else:
            assert open_

    @precondition(lambda self: self.session.phase is Phase.ENDED)
    @rule(step=st.sampled_from(STEPS))
    def nothing_follows_the_end(self, step: str) -> None:
        with pytest.raises(Refused):
            self.session.step(step, self.time)

    @invariant()
    def no_vote_is_held_twice_and_questions_come_in_order(self) -> None:
        assert len(set(self.heard)) == len(self.heard)
        assert self.heard == sorted(self.heard)
        assert all(vote in (1, 2) and 1 <= number <= 3 for number, vote in self.heard)

    @invariant()
    def an_answer_is_shown_only_after_its_vote_was_closed(self) -> None:
        for before, now in pairwise(self.seen):
            if now.phase is Phase.REVEALED and before.phase is not Phase.REVEALED:
                assert before.phase is Phase.CLOSED
                assert now.shown == now.number
            assert now.shown in (now.number, now.number - 1) or now.number == 0

    @invariant()
    def it_keeps_over_a_restart(self) -> None:
        assert Session.load(self.session.dump()) == self.session


TestAnyClass = AnyClass.TestCase
