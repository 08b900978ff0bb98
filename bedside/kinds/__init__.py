"""Kinds of question, a module each: its fields, how it is seen, graded, printed, counted and exported.

A new kind is a module here with a line below, and a script in frontend/kinds (then ``make frontend``). A
course's own is a class that is imported before the course is read. Nothing outside this room names a kind:
whoever has a question asks it.
"""

# Their order is that of messages and lists.
from bedside.kinds.choose import Choose  # isort: skip
from bedside.kinds.choose_many import ChooseMany  # isort: skip
from bedside.kinds.sort import Sort  # isort: skip
from bedside.kinds.order import Order  # isort: skip
from bedside.kinds.number_question import NumberQuestion  # isort: skip
from bedside.kinds.fill import Fill  # isort: skip
from bedside.kinds.question import KINDS, Question

__all__ = ["KINDS", "Choose", "ChooseMany", "Fill", "NumberQuestion", "Order", "Question", "Sort"]
