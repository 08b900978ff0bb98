"""What stands in the way of keeping answers, in words for a learner."""

_SAID = {  # what the database or the system says → what to do
    "readonly": "may only be read. Allow writing to this file and its folder.",
    "read-only": "may only be read. Allow writing to this file and its folder.",
    "permission denied": "may not be opened. Allow reading and writing of this file and its folder.",
    "unable to open": "cannot be opened. Look whether its folder is there and may be written to.",
    "full": "cannot grow: the disk is full. Free some space.",
    "no space": "cannot grow: the disk is full. Free some space.",
    "quota": "cannot grow: your share of the disk is used up. Free some space.",
    "i/o error": "cannot be written: the disk is full or broken. Free some space, or look after the disk.",
    "not a database": "is damaged. Move it to another place; a new one is begun.",
    "malformed": "is damaged. Move it to another place; a new one is begun.",
    "locked": "is in use by another program. Close that program.",
    "no module named 'psycopg": 'needs one more package. Install it: pip install "psycopg[binary]"',
    "password authentication": "does not accept this name and password. Look at BEDSIDE_DB.",
    "does not exist": "is not there. Look at BEDSIDE_DB.",
    "connection": "does not answer. Look whether the database is running, and at BEDSIDE_DB.",
}


class Trouble(Exception):  # noqa: N818 - shown to people as its sentence
    """Raised when answers cannot be kept or read; its words say what to do."""


def explain(error: BaseException, where: str) -> str:
    """A sentence for an error met at a place; the place is a file, or an address without its password."""
    said = str(getattr(error, "orig", None) or error).lower()
    known = next((words for sign, words in _SAID.items() if sign in said), None)
    return f"{where} {known}" if known else f"{where} cannot be used ({said.splitlines()[0][:200]})."
