"""A question as the page sees it: plain JSON, with its texts as HTML."""

import hashlib
import json
from typing import Any

from bedside.content import models
from bedside.content.load import Content
from bedside.content.rules import GAP
from bedside.content.text import html
from bedside.kinds import grading


def revision(question: models.Question) -> str:
    """A hash of all a question says, so that an edited one keeps its old answers apart."""
    said = json.dumps(question.model_dump(exclude={"level"}), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def face(question: models.Question, content: Content) -> dict[str, Any]:
    """What ``<bedside-question>`` needs to show, grade and explain a question."""
    objectives = content.lessons[content.lesson_of[question.id]].objectives
    sources = [content.sources[name] for name in question.sources]
    return {
        "id": question.id,
        "revision": revision(question),
        "kind": question.kind,
        "goal": next(html(o.say) for o in objectives if o.id == question.objective),
        "ask": html(question.ask),
        **_slots(question),
        "hint": html(question.hint),
        "explain": html(question.explain),
        "sources": [{"label": s.label, **({"link": s.link} if s.link else {})} for s in sources],
        "key": grading.key(question),
        "why": _whys(question),
    }


def _whys(question: models.Question) -> dict[str, list[list[Any]]]:
    said = {
        slot: [[wanted, html(why)] for wanted, why in found] for slot, found in grading.whys(question).items()
    }
    # In an order every place may hold every item: what is said of them is sent once, for all places.
    return {"*": said["1"]} if question.kind == "order" else said


def _slots(question: models.Question) -> dict[str, Any]:
    match question:
        case models.Choose() | models.ChooseMany():
            return {"options": _said(question)} | ({} if question.keep_order else {"mix": True})
        case models.Sort():
            groups = {name: html(label) for name, label in question.groups.items()}
            return {"groups": groups, "items": _said(question), "mix": True}
        case models.Order():
            return {"items": _said(question), "mix": True}
        case models.NumberQuestion():
            return {"unit": question.unit}
        case models.Fill():
            # Split on a gap with its words in brackets gives text, words, text, …; the words stay behind.
            return {
                "text": [html(piece) if piece.strip() else piece for piece in GAP.split(question.text)[::2]]
            }


def _said(question: models.Question) -> list[dict[str, str]]:
    return [{"id": each.id, "say": html(each.say)} for each in shown(question)]


def shown(question: models.Question) -> list[Any]:
    """The options or items of a question in the order of a class and of paper."""
    match question:
        case models.Choose() | models.ChooseMany():
            return list(question.options) if question.keep_order else mixed(question.options)
        case models.Order():
            items = mixed(question.items)
            return items[::-1] if items == list(question.items) else items
        case models.Sort():
            return mixed(question.items)
    return []


def mixed(items: tuple[Any, ...]) -> list[Any]:
    """Options or items in an order that owes nothing to what is right, and is the same for everyone."""
    return sorted(items, key=lambda item: item.id)
