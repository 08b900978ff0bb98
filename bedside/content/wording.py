"""Turns what pydantic found into a sentence an author can act on."""

from typing import Any

from pydantic import TypeAdapter
from pydantic_core import ErrorDetails

from bedside.content.faults import nearest
from bedside.content.yamls import Document, Loc, Odd

_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "tuple_type": "a list",
    "dict_type": "names with values",
    "model_type": "names with values",
    "model_attributes_type": "names with values",
}
_PATTERNS = {
    "^[a-z0-9]+(-": "small letters, digits and hyphens, as: sort-causes",
    "^[a-z0-9_]+(": "words joined by dots, as: causes.acquired.toxins",
    "^https": "an address that begins with https://",
    "^[a-z0-9-]+": "a file name, as: marrow.svg",
    "^[0-9]{2}": "a notebook's name, as: 02-causes",
}


def place(document: Document, loc: Loc) -> str:
    """A place in the author's words: ``option 2 of "chemo-or-gene"``."""
    value, words = document.value, []
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        words = [f'"{value["id"]}"']
    for depth, (before, step) in enumerate(zip(("entry", *loc), loc, strict=False), 1):
        value = _inside(value, step)
        name = value.get("id") if isinstance(value, dict) else None
        if isinstance(name, str):
            words = [f'"{name[:60]}"']
        elif isinstance(step, int):
            words.append(f"{_singular(str(before))} {step + 1}")
        elif depth == len(loc):
            words.append(f'"{step}"')
    return " of ".join(reversed(words)) or "the file"


def sentence(error: ErrorDetails, document: Document, loc: Loc, model: TypeAdapter[Any]) -> str:
    """What one pydantic error says of the document, with found, expected and the nearest right name."""
    owner, last = place(document, loc[:-1]), loc[-1] if loc else ""
    kind, ctx = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f'{owner} has no "{last}"'
    if kind == "extra_forbidden":
        return f'{owner} has "{last}", which has no meaning here{nearest(str(last), _fields(model))}'
    if kind.startswith("union_tag"):
        kinds = [tag.strip("' ") for tag in ctx.get("expected_tags", "").split(",")]
        found = _inside(_at(document, loc), "kind")
        if not kinds[0]:
            return f'{place(document, loc)} has no "kind"'
        return f"{place(document, loc)}: found kind {found!r}, expected one of {', '.join(kinds)}{nearest(found, kinds)}"
    return f"{place(document, loc)}: found {_found(document, loc)}, expected {_wanted(kind, ctx)}{_quotes(kind, document, loc)}"


def _fields(model: TypeAdapter[Any]) -> set[str]:
    """Names known anywhere in a model: enough to find a misspelled one."""
    schema = model.json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


def _wanted(kind: str, ctx: dict[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return next(words for start, words in _PATTERNS.items() if ctx["pattern"].startswith(start))
    if kind in ("string_too_long", "string_too_short"):
        limit = ctx.get("max_length") or ctx.get("min_length")
        return f"{'at most' if 'long' in kind else 'at least'} {limit} letter{'s' * (limit > 1)}"
    if kind in ("too_long", "too_short"):
        limit = ctx.get("max_length") or ctx.get("min_length")
        return f"{'at most' if 'long' in kind else 'at least'} {limit}"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{'at least' if 'ge' in ctx else 'at most'} {ctx.get('ge', ctx.get('le'))}"
    return _EXPECTED.get(kind, ctx.get("expected", kind.replace("_", " ")))


def _found(document: Document, loc: Loc) -> str:
    value = _at(document, loc)
    if isinstance(value, str):
        return "nothing" if not value else f"{len(value)} letters" if len(value) > 80 else repr(value)
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"{len(value)} names with values"
    written = document.spellings.get(loc, "")[:60]
    return f"{written} ({_reading(value)})"


def _reading(value: Any) -> str:
    return {bool: "true or false in YAML", Odd: "a date or a time in YAML"}.get(type(value), "a number")


def _quotes(kind: str, document: Document, loc: Loc) -> str:
    plain = isinstance(_at(document, loc), bool | int | float | Odd)
    return "; put it in quotes" if kind == "string_type" and plain else ""


def _singular(name: str) -> str:
    return {"entries": "entry"}.get(name, name.removesuffix("s"))


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
