"""Answers are kept where memory cannot be shared, as on some network homes, too; and none is lost on the way there."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bedside.learner import journal
from bedside.learner.store import Records
from tests.answers import kept
from tests.test_store import WRITER

ENDS = ["-journal", "-shm", "-wal"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a file is to be."""
    return tmp_path / "answers.sqlite"


def unshared(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no memory to share for a file: SQLite finds a link to nowhere in its place."""
    monkeypatch.setattr(journal, "token_hex", lambda _: "trial")
    for name in (path.name, f".{path.name}.trial"):
        shared = path.with_name(f"{name}-shm")
        shared.unlink(missing_ok=True)
        shared.symlink_to(path.parent / "nowhere" / "at all")


def mode(path: Path) -> str:
    """What SQLite says of a file that nobody uses."""
    connection = sqlite3.connect(path)
    found = connection.execute("PRAGMA journal_mode").fetchone()[0]
    connection.close()
    return found


def test_where_memory_is_shared_a_log_serves_and_nothing_is_left_beside_it(path: Path) -> None:
    records = Records(f"sqlite:///{path}")
    records.add(kept())
    assert sorted(each.name for each in path.parent.iterdir()) == [
        path.name,
        *(path.name + e for e in ENDS[1:]),
    ]
    records.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert mode(path) == "wal"


def test_where_no_memory_is_shared_a_new_file_has_a_plain_journal(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unshared(path, monkeypatch)
    one, other = Records(f"sqlite:///{path}"), Records(f"sqlite:///{path}")
    one.add(kept(1))
    other.add(kept(2))
    one.add(kept(3))
    assert len(one) == len(other) == 3
    assert one.erase("someone") == 3
    one.close()
    other.close()
    assert mode(path) == "delete"
    left = {each.name for each in path.parent.iterdir()}
    assert left <= {path.name, f"{path.name}-journal", f"{path.name}-shm", f".{path.name}.trial-shm"}


def test_a_log_that_was_left_is_taken_in_where_no_memory_is_shared(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", WRITER, f"sqlite:///{path}", "100000", "killed"]
    where = Path(__file__).parents[1]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=where, env={**os.environ})
    said = {process.stdout.readline().strip() for _ in range(20)}
    process.kill()
    said |= {line for line in process.communicate()[0].split() if len(line) == 36}
    assert path.with_name("answers.sqlite-wal").stat().st_size
    unshared(path, monkeypatch)
    records = Records(f"sqlite:///{path}")
    assert said <= {str(answer.id) for answer in records}
    records.add(kept())
    records.close()
    assert mode(path) == "delete"


def test_where_memory_is_shared_again_so_is_the_log(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unshared(path, monkeypatch)
    records = Records(f"sqlite:///{path}")
    records.add(kept(1))
    records.close()
    for shared in path.parent.glob("*-shm"):
        shared.unlink()
    records.add(kept(2))
    assert len(records) == 2
    records.close()
    assert mode(path) == "wal"


def test_a_trial_on_a_full_disk_is_no_sign_of_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(journal, "_say", full)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        journal.journal(path)
