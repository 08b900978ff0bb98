"""What stands in the way is told by its code, never by words that a path or a message happens to hold."""

import ast
import builtins
import errno
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bedside.errors import _SAID, CourseError, StorageError, explain
from bedside.learner.identity import Card
from bedside.learner.store import Records
from tests.answers import kept
from tests.postgres import Postgres

ROOT = Path(__file__).parents[1]
BUILT_IN = {
    name
    for name, each in vars(builtins).items()
    if isinstance(each, type) and issubclass(each, BaseException)
}
ODD = "the full, locked quota connection does not exist"  # the words that once decided


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose name says all that could be wrong."""
    (tmp_path / ODD).mkdir()
    return tmp_path / ODD


@pytest.fixture
def records(folder: Path) -> Iterator[Records]:
    """Records with one answer."""
    records = Records(f"sqlite:///{folder / 'answers.sqlite'}")
    records.add(kept())
    yield records
    records.close()


def told(records: Records) -> str:
    """What a learner reads when an answer cannot be kept, without the place at its beginning."""
    with pytest.raises(StorageError) as trouble:
        records.add(kept(1))
    assert str(trouble.value).startswith(f"{records.where} ")
    return str(trouble.value).removeprefix(f"{records.where} ")


def set_up(records: Records, *pragmas: str) -> None:
    """Say these to SQLite on each connection, as soon as it is taken."""

    def say(connection: sqlite3.Connection, *_: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    sa.event.listen(records._open().pool, "checkout", say)


# ---- Files


def test_a_file_on_the_way_is_told_as_that(folder: Path) -> None:
    (folder / "file").write_text("here")
    for path in (folder / "file" / "answers.sqlite", folder / "file" / "deeper" / "answers.sqlite"):
        assert told(Records(f"sqlite:///{path}")).startswith("cannot be there: on the way to it is a file")
        with pytest.raises(StorageError, match=r"learner\.json cannot be there: on the way to it is a file"):
            Card(path.with_name("learner.json")).learner()


def test_a_folder_in_its_place_is_told(folder: Path) -> None:
    (folder / "answers.sqlite").mkdir()
    assert told(Records(f"sqlite:///{folder / 'answers.sqlite'}")).startswith("cannot be opened.")
    (folder / "learner.json").mkdir()
    with pytest.raises(StorageError, match=r"learner\.json cannot be opened\."):
        Card(folder / "learner.json").learner()


def test_a_file_that_may_only_be_read_is_told(records: Records) -> None:
    set_up(records, "query_only=ON")
    assert told(records) == "may only be read. Allow writing to this file and its folder."


def test_a_file_that_may_not_grow_is_told(records: Records) -> None:
    set_up(records, "max_page_count=1", "cache_size=1")
    many = [kept(i) for i in range(500)]
    with pytest.raises(StorageError, match=r"cannot grow: the disk is full\. Free some space\."):
        records.add(*many)


def test_a_file_in_use_is_told(records: Records) -> None:
    set_up(records, "busy_timeout=1")
    other = sqlite3.connect(records.where, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert told(records) == "is in use by another program. Close that program."
    other.close()


def test_a_damaged_file_is_told(records: Records) -> None:
    records.close()
    path = Path(records.where)
    whole = path.read_bytes()
    path.write_bytes(b"x" * len(whole))
    assert told(records).startswith("is damaged.")
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert told(records).startswith("is damaged.")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "the disk is full"), (errno.EDQUOT, "your share of the disk is used up"), (errno.EROFS, "may only be read"),
        (errno.EACCES, "may not be opened"), (errno.EPERM, "may not be opened"), (errno.ENOTDIR, "on the way to it is a file"),
        (errno.ENOENT, "Look whether its folder is there"), (errno.EIO, "the disk is away or broken"), (errno.EMFILE, "too many files are open"),
        (errno.EXDEV, r"cannot be used \(EXDEV\)\.$"), (None, r"cannot be used \(OSError\)\.$"),
    ],
)  # fmt: skip
def test_what_the_system_says_decides_whatever_the_file_is_called(code: int | None, said: str) -> None:
    error = OSError(code, os.strerror(code), ODD) if code else OSError(ODD)
    with pytest.raises(StorageError, match=f"^here .*{said}"):
        raise StorageError(explain(error, "here"))


def test_a_real_full_device_is_told() -> None:
    with pytest.raises(OSError, match="No space") as error, Path("/dev/full").open("w") as device:
        device.write("x")
    assert explain(error.value, "here") == "here cannot grow: the disk is full. Free some space."


# ---- PostgreSQL


@pytest.fixture(scope="module")
def strict(server: Postgres) -> Postgres:
    """A server that asks one who is called stranger for a password, and lets one called guest only read."""
    engine = sa.create_engine(server.url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for name in ("stranger", "guest"):
            connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD 'right'")
    engine.dispose()
    server.stop("fast")
    rules = server.folder / "data" / "pg_hba.conf"
    rules.write_text("host all stranger 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
    server.start()
    return server


AWAY = "does not answer. Look whether the database is running"
GUEST = "lets this name write nothing."
STRANGER = "does not let you in. Look at the database, the name and the password"


@pytest.mark.parametrize(
    ("who", "database", "said"),
    [
        ("stranger:wrong", "postgres", STRANGER),
        ("stranger", "postgres", STRANGER),
        ("postgres", "full", AWAY),
        ("locked", "postgres", AWAY),
        ("guest:right", "postgres", GUEST),
        ("postgres", "postgres?options=-cdefault_transaction_read_only%3Don", GUEST),
    ],
)
def test_what_a_database_objects_to_is_told_without_its_password(
    strict: Postgres, who: str, database: str, said: str
) -> None:
    records = Records(f"postgresql://{who}@127.0.0.1:{strict.port}/{database}")
    found = told(records)
    assert found.startswith(said)
    assert "right" not in records.where + found and "wrong" not in records.where + found
    records.close()


def test_what_nobody_foresaw_is_told_by_its_code(strict: Postgres) -> None:
    own, hurried = Records(strict.url), Records(f"{strict.url}?options=-cstatement_timeout%3D1")
    own.add(kept())
    with own.transaction() as other:
        other.exec_driver_sql("LOCK TABLE responses")
        assert told(hurried) == "cannot be used (57014)."
    own.erase("someone")
    own.close()
    hurried.close()


def test_a_database_that_stops_is_told(strict: Postgres) -> None:
    records = Records(strict.url)
    records.add(kept())
    strict.stop("fast")
    assert told(records).startswith(AWAY)
    strict.start()
    records.add(kept(1))
    records.erase("someone")
    records.close()


# ---- Whoever looks after it


def test_the_cause_is_in_the_log_and_nothing_that_was_answered(
    records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    set_up(records, "query_only=ON")
    with pytest.raises(StorageError), caplog.at_level(logging.WARNING, "bedside"):
        records.add(kept(1, given={"1": "something private"}))
    assert "sqlite3.OperationalError: attempt to write a readonly database" in caplog.text
    assert "something private" not in caplog.text


def test_a_learner_sees_no_trace_of_it(records: Records, capfd: pytest.CaptureFixture[str]) -> None:
    set_up(records, "query_only=ON")
    told(records)
    assert capfd.readouterr() == ("", "")


def test_a_command_says_what_is_in_the_way_and_shows_the_cause_when_asked(tmp_path: Path) -> None:
    words = f"{tmp_path / 'all.csv'} cannot be written: No space left on device.\n"
    told = []
    for option in ([], ["--verbose"]):
        (tmp_path / ".all.csv.draft").symlink_to("/dev/full")
        command = [sys.executable, "-m", "bedside", "export", "csv", str(tmp_path / "all.csv"), *option]
        told.append(subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False))
    assert [(each.returncode, each.stdout) for each in told] == [(1, ""), (1, "")]
    assert told[0].stderr == words
    assert told[1].stderr.startswith(f"bedside: {words}Traceback (most recent call last):")
    assert "OSError: [Errno 28]" in told[1].stderr
    assert told[1].stderr.endswith(f"\n{words}")


def test_a_notebook_shows_the_sentence_alone() -> None:
    assert CourseError("Name another folder.")._render_traceback_() == ["Name another folder."]


def test_every_error_of_the_course_is_one_that_a_person_is_told() -> None:
    """Those that a module keeps to itself, and that it always catches, begin with a low line."""
    others = []
    for path in sorted((ROOT / "bedside").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                bases = {ast.unparse(base) for base in node.bases}
                others += [node.name] if bases & BUILT_IN and "CourseError" not in bases else []
    assert others == ["CourseError"]


def test_each_code_is_one_that_there_is() -> None:
    codes = {name for name in _SAID if name[0] in "ES"}
    real = {*errno.errorcode.values(), *(name for name in dir(sqlite3) if name.startswith("SQLITE_"))}
    assert len(codes) > 20
    assert all(any(name.startswith(code) for name in real) for code in codes)
