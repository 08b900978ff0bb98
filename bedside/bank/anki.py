"""A deck for Anki, through genanki: a card a question, in a deck a lesson."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import genanki

from bedside.bank.chapter import Chapter
from bedside.content import Content
from bedside.content.text import html
from bedside.site.paper import paper

KINDS = {
    "choose": "a card with its options",
    "choose-many": "a card with its options",
    "sort": "a card with its groups",
    "order": "a card with its steps, mixed",
    "number": "a card with a blank",
    "fill": "a card with blanks",
}
SAY = (
    "The question stands in front, the answer with every why behind. In Anki: File, Import. "
    "Import a newer file later, and edited cards are brought up to date. "
    "Anki does not grade: people turn the card and judge for themselves."
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


def write(chapters: Sequence[Chapter], content: Content) -> bytes:
    """The package: one deck a lesson; ids come from names, so that a newer one brings cards up to date."""
    model = genanki.Model(
        _number("bedside question"),
        "Bedside question",
        fields=[{"name": name} for name in ("Id", "Question", "Hint", "Answer")],
        templates=[{"name": "Card", "qfmt": FRONT, "afmt": "{{Answer}}"}],
        css=STYLE,
    )
    package = genanki.Package([_deck(chapter, content, model) for chapter in chapters])
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "deck.apkg"
        # The date is today's: Anki takes a card from a file only when it is newer than its own.
        package.write_to_file(path)
        return path.read_bytes()


def _deck(chapter: Chapter, content: Content, model: genanki.Model) -> genanki.Deck:
    title = content.course.title.replace("::", ":")
    deck = genanki.Deck(_number(f"{title} {chapter.lesson.id}"), f"{title}::{chapter.lesson.title}")
    for question in chapter.questions:
        deck.add_note(
            genanki.Note(
                model=model,
                fields=[
                    question.id,
                    paper(question, content, answers=False),
                    html(question.hint),
                    paper(question, content, answers=True),
                ],
                guid=genanki.guid_for("bedside", content.course.title, question.id),
                tags=[f"lesson::{chapter.lesson.id}", f"kind::{question.kind}", f"can::{question.objective}"],
            )
        )
    return deck


def _number(name: str) -> int:
    """An id for a deck or a model, the same for the same name: 2³⁰ to 2³¹, as genanki advises."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % (1 << 30)
