"""A question as the page sees it: plain JSON, with its texts as HTML."""

import hashlib
import json
from typing import Any

from bedside.kinds.course import Course
from bedside.kinds.question import Question
from bedside.text.markdown import html


def revision(question: Question) -> str:
    """A hash of all a question says, so that an edited one keeps its old answers apart."""
    said = json.dumps(question.model_dump(exclude={"level"}), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def question_view(question: Question, content: Course) -> dict[str, Any]:
    """What ``<bedside-question>`` needs to show, grade and explain a question."""
    objectives = content.lessons[content.lesson_of[question.id]].objectives
    sources = [content.sources[name] for name in question.sources]
    feedback = question.sent_feedback().items()
    return {
        "id": question.id,
        "revision": revision(question),
        "kind": question.kind,
        "goal": next(html(o.say) for o in objectives if o.id == question.objective),
        "ask": html(question.ask),
        **question.view(),
        "hint": html(question.hint),
        "explain": html(question.explain),
        "sources": [{"label": s.label, **({"link": s.link} if s.link else {})} for s in sources],
        "key": question.key(),
        "why": {slot: [[wanted, html(why)] for wanted, why in said] for slot, said in feedback},
    }
