"""The words a notebook uses."""

from bedside.lesson import claims, course, join, lab, lesson, my_answers, patient, progress, review

__all__ = ["claims", "course", "join", "lab", "lesson", "my_answers", "patient", "progress", "review"]
