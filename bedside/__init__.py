"""The words a notebook uses; each is loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.classroom.client import join, start_class
    from bedside.notebook.api import claims, course, lab, lesson, my_answers, patient, progress, review
    from bedside.report import class_results, practice_class

__all__ = [
    "claims", "class_results", "course", "join", "lab", "lesson", "my_answers", "patient", "practice_class",
    "progress", "review", "start_class",
]  # fmt: skip
_ELSEWHERE = {
    "answer": "bedside.learner.service",  # what a page asks of the kernel itself
    "class_results": "bedside.report",
    "join": "bedside.classroom.client",
    "practice_class": "bedside.report",
    "start_class": "bedside.classroom.client",
}


def __getattr__(name: str) -> Any:
    if name in __all__ or name in _ELSEWHERE:
        return getattr(import_module(_ELSEWHERE.get(name, "bedside.notebook.api")), name)
    raise AttributeError(f'bedside has no "{name}"')


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
