"""How far a long reading is, for whoever waits: nothing for two seconds, then a line that counts."""

import io
from collections.abc import Callable
from typing import TextIO

PATIENCE = 2.0  # seconds without a word
BETWEEN, BETWEEN_LINES = 0.2, 10.0  # seconds; a file that is written to gets few lines


class Waiting:
    """Counts steps, and tells them on a terminal in one line, into a file in a line now and then."""

    def __init__(self, out: TextIO, clock: Callable[[], float]) -> None:
        """Tell it there; the clock gives seconds."""
        self._out, self._clock = out, clock
        self._live = out.isatty()
        self._next, self._width = clock() + PATIENCE, 0
        self.begin("Reading")

    def begin(self, words: str) -> None:
        """From now on this is done, and counted anew."""
        self._words, self._done, self._all = words, 0, 0

    def more(self, steps: int) -> None:
        """So many steps more are to be taken."""
        self._all += steps

    def step(self) -> None:
        """One step begins; tell it, if it is time to tell something."""
        self._done += 1
        now = self._clock()
        if now < self._next:
            return
        words = f"{self._words} {self._done:,} of {self._all:,}"
        self._next = now + (BETWEEN if self._live else BETWEEN_LINES)
        self._out.write(f"\r{words:<{self._width}}" if self._live else f"{words}\n")
        self._width = len(words)
        self._out.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._live and self._width:
            self._out.write(f"\r{'':<{self._width}}\r")
            self._out.flush()


def quiet() -> Waiting:
    """One that tells nothing."""
    return Waiting(io.StringIO(), lambda: 0.0)
