"""What a class's answers say: what to teach again, and which question to mend."""

from bedside.report.class_results import ClassResults, class_results, main
from bedside.report.practice import practice_class

__all__ = ["ClassResults", "class_results", "main", "practice_class"]
