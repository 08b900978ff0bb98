"""A seventh kind, told in one module of this folder: asked, graded, printed, counted, reviewed, and not exported."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from bedside.classroom import vote_changes
from bedside.classroom.agenda import agenda
from bedside.classroom.session import Phase
from bedside.classroom.store import ClassStore
from bedside.classroom.views import Moment, presenter, room
from bedside.classroom.vote_counts import right, split
from bedside.content import Content, ContentError, load
from bedside.content.schema import schemas
from bedside.exporters import export
from bedside.kinds import KINDS, Question
from bedside.kinds.print_view import paper
from bedside.kinds.view import question_view
from bedside.learner.identity import Card
from bedside.learner.response import Response
from bedside.learner.service import LearnerService
from bedside.learner.store import Records
from bedside.report.class_results import ClassResults
from bedside.report.handed_in import HandedIn
from tests.answers import NOW, kept, told
from tests.sites import SOUND

NAME, GOOD, BAD = "made-in-bone", {"said": "yes"}, {"said": "no"}
YAML = """
- id: made-in-bone
  kind: true-or-false
  objective: say-where
  ask: Neutrophils are made *inside* bones. Is that true?
  holds: true
  why: The marrow is inside the bones.
  hint: Where is the marrow?
  explain: The marrow makes neutrophils.
  facts: [made.marrow]
  sources: [fact-sheet]
"""


@pytest.fixture(scope="module", autouse=True)
def _one_kind_more() -> Iterator[None]:
    """Only here there are seven kinds."""
    from tests.kinds.true_or_false import TrueOrFalse

    KINDS["true-or-false"] = TrueOrFalse
    yield
    del KINDS["true-or-false"]


@pytest.fixture(scope="module")
def folder(_one_kind_more: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a course whose lesson asks a question of the new kind, too."""
    place = tmp_path_factory.mktemp("course") / "content"
    copytree(SOUND, place)
    with (place / "questions" / "one.yaml").open("a", encoding="utf-8") as file:
        file.write(YAML)
    return place


@pytest.fixture(scope="module")
def course(folder: Path) -> Content:
    """The course, read."""
    return load(folder)


@pytest.fixture
def question(course: Content) -> Question:
    """The question of the new kind."""
    return course.questions[NAME]


def test_it_is_read_from_yaml_with_its_faults_and_has_a_schema(folder: Path, question: Question) -> None:
    assert question.kind == "true-or-false"
    assert question.ask == "Neutrophils are made *inside* bones. Is that true?"
    assert "TrueOrFalse" in schemas()["questions"]["$defs"]
    file = folder / "questions" / "one.yaml"
    sound = file.read_text("utf-8")
    try:
        file.write_text(
            sound.replace("holds: true", "hold: true").replace("kind: fill", "kind: true-or-fill")
        )
        with pytest.raises(ContentError) as error:
            load(folder)
    finally:
        file.write_text(sound, "utf-8")
    assert '"made-in-bone" has no "holds"' in str(error.value)
    assert '"hold", which has no meaning here; did you mean "holds"?' in str(error.value)
    assert 'number, fill, true-or-false; did you mean "true-or-false"?' in str(error.value)


def test_it_is_shown_and_printed(course: Content, question: Question) -> None:
    seen = question_view(question, course)
    assert json.loads(json.dumps(seen)) == seen
    assert (seen["kind"], seen["words"]) == ("true-or-false", {"yes": "It is true", "no": "It is not true"})
    assert seen["why"] == {"said": [[None, "The marrow is inside the bones."]]}
    asked, answered = (paper(question, course, answers) for answers in (False, True))
    assert "It is true" in asked and "It is not true" in asked and "inside the bones" not in asked
    assert "It is true" in answered and "It is not true" not in answered and "inside the bones" in answered


