"""What the shapes cannot say of one question or text: no option twice, texts without HTML.

Rules read the author's plain values, not the models, so that one fault never hides another; they pass over
whatever has the wrong shape, since the models report that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bedside.kinds import KINDS, Question
from bedside.kinds.items import short_id
from bedside.kinds.rules import Found, Loc, entries
from bedside.text import markdown
from bedside.text.hidden import hidden
from bedside.text.phrases import nearest, quoted

# The fields that are shown as Markdown.
TEXTS = {
    "say", "why", "whys", "ask", "hint", "explain", "text", "groups",
    "title", "about", "notice", "but", "words", "means",
    "tell", "matters", "says", "use", "never",
}  # fmt: skip
LONGEST = 2000  # letters; more than the models allow, and Markdown is slow on long nonsense


def texts(document: Any, glossary: set[str] | None) -> Found:
    """Objections to the texts anywhere in a document; an empty glossary allows no words, None any."""
    for loc, value in _strings(document, ()):
        found = [*hidden(value)]
        if "\t" in value:
            found.append("found a tab, expected spaces")
        if not value.strip():
            found.append("found only spaces, expected text")
        elif any(step in TEXTS for step in loc[-2:]):
            found += [*markdown.objections(value), *_unknown_words(value, glossary)]
        yield from ((loc, message) for message in dict.fromkeys(found))


def _strings(value: Any, loc: Loc) -> list[tuple[Loc, str]]:
    if isinstance(value, str):
        return [(loc, value)] if 0 < len(value) <= LONGEST else []
    if not isinstance(value, dict | tuple):
        return []
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for step, inner in pairs for found in _strings(inner, (*loc, step))]


def _unknown_words(value: str, glossary: set[str] | None) -> Iterator[str]:
    for word in markdown.words(value):
        if glossary is not None and not glossary:
            yield f"found [[{word[:60]}]], expected glossary words only in lessons and stories"
        elif glossary and word not in glossary:
            yield f"found {quoted(word)}, expected a word of glossary.yaml{nearest(word, glossary)}"


def question(value: dict[str, Any]) -> Found:
    """What must hold inside one question of any kind."""
    yield from _twins(value, "options")
    yield from _twins(value, "items")
    if kind := kind_of(value):
        yield from _crowded(value, kind.most)
        yield from kind.objections(value)


def kind_of(value: dict[str, Any]) -> type[Question] | None:
    """The kind a plain question says it is; None for one that there is not."""
    named = value.get("kind")
    return KINDS.get(named) if isinstance(named, str) else None


def _crowded(value: dict[str, Any], most: Mapping[str, int]) -> Found:
    for key, limit in most.items():
        found = value.get(key)
        if isinstance(found, tuple | dict) and len(found) > limit:
            yield (key,), f"found {len(found)}, expected at most {limit}"


def _twins(value: dict[str, Any], key: str) -> Found:
    seen: dict[str, int] = {}
    for i, item in entries(value, key):
        if isinstance(say := item.get("say"), str):
            # Told apart by what a student sees, and by the id a response is kept under.
            names = (markdown.bare(say), short_id(say))
            first = min(seen.setdefault(name, i) for name in names)
            if first != i:
                yield (key, i), f"found the same text as {key[:-1]} {first + 1}, expected each to differ"
