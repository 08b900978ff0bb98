"""The sentences that Python and the pages' scripts both say, from one catalogue: frontend/sentences.json."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_GAP = re.compile(r"\{(\w+)\}")


@cache
def sentences() -> Mapping[str, str]:
    """All of them, by name."""
    found: dict[str, str] = json.loads((files("bedside.frontend") / "sentences.json").read_text("utf-8"))
    return found


def say(name: str, /, **gaps: object) -> str:
    """A sentence with its gaps filled; raises KeyError for a name or a gap that is not there."""
    return _GAP.sub(lambda gap: str(gaps[gap[1]]), sentences()[name])


def many(count: int) -> str:
    """So many answers, in words."""
    return say({0: "answers none", 1: "answers one"}.get(count, "answers many"), count=count)
