"""What the shapes cannot say of one question or text: one right option, gaps with words, texts without HTML.

Rules read the author's plain values, not the models, so that one fault never hides another; they pass over
whatever has the wrong shape, since the models report that.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from bedside.content import text
from bedside.content.faults import counted, nearest, quoted
from bedside.content.files import hidden
from bedside.content.models import MOST, short_id
from bedside.content.yamls import Loc

# The fields that are shown as Markdown.
TEXTS = {
    "say", "why", "whys", "ask", "hint", "explain", "text", "groups",
    "title", "about", "notice", "but", "words", "means",
    "tell", "matters", "says", "use", "never",
}  # fmt: skip
LONGEST = 2000  # letters; more than the models allow, and Markdown is slow on long nonsense
GAP = re.compile(r"\{\{([^{}]*)\}\}")

Found = Iterator[tuple[Loc, str]]


def entries(value: Any, key: str | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The mappings in a list (or in the list under a key), each with its index."""
    found = value.get(key) if key and isinstance(value, dict) else value
    if isinstance(found, tuple):
        yield from ((i, item) for i, item in enumerate(found) if isinstance(item, dict))


def texts(document: Any, glossary: set[str] | None) -> Found:
    """Objections to the texts anywhere in a document; an empty glossary allows no words, None any."""
    for loc, value in _strings(document, ()):
        found = [*hidden(value)]
        if "\t" in value:
            found.append("found a tab, expected spaces")
        if not value.strip():
            found.append("found only spaces, expected text")
        elif any(step in TEXTS for step in loc[-2:]):
            found += [*text.objections(value), *_unknown_words(value, glossary)]
        yield from ((loc, message) for message in dict.fromkeys(found))


def _strings(value: Any, loc: Loc) -> list[tuple[Loc, str]]:
    if isinstance(value, str):
        return [(loc, value)] if 0 < len(value) <= LONGEST else []
    if not isinstance(value, dict | tuple):
        return []
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for step, inner in pairs for found in _strings(inner, (*loc, step))]


def _unknown_words(value: str, glossary: set[str] | None) -> Iterator[str]:
    for word in text.words(value):
        if glossary is not None and not glossary:
            yield f"found [[{word[:60]}]], expected glossary words only in lessons and stories"
        elif glossary and word not in glossary:
            yield f"found {quoted(word)}, expected a word of glossary.yaml{nearest(word, glossary)}"


def question(value: dict[str, Any]) -> Found:
    """What must hold inside one question of any kind."""
    yield from _twins(value, "options")
    yield from _twins(value, "items")
    kind = value.get("kind")
    if isinstance(kind, str) and kind in MOST:
        yield from _crowded(value, MOST[kind])
    if isinstance(kind, str) and kind in _KINDS:
        yield from _KINDS[kind](value)


def _crowded(value: dict[str, Any], most: int) -> Found:
    for key, limit in (("options", most), ("items", most), ("groups", MOST["groups"])):
        found = value.get(key)
        if isinstance(found, tuple | dict) and len(found) > limit:
            yield (key,), f"found {len(found)}, expected at most {limit}"


def _twins(value: dict[str, Any], key: str) -> Found:
    seen: dict[str, int] = {}
    for i, item in entries(value, key):
        if isinstance(say := item.get("say"), str):
            # Told apart by what a student sees, and by the id a response is kept under.
            names = (text.bare(say), short_id(say))
            first = min(seen.setdefault(name, i) for name in names)
            if first != i:
                yield (key, i), f"found the same text as {key[:-1]} {first + 1}, expected each to differ"


def _rights(value: dict[str, Any]) -> list[bool]:
    """For each option whether it is right; nothing if that cannot be told."""
    rights = [option.get("right", False) for _, option in entries(value, "options")]
    return rights if all(isinstance(right, bool) for right in rights) else []


