"""The questions of one lesson, and what every form says of them in the same way."""

import io
import zipfile
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from textwrap import shorten

from markupsafe import Markup

from bedside.content import Content
from bedside.content.models import Lesson
from bedside.kinds import Question
from bedside.kinds.forms import Form, Gaps, Pairs, Steps
from bedside.text.markdown import plain
from bedside.text.markup import render


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
    said = Markup(escape(plain(sources(question, content)), quote=False))
    whys = _whys(question.exported())
    return made("exporters/explained.html.j2", question=question, whys=whys, sources=said)


def _whys(form: Form | None) -> list[tuple[str, str]]:
    """Why each item is right; before it the item, where it has words."""
    match form:
        case Pairs() | Steps():
            return [(each.say, each.why) for each in form.items]
        case Gaps():
            return [("", why) for why in form.whys]
    return []


def made(template: str, **values: object) -> str:
    """The HTML of a template, as plain text."""
    # ElementTree escapes by replacing; a Markup would escape once more what is put in.
    return str(render(template, **values))


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
