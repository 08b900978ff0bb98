"""HTML of the labs, made from their templates; a text that is no HTML yet is escaped."""

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from bedside.content.text import html

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: object) -> Markup:
    """The HTML of a template, named as ``labs/anc/sum.html.j2``; a value that is missing raises."""
    return Markup(_templates().get_template(template).render(values))


def markdown(text: str) -> Markup:
    """The course's Markdown as HTML, as ``text.html`` makes it; in a template, ``{{ text | markdown }}``."""
    return Markup(html(text))


@cache
def _templates() -> "Environment":
    # Only now: what is kept of a lesson can be shown without it.
    from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined

    made = Environment(
        loader=PrefixLoader({"labs": PackageLoader("bedside", "labs/templates")}),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["markdown"] = markdown
    return made


def _escaped(value: object) -> Markup:
    """A value as HTML; Jinja2 writes quotes as other numbers than the pages' scripts and ``text.html`` do."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))
