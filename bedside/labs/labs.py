"""The labs by name: what each shows first, and what it shows when a student has turned a knob."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup

from bedside.content import Content
from bedside.content.lab_models import Lab
from bedside.content.readings import sources
from bedside.text.markup import render

Fields = Mapping[str, str]  # what each control of a page holds, by its name; a box that is ticked holds "on"


class Shown(NamedTuple):
    """What a lab shows: the part under its controls, and one sentence that says it in words."""

    html: Markup
    say: str
    set: Mapping[str, str] = {}  # controls to be set, by name


class View(Protocol):
    """What a lab's module named view gives."""

    def controls(self, lab: Lab) -> Markup:
        """The controls, as HTML."""

    def show(self, fields: Fields, lab: Lab) -> Shown:
        """What these fields come to; fields may be missing, empty or nonsense, and nothing is raised."""


@cache
def _view(name: str) -> View:
    # One at a time and only when it is used: the marrow brings a solver with it.
    return import_module(f"bedside.labs.{name}.view")


def page(name: str, content: Content) -> dict[str, Any]:
    """What ``<bedside-lab>`` needs to show a lab, with what it shows at first."""
    lab = content.labs[name]
    shown = render(
        "labs/page.html.j2",
        lab=lab,
        name=name,
        controls=_view(name).controls(lab),
        shown=_view(name).show({}, lab),
        sources=Markup(sources(lab.sources, content)),
    )
    return {"kind": "lab", "title": lab.title, "lab": name, "html": str(shown)}


def show(name: str, fields: Any, content: Content) -> dict[str, Any]:
    """The reply to a page whose controls hold these fields; what is not text is left out."""
    told = {str(key): value for key, value in dict(fields).items() if isinstance(value, str)}
    shown = _view(name).show({key: value[:2000] for key, value in told.items()}, content.labs[name])
    # Beyond this door it is plain text: what would be added to it there must not be escaped unasked.
    return {**shown._asdict(), "html": str(shown.html)}
