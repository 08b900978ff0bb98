"""Every kind of question is whole: whoever asks it something that others rely on gets an answer."""

import ast
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bedside.content import shipped
from bedside.exporters.export import FORMS
from bedside.kinds import KINDS, Question
from bedside.kinds.grading import fits
from bedside.kinds.print_view import paper
from bedside.kinds.view import question_view

ROOT = Path(__file__).parents[2] / "bedside"
COURSE = shipped()
QUESTIONS = {kind: next(q for q in COURSE.questions.values() if q.kind == kind) for kind in KINDS}
every_kind = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())


def mistaken(question: Question) -> dict[str, object]:
    """A wrong answer as one of a made-up class gives it."""
    right, rng = question.right_answer(), np.random.default_rng(1)
    wrongs = max(len(question.choices()) - 1, 1)
    return question.mistake(right, next(iter(right)), [1 / wrongs] * wrongs, rng)


@every_kind
def test_a_kind_has_a_module_of_its_own_and_leaves_nothing_out(question: Question) -> None:
    kind = type(question)
    assert kind.__abstractmethods__ == frozenset()
    modules = [each.__module__ for each in KINDS.values()]
    assert kind.__module__.startswith("bedside.kinds.") and modules.count(kind.__module__) == 1


@every_kind
def test_a_kind_has_a_view_that_does_not_hide_what_all_questions_have(question: Question) -> None:
    view = question.view()
    assert view and json.loads(json.dumps(view)) == view
    shared = {"id", "revision", "kind", "goal", "ask", "hint", "explain", "sources", "key", "why"}
    assert not view.keys() & shared
    assert question_view(question, COURSE).keys() == view.keys() | shared


@every_kind
def test_a_kind_has_a_key_that_its_right_answer_fits(question: Question) -> None:
    right = question.right_answer()
    assert question.grade(right).right and question.grade(right).score == 1
    assert right.keys() == question.key().keys() == question.grade({}).slots.keys()


@every_kind
def test_a_kind_has_feedback_for_every_slot_and_says_it_to_a_mistake(question: Question) -> None:
    feedback, wrong = question.feedback(), mistaken(question)
    assert feedback.keys() == question.key().keys() and all(feedback.values())
    slots = [slot for slot, right in question.grade(wrong).slots.items() if not right]
    assert slots and question.grade(wrong).score < 1
    assert all(next(why for wanted, why in feedback[slot] if fits(wanted, wrong[slot])) for slot in slots)
    sent = question.sent_feedback()
    assert sent.keys() == {"*"} or sent.keys() == feedback.keys()


@every_kind
def test_a_kind_is_printed_with_its_answers_or_without(question: Question) -> None:
    asked, answered = (paper(question, COURSE, answers) for answers in (False, True))
    assert question.printed(False) in asked and question.printed(True) in answered
    assert question.printed(True) != question.printed(False) != ""


@every_kind
def test_a_kind_is_counted_in_a_report(question: Question) -> None:
    right, wrong = question.right_answer(), mistaken(question)
    answers = [question.rows_of(given, question.key()) for given in (right, wrong)]
    rows = question.rows(answers)
    assert all(row.name and row.say for row in rows) and {row.name for row in rows} >= answers[0] != set()
    assert question.took
    slots = [slot for slot, good in question.grade(wrong).slots.items() if not good]
    assert all(question.slip_said(slot, question.slip(wrong.get(slot))) for slot in slots)


@every_kind
def test_a_kind_is_counted_in_a_class(question: Question) -> None:
    right, wrong = question.right_answer(), mistaken(question)
    assert question.offers(right) and question.offers(wrong)
    assert not question.offers({}) and not question.offers({**right, "odd": "?"})
    took = Counter((slot, question.meant(value)) for slot, value in right.items())
    votes = list(question.votes(took))
    assert all(slot in right and say for slot, _, say, _ in votes)
    # False is a box that was left alone: nobody counts it.
    assert {(slot, value) for slot, value, _, count in votes if count} == {
        each for each in took if each[1] is not False
    }
    assert 0 <= question.chance() < 1


@every_kind
def test_a_kind_goes_out_in_a_form_that_every_exporter_knows_or_says_why_not(question: Question) -> None:
    kind, form = type(question), question.exported()
    if kind.form is None:
        assert form is None and kind.not_exported
    else:
        assert type(form) is kind.form and not kind.not_exported
        assert all(kind.form in each.says for each in FORMS.values())


@every_kind
def test_an_author_is_told_nothing_of_a_sound_question(question: Question) -> None:
    plain = {name: _plain(value) for name, value in question.model_dump().items()}
    assert list(type(question).objections(plain)) == []
    assert all(len(plain[name]) <= most for name, most in type(question).most.items())


def _plain(value: object) -> object:
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value


# ---- Nobody else names a kind

MODULES = [path for path in ROOT.rglob("*.py") if path.parent != ROOT / "kinds"]
CLASSES = {kind.__name__ for kind in KINDS.values()}
ANY = "|".join(KINDS)
TOLD = re.compile(rf"(kinds?:? |--without )({ANY})\b|choose-many")
# A table of the database has a number, too; what is compared with that is none of ours.
NOT_A_COLUMN = re.compile(rf"kind|'({ANY.replace('number|', '')})'")


def named(tree: ast.AST) -> list[str]:
    """The question classes a module names, and the kinds it compares something with or keeps by name."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if name in CLASSES:
                found.append(name)
            case ast.Compare() if NOT_A_COLUMN.search(ast.unparse(node)):
                found += _kinds([node.left, *node.comparators])
            case ast.MatchValue(value=value):
                found += _kinds([value])
            case ast.Dict(keys=keys) if len(_kinds(keys)) > 1:
                found += _kinds(keys)
            case ast.Constant(value=str(text)) if TOLD.search(text):
                found.append(text)
    return found


def _kinds(nodes: list[ast.expr | None]) -> list[str]:
    inner = [each for node in nodes if node for each in ast.walk(node)]
    return [each.value for each in inner if isinstance(each, ast.Constant) and each.value in KINDS]


def test_nothing_outside_names_a_kind_or_asks_what_a_question_is() -> None:
    assert len(MODULES) > 100
    found = {
        str(path.relative_to(ROOT)): names
        for path in MODULES
        if (names := named(ast.parse(path.read_text("utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "from bedside.kinds import Choose",
        "isinstance(question, kinds.Sort)",
        "question.kind == 'fill'",
        "question.kind in ('choose', 'order')",
        "match question:\n case models.Order():\n  pass",
        "match question.kind:\n case 'number':\n  pass",
        "{'choose': 'took it', 'number': 'wrote it'}[question.kind]",
        "'expected a question of the kind choose'",
    ],
)
def test_such_a_name_would_be_found(source: str) -> None:
    assert named(ast.parse(source))
