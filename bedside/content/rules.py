"""What the shapes cannot say: one right option, names that exist, ids used once, texts without HTML.

Rules read the author's plain values, not the models, so that one fault never hides another; they pass over
whatever has the wrong shape, since the models report that.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bedside.content import text
from bedside.content.faults import nearest
from bedside.content.models import short_id
from bedside.content.yamls import Loc

TEXTS = {"say", "why", "whys", "ask", "hint", "explain", "about", "means", "but", "words", "text", "notice"}
GAP = re.compile(r"\{\{([^{}]*)\}\}")

Found = Iterator[tuple[Loc, str]]


def entries(value: Any, key: str | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The mappings in a list (or in the list under a key), each with its index; nothing if there is no list."""
    found = value.get(key) if key and isinstance(value, dict) else value
    if isinstance(found, tuple):
        yield from ((i, item) for i, item in enumerate(found) if isinstance(item, dict))


def names(value: dict[str, Any], key: str) -> Iterator[tuple[Loc, str]]:
    """The text in a field, or each text in its list, with its place."""
    found = value.get(key)
    if isinstance(found, str):
        yield (key,), found
    elif isinstance(found, tuple):
        yield from (((key, i), name) for i, name in enumerate(found) if isinstance(name, str))


def unknown(value: dict[str, Any], key: str, what: str, known: Iterable[str]) -> Found:
    """Names in a field that do not exist."""
    for loc, name in names(value, key):
        if name not in known:
            yield loc, f'found the {what} "{name[:60]}", expected one that exists{nearest(name, known)}'


def texts(value: Any, glossary: Iterable[str] | None, loc: Loc = ()) -> Found:
    """Objections to the texts anywhere in a document; a glossary of None allows no glossary words."""
    if isinstance(value, dict | tuple):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in pairs:
            yield from texts(inner, glossary, (*loc, step))
    elif isinstance(value, str) and any(step in TEXTS for step in loc[-2:]):
        if not value.strip():
            yield loc, "found only spaces, expected text"
        yield from ((loc, message) for message in text.objections(value))
        for word in text.words(value) if "[[" in value else ():
            if glossary is None:
                yield loc, f'found the glossary mark "[[{word[:60]}]]", expected it only in lessons'
            elif word not in glossary:
                yield loc, f'found the glossary word "{word[:60]}", expected one that exists{nearest(word, glossary)}'


def question(value: dict[str, Any]) -> Found:
    """What must hold inside one question of any kind."""
    yield from _twins(value, "options")
    yield from _twins(value, "items")
    kind = value.get("kind")
    if isinstance(kind, str) and kind in _KINDS:
        yield from _KINDS[kind](value)


def _twins(value: dict[str, Any], key: str) -> Found:
    seen: dict[str, int] = {}
    for i, item in entries(value, key):
        say = item.get("say")
        if isinstance(say, str) and seen.setdefault(short_id(say), i) != i:
            first = seen[short_id(say)] + 1
            yield (key, i), f"says the same as {key[:-1]} {first}, expected each to be different"


def _rights(value: dict[str, Any]) -> tuple[list[int], int]:
    options = list(entries(value, "options"))
    return [i + 1 for i, option in options if option.get("right") is True], len(options)


def _choose(value: dict[str, Any]) -> Found:
    rights, _ = _rights(value)
    if len(rights) != 1 and "options" in value:
        which = f" ({', '.join(map(str, rights))})" if rights else ""
        more = "; for several use kind: choose-many" if rights else ""
        yield ("options",), f"found {len(rights)} right options{which}, expected exactly one{more}"


def _choose_many(value: dict[str, Any]) -> Found:
    rights, options = _rights(value)
    if options and len(rights) < 2:
        yield ("options",), f"found {len(rights)} right options, expected two or more; for one use kind: choose"
    if options and len(rights) == options:
        yield ("options",), "found every option right, expected a wrong one among them"


def _sort(value: dict[str, Any]) -> Found:
    groups = value.get("groups")
    if not isinstance(groups, dict):
        return
    used = set()
    for i, item in entries(value, "items"):
        used.add(item.get("group") if isinstance(item.get("group"), str) else None)
        yield from ((("items", i, *loc), why) for loc, why in unknown(item, "group", "group", groups))
    for group in groups.keys() - used:
        yield ("groups", group), f'found no item in the group "{group}", expected at least one'


def _number(value: dict[str, Any]) -> Found:
    answer, tolerance = value.get("answer"), value.get("tolerance")
    if not all(isinstance(n, int | float) for n in (answer, tolerance)):
        return
    nears = [(("answer",), answer)]
    for i, mistake in entries(value, "mistakes"):
        near = mistake.get("near")
        if not isinstance(near, int | float):
            continue
        if any(abs(near - other) <= 2 * tolerance for _, other in nears):
            yield ("mistakes", i, "near"), f"found {near}, which overlaps another number within the tolerance"
        nears.append((("mistakes", i), near))


def _fill(value: dict[str, Any]) -> Found:
    body, whys = value.get("text"), value.get("whys")
    if not isinstance(body, str):
        return
    gaps = [[word.strip() for word in gap.split("|")] for gap in GAP.findall(body)]
    if not gaps:
        yield ("text",), "found no gap, expected at least one, as: {{marrow}}"
    if "{" in GAP.sub("", body) or "}" in GAP.sub("", body):
        yield ("text",), "found a loose { or }, expected gaps written as: {{marrow}}"
    if any(not word for gap in gaps for word in gap):
        yield ("text",), "found a gap with no word in it, expected one, as: {{marrow}}"
    if isinstance(whys, tuple) and gaps and len(whys) != len(gaps):
        yield ("whys",), f"found {len(whys)} for {len(gaps)} gaps, expected one a gap"
    for i, mistake in entries(value, "mistakes"):
        gap, near = mistake.get("gap", 1), mistake.get("near")
        if isinstance(gap, int) and gaps and not 1 <= gap <= len(gaps):
            yield ("mistakes", i, "gap"), f"found gap {gap}, expected 1 to {len(gaps)}"
        elif isinstance(gap, int) and isinstance(near, str) and gaps and near in gaps[gap - 1]:
            yield ("mistakes", i, "near"), f"found {near!r}, which is a right word for that gap"


_KINDS = {
    "choose": _choose,
    "choose-many": _choose_many,
    "sort": _sort,
    "number": _number,
    "fill": _fill,
}
