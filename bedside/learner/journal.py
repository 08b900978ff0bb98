"""How SQLite keeps its file whole: by a log beside it that all who use it share, or by a plain journal.

With the log (WAL) several notebooks read and write at once. They share it through memory mapped from a file,
which some network homes do not allow. There a plain journal serves: they wait for each other a little more.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import Any

_UNSHARED = ("SQLITE_IOERR_SHM", "SQLITE_CANTOPEN")
_PATIENCE = 10  # seconds


def journal(path: Path) -> str:
    """WAL where memory can be shared, else TRUNCATE; a file that had its log elsewhere takes it in then.

    Raises sqlite3.Error when the file cannot be used.
    """
    try:
        logged = _say(path, "journal_mode") == "wal"
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(_UNSHARED):
            raise
        # Whoever has a file alone reads its log without sharing anything.
        _say(path, "locking_mode=EXCLUSIVE", "journal_mode=TRUNCATE")
        return "TRUNCATE"
    return "WAL" if logged or _shared(path) else "TRUNCATE"


def settle(connection: Any, _: object, mode: str) -> None:
    """Set up a connection: several notebooks may write, and a commit is on disk when it returns."""
    try:
        timeout = f"busy_timeout={_PATIENCE * 1000}"
        for pragma in (timeout, f"journal_mode={mode}", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        connection.close()  # SQLAlchemy forgets one that fails here
        raise


def _shared(path: Path) -> bool:
    """Whether a log can be shared here, found out on a file of its own: others may be using this one."""
    trial = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        _say(trial, "synchronous=OFF", "journal_mode=WAL", "user_version=1")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(_UNSHARED):
            raise
        return False
    finally:
        for end in ("", "-wal", "-shm"):
            leftover = trial.with_name(trial.name + end)
            if leftover.is_file():
                leftover.unlink()
    return True


def _say(path: Path, *pragmas: str) -> Any:
    """What SQLite answers to the last of these pragmas on a file."""
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
        said = [connection.execute(f"PRAGMA {pragma}").fetchone() for pragma in pragmas]
    return said[-1][0] if said[-1] else None