def test_it_is_graded_and_kept_and_comes_back_in_review(
    course: Content, question: Question, tmp_path: Path
) -> None:
    records, days = Records(f"sqlite:///{tmp_path / 'answers.sqlite'}"), [NOW]
    here = LearnerService(course, records, Card(tmp_path / "learner.json"), lambda: days[-1])
    here.hear({"responses": [told(question, given=BAD, score=1)]})
    assert [response.score for response in records] == [0]
    days.append(NOW + timedelta(days=3))
    assert NAME in json.dumps(here.hear({"show": "review"})["quiz"])
    here.hear({"responses": [told(question, given=GOOD, score=0, context="review")]})
    assert [response.score for response in records] == [0, 1]
    records.close()


def answers(question: Question, wrong: int, of: int) -> dict[str, tuple[Response, ...]]:
    """A class's answers to the question."""
    given = {f"learner {n}": BAD if n < wrong else GOOD for n in range(of)}
    return {
        who: (kept(learner=who, question=question, given=each, score=question.grade(each).score),)
        for who, each in given.items()
    }


def test_it_is_counted_in_a_report(course: Content, question: Question) -> None:
    theirs = answers(question, wrong=9, of=12)
    results = ClassResults(HandedIn(tuple(theirs), (), theirs), course)
    item = next(each for each in results.items if each.question.id == NAME)
    assert [(row.say, row.right, row.all) for row in item.rows] == [
        ("It is true", True, 3),
        ("It is not true", False, 9),
    ]
    assert [(slip.say, slip.count, slip.why) for slip in item.slips] == [
        ("It is not true", 9, "The marrow is inside the bones.")
    ]
    assert "How many said so" in results.question(NAME).markup


def test_it_is_voted_on_in_a_class(course: Content, question: Question, tmp_path: Path) -> None:
    records = Records(f"sqlite:///{tmp_path / 'class.sqlite'}")
    register = ClassStore(records, lambda: NOW)
    code, _ = register.begin(agenda([NAME], course), "http://127.0.0.1:1")
    first, second = {"ann": BAD, "ben": GOOD}, {"ann": GOOD, "ben": GOOD}
    assert all(question.offers(given) for given in (*first.values(), *second.values()))
    assert not question.offers({"said": "perhaps"})
    for step in ("open", "close"):
        found = register.step(code, register.find(code).version, step)
    assert found.session.phase is Phase.CLOSED
    moment = Moment(found, (first, {}), ("ann", "ben"), 2)
    seen = room(moment, course, NOW)
    assert seen["question"]["words"] and "key" not in seen["question"] and seen["answer"] is None
    assert [(line["say"], line["count"], line["right"]) for line in seen["split"]] == [
        ("It is true", 1, None),
        ("It is not true", 1, None),
    ]
    assert presenter(moment, course, NOW)["right"] is None
    records.close()
    assert [line["right"] for line in split(question, first.values(), typed=True, revealed=True)] == [
        True,
        False,
    ]
    assert right(question, first.values()) == 0.5
    moved = vote_changes.moves(question, first, second, revealed=True)
    assert (moved["moved"], moved["stayed"], moved["rows"]) == (1, 1, ["Right", "Not right"])
    assert b"It is not true" in vote_changes.table([(1, question, (first, second), True)])


def test_made_up_people_answer_it(question: Question) -> None:
    assert question.right_answer() == GOOD
    assert question.mistake(GOOD, "said", [1], np.random.default_rng(1)) == BAD
    assert question.chance() == 0.5


def test_it_is_named_as_not_exported(course: Content, tmp_path: Path) -> None:
    for form, file in (("anki", "a.apkg"), ("moodle", "a.xml"), ("qti", "a.zip"), ("csv", "a.csv")):
        said = export(form, tmp_path / file, course)
        assert "Left out: 1 true-or-false." in said
        assert "  true-or-false: not exported, because no other program was tried with it" in said
    assert NAME not in (tmp_path / "a.csv").read_text("utf-8")
