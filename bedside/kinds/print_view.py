"""A question on paper: to be printed, or read where no script runs; with its answer or without."""

from collections.abc import Iterable
from html import escape

from bedside.kinds.course import Course
from bedside.kinds.question import Question
from bedside.text.markdown import html

BLANK = '<span class="paper-blank" role="img" aria-label="a gap to fill"></span>'


def paper(question: Question, content: Course, answers: bool) -> str:
    """A question as HTML without controls; with answers, what is right, why, and where it comes from."""
    end = _explained(question, content) if answers else ""
    slots = question.printed(answers)
    return f'<div class="on-paper"><p><strong>{html(question.ask)}</strong></p>{slots}{end}</div>'


def _explained(question: Question, content: Course) -> str:
    labels = "; ".join(escape(content.sources[name].label) for name in question.sources)
    return f'<p>{html(question.explain)}</p><p class="bedside-source">Source: {labels}</p>'


def why(text: str, answers: bool) -> str:
    """The why of an option or item, on a line of its own below it; nothing where answers are not shown."""
    return f'<br><span class="paper-why">{html(text)}</span>' if answers else ""


def listed(items: Iterable[str], tag: str = "ul") -> str:
    """Lines as a list."""
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"
