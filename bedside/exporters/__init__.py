"""The questions for other programs: Anki, Moodle, Canvas and Blackboard, a spreadsheet."""

from bedside.exporters.export import export

__all__ = ["export"]
