"""The Python side of the page: anywidgets that carry questions there, and pass on what the page says."""

import json
from functools import cache
from typing import Any

import anywidget
import ipywidgets
import traitlets

from bedside.frontend import built

SCRIPT, STYLE = built("notebook/notebook.js"), built("notebook/question.css")
# What only some notebooks show.
_MORE = ("lab", "patient", "deeper")
PIECES = {name: built(f"notebook/{name}.js") for name in _MORE}
STYLES = {name: built(f"notebook/{name}.css") for name in _MORE}

# A widget does not carry the script: it waits for the lesson's head to bring it.
WAIT = built("notebook/wait.js")

# What stands in a widget's place where JupyterLab does not trust the notebook, or has nobody to draw it.
RUN = "To see this, choose Run → Run All Cells in the menu."


class _Carrier(anywidget.AnyWidget):
    """A widget that shows something, and passes on to the desk what its page says."""

    _carried = False  # whether this kernel has sent a page its script yet

    def __init__(self, plain: str, script: bool = False, piece: str = "", **traits: Any) -> None:
        """Plain is what a place without widgets shows; script is whether it brings the script in any case."""
        alone = script or not _Carrier._carried
        self._esm = PIECES.get(piece, "") + (SCRIPT if alone else WAIT)
        if style := (STYLE if alone else "") + STYLES.get(piece, ""):
            self._css = style
            # The page keeps one style sheet for each of these names, and a later one replaces it.
            traits["_anywidget_id"] = f"bedside-{'all' if alone else 'more'}-{piece}"
        _Carrier._carried = True
        super().__init__(layout=_layout(), **traits)
        self._plain = f"{plain}\n{RUN}" if plain else ""
        self.on_msg(lambda _, message, __: self._hear(message))

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        return {**data, "text/plain": self._plain}, metadata

    def _hear(self, message: Any) -> None:
        from bedside.learner.service import shared  # only now: it brings the database along

        if isinstance(message, dict):
            self.send({"number": message.get("number"), "reply": shared().hear(message.get("ask"))})


class Quiz(_Carrier):
    """One or more questions of a lesson."""

    # As text: a notebook file gives every item of a list a line of its own, and would grow by half.
    quiz = traitlets.Unicode().tag(sync=True)

    def __init__(self, plain: str, quiz: dict[str, Any], fold: str = "") -> None:
        """Ask these questions, plain is their text; fold is what the button says behind which they stand."""
        told = quiz | ({"kind": "deeper", "fold": fold} if fold else {})
        super().__init__(plain, piece="deeper" if fold else "", quiz=_json(told))


class Story(_Carrier):
    """A patient's story."""

    quiz = traitlets.Unicode().tag(sync=True)

    def __init__(self, story: dict[str, Any]) -> None:
        """Story is what ``bedside.notebook.story`` makes of a patient."""
        super().__init__(story["title"], piece="patient", quiz=_json(story))


class Live(_Carrier):
    """A part of a page that asks the desk what to show, when it is opened and after every answer."""

    page = traitlets.Unicode().tag(sync=True)

    def __init__(self, page: dict[str, Any], script: bool = False) -> None:
        """Page holds its kind, title, html, what to ask, and the questions that tell how far a learner is."""
        piece = page["kind"] if page["kind"] in PIECES else ""
        super().__init__(page.get("title", ""), script, piece, page=_json(page))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _layout() -> ipywidgets.Layout:
    """One layout for all widgets: in a saved notebook it takes as much room as a question."""
    return ipywidgets.Layout()
