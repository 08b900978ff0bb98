"""Who is learning here: a random id, and a name if they like."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bedside.errors import StorageError

FIRST = "Amber Blue Bright Calm Clear Coral Gentle Golden Green Grey Kind Misty Quiet Red Silver Swift Warm"
SECOND = "Badger Finch Fox Hare Hawk Heron Lark Lynx Martin Otter Owl Plover Robin Seal Stork Swan Tern Wren"


@dataclass(frozen=True)
class Learner:
    """Who answers: the id goes with every answer, the name only into a file they export."""

    id: str
    name: str


def stranger() -> Learner:
    """Someone new, with a random id and a made-up name."""
    name = f"{secrets.choice(FIRST.split())} {secrets.choice(SECOND.split())} {secrets.randbelow(90) + 10}"
    return Learner(secrets.token_hex(8), name)


class Card:
    """The small file that says who is learning here; it is made when it is first needed.

    Its methods raise StorageError, in words for a learner, when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        """Keep it at this path."""
        self.path = path

    def learner(self) -> Learner:
        """Who is learning here."""
        try:
            if not self.path.exists():
                self._write(stranger(), over=False)
            found = json.loads(self.path.read_text("utf-8"))
            return Learner(str(found["id"])[:80], str(found["name"])[:80])
        except OSError as error:
            raise StorageError.at(str(self.path), error) from error
        except (ValueError, KeyError, TypeError) as error:
            words = f"{self.path} is damaged. Move it to another place; a new one is begun."
            raise StorageError.because(error, words) from error

    def sign(self, learner: Learner) -> None:
        """From now on it is this one who learns here."""
        try:
            self._write(learner, over=True)
        except OSError as error:
            raise StorageError.at(str(self.path), error) from error

    def tear_up(self) -> None:
        """Forget who learnt here."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError.at(str(self.path), error) from error

    def _write(self, learner: Learner, over: bool) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            draft.write_text(json.dumps(asdict(learner), ensure_ascii=False), "utf-8")
            if over or not hasattr(os, "link"):
                draft.replace(self.path)
            elif not self.path.exists():
                # Of two notebooks that begin at once, the first decides who is learning.
                with suppress(FileExistsError):
                    os.link(draft, self.path)
        finally:
            draft.unlink(missing_ok=True)
