"""What a person is told when something cannot be done, in a sentence that says what to do.

``CourseError`` is the base of all such errors. Where another error is behind one, the log "bedside" has it.
"""

import errno
import logging
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Self

_LOG = logging.getLogger("bedside")
_LOG.addHandler(logging.NullHandler())  # heard by whoever sets up logging, and by no student


def logged(words: str, cause: BaseException) -> str:
    """The same words; the log gets what is behind them."""
    _LOG.warning("%s", words, exc_info=cause)
    return words


class CourseError(Exception):
    """Something that cannot be done; its words are one sentence or more for a person, and say what to do."""

    @classmethod
    def because(cls, cause: BaseException, words: str) -> Self:
        """An error in these words; the log gets its cause."""
        return cls(logged(words, cause))

    def _render_traceback_(self) -> list[str]:
        # A notebook shows the sentence, and no traceback.
        return [str(self)]


class UnknownName(CourseError, LookupError):
    """Raised for a name the course does not have."""


class StorageError(CourseError):
    """Raised when answers cannot be kept or read, or a file cannot be written."""

    @classmethod
    def at(cls, where: str, cause: BaseException) -> Self:
        """An error met at a place, which is a file, or an address without its password."""
        return cls.because(cause, explain(cause, where))


def show_log() -> None:
    """Show the log on the terminal, for whoever looks for what is behind a sentence."""
    shown = logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    _LOG.addHandler(shown)
    _LOG.setLevel(logging.DEBUG)


_READ_ONLY = "may only be read. Allow writing to this file and its folder."
_FORBIDDEN = "may not be opened. Allow reading and writing of this file and its folder."
_FULL = "cannot grow: the disk is full. Free some space."
_SHARE = "cannot grow: your share of the disk is used up. Free some space."
_BROKEN = "cannot be written: the disk is away or broken, or your share of it is used up. Look after it."
_REFUSED = "cannot be written: your share of the disk is used up, or it is broken. Free some space."
_DAMAGED = "is damaged. Move it to another place; a new one is begun."
_IN_USE = "is in use by another program. Close that program."
_MANY = "cannot be opened: too many files are open. Close some notebooks and other programs."
_UNREAD = "cannot be read: the disk is away or broken. Look after it."
_WAY = "cannot be there: on the way to it is a file, where a folder is meant. Move that file away."
_PLACE = "cannot be opened. Look whether its folder is there and may be written to."
_AWAY = "does not answer. Look whether the database is running, and at host, name and password in BEDSIDE_DB."
_STRANGER = "does not let you in. Look at the database, the name and the password in BEDSIDE_DB."
_GUEST = "lets this name write nothing. Ask whoever looks after the database."
_SOON = "takes nobody in just now. Try again in a minute."
_SAID = {  # the code that the system or the database gives, or how it begins → what to do
    **dict.fromkeys(("EROFS", "SQLITE_READONLY"), _READ_ONLY),
    **dict.fromkeys(("EACCES", "EPERM", "SQLITE_PERM", "SQLITE_AUTH"), _FORBIDDEN),
    **dict.fromkeys(("ENOSPC", "EFBIG", "SQLITE_FULL", "53100"), _FULL),
    **dict.fromkeys(("ENOTDIR", "EEXIST"), _WAY),
    **dict.fromkeys(("ENOENT", "EISDIR", "ENAMETOOLONG", "ELOOP", "SQLITE_CANTOPEN"), _PLACE),
    **dict.fromkeys(("EMFILE", "ENFILE"), _MANY),
    **dict.fromkeys(("SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT"), _UNREAD),
    **dict.fromkeys(("EIO", "ESTALE", "SQLITE_IOERR", "58"), _BROKEN),
    "SQLITE_IOERR_WRITE": _REFUSED,
    **dict.fromkeys(("SQLITE_NOTADB", "SQLITE_CORRUPT"), _DAMAGED),
    **dict.fromkeys(("EBUSY", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL", "55P03", "40"), _IN_USE),
    "EDQUOT": _SHARE,
    "psycopg": 'needs one more package. Install it: pip install "psycopg[binary]"',
    "28": "does not accept this name and password. Look at BEDSIDE_DB.",
    "3D": "is not there. Look at BEDSIDE_DB.",
    **dict.fromkeys(("42501", "25006"), _GUEST),
    **dict.fromkeys(("53", "57P"), _SOON),
    **dict.fromkeys(("08", "silent"), _AWAY),
    "stranger": _STRANGER,
}


def unknown(name: str, names: Iterable[str], what: str) -> UnknownName:
    """That there is no such name, with the nearest one there is."""
    listed = list(names)
    near = get_close_matches(str(name)[:100], sorted(listed), n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    there = f" There are: {', '.join(listed)}." if len(listed) <= 12 else ""
    return UnknownName(f'There is no {what} "{name}".{hint}{there}')


def explain(error: BaseException, where: str) -> str:
    """A sentence for an error met at a place; the place is a file, or an address without its password."""
    cause = getattr(error, "orig", None) or error
    code = next(_codes(cause), "")
    # The longest that fits says most: SQLITE_IOERR_READ before SQLITE_IOERR.
    known = max((sign for sign in _SAID if code.startswith(sign)), key=len, default=None)
    return f"{where} {_SAID[known]}" if known else f"{where} cannot be used ({code or type(cause).__name__})."


def _codes(cause: BaseException) -> Iterator[str]:
    """What an error is called by whoever raised it; its words are for people, and in their language."""
    if name := getattr(cause, "sqlite_errorname", None):
        yield name
    if state := getattr(cause, "sqlstate", None):
        yield state
    elif type(cause).__module__.startswith("psycopg") and type(cause).__name__ == "OperationalError":
        # No connection came about, or it broke; then there is no code.
        line = getattr(cause, "pgconn", None)
        yield "stranger" if line and (line.used_password or line.needs_password) else "silent"
    if isinstance(cause, ImportError):
        yield cause.name or ""
    if isinstance(cause, OSError) and cause.errno:
        yield errno.errorcode.get(cause.errno, "")
