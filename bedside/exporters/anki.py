"""A deck for Anki, through genanki: a card a question, in a deck a lesson."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import genanki

from bedside.content import Content
from bedside.exporters import dates
from bedside.exporters.chapter import Chapter
from bedside.kinds.forms import Gaps, ManyChoices, Numeric, OneChoice, Pairs, Says, Steps
from bedside.kinds.print_view import paper
from bedside.text.markdown import html

SAYS: Says = {
    OneChoice: "a card with its options",
    ManyChoices: "a card with its options",
    Pairs: "a card with its groups",
    Steps: "a card with its steps, mixed",
    Numeric: "a card with a blank",
    Gaps: "a card with blanks",
}
SAY = (
    "The question stands in front, the answer with every why behind. In Anki: File, Import. Import a newer "
    "deck later: cards that have changed are replaced, with their tags and what you wrote into them, unless "
    "you wrote it after that change. All others stay as you have them, and every card keeps its place in "
    "your plan. Anki does not grade: people turn the card and judge for themselves. Tried with Anki 24.06 "
    "and 26.09."
)
STYLE = """
.card { font: 1.1rem/1.5 system-ui, sans-serif; text-align: left; max-width: 40rem; margin: 0 auto; }
.on-paper ul { padding-left: 0; list-style: none; }
.on-paper li { margin: 0.4rem 0; }
.paper-why, .bedside-source { font-size: 0.9em; opacity: 0.85; }
.paper-why { display: inline-block; padding-left: 1.4rem; }
.paper-blank { display: inline-block; min-width: 5rem; height: 1em; border-bottom: 1px solid; }
"""
FRONT = "{{Question}}{{#Hint}}<p>{{hint:Hint}}</p>{{/Hint}}"
FORM = {"*": [FRONT, STYLE]}  # how all cards look has a day of its own, for people who changed it


class _Note(genanki.Note):  # type: ignore[misc]  # it brings no types
    """A note with a date of its own: Anki replaces a note when the one in the file is newer."""

    def __init__(self, since: int, **parts: Any) -> None:
        super().__init__(**parts)
        self.since = since

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Any) -> None:
        super().write_to_db(cursor, self.since, deck_id, id_gen)


def write(
    chapters: Sequence[Chapter],
    content: Content,
    known: Mapping[str, str] | None = None,
    clock: Callable[[], float] = time.time,
) -> bytes:
    """The package: one deck a lesson; ids come from names, so that a newer one brings cards up to date.

    ``known`` tells since when cards say what they say; without it, what the course was given out with.
    """
    model = genanki.Model(
        _number("bedside question"),
        "Bedside question",
        fields=[{"name": name} for name in ("Id", "Question", "Hint", "Answer")],
        templates=[{"name": "Card", "qfmt": FRONT, "afmt": "{{Answer}}"}],
        css=STYLE,
    )
    days, now = dates.read() if known is None else known, clock()
    said = cards(chapters, content)
    when = {name: dates.since(days, name, words, now) for name, words in said.items()}
    decks = [_deck(chapter, content, model, said, when) for chapter in chapters]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "deck.apkg"
        genanki.Package(decks).write_to_file(path, timestamp=dates.since(days, "*", FORM["*"], now))
        return path.read_bytes()


def cards(chapters: Sequence[Chapter], content: Content) -> dict[str, list[str]]:
    """What each question's card says: its four fields, and its tags."""
    return {
        question.id: [
            question.id,
            paper(question, content, answers=False),
            html(question.hint),
            paper(question, content, answers=True),
            f"lesson::{chapter.lesson.id}",
            f"kind::{question.kind}",
            f"can::{question.objective}",
        ]
        for chapter in chapters
        for question in chapter.questions
    }


def _deck(
    chapter: Chapter,
    content: Content,
    model: genanki.Model,
    said: Mapping[str, list[str]],
    when: Mapping[str, int],
) -> genanki.Deck:
    title = content.course.title.replace("::", ":")
    deck = genanki.Deck(_number(f"{title} {chapter.lesson.id}"), f"{title}::{chapter.lesson.title}")
    for question in chapter.questions:
        deck.add_note(
            _Note(
                when[question.id],
                model=model,
                fields=said[question.id][:4],
                guid=genanki.guid_for("bedside", content.course.title, question.id),
                tags=said[question.id][4:],
            )
        )
    return deck


def _number(name: str) -> int:
    """An id for a deck or a model, the same for the same name: 2³⁰ to 2³¹, as genanki advises."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % (1 << 30)
