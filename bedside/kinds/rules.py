"""What rules of content are made of: they read an author's plain values, and say where what is wrong."""

from collections.abc import Iterator
from typing import Any

Loc = tuple[str | int, ...]
Found = Iterator[tuple[Loc, str]]


def entries(value: Any, key: str | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The mappings in a list (or in the list under a key), each with its index."""
    found = value.get(key) if key and isinstance(value, dict) else value
    if isinstance(found, tuple):
        yield from ((i, item) for i, item in enumerate(found) if isinstance(item, dict))
