"""The Python side of the questions: anywidgets that carry them to the page and take the answers back."""

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
WAIT = """
export default {
  render({ model, el }) {
    const make = () => document.createElement("bedside-quiz")
      .connect(model.get("quiz"), (m) => model.send(m), (f) => model.on("msg:custom", f));
    const ask = setTimeout(() => model.send({ want: "script" }), 1500);
    const tell = setTimeout(() => { el.textContent = model.get("away"); }, 5000);
    model.on("msg:custom", (m) => {
      if (!m.script || customElements.get("bedside-quiz")) return;
      document.head.append(Object.assign(document.createElement("style"), { textContent: m.style }));
      import(URL.createObjectURL(new Blob([m.script], { type: "text/javascript" })));
    });
    customElements.whenDefined("bedside-quiz").then(() => {
      clearTimeout(ask);
      clearTimeout(tell);
      el.replaceChildren(make());
    });
  },
};
"""
AWAY = "This question is waiting for its lesson. Run the first cell of this notebook: click it, then press Shift and Enter."


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
            self.send({"script": SCRIPT, "style": STYLE})
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
    away = traitlets.Unicode(AWAY).tag(sync=True)

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
