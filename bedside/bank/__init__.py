"""The questions for other programs: Anki, Moodle, Canvas and Blackboard, a spreadsheet."""

from bedside.bank.bank import export

__all__ = ["export"]
