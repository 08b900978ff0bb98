"""Tells other servers of the same classes what happened, and how many are here.

PostgreSQL does so by NOTIFY and LISTEN.
SQLite has one server; a second one on the same file finds out by itself when it next looks.
"""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import sqlalchemy as sa

from bedside.errors import StorageError
from bedside.learner.store import Records

CHANNEL = "bedside_class"
FRESH = 10  # seconds a word about who is at another server holds
GATHER = 0.1  # seconds in which several pieces of news become one

log = logging.getLogger("bedside.class")


class Notifier:
    """Nobody else to tell."""

    def tell(self, code: str, here: int) -> None:
        """Something happened in a class; so many are here."""

    def elsewhere(self, code: str) -> int:
        """How many sit in this class at other servers."""
        return 0

    def start(self, hear: Callable[[str], None]) -> None:
        """From now on, call this with the code of a class when something happened in it elsewhere."""

    def stop(self) -> None:
        """Listen no longer."""


class PostgresNotifier(Notifier):
    """A channel that all servers on one PostgreSQL share."""

    def __init__(self, records: Records) -> None:
        """On the database of these records."""
        self._records, self._name = records, secrets.token_hex(4)
        self._url = records.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._others: dict[tuple[str, str], tuple[int, float]] = {}
        self._news: dict[str, int] = {}
        self._work: asyncio.Task[None] | None = None
        self._over = Event()

    def tell(self, code: str, here: int) -> None:
        """Tell the others soon, several pieces of news at once."""
        self._news[code] = here
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._ring())

    def elsewhere(self, code: str) -> int:
        """How many sit in this class at other servers, by what those told of late."""
        since = time.monotonic() - FRESH
        self._others = {key: told for key, told in self._others.items() if told[1] > since}
        return sum(here for (_, each), (here, _) in self._others.items() if each == code)

    def start(self, hear: Callable[[str], None]) -> None:
        """Listen in a thread, and call this in the present loop."""
        loop = asyncio.get_running_loop()
        Thread(target=self._listen, args=(loop, hear), daemon=True).start()

    def stop(self) -> None:
        """Listen no longer."""
        self._over.set()

    async def _ring(self) -> None:
        while self._news:
            await asyncio.sleep(GATHER)
            news, self._news = self._news, {}
            with suppress(StorageError):  # the others look by themselves before long
                await asyncio.to_thread(self._send, news)

    def _send(self, news: dict[str, int]) -> None:
        with self._records.transaction() as connection:
            for code, here in news.items():
                told = json.dumps({"server": self._name, "code": code, "here": here})
                connection.execute(sa.select(sa.func.pg_notify(CHANNEL, told)))

    def _listen(self, loop: asyncio.AbstractEventLoop, hear: Callable[[str], None]) -> None:
        import psycopg  # only those with PostgreSQL have it

        while not self._over.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._over.is_set():
                        for note in connection.notifies(timeout=1):
                            self._take(json.loads(note.payload), loop, hear)
            except (psycopg.Error, RuntimeError) as error:  # RuntimeError: this server ends
                log.debug("listening again: %s", error)
                self._over.wait(0.5)

    def _take(
        self, told: dict[str, Any], loop: asyncio.AbstractEventLoop, hear: Callable[[str], None]
    ) -> None:
        if told["server"] == self._name:
            return
        self._others[told["server"], told["code"]] = told["here"], time.monotonic()
        loop.call_soon_threadsafe(hear, told["code"])


def notifier_for(records: Records) -> Notifier:
    """The notifier that suits the database of these records."""
    return Notifier() if records.is_file else PostgresNotifier(records)
