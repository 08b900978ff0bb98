"""What a class's answers say: what to teach again, and which question to mend."""

from bedside.results.practice import practice_class
from bedside.results.results import ClassResults, class_results, main

__all__ = ["ClassResults", "class_results", "main", "practice_class"]
