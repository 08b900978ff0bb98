"""The questions of one lesson, and what every form says of them in the same way."""

import io
import zipfile
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from textwrap import shorten

from bedside.content import Content
from bedside.content.models import Lesson, Question
from bedside.content.rules import GAP
from bedside.content.text import html, plain


@dataclass(frozen=True)
class Chapter:
    """A lesson and all its questions, those of its patients too."""

    lesson: Lesson
    questions: tuple[Question, ...]

    def only(self, kinds: Container[str]) -> "Chapter":
        """The chapter with its questions of these kinds alone."""
        return replace(self, questions=tuple(each for each in self.questions if each.kind in kinds))


def title(question: Question) -> str:
    """What a question is called in a list: how it begins to ask, as text."""
    return shorten(plain(question.ask), 80, placeholder=" …")


def sources(question: Question, content: Content) -> str:
    """Where a question comes from, as text."""
    return "; ".join(content.sources[name].label for name in question.sources)


def explained(question: Question, content: Content) -> str:
    """What is said when all is done, as HTML: what to remember, why each item is right, where it is from."""
    items = getattr(question, "items", ())
    whys = "".join(f"<li>{html(each.say)}: {html(each.why)}</li>" for each in items)
    gaps = "".join(f"<li>{html(why)}</li>" for why in getattr(question, "whys", ()))
    listed = f"<ul>{whys}{gaps}</ul>" if whys or gaps else ""
    said = escape(plain(sources(question, content)), quote=False)
    return f"<p>{html(question.explain)}</p>{listed}<p>Source: {said}</p>"


def pieces(text: str) -> tuple[list[str], list[list[str]]]:
    """The text around the gaps of a fill-question, and the words that fit each gap, the first one shown."""
    found = GAP.split(text)
    return found[::2], [words.split("|") for words in found[1::2]]


def limits(number: float, tolerance: float) -> tuple[str, str]:
    """The least and the greatest number that counts, written out: in decimals, so that nothing is lost."""
    exact, room = Decimal(f"{number:.10g}"), Decimal(f"{tolerance:.10g}")
    return f"{exact - room:f}", f"{exact + room:f}"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
