"""Every answer, kept once, in SQLite and in PostgreSQL."""

import errno
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.classroom.agenda import Agenda, Entry
from bedside.classroom.store import ClassStore
from bedside.errors import StorageError
from bedside.learner import migrations
from bedside.learner.migration_steps import STEPS
from bedside.learner.migrations import NOW as EDITION
from bedside.learner.migrations import RESPONSES
from bedside.learner.response import Response
from bedside.learner.store import Records, address
from tests.answers import NOW, kept
from tests.marks import times
from tests.postgres import Postgres

DATA = Path(__file__).parent / "data"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new folder' / 'answers.sqlite'}"
        return
    server = request.getfixturevalue("server")
    yield server.url
    engine = sa.create_engine(server.url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS responses, classes, seats, bedside_version CASCADE")
    engine.dispose()


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    """Records with nothing in them."""
    records = Records(url)
    yield records
    records.close()


def test_what_is_kept_comes_back_as_it_was(records: Records) -> None:
    odd = {"1": "Ödem, «ß» \u2028 🩸 '; DROP TABLE responses", "box": True, "count": 0.6, "none": False}
    full = kept(given=odd, confidence=None, hint=True, score=0.25, seconds=1e7, context="class:ABCDEF:2")
    records.add(full)
    assert list(records) == [full]
    assert records.of("someone") == [full]


def test_answers_come_back_in_the_order_they_came_even_when_the_clock_goes_back(records: Records) -> None:
    answers = [kept(5), kept(3), kept(9), kept(-60)]
    for answer in answers:
        records.add(answer)
    assert list(records) == answers
    assert records.latest() == NOW + timedelta(minutes=9)


def test_an_answer_that_comes_again_is_kept_once_and_stays_as_it_was(records: Records) -> None:
    first = kept()
    records.add(first)
    records.add(first.model_copy(update={"score": 0.0, "learner": "another"}), kept(1))
    assert len(records) == 2
    assert next(iter(records)) == first


def test_nothing_to_keep_opens_nothing(url: str) -> None:
    records = Records(url)
    records.add()
    assert records._engine is None


def test_of_several_answers_all_are_kept_or_none(records: Records) -> None:
    broken = kept().model_copy(update={"attempt": None})
    with pytest.raises(StorageError):
        records.add(kept(), broken)
    assert len(records) == 0


def test_a_time_is_kept_in_utc_whatever_zone_it_came_in(records: Records) -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    records.add(kept().model_copy(update={"answered_at": NOW.astimezone(zone)}))
    found = next(iter(records)).answered_at
    assert (found, found.tzinfo) == (NOW, UTC)


def test_learners_are_kept_apart_and_one_can_be_erased(records: Records) -> None:
    records.add(kept(1, "anna"), kept(2, "ben"), kept(3, "anna"))
    assert len(records.of("anna")) == 2
    assert records.erase("anna") == 2
    assert [answer.learner for answer in records] == ["ben"]
    assert records.erase("anna") == 0


def test_what_was_erased_cannot_be_read_from_the_file(tmp_path: Path) -> None:
    records = Records(f"sqlite:///{tmp_path / 'answers.sqlite'}")
    records.add(*(kept(i, given={"1": "something private"}) for i in range(50)))
    records.erase("someone")
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"something private" not in left
    records.close()


def test_taking_in_answers_joins_two_computers_of_one_learner(records: Records) -> None:
    shared = kept(1, "laptop")
    records.add(shared, kept(2, "laptop"), kept(3, "other"))
    incoming = [shared.model_copy(update={"learner": "ward"}), kept(4, "ward")]
    assert records.take_in(incoming, "laptop", "ward") == 1
    assert records.take_in(incoming, "ward", "ward") == 0
    assert len(records.of("ward")) == 3
    assert records.of("laptop") == []


def test_two_records_on_one_database_see_each_others_answers(records: Records, url: str) -> None:
    other = Records(url)
    records.add(kept(1))
    other.add(kept(2))
    assert len(records) == len(other) == 2
    other.close()


def test_many_that_begin_at_once_find_one_table(url: str) -> None:
    several = [Records(url) for _ in range(8)]
    fell: list[BaseException] = []

    def begin(records: Records) -> None:
        try:
            for i in range(5):
                records.add(kept(i))
        except StorageError as trouble:
            fell.append(trouble)

    threads = [threading.Thread(target=begin, args=[records]) for records in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not fell
    assert len(several[0]) == 40
    for records in several:
        records.close()


# ---- Editions of the table


def old_database(url: str, version: int = 1) -> sa.Engine:
    """A database as a version left it, with three answers."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    if url.startswith("sqlite"):
        Path(engine.url.database).parent.mkdir()
    kind = "" if version == 1 else f"-{engine.dialect.name}"
    with engine.begin() as connection:
        for statement in (DATA / f"records-version-{version}{kind}.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    return engine


def shape(engine: sa.Engine) -> dict[str, Any]:
    """What a database looks like: its tables, their columns, indexes and what is unique."""
    with engine.connect() as connection:
        found = sa.inspect(connection)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
                found.get_pk_constraint(name)["constrained_columns"],
                sorted(str(i["column_names"]) for i in found.get_indexes(name)),
                sorted(str(u["column_names"]) for u in found.get_unique_constraints(name)),
            )
            for name in sorted(found.get_table_names())
        }


def test_a_database_of_version_1_is_brought_up_with_all_its_answers(url: str) -> None:
    engine = old_database(url)
    records = Records(url)
    found = list(records)
    assert [str(answer.id)[:8] for answer in found] == ["11111111", "22222222", "33333333"]
    assert found[0] == Response(
        id=UUID("11111111-1111-4111-8111-111111111111"),
        learner="quiet-otter",
        question="causes-predict",
        revision="abc123",
        context="lesson",
        attempt=1,
        given={"choice": "a"},
        score=0,
        confidence=1,
        hint=False,
        seconds=3.5,
        answered_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )
    assert found[1].given == {"1": True, "2": False}
    records.add(kept(1))
    assert len(records) == 4
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version FROM bedside_version").all() == [(EDITION,)]
        made = {column["name"] for column in sa.inspect(connection).get_columns("responses")}
        indexed = sa.inspect(connection).get_indexes("responses")
    assert made == {column.name for column in RESPONSES.c}
    assert {"learner", "context"} <= {index["column_names"][0] for index in indexed}
    engine.dispose()
    records.close()


@pytest.mark.parametrize("version", range(1, EDITION + 1))
def test_a_database_of_any_version_comes_to_look_like_a_new_one_and_goes_on(url: str, version: int) -> None:
    engine = old_database(url, version)
    far = "" if url.startswith("sqlite") else "?options=-ctimezone%3DAsia/Tokyo"
    records = Records(url + far)
    found = {str(answer.id)[:1]: answer for answer in records}
    assert len(found) == 3
    assert found["3"].answered_at == datetime(2026, 1, 7, 9, tzinfo=UTC)
    if version > 1:
        assert [str(answer.id)[:1] for answer in records] == ["3", "1", "2"]
        assert found["2"].given == {"1": True, "2": False, "3": "Ödem 'x'"}
        assert found["2"].answered_at == datetime(2026, 1, 6, 7, 0, 0, 250_000, tzinfo=UTC)
        assert [found[name].hint for name in "123"] == [True, False, False]
    records.add(kept(1))
    assert len(records.of("quiet-otter")) == 3 and len(records) == 4
    register = ClassStore(records, lambda: NOW)
    if version == 3:
        assert register.names("BCDFGH") == ("Zoë",)
        assert register.presents("BCDFGH", "a" * 43)
    code, secret = register.begin(Agenda("Any", (Entry("causes-predict"),), ""), "http://here")
    register.sit(code, "Someone")
    assert register.presents(code, secret)
    old = shape(engine)
    records.close()
    with engine.begin() as connection:
        for name in old:
            connection.exec_driver_sql(f"DROP TABLE {name}")
    assert len(records) == 0
    assert old == shape(engine)
    records.close()
    engine.dispose()


@pytest.mark.parametrize("version", range(1, EDITION + 1))
def test_a_column_that_is_added_some_day_leaves_the_older_steps_as_they_are(
    url: str, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place_them(connection: sa.Connection) -> None:
        connection.exec_driver_sql(
            "ALTER TABLE responses ADD COLUMN place VARCHAR(80) DEFAULT 'here' NOT NULL"
        )

    metadata = sa.MetaData()
    later = RESPONSES.to_metadata(metadata)
    later.append_column(sa.Column("place", sa.String(80), nullable=False))
    for name, value in {
        "NOW": EDITION + 1,
        "RESPONSES": later,
        "STEPS": {**STEPS, EDITION: place_them},
    }.items():
        monkeypatch.setattr(migrations, name, value)
    engine = old_database(url, version)
    migrations.bring_up(engine)
    with engine.connect() as connection:
        places = connection.scalars(sa.select(later.c.place)).all()
        assert connection.scalar(sa.text("SELECT version FROM bedside_version")) == EDITION + 1
    assert places == ["here"] * 3
    engine.dispose()


def test_a_step_that_fails_leaves_the_old_database_as_it_was(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = old_database(url)

    def cut_short(connection: sa.Connection) -> None:
        STEPS[1](connection)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(migrations, "STEPS", {**STEPS, 1: cut_short})
    with pytest.raises(StorageError, match="disk is full"):
        len(Records(url))
    monkeypatch.undo()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version FROM bedside_version").all() == [(1,)]
    records = Records(url)
    assert len(records) == 3
    records.close()
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(url: str) -> None:
    engine = old_database(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE bedside_version SET version = 99")
    with pytest.raises(StorageError, match=r"newer version .*their form is 99, this one reads up to 3"):
        Records(url).add(kept())
    engine.dispose()


# ---- Whatever happens


def test_the_database_is_found_by_its_variable_or_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("BEDSIDE_DB", raising=False)
    assert address() == f"sqlite:///{tmp_path / 'bedside' / 'answers.sqlite'}"
    monkeypatch.setenv("BEDSIDE_DB", "postgresql://me:secret@db/course")
    assert Records().where == "postgresql://me:***@db/course"


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/db", "://", "sqlite://:bad:/x"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(StorageError, match="BEDSIDE_DB is not|neither SQLite nor PostgreSQL"):
        Records(url)


def test_a_damaged_file_is_told_and_once_moved_away_a_new_one_is_begun(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"not a database at all, whatever its name says" * 100)
    records = Records(f"sqlite:///{path}")
    with pytest.raises(StorageError, match=rf"{path} is damaged. Move it to another place"):
        records.add(kept())
    path.rename(tmp_path / "damaged")
    records.add(kept())
    assert len(records) == 1
    records.close()


def test_a_file_damaged_while_in_use_is_told(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    records = Records(f"sqlite:///{path}")
    records.add(*(kept(i) for i in range(200)))
    records.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StorageError, match="is damaged"):
        list(records)
    records.close()


def test_a_full_disk_is_told_and_once_there_is_room_the_answer_is_kept(tmp_path: Path) -> None:
    records = Records(f"sqlite:///{tmp_path / 'answers.sqlite'}")
    records.add(kept())
    pages = sqlite3.connect(tmp_path / "answers.sqlite").execute("PRAGMA page_count").fetchone()[0]

    def no_more(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}").close()

    sa.event.listen(records._open().pool, "checkout", no_more)
    many = [kept(i) for i in range(500)]
    with pytest.raises(
        StorageError, match=r"answers\.sqlite cannot grow: the disk is full\. Free some space\."
    ):
        records.add(*many)
    records.add(*many)  # the trouble made it open anew
    assert len(records) == 501
    records.close()


def test_a_file_that_was_moved_away_in_use_gets_no_answer_any_more(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    records = Records(f"sqlite:///{path}")
    records.add(kept())
    path.rename(tmp_path / "away.sqlite")
    records.add(kept(1))
    assert len(records) == 1
    assert path.exists()
    records.close()


def test_a_server_that_is_away_is_told_and_comes_back(server: Postgres) -> None:
    records = Records(server.url)
    records.add(kept())
    server.stop()
    with pytest.raises(StorageError, match=r"does not answer\. Look whether the database is running"):
        records.add(kept())
    server.start()
    records.add(kept())
    assert len(records) == 2
    records.erase("someone")
    records.close()


def test_a_lock_held_by_another_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    records = Records(f"sqlite:///{path}")
    records.add(kept())
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, other.execute, ["COMMIT"]).start()
    records.add(kept())
    assert len(records) == 2
    records.close()


WRITER = """
import sys
from bedside.learner.store import Records
from tests.answers import kept
records = Records(sys.argv[1])
for number in range(int(sys.argv[2])):
    answer = kept(number, sys.argv[3])
    records.add(answer)
    print(answer.id, flush=True)
"""


def writer(url: str, count: int, learner: str) -> subprocess.Popen[str]:
    """A process that keeps answers one by one, and says the id of each once it is kept."""
    command = [sys.executable, "-c", WRITER, url, str(count), learner]
    where = Path(__file__).parents[1]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=where, env={**os.environ})


def test_two_that_write_at_once_lose_none_of_2000_answers(url: str) -> None:
    both = [writer(url, 1000, "one"), writer(url, 1000, "two")]
    said = {UUID(line) for process in both for line in process.communicate()[0].split()}
    assert [process.returncode for process in both] == [0, 0]
    records = Records(url)
    assert len(said) == 2000
    assert {answer.id for answer in records} == said
    records.close()


@pytest.mark.parametrize("kills", times(5, 20))
def test_what_was_kept_is_there_after_its_process_was_killed(url: str, kills: int) -> None:
    said: set[UUID] = set()
    for round_ in range(kills):
        process = writer(url, 100_000, "killed")
        for _ in range(5 + 7 * round_):
            said.add(UUID(process.stdout.readline().strip()))
        process.kill()
        process.communicate()
    records = Records(url)
    assert said <= {answer.id for answer in records}
    records.close()


ANSWERS = st.builds(
    kept,
    number=st.integers(-10_000, 10_000),
    given=st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=10),
        st.one_of(
            st.booleans(),
            st.floats(-1e9, 1e9),
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30),
        ),
        max_size=5,
    ),
    score=st.floats(0, 1),
    confidence=st.sampled_from([None, 1, 2, 3]),
    attempt=st.integers(1, 10_000),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANSWERS, max_size=6))
def test_any_answers_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, answers: list[Response]
) -> None:
    records = Records(f"sqlite:///{tmp_path_factory.mktemp('any') / 'answers.sqlite'}")
    records.add(*answers)
    records.add(*answers)
    assert list(records) == answers
    records.close()
