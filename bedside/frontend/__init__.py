"""All JavaScript and CSS; ``make frontend`` makes of it what pages load, in the folder ``built``."""

from functools import cache
from importlib.resources import files


@cache
def built(name: str) -> str:
    """A script or style sheet of the folder built, as text: each notebook and page carries its own copy."""
    return (files("bedside.frontend") / "built" / name).read_text("utf-8")
