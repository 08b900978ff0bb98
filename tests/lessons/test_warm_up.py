"""A lesson's file knows which questions its notebook asks at the start, and which at the end."""

import json
import re
from pathlib import Path

import pytest

from bedside.content import shipped
from bedside.content.load import root

COURSE = shipped()
ASKED = re.compile(r"\.ask\((.*)\)")


def asked(notebook: Path) -> dict[str, list[str]]:
    """The questions asked under each heading of a notebook."""
    found: dict[str, list[str]] = {}
    heading = ""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = next((line[3:] for line in source.splitlines() if line.startswith("## ")), heading)
        else:
            names = [name for call in ASKED.findall(source) for name in re.findall(r'"([^"]*)"', call)]
            found.setdefault(heading, []).extend(names)
    return found


@pytest.mark.parametrize("name", COURSE.lessons)
def test_the_warm_up_is_what_a_notebook_asks_for_a_guess(name: str) -> None:
    lesson = COURSE.lessons[name]
    assert lesson.warm_up
    assert asked(root() / "notebooks" / f"{lesson.notebook}.ipynb")["Take a guess"] == list(lesson.warm_up)


@pytest.mark.parametrize("name", COURSE.lessons)
def test_the_look_back_is_what_a_notebook_asks_last(name: str) -> None:
    lesson = COURSE.lessons[name]
    under = asked(root() / "notebooks" / f"{lesson.notebook}.ipynb")
    assert lesson.look_back
    assert under["Look back"] == list(lesson.look_back)
    assert [heading for heading, names in under.items() if names][-1] == "Look back"