def _choose(value: dict[str, Any]) -> Found:
    rights = _rights(value)
    which = [str(i) for i, right in enumerate(rights, 1) if right]
    if rights and not which:
        yield ("options",), "found no right option, expected one with right: true"
    if len(which) > 1:
        use = "; for several use kind: choose-many"
        yield ("options",), f"found right options {', '.join(which)}, expected one{use}"


def _choose_many(value: dict[str, Any]) -> Found:
    rights = _rights(value)
    if rights and sum(rights) < 2:
        use = "; for one use kind: choose" if any(rights) else ""
        yield ("options",), f"found {counted(sum(rights), 'right option')}, expected two or more{use}"
    elif rights and all(rights):
        yield ("options",), "found every option right, expected a wrong one among them"


def _sort(value: dict[str, Any]) -> Found:
    groups = value.get("groups")
    if not isinstance(groups, dict):
        return
    used = {i: item.get("group") for i, item in entries(value, "items")}
    for i, group in used.items():
        if isinstance(group, str) and group not in groups:
            near = nearest(group, groups)
            yield ("items", i, "group"), f"found {quoted(group)}, expected one of the groups{near}"
    if used and all(isinstance(group, str) and group in groups for group in used.values()):
        for group in groups.keys() - used.values():
            yield ("groups", group), "found no item in this group, expected one or more"


def _number(value: dict[str, Any]) -> Found:
    answer, tolerance = value.get("answer"), value.get("tolerance")
    if not _is_number(answer) or not _is_number(tolerance):
        return
    others = [answer]
    for i, mistake in entries(value, "mistakes"):
        if not _is_number(near := mistake.get("near")):
            continue
        if near in others:
            yield ("mistakes", i, "near"), f"found {near} again, expected each number once"
        for other in others:
            if near != other and abs(near - other) < 2 * tolerance:
                wanted = f"expected it at least twice the tolerance away from {other}"
                yield ("mistakes", i, "near"), f"found {near}, {wanted}"
        others.append(near)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fill(value: dict[str, Any]) -> Found:
    if not isinstance(body := value.get("text"), str):
        return
    gaps = [[text.bare(word) for word in gap.split("|")] for gap in GAP.findall(body)]
    loose = any(sign in GAP.sub("", body) for sign in "{}")
    if loose:
        yield ("text",), "found a loose { or }, expected gaps written as: {{marrow}}"
    elif not gaps:
        yield ("text",), "found no gap, expected one or more, as: {{marrow}}"
    if not all(all(gap) for gap in gaps):
        yield ("text",), "found a gap with no word in it, expected one, as: {{marrow}}"
    if loose or not gaps:
        return
    if "x".join(map(text.plain, GAP.split(body)[::2])) != text.plain(GAP.sub("x", body)):
        yield ("text",), "found ** or other marks around a gap, expected none"
    whys = value.get("whys")
    if isinstance(whys, tuple) and len(whys) != len(gaps):
        yield ("whys",), f"found {len(whys)} for {counted(len(gaps), 'gap')}, expected one for each gap"
    seen: dict[tuple[int, str], int] = {}
    for i, mistake in entries(value, "mistakes"):
        gap, near = mistake.get("gap", 1), mistake.get("near")
        if not isinstance(gap, int) or isinstance(gap, bool) or gap < 1:
            continue
        if gap > len(gaps):
            yield ("mistakes", i, "gap"), f"found gap {gap}, expected at most {len(gaps)}"
        elif isinstance(near, str) and text.bare(near) in gaps[gap - 1]:
            wanted = "which is right for that gap, expected a wrong word"
            yield ("mistakes", i, "near"), f"found {quoted(near)}, {wanted}"
        elif isinstance(near, str) and seen.setdefault((gap, text.bare(near)), i) != i:
            yield ("mistakes", i, "near"), f"found {quoted(near)} twice for that gap, expected it once"


_KINDS = {
    "choose": _choose,
    "choose-many": _choose_many,
    "sort": _sort,
    "number": _number,
    "fill": _fill,
}
