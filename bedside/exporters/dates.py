"""Since when a card says what it says: kept in dates.json, as "id": "day hash", a line a question.

Anki takes a card from a file when it is newer than its own; so a card has to keep its day until it changes.
``python -m bedside.exporters`` brings the file up to date, before a new version is given out.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

FILE = Path(__file__).with_name("dates.json")


def since(known: Mapping[str, str], name: str, said: Sequence[str], now: float) -> int:
    """Since when a question's card says this, in seconds since 1970: its day, or now where none is known."""
    day, _, hash_ = known.get(name, "").partition(" ")
    if hash_ != _hash(said):
        return int(now)
    return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp())


def brought_up_to(
    today: date, known: Mapping[str, str], cards: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The days of these cards: what says the same keeps its day, and the rest is of today."""
    fresh = {name: _hash(said) for name, said in cards.items()}
    return {
        name: known[name] if known.get(name, "").endswith(f" {hash_}") else f"{today} {hash_}"
        for name, hash_ in fresh.items()
    }


def read() -> dict[str, str]:
    """The days that are known."""
    return json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}


def _hash(said: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:12]
