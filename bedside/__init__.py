"""The words a notebook uses; each is loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.classroom.client import start_class as start_class
    from bedside.notebook.api import (
        claims as claims,
    )
    from bedside.notebook.api import (
        course as course,
    )
    from bedside.notebook.api import (
        join as join,
    )
    from bedside.notebook.api import (
        lab as lab,
    )
    from bedside.notebook.api import (
        lesson as lesson,
    )
    from bedside.notebook.api import (
        my_answers as my_answers,
    )
    from bedside.notebook.api import (
        patient as patient,
    )
    from bedside.notebook.api import (
        progress as progress,
    )
    from bedside.notebook.api import (
        review as review,
    )
    from bedside.report import class_results as class_results
    from bedside.report import practice_class as practice_class

_LESSONS = ["claims", "course", "join", "lab", "lesson", "my_answers", "patient", "progress", "review"]
_FROM = {
    **dict.fromkeys(_LESSONS, "bedside.notebook.api"),
    **dict.fromkeys(["class_results", "practice_class"], "bedside.report"),
    "start_class": "bedside.classroom.client",
}
__all__ = [*_FROM]


def __getattr__(name: str) -> Any:
    if name in _FROM:
        return getattr(import_module(_FROM[name]), name)
    if name == "answer":  # what a page asks of the kernel itself
        return import_module("bedside.learner.service").answer
    raise AttributeError(f'bedside has no "{name}"')


def __dir__() -> list[str]:
    return sorted({*globals(), *_FROM})
