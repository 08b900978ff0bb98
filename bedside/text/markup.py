"""HTML, made from the templates of each room; a text that is no HTML yet is escaped."""

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from bedside.text.markdown import html
from bedside.text.sentences import say

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = Path(__file__).parents[1]


def render(template: str, **values: object) -> Markup:
    """The HTML of a template, named as ``content/part.html.j2``; a value that is missing raises."""
    return Markup(_templates().get_template(template).render(values))


def markdown(text: str, glossary: dict[str, tuple[str, str]] | None = None) -> Markup:
    """The course's Markdown as HTML; in a template, ``{{ text | markdown }}``."""
    return Markup(html(text, glossary))


@cache
def _templates() -> "Environment":
    # Only now: a page's first answers can be kept without it.
    from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    rooms = {place.parent.name: FileSystemLoader(place) for place in _PACKAGE.glob("*/templates")}
    made = Environment(
        loader=PrefixLoader(rooms),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["markdown"] = markdown
    made.globals["say"] = say
    return made


def _escaped(value: object) -> Markup:
    """A value as HTML; Jinja2 writes quotes as other numbers than Markdown and the pages' scripts do."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))
