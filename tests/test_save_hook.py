"""Saving a lesson without losing its questions."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bedside.notebook.save_hook import before_saving, keep_widgets

KIND = "application/vnd.jupyter.widget-state+json"
QUIZ, HEAD, LAYOUT = "quiz-id", "head-id", "layout-id"
STATES = {
    QUIZ: {"model_name": "AnyModel", "state": {"quiz": "{}", "layout": f"IPY_MODEL_{LAYOUT}"}},
    HEAD: {"model_name": "AnyModel", "state": {"page": "{}", "layout": f"IPY_MODEL_{LAYOUT}"}},
    LAYOUT: {"model_name": "LayoutModel", "state": {}},
}


def notebook(states: dict[str, Any] | None, *shown: str) -> dict[str, Any]:
    """A notebook that shows these widgets and holds these states."""
    view = "application/vnd.jupyter.widget-view+json"
    outputs = [{"output_type": "execute_result", "data": {view: {"model_id": name}}} for name in shown]
    metadata = {} if states is None else {"widgets": {KIND: {"state": states}}}
    return {"cells": [{"cell_type": "code", "outputs": [one]} for one in outputs], "metadata": metadata}


def states(found: dict[str, Any]) -> dict[str, Any]:
    """The states a notebook holds."""
    return found["metadata"].get("widgets", {}).get(KIND, {}).get("state", {})


@pytest.mark.parametrize("empty", [None, {}])
def test_what_was_not_run_keeps_its_questions(empty: Any) -> None:
    new = notebook(empty, HEAD, QUIZ)
    keep_widgets(new, notebook(STATES, HEAD, QUIZ))
    assert states(new) == STATES


def test_what_was_run_keeps_its_new_state_and_drops_the_old() -> None:
    fresh = {"new-id": {"state": {"quiz": "{}"}}}
    new = notebook(fresh, "new-id")
    keep_widgets(new, notebook(STATES, HEAD, QUIZ))
    assert states(new) == fresh


def test_where_one_cell_was_run_the_others_keep_theirs() -> None:
    new = notebook({"new-id": {"state": {}}}, HEAD, "new-id")
    keep_widgets(new, notebook(STATES, HEAD, QUIZ))
    assert set(states(new)) == {"new-id", HEAD, LAYOUT}


@pytest.mark.parametrize(
    "odd", [{}, {"metadata": {"widgets": 3}}, {"metadata": {"widgets": {KIND: []}}}, {"cells": []}]
)
def test_an_odd_file_changes_nothing(odd: Any) -> None:
    new = notebook(None, QUIZ)
    keep_widgets(new, odd)
    assert states(new) == {}


def test_a_new_file_and_one_that_is_no_notebook_are_saved_as_they_are(tmp_path: Path) -> None:
    manager = SimpleNamespace(root_dir=str(tmp_path))
    model = {"type": "notebook", "content": notebook(None, QUIZ)}
    before_saving(model, "not-there.ipynb", manager)
    (tmp_path / "broken.ipynb").write_text("{")
    before_saving(model, "broken.ipynb", manager)
    before_saving({"type": "file", "content": "text"}, "a.txt", manager)
    assert states(model["content"]) == {}
