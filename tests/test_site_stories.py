"""Patients' stories as pages: each is told as itself."""

import json
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bedside.content import Content, load
from bedside.notebook.story import story
from bedside.site.notebook_page import STATE, VIEW, body

SOUND = load(Path(__file__).parent / "data" / "sound")
ONE = SOUND.patients["someone"]


def ran(*names: str, content: Content) -> NotebookNode:
    """A notebook that tells these patients' stories, run."""
    cells = [
        new_code_cell("", outputs=[new_output("display_data", {VIEW: {"model_id": name}})]) for name in names
    ]
    state = {name: {"state": {"quiz": json.dumps(story(content.patients[name], content))}} for name in names}
    return new_notebook(cells=cells, metadata={"widgets": {STATE: {"state": state}}})


def test_of_two_patients_with_one_title_each_is_told_by_its_own_way() -> None:
    first = ONE.steps[0].model_copy(update={"ask": None, "paths": (), "then": "close"})
    other = ONE.model_copy(update={"id": "other", "steps": (first,)})
    content = replace(SOUND, patients={"someone": ONE, "other": other})
    told = body(ran("other", "someone", content=content), content, {}, answers=True)
    short, long = told.split('<section class="bedside paper-story">')[1:]
    assert short.count("A fever came in the night.") == long.count("A fever came in the night.") == 1
    assert (short.count("on-paper"), long.count("on-paper")) == (0, 2)
