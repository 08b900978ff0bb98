"""The Python side of the page: anywidgets that carry questions there, and pass on what the page says."""

import json
from functools import cache
from importlib.resources import files
from textwrap import shorten
from typing import Any

import anywidget
import ipywidgets
import traitlets

from bedside.content.load import Content
from bedside.content.text import plain as plain_text
from bedside.question.face import face


def _lean(name: str) -> str:
    """A file of this folder without margins and lines of comment: each notebook saves a copy."""
    lines = map(str.strip, (files("bedside.question") / name).read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


SCRIPT, STYLE = _lean("question.js"), _lean("question.css")

# A widget does not carry the script: it waits for the lesson's head to bring it. Every quiz saves a copy of
# these lines in its notebook, so they are few, and their margins are left out.
WAIT = "".join(
    line.strip()
    for line in """
    export default{render(host){
      const late=setTimeout(()=>{host.el.textContent="Run the first cell of this notebook."},5000);
      customElements.whenDefined("bedside-quiz").then(quiz=>{clearTimeout(late);quiz.show(host)})
    }}
    """.splitlines()
)


class _Carrier(anywidget.AnyWidget):
    """A widget that shows something, and passes on to the desk what its page says."""

    _carried = False  # whether this kernel has sent a page its script yet

    def __init__(self, plain: str, script: bool = False, **traits: Any) -> None:
        """Plain is what a place without widgets shows; script is whether it brings the script in any case."""
        self._esm = SCRIPT if script or not _Carrier._carried else WAIT
        if self._esm is SCRIPT:
            self._css = STYLE
            _Carrier._carried = True
        super().__init__(layout=_layout(), **traits)
        self._plain = plain
        self.on_msg(lambda _, message, __: self._hear(message))

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, "text/plain": self._plain}, metadata

    def _hear(self, message: Any) -> None:
        from bedside.desk import shared  # only now: it brings the database with it, and takes a while

        if isinstance(message, dict):
            self.send({"number": message.get("number"), "reply": shared().hear(message.get("ask"))})


class Quiz(_Carrier):
    """One or more questions of a lesson."""

    # As text: a notebook file gives every item of a list a line of its own, and would grow by half.
    quiz = traitlets.Unicode().tag(sync=True)

    def __init__(self, names: tuple[str, ...], content: Content) -> None:
        """Ask the questions of these ids."""
        questions = [content.questions[name] for name in names]
        plain = "\n".join(shorten(plain_text(question.ask), 60) for question in questions)
        super().__init__(plain, quiz=_json(quiz(names, content, "lesson")))


class Live(_Carrier):
    """A part of a page that asks the desk what to show, when it is opened and after every answer."""

    page = traitlets.Unicode().tag(sync=True)

    def __init__(self, page: dict[str, Any], script: bool = False) -> None:
        """Page holds title, html, what to ask, and the questions that tell how far a learner is."""
        super().__init__(page.get("title", ""), script, page=_json(page))


def quiz(names: tuple[str, ...], content: Content, context: str) -> dict[str, Any]:
    """What ``<bedside-quiz>`` needs to ask the questions of these ids; context says where they are asked."""
    faces = [face(content.questions[name], content) for name in names]
    if len(faces) == 1:
        del faces[0]["goal"]  # only the summary of several questions names it
    return {"context": context, "questions": faces}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _layout() -> ipywidgets.Layout:
    """One layout for all widgets: in a saved notebook it takes as much room as a question."""
    return ipywidgets.Layout()
