"""The Python side of the questions: anywidgets that carry them to the page and take the answers back."""

import json
from functools import cache
from importlib.resources import files
from textwrap import shorten
from typing import Any

import anywidget
import ipywidgets
import traitlets
from pydantic import ValidationError

from bedside.content.load import Content
from bedside.content.text import plain as plain_text
from bedside.grading import grade
from bedside.question.face import face, revision
from bedside.records import Records, Response

HERE = files("bedside.question")
SCRIPT = (HERE / "question.js").read_text("utf-8")
STYLE = (HERE / "question.css").read_text("utf-8")

# A quiz does not carry the script: it waits for the lesson's head to bring it. Every quiz saves a copy of
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
    """A widget that shows something and keeps the answers that come back from the page."""

    carried = False  # whether this kernel has sent the page its script yet

    def __init__(self, plain: str, content: Content, records: Records, **traits: Any) -> None:
        """Plain is what a place without widgets shows."""
        super().__init__(layout=_layout(), **traits)
        self._plain, self._content, self._records = plain, content, records
        self.on_msg(lambda _, message, __: self._hear(message))

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, "text/plain": self._plain}, metadata

    def _hear(self, message: Any) -> None:
        if not isinstance(message, dict):
            return
        if isinstance(message.get("responses"), list):
            self.send({"kept": [told for told in map(self._keep, message["responses"]) if told]})

    def _keep(self, told: Any) -> str | None:
        """Keep one answer; the score is worked out again here, where the question is known to be the same."""
        try:
            response = Response.model_validate(told)
        except ValidationError:
            return None
        question = self._content.questions.get(response.question)
        if question and revision(question) == response.revision:
            response = response.model_copy(update={"score": grade(question, response.given).score})
        self._records.add(response)
        return told["id"]


class Quiz(_Carrier):
    """One or more questions of a lesson."""

    # As text: a notebook file gives every item of a list a line of its own, and would grow by half.
    quiz = traitlets.Unicode().tag(sync=True)

    def __init__(self, names: tuple[str, ...], lesson: str, content: Content, records: Records) -> None:
        """Ask the questions of these ids; answers go to records."""
        self._questions = [content.questions[name] for name in names]
        faces = [face(question, content) for question in self._questions]
        if len(faces) == 1:
            del faces[0]["goal"]  # only the summary of several questions names it
        quiz = {"lesson": lesson, "context": "lesson", "questions": faces}
        # Where this kernel has shown no head, the first quiz brings the script itself.
        self._esm = WAIT if _Carrier.carried else SCRIPT
        if not _Carrier.carried:
            self._css = STYLE
        _Carrier.carried = True
        plain = "\n".join(shorten(plain_text(question.ask), 60) for question in self._questions)
        super().__init__(plain, content, records, quiz=_json(quiz))

    @property
    def responses(self) -> list[Response]:
        """The answers kept so far to these questions, oldest first."""
        names = {question.id for question in self._questions}
        return [response for response in self._records if response.question in names]


class Head(_Carrier):
    """The top of a page; it carries the script and the styles for all questions of its notebook."""

    _esm = SCRIPT
    _css = STYLE
    page = traitlets.Unicode().tag(sync=True)

    def __init__(self, page: dict[str, Any], content: Content, records: Records) -> None:
        """Page holds title and html, and the lesson, context and questions that tell how far one is."""
        _Carrier.carried = True
        super().__init__(page.get("title", ""), content, records, page=_json(page))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _layout() -> ipywidgets.Layout:
    """One layout for all widgets: in a saved notebook it takes as much room as a question."""
    return ipywidgets.Layout()
