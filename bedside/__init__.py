"""The words a notebook uses."""

from bedside.lesson import course, lesson
from bedside.records import here as responses

__all__ = ["course", "lesson", "responses"]
