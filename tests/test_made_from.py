"""What a copy is made from: a change renews the copies that show it, and leaves what a student changed alone."""

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from bedside.content import load
from bedside.files import put
from bedside.notebook import copies, run_notebooks
from bedside.notebook.copies import plan, prepare
from bedside.notebook.made_from import fingerprints
from bedside.text.markdown import words
from tests.marks import some
from tests.sites import ROOT, SOUND

PAGES = sorted((ROOT / "notebooks").rglob("*.ipynb"))
LESSONS = {path.stem for path in PAGES if path.stem[:2] in ("01", "02", "03", "04", "05", "06", "07")}
# The results of a made-up class show the whole course.
RESULTS = "class-results"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """This course, to be changed."""
    for name in ("content", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / "course" / name)
    return tmp_path / "course"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The program, to be changed."""
    shutil.copytree(ROOT / "bedside", tmp_path / "bedside", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "bedside"


@pytest.fixture
def folder(course: Path, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's folder with all copies made, though none was run."""

    def unrun(paths: list[Path], each: run_notebooks.Each, at_once: int) -> None:
        for path in paths:
            each(path, nbformat.read(path, as_version=4))

    monkeypatch.setattr(run_notebooks, "run", unrun)
    monkeypatch.setattr(copies, "keep", lambda ran, target: put(target, nbformat.writes(ran).encode()))
    folder = tmp_path / "mine"
    prepare(plan(course, folder, package), folder, lambda _: None)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Write something else in one place of a file."""
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, (path.name, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def note(path: Path) -> None:
    """Change a copy, as a student does."""
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"] = "My own note."
    path.write_text(json.dumps(notebook), "utf-8")


def test_nothing_is_made_anew_when_nothing_changed(course: Path, folder: Path, package: Path) -> None:
    assert plan(course, folder, package) == []


def naming(*texts: str) -> set[str]:
    """The notebooks whose lesson's own files hold one of these texts; patients have one for all."""
    found = set()
    for kind in ("lessons", "questions", "patients"):
        for path in (ROOT / "content" / kind).glob("*.yaml"):
            if any(text in path.read_text("utf-8") for text in texts):
                found.add("08-patients" if kind == "patients" else COURSE.lessons[path.stem].notebook)
    return found


COURSE = load(ROOT / "content")
CAUSES = COURSE.lessons["causes"]
KEPT = next(name for name in CAUSES.review if COURSE.questions[name].level == "core")
FIGURE = next(part.figure.file for part in CAUSES.parts if part.figure)
WORD = next(word for fact in CAUSES.parts[0].facts for word in words(fact.say))
SOURCE = "friberg-2002"
AIM = COURSE.lessons["prevention"].objectives[0].id
PERSON = next(iter(COURSE.patients))
CHANGES: dict[str, tuple[str, str, str, set[str]]] = {
    "an asked question": (
        "questions/causes.yaml", f"id: {CAUSES.warm_up[0]}", "hint: ", {"02-causes"},
    ),
    "a question kept for review": ("questions/causes.yaml", f"id: {KEPT}", "hint: ", set()),
    "the start's question": ("questions/what-it-is.yaml", "id: start-why-it-matters", "hint: ", {"00-start-here"}),
    "a patient": (f"patients/{PERSON}.yaml", "id:", "about: ", {"08-patients"}),
    "an aim": ("lessons/prevention.yaml", f"id: {AIM}", "say: ", naming(AIM) - {"00-start-here"}),
    "what a lesson is about": ("lessons/treatment.yaml", "id:", "about: ", {"00-start-here", "06-treatment"}),
    "a lab": ("labs/fever.yaml", "id:", "about: ", {COURSE.lessons[COURSE.labs["fever"].lesson].notebook}),
    "the notice": ("course.yaml", "title:", "notice: ", {"00-start-here"}),
    "a drawing": (f"figures/{FIGURE}", "<text", ">", {"02-causes"}),
    "a word": ("glossary.yaml", f"id: {WORD}", "means: ", naming(f"[[{WORD}]]", f"[[{WORD}|")),
    "a source": ("sources.yaml", f"id: {SOURCE}", "label: ", naming(SOURCE) | {"for-the-clinician"}),
}  # fmt: skip


