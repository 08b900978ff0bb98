"""Turns what pydantic found into a sentence an author can act on."""

from collections.abc import Iterable
from typing import Any

from pydantic_core import ErrorDetails

from bedside.content.yamls import Document, Loc, Odd
from bedside.text.phrases import counted, nearest, quoted

_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a number of ordinary size",
    "tuple_type": "a list",
    "string_too_short": "text",
}
_NAMED = 'lines as "name: value"'
_PATTERNS = {
    "^[a-z0-9]+(-": "small letters, digits and hyphens, as: sort-causes",
    "^[a-z0-9_]+(": "small words joined by dots, as: causes.acquired.toxins",
    "^https": "an address that begins with https://",
    "^[a-z0-9-]+": "a file name, as: marrow.svg",
    "^[0-9]{2}": "a notebook's name, as: 02-causes",
}
_SINGULAR = {
    "also": "other form",
    "but_sources": "other source",
    "warm_up": "warm-up question",
    "look_back": "look-back question",
    "review": "review question",
}


def place(document: Document, loc: Loc) -> str:
    """A place in the author's words: ``option 2 of "chemo-or-gene"``."""
    value, words = document.value, []
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        words = [quoted(value["id"])]
    for depth, (before, step) in enumerate(zip(("entry", *loc), loc, strict=False), 1):
        value = _inside(value, step)
        name = value.get("id") if isinstance(value, dict) else None
        if isinstance(name, str):
            words = [quoted(name)]
        elif isinstance(step, int):
            words.append(f"{_SINGULAR.get(str(before), str(before).removesuffix('s'))} {step + 1}")
        elif depth == len(loc):
            words.append(quoted(step))
    return " of ".join(reversed(words)) or "the file"


def sentence(error: ErrorDetails, document: Document, loc: Loc, schema: dict[str, Any]) -> str:
    """What one pydantic error says of the document: where, found, expected, and the nearest right name."""
    here, kind, ctx = place(document, loc), error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"{place(document, loc[:-1])} has no {quoted(str(loc[-1]))}"
    if kind == "extra_forbidden":
        near = nearest(str(loc[-1]), _fields(schema, error["loc"]))
        if (
            error["input"] is None and loc[:-1] in document.spellings
        ):  # {say: Yes, it is} is read as two names
            near = "; put a text with a comma in quotes"
        return f"{place(document, loc[:-1])} has {quoted(str(loc[-1]))}, which has no meaning here{near}"
    if error["loc"][-1:] == ("[key]",):
        found = f"the name {quoted(str(loc[-1]))}"
        return f"{place(document, loc[:-1])}: found {found}, expected {_wanted(kind, ctx)}"
    if kind == "too_short":
        return f"{here}: found {len(error['input']) or 'none'}, expected {_wanted(kind, ctx)}"
    return f"{here}: found {_found(document, loc)}, expected {_wanted(kind, ctx)}{_hint(kind, document, loc)}"


def unknown_kind(document: Document, loc: Loc, kinds: Iterable[str]) -> str:
    """What there is to say of a question that has no kind, or none of these."""
    here, named = place(document, loc), (*loc, "kind")
    if named not in document.lines:
        return f'{here} has no "kind"'
    near = nearest(str(_at(document, named)), kinds)
    return f"{here}: found the kind {_found(document, named)}, expected one of {', '.join(kinds)}{near}"


def _fields(schema: dict[str, Any], loc: tuple[str | int, ...]) -> list[str]:
    """The names a JSON schema knows at the place of a name it does not know."""
    here, steps = schema, list(loc[:-1])
    while True:
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rpartition("/")[2]]
        elif "anyOf" in here:
            here = here["anyOf"][0]
        elif steps:
            step = steps.pop(0)
            here = here["items"] if isinstance(step, int) else here["properties"][step]
        else:
            return list(here["properties"])


def _wanted(kind: str, ctx: dict[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return next(words for start, words in _PATTERNS.items() if ctx["pattern"].startswith(start))
    if kind == "literal_error":
        return f"one of {ctx['expected'].replace(chr(39), '').replace(' or ', ', ')}"
    if "max_length" in ctx:
        return f"at most {ctx['max_length']}"
    if "min_length" in ctx and kind == "too_short":
        return f"at least {ctx['min_length']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"at least {ctx['ge']:g}" if "ge" in ctx else f"at most {ctx['le']:g}"
    return _EXPECTED.get(kind, _NAMED)


def _found(document: Document, loc: Loc) -> str:
    value, written = _at(document, loc), document.spellings.get(loc, "")
    if isinstance(value, str):
        return "nothing" if not value else quoted(value) if len(value) <= 80 else f"{len(value)} letters"
    if not value and not isinstance(value, bool | int | float):
        return "nothing"
    if isinstance(value, tuple):
        return f"{quoted(written)} (a list in YAML)" if written else f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"{quoted(written)} (names in YAML)" if written else counted(len(value), "named value")
    kinds = {Odd: getattr(value, "kind", ""), bool: "true or false"}
    return f"{quoted(written)[1:-1]} ({kinds.get(type(value), 'a number')} in YAML)"


def _hint(kind: str, document: Document, loc: Loc) -> str:
    misread = document.spellings.get(loc) and not isinstance(_at(document, loc), str | None)
    return "; put it in quotes" if kind == "string_type" and misread else ""


def _inside(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (TypeError, KeyError, IndexError):
        return None


def _at(document: Document, loc: Loc) -> Any:
    value = document.value
    for step in loc:
        value = _inside(value, step)
    return value
