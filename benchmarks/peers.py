"""The same ten questions twice: as our notebook asks them, and as jupyterquiz does."""

import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import nbformat

from bedside.content import Content
from bedside.kinds import Choose
from bedside.text.markdown import html

Clicks = list[tuple[str, str]]  # an option and its feedback, for each question
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@dataclass(frozen=True)
class Peer:
    """How one side's questions look in the page: each question, its options, and what sends an answer off."""

    name: str
    question: str
    option: str
    check: str


OURS = Peer("ours", "bedside-question", "label.bq-option", "button.bq-check")
THEIRS = Peer("theirs", ".Quiz", "label.MCButton", "")


def ten(content: Content) -> list[Choose]:
    """The first ten choose-questions of the course."""
    found = list(islice((q for q in content.questions.values() if isinstance(q, Choose)), 10))
    if len(found) < 10:
        raise SystemExit(f"The content has {len(found)} choose-questions; the benchmark needs ten.")
    return found


def picks(questions: list[Choose]) -> Clicks:
    """What to click, and the feedback to expect: right and wrong in turn, the same for both sides."""
    chosen = [next(o for o in q.options if o.right == (i % 2 == 0)) for i, q in enumerate(questions)]
    return [(html(option.say), html(option.why)) for option in chosen]


def write(folder: Path, questions: list[Choose], lesson: str) -> None:
    """Write four notebooks: each side's, with the questions in ten cells and in one."""
    for i, question in enumerate(questions):
        _quiz(folder / f"{i}.json", [question])
    _quiz(folder / "all.json", questions)
    ours = ["from bedside import lesson", f"here = lesson({lesson!r})", "here"]
    asked = [repr(question.id) for question in questions]
    notebook(folder / "ours-ten.ipynb", ["\n".join(ours), *(f"here.ask({name})" for name in asked)])
    notebook(folder / "ours-one.ipynb", ["\n".join(ours), f"here.ask({', '.join(asked)})"])
    theirs = "from jupyterquiz import display_quiz"
    notebook(folder / "theirs-ten.ipynb", [theirs, *(f'display_quiz("{i}.json")' for i in range(10))])
    notebook(folder / "theirs-one.ipynb", [theirs, 'display_quiz("all.json")'])


def notebook(path: Path, cells: list[str]) -> None:
    """Write a notebook that was never run."""
    written = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=written, metadata=KERNEL), path)


def _quiz(path: Path, questions: list[Choose]) -> None:
    path.write_text(json.dumps([_theirs(question) for question in questions], ensure_ascii=False), "utf-8")


def _theirs(question: Choose) -> dict[str, Any]:
    answers = [{"answer": html(o.say), "correct": o.right, "feedback": html(o.why)} for o in question.options]
    return {"question": html(question.ask), "type": "multiple_choice", "answers": answers}
