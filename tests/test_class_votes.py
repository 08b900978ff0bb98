"""A class in its database: seats, steps and votes, on SQLite and on a real PostgreSQL."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bedside.classroom.agenda import agenda
from bedside.classroom.ballots import Ballot, BallotBox, context, name
from bedside.classroom.session import Phase, Refused
from bedside.classroom.store import LETTERS, ClassStore, Seat
from bedside.kinds.view import revision
from bedside.learner.response import Response
from bedside.learner.store import Records
from tests.answers import COURSE, NOW
from tests.live import THREE

QUESTION = COURSE.questions[THREE[0]]
KEY, WRONG = QUESTION.options[0].id, QUESTION.options[1].id


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> Any:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Held:
    """A class of three questions in a database."""

    def __init__(self, url: str) -> None:
        self.clock = Clock()
        self.records = Records(url)
        self.classes = ClassStore(self.records, self.clock)
        self.box = BallotBox(self.records, self.clock)
        self.code, self.secret = self.classes.begin(agenda(THREE, COURSE), "http://127.0.0.1:1")
        self.turn = 0

    def step(self, step: str, seconds: float | None = None) -> Any:
        version = self.classes.find(self.code).version
        return self.classes.step(self.code, version, step, seconds)

    def sit(self, name: str = "") -> Seat:
        return self.classes.sit(self.code, name)[1]

    def ballot(self, seat: Seat, option: str = KEY, vote: int = 1, turn: int | None = None) -> Ballot:
        self.turn += 1
        given = {"choice": option}
        answer = Response(
            id=name(self.code, QUESTION.id, vote, seat.learner),
            learner=seat.learner,
            question=QUESTION.id,
            revision=revision(QUESTION),
            context=context(self.code, vote),
            attempt=vote,
            given=given,
            score=QUESTION.grade(given).score,
            answered_at=self.clock(),
        )
        return Ballot(self.code, seat.number, vote, turn or self.turn, answer)

    def votes(self, vote: int = 1) -> dict[str, str]:
        return {who: given["choice"] for who, given in self.box.votes(self.code, QUESTION.id, vote).items()}


@pytest.fixture(params=["sqlite", "postgresql"])
def held(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Held]:
    """A class in a database of each kind."""
    kind = request.param
    held = Held(
        f"sqlite:///{tmp_path}/c.sqlite" if kind == "sqlite" else request.getfixturevalue("server").url
    )
    yield held
    held.records.close()


def test_a_code_has_six_letters_that_nobody_mixes_up(held: Held) -> None:
    assert len(held.code) == 6
    assert set(held.code) <= set(LETTERS)
    assert not set(LETTERS) & set("IJLOQUV0158AE") - {"J"}


def test_neither_secret_nor_token_is_in_the_database(held: Held) -> None:
    token, _ = held.classes.sit(held.code, "Ann")
    with held.records.transaction() as connection:
        kept = str(connection.execute(sa.text("SELECT * FROM classes")).all())
        kept += str(connection.execute(sa.text("SELECT * FROM seats")).all())
    assert held.code in kept
    assert token not in kept
    assert held.secret not in kept


def test_only_the_secret_of_this_class_presents_it(held: Held) -> None:
    other, secret = held.classes.begin(agenda(THREE, COURSE), "")
    assert held.classes.presents(held.code, held.secret)
    assert not held.classes.presents(held.code, secret)
    assert not held.classes.presents(held.code, "")
    assert not held.classes.presents("XXXXXX", held.secret)
    token, seat = held.classes.sit(held.code, "Ann")
    assert held.classes.seat(held.code, token) == seat
    assert held.classes.seat(other, token) is None
    assert not held.classes.presents(held.code, token)


def test_a_class_that_goes_on_elsewhere_knows_both_presenters(held: Held) -> None:
    again = held.classes.resume(held.code, "http://127.0.0.1:2")
    assert held.classes.presents(held.code, again)
    assert held.classes.presents(held.code, held.secret)
    assert held.classes.find(held.code).address == "http://127.0.0.1:2"
    assert held.classes.resume("XXXXXX", "") is None


def test_a_step_on_a_version_that_has_passed_is_refused(held: Held) -> None:
    version = held.classes.find(held.code).version
    held.classes.step(held.code, version, "open")
    with pytest.raises(Refused, match="moved on"):
        held.classes.step(held.code, version, "open")
    assert held.classes.find(held.code).session.number == 1


def test_of_many_presenters_at_once_one_takes_the_step(held: Held) -> None:
    version = held.classes.find(held.code).version
    begin = threading.Barrier(8)

    def step(_: int) -> bool:
        begin.wait()
        try:
            return bool(held.classes.step(held.code, version, "open"))
        except Refused:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(step, range(8))) == 1
    assert held.classes.find(held.code).version == version + 1


def test_a_vote_is_one_response_however_often_it_is_changed(held: Held) -> None:
    held.step("open")
    seat = held.sit()
    for option in (WRONG, KEY, WRONG, KEY):
        assert held.box.cast([held.ballot(seat, option)]) == [None]
    (kept,) = held.records.of(seat.learner)
    assert kept.given == {"choice": KEY}
    assert (kept.score, kept.attempt, kept.context) == (1, 1, f"class:{held.code}:1")


def test_a_vote_that_comes_again_late_changes_nothing(held: Held) -> None:
    held.step("open")
    seat = held.sit()
    old, new = held.ballot(seat, WRONG), held.ballot(seat, KEY)
    assert held.box.cast([new, old]) == [None, None]
    assert held.box.cast([old]) == [None]
    assert held.votes() == {seat.learner: KEY}


def test_in_one_batch_the_newest_vote_of_a_person_counts_and_each_is_answered(held: Held) -> None:
    held.step("open")
    one, other = held.sit(), held.sit()
    batch = [
        held.ballot(one, KEY),
        held.ballot(other, KEY),
        held.ballot(one, WRONG),
        held.ballot(one, KEY, vote=2),
    ]
    refused = held.box.cast(batch)
    assert refused[:3] == [None, None, None]
    assert isinstance(refused[3], Refused)
    assert held.votes() == {one.learner: WRONG, other.learner: KEY}


@pytest.mark.parametrize("steps", [[], ["open", "close"], ["open", "close", "reveal"], ["open", "end"]])
def test_outside_of_an_open_vote_nothing_counts(held: Held, steps: list[str]) -> None:
    for step in steps:
        held.step(step)
    seat = held.sit()
    (refused,) = held.box.cast([held.ballot(seat)])
    assert isinstance(refused, Refused)
    assert held.votes() == {}


def test_the_second_vote_leaves_the_first_as_it_was(held: Held) -> None:
    seat = held.sit()
    held.step("open")
    held.box.cast([held.ballot(seat, WRONG)])
    held.step("close")
    held.step("again")
    assert isinstance(held.box.cast([held.ballot(seat, KEY, vote=1)])[0], Refused)
    held.box.cast([held.ballot(seat, KEY, vote=2)])
    assert (held.votes(1), held.votes(2)) == ({seat.learner: WRONG}, {seat.learner: KEY})
    assert [each.attempt for each in held.records.of(seat.learner)] == [1, 2]


def test_a_vote_after_its_limit_is_refused_before_anybody_has_closed_it(held: Held) -> None:
    seat = held.sit()
    held.step("open", 30)
    held.clock.wait(29.9)
    assert held.box.cast([held.ballot(seat, WRONG)]) == [None]
    held.clock.wait(0.1)
    assert isinstance(held.box.cast([held.ballot(seat, KEY)])[0], Refused)
    assert held.votes() == {seat.learner: WRONG}
    assert held.classes.find(held.code).session.phase is Phase.CLOSED
    version = held.classes.find(held.code).version
    assert held.classes.close_late(held.code).version == version + 1
    assert held.classes.close_late(held.code).version == version + 1


def test_no_vote_comes_in_after_a_close_that_has_returned(held: Held) -> None:
    held.step("open")
    seats = [held.sit() for _ in range(24)]
    begin, closed, late = threading.Barrier(5), threading.Event(), []

    def vote(some: list[Seat]) -> None:
        begin.wait()
        for seat in some:
            after = closed.is_set()
            if held.box.cast([held.ballot(seat)]) == [None] and after:
                late.append(seat)

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(vote, seats[n::4]) for n in range(4)]
        begin.wait()
        held.step("close")
        closed.set()
        counted = held.votes()
        for each in work:
            each.result()
    assert not late
    assert held.votes() == counted


@settings(max_examples=25, stateful_step_count=30, deadline=None)
class AnyVotes(RuleBasedStateMachine):
    """Three people and a presenter do anything, in any order; the model is one dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.held = Held(f"sqlite:///{self.folder.name}/classes.sqlite")
        self.seats = [self.held.sit() for _ in range(3)]
        self.counted: dict[tuple[int, int], dict[str, str]] = {}
        self.sent: list[Ballot] = []

    @rule(
        step=st.sampled_from(["open", "close", "again", "reveal", "next", "end", "limit"]),
        limit=st.booleans(),
    )
    def step(self, step: str, limit: bool) -> None:
        before = self.held.classes.find(self.held.code)
        try:
            self.held.step(step, 60 if limit else None)
        except Refused:
            assert step not in before.session.steps
        else:
            assert step in before.session.steps

    @rule(seconds=st.floats(0, 90))
    def wait(self, seconds: float) -> None:
        self.held.clock.wait(seconds)

    @rule(who=st.integers(0, 2), option=st.sampled_from([KEY, WRONG]), vote=st.sampled_from([1, 2]))
    def vote(self, who: int, option: str, vote: int) -> None:
        ballot = self.held.ballot(self.seats[who], option, vote)
        session = self.held.classes.find(self.held.code).session
        good = (session.phase, session.number, session.vote) == (Phase.OPEN, 1, vote)
        assert (self.held.box.cast([ballot]) == [None]) is good
        if good:
            self.counted.setdefault((1, vote), {})[self.seats[who].learner] = option
            self.sent.append(ballot)

    @rule(data=st.data())
    def a_counted_vote_comes_again(self, data: st.DataObject) -> None:
        if self.sent:
            self.held.box.cast([data.draw(st.sampled_from(self.sent))])

    def teardown(self) -> None:
        self.held.records.close()
        self.folder.cleanup()

    @invariant()
    def what_is_kept_is_what_was_counted(self) -> None:
        for vote in (1, 2):
            assert self.held.votes(vote) == self.counted.get((1, vote), {})


TestAnyVotes = AnyVotes.TestCase
