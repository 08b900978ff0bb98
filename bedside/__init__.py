"""The words a notebook uses."""

from bedside.lesson import course, lesson

__all__ = ["course", "lesson"]