@pytest.mark.parametrize(
    "change", some(CHANGES, "an asked question", "a question kept for review", "a word", "a source")
)
def test_a_change_renews_the_copies_that_show_it_and_no_other(
    course: Path, folder: Path, package: Path, change: str
) -> None:
    file, after, old, renewed = CHANGES[change]
    path = course / "content" / file
    before, place, rest = path.read_text("utf-8").partition(after)
    assert place and old in rest, file
    quoted = '"' if rest.partition(old)[2].startswith('"') else ""
    path.write_text(before + place + rest.replace(old + quoted, f"{old}{quoted}Now ", 1), "utf-8")
    steps = plan(course, folder, package)
    assert {step.source.stem for step in steps} - {RESULTS} == renewed
    assert not [step for step in steps if "(new" in step.target.name]


def test_a_change_in_the_program_renews_every_copy_but_those_a_student_changed(
    course: Path, folder: Path, package: Path
) -> None:
    note(folder / "02-causes.ipynb")
    edit(package / "site" / "book.py", '"""', '"""Changed: ')
    edit(package / "frontend" / "classroom" / "wall.js", "// ", "// Changed: ")
    assert plan(course, folder, package) == [], "no copy shows a page of the site, nor of a class"
    edit(package / "content/readings.py", '"""', '"""Changed: ')
    renewed = [step.target.stem for step in plan(course, folder, package)]
    assert sorted(renewed) == sorted(path.stem for path in PAGES if path.stem != "02-causes")


@pytest.mark.parametrize(
    "file",
    some(
        [
            "frontend/elements/question.js",
            "frontend/elements/question.css",
            "labs/anc/view.py",
            "content/templates/part.html.j2",
        ],
        "labs/anc/view.py",
        "content/templates/part.html.j2",
    ),
)
def test_scripts_styles_labs_and_templates_are_parts_of_the_program(
    course: Path, folder: Path, package: Path, file: str
) -> None:
    path = package / file
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert len(plan(course, folder, package)) == len(PAGES)


def test_a_changed_copy_gets_a_newer_one_beside_it_only_when_its_own_lesson_changed(
    course: Path, folder: Path, package: Path
) -> None:
    for name in ("02-causes", "03-risk-factors", "08-patients"):
        note(folder / f"{name}.ipynb")
    edit(course / "content" / "questions" / "causes.yaml", "hint: ", "hint: Well, ")
    edit(package / "content/readings.py", '"""', '"""Changed: ')
    beside = [step.target.name for step in plan(course, folder, package) if "(new" in step.target.name]
    assert beside == ["02-causes (new).ipynb"]
    prepare(plan(course, folder, package), folder, lambda _: None)
    assert plan(course, folder, package) == []
    edit(package / "content/readings.py", '"""', '"""Once more: ')
    assert "02-causes (new)" in {step.target.stem for step in plan(course, folder, package)}
    note(folder / "02-causes (new).ipynb")
    assert not [step for step in plan(course, folder, package) if step.target.stem.startswith("02-causes")]


def notebook(*cells: str, **metadata: Any) -> dict[str, Any]:
    """A notebook of code cells."""
    return {"metadata": metadata, "cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A small course in which one question was edited."""
    shutil.copytree(SOUND, tmp_path / "content")
    edit(tmp_path / "content" / "questions" / "one.yaml", "ask: ", "ask: Now, ")
    return tmp_path / "content"


@pytest.mark.parametrize(
    ("cell", "newer", "silent"),
    [
        ('lesson("one")', True, False),
        ('a = lesson("one")\na.ask("made-where")', True, False),
        ('lesson("one").ask("made-where")', True, False),
        ('lesson("one").ask("sort-cells")', False, False),
        ('lesson("no-such-lesson").ask("no-such-question")', False, False),
        ("progress()", False, False),
        ('for name in ("made-where",):\n    lesson("one").ask(name)', False, True),
        ("%run other.py", False, True),
        ("class_results(folder).mend()", False, True),
    ],
)
def test_what_a_cell_shows_is_told_by_its_calls_and_what_only_a_run_would_tell_is_taken_for_all(
    edited: Path, cell: str, newer: bool, silent: bool
) -> None:
    before, after = (fingerprints(notebook(cell), load(place), "program") for place in (SOUND, edited))
    assert (before[0] != after[0], before[1] != after[1]) == (newer, silent)


def test_a_notebook_of_the_moment_is_made_from_its_cells_alone(edited: Path) -> None:
    page = notebook('start_class("one")', 'lesson("one")', bedside={"live": True})
    assert fingerprints(page, load(SOUND), "program") == fingerprints(page, load(edited), "program")
