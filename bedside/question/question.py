"""The Python side of the questions: anywidgets that carry them to the page and take the answers back."""

import json
from importlib.resources import files
from typing import Any

import anywidget
import ipywidgets
import traitlets
from pydantic import ValidationError

from bedside.content.load import Content
from bedside.grading import grade
from bedside.question.face import face, revision, text
from bedside.records import Records, Response

HERE = files("bedside.question")
SCRIPT = (HERE / "question.js").read_text("utf-8")
STYLE = (HERE / "question.css").read_text("utf-8")

# A quiz does not carry the script. It waits for the lesson's head to bring it, and asks Python when none does.
# Every quiz saves a copy of these lines in its notebook, so they are few, and their margins are left out.
WAIT = "".join(
    line.strip()
    for line in """
    export default { render({ model, el }) {
      const name = "bedside-quiz";
      const timers = [setTimeout(() => model.send({ want: "script" }), 1500),
        setTimeout(() => { el.textContent = "Run the first cell of this notebook to see this question: click it, press Shift and Enter."; }, 5000)];
      model.on("msg:custom", ({ script }) => {
        if (script && !customElements.get(name)) import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
      });
      customElements.whenDefined(name).then(() => {
        timers.forEach(clearTimeout);
        const quiz = document.createElement(name);
        el.replaceChildren(quiz.connect(model.get("quiz"), (m) => model.send(m), (f) => model.on("msg:custom", f)));
      });
    } };
    """.splitlines()
)


class _Carrier(anywidget.AnyWidget):
    """A widget that shows something and keeps the answers that come back from the page."""

    _esm = "export default {}"

    def __init__(self, content: Content, records: Records, **traits: Any) -> None:
        super().__init__(layout=_layout(), **traits)
        self._content, self._records = content, records
        self.on_msg(lambda _, message, __: self._hear(message))

    def _hear(self, message: Any) -> None:
        if not isinstance(message, dict):
            return
        if message.get("want") == "script":
            style = f'Object.assign(document.createElement("style"), {{ textContent: {json.dumps(STYLE)} }})'
            self.send({"script": f"{SCRIPT}\ndocument.head.append({style});"})
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

    _esm = WAIT
    quiz = traitlets.Dict().tag(sync=True)

    def __init__(self, names: tuple[str, ...], lesson: str, content: Content, records: Records) -> None:
        """Ask the questions of these ids; answers go to records."""
        self._questions = [content.questions[name] for name in names]
        faces = [face(question, content) for question in self._questions]
        super().__init__(content, records, quiz={"lesson": lesson, "context": "lesson", "questions": faces})

    @property
    def responses(self) -> list[Response]:
        """The answers kept so far to these questions, oldest first."""
        names = {question.id for question in self._questions}
        return [response for response in self._records if response.question in names]

    def _repr_mimebundle_(self, **options: Any) -> Any:
        shown = super()._repr_mimebundle_(**options)
        bundle = shown[0] if isinstance(shown, tuple) else shown
        bundle["text/plain"] = "\n\n".join(map(text, self._questions))
        return shown


class Head(_Carrier):
    """The top of a page; it carries the script and the styles for all questions of its notebook."""

    _esm = SCRIPT
    _css = STYLE
    page = traitlets.Dict().tag(sync=True)


def _layout() -> ipywidgets.Layout:
    """One layout for every widget: each of its own would add more to a saved notebook than a question does."""
    if _layout.shared is None or _layout.shared.comm is None:
        _layout.shared = ipywidgets.Layout()
    return _layout.shared


_layout.shared = None
