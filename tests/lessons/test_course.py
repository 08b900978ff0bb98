"""The course keeps its promises: all that the fact sheet says is taught and asked, in words that can be read."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from bedside.content import shipped
from bedside.content.load import root
from tests.reading import LEAST, MEAN, MOST, grades, mean

COURSE = shipped()
NOTEBOOKS = root() / "notebooks"
SHEET = (Path(__file__).parents[1] / "data" / "fact-sheet.txt").read_text("utf-8").split()
CALL = re.compile(r'lesson\("([^"]*)"\)(?:\.(\w+)\((.*)\))?\s*\Z', re.DOTALL)


def calls(notebook: Path) -> list[tuple[str, str | None, list[str]]]:
    """(lesson, what, names) for each code cell of a notebook."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    found = [CALL.search(source) for source in sources if "lesson(" in source]
    assert all(found), notebook.name
    return [(call[1], call[2], re.findall(r'"([^"]*)"', call[3] or "")) for call in found]


def test_there_are_56_statements_on_the_fact_sheet() -> None:
    assert len(SHEET) == len(set(SHEET)) == 56


def test_every_statement_of_the_fact_sheet_is_taught() -> None:
    taught = {name for name, fact in COURSE.facts.items() if "fact-sheet" in fact.sources}
    missing = [name for name in SHEET if name not in taught]
    assert not missing, f"not taught: {', '.join(missing)}"


def test_every_statement_of_the_fact_sheet_is_asked() -> None:
    asked = {name for question in COURSE.questions.values() for name in question.facts}
    missing = [name for name in SHEET if name not in asked]
    assert not missing, f"not asked: {', '.join(missing)}"


def test_where_the_fact_sheet_is_thin_the_evidence_stands_beside_it() -> None:
    thin = [
        "types.acquired.after_care",
        "risk.antidepressants",
        "risk.antihistamines",
        "causes.acquired.illegal_drugs",
        "causes.acquired.low_protein",
        "sx.jaundice",
        "sx.bleeding_gums",
        "sx.mild_infections",
        "dx.marrow",
        "dx.urine",
    ]
    assert [name for name in thin if not COURSE.facts[name].but] == []


def test_there_are_enough_questions_of_every_kind() -> None:
    asked = Counter(COURSE.lesson_of.values())
    assert len(COURSE.questions) >= 84
    assert min(asked.values()) >= 10
    assert min(asked["causes"], asked["symptoms"]) >= 16
    assert {question.kind for question in COURSE.questions.values()} == {
        "choose", "choose-many", "sort", "order", "number", "fill",
    }  # fmt: skip


def test_every_objective_is_asked_at_least_twice() -> None:
    asked = Counter(question.objective for question in COURSE.questions.values())
    objectives = [objective.id for lesson in COURSE.lessons.values() for objective in lesson.objectives]
    assert [name for name in objectives if asked[name] < 2] == []


def test_every_lesson_has_a_drawing_with_words() -> None:
    for lesson in COURSE.lessons.values():
        figures = [part.figure for part in lesson.parts if part.figure]
        assert figures, lesson.id
        assert all(len(figure.words) > 80 for figure in figures), lesson.id


@pytest.mark.parametrize("name", COURSE.lessons)
def test_a_lesson_can_be_read_at_eighth_grade(name: str) -> None:
    found = grades(COURSE, name)
    assert mean(found) <= MEAN
    assert [each for each in found if each[0] > MOST] == []


@pytest.mark.parametrize("name", COURSE.lessons)
def test_a_lesson_is_written_for_adults_and_not_chopped_into_short_sentences(name: str) -> None:
    assert mean(grades(COURSE, name)) >= LEAST


@pytest.mark.parametrize("name", COURSE.lessons)
def test_a_lesson_and_its_notebook_hold_the_same_things(name: str) -> None:
    lesson = COURSE.lessons[name]
    made = calls(NOTEBOOKS / f"{lesson.notebook}.ipynb")
    assert made[0] == (name, None, [])
    asked = [question for _, what, names in made if what == "ask" for question in names]
    read = [part for _, what, names in made if what == "read" for part in names]
    assert len(asked) == len(set(asked))
    assert {COURSE.questions[question].level for question in asked} == {"core"}
    assert set(asked) | set(lesson.review) == {question.id for question in COURSE.questions_of(name)}
    assert read == [part.id for part in lesson.parts]
    assert [what for _, what, _ in made[-2:]] == ["recap", "deeper"]
    assert len([what for _, what, _ in made if what in ("recap", "deeper")]) == 2


def test_every_name_in_every_notebook_exists() -> None:
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        for name, what, names in calls(notebook):
            parts = {part.id for part in COURSE.lessons[name].parts}
            known = {"ask": COURSE.questions, "read": parts, "recap": (), "deeper": (), None: ()}[what]
            assert set(names) <= set(known), notebook.name


def test_every_lab_stands_in_the_notebook_of_its_lesson() -> None:
    for name, lab in COURSE.labs.items():
        assert [path.stem for path in NOTEBOOKS.glob("*.ipynb") if shown(path, "lab") & {name}] == [
            COURSE.lessons[lab.lesson].notebook
        ]


def test_every_patient_stands_in_the_notebook_of_patients_in_order() -> None:
    source = (NOTEBOOKS / "08-patients.ipynb").read_text("utf-8")
    told = re.findall(r'patient\(\\"([^"]*)\\"\)', source)
    assert told == list(COURSE.patients)
    assert all(not shown(path, "patient") for path in NOTEBOOKS.glob("0[0-7]*.ipynb"))


def shown(notebook: Path, what: str) -> set[str]:
    """The names of the labs, or of the patients, that a notebook shows."""
    return set(re.findall(rf'{what}\(\\"([^"]*)\\"\)', notebook.read_text("utf-8")))


def test_the_notebooks_are_those_of_the_course() -> None:
    lessons = [lesson.notebook for lesson in COURSE.lessons.values()]
    named = ["00-start-here", *lessons, "08-patients", "09-review"]
    assert [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))] == named
    for_instructors = [path.stem for path in sorted(NOTEBOOKS.glob("*/*.ipynb"))]
    assert for_instructors == ["class-results", "for-the-clinician", "run-a-class"]


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_kept_clean_and_short_of_code(notebook: Path) -> None:
    content = json.loads(notebook.read_text("utf-8"))
    for cell in content["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None, cell["id"]
            assert 1 <= len(source.splitlines()) <= 3, cell["id"]
            if notebook.parent == NOTEBOOKS:  # each cell of a lesson works alone
                assert source.startswith("from bedside import "), cell["id"]
    linked = re.findall(r"\]\(([^)]*\.ipynb)\)", json.dumps(content, ensure_ascii=False))
    assert all((notebook.parent / link).exists() for link in linked)


def test_headings_make_a_table_of_contents() -> None:
    for notebook in sorted(NOTEBOOKS.rglob("*.ipynb")):
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        levels = [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]
        assert levels[0] == 1 and levels.count(1) == 1 and set(levels) <= {1, 2}, notebook.name
        assert len(levels) >= (3 if notebook.stem == "09-review" else 5), notebook.name
