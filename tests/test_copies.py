"""A student's copies: made once, run, trusted, and never written over when changed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from bedside.notebook import run_notebooks
from bedside.notebook.copies import LEDGER, plan, prepare
from tests.marks import soak, some
from tests.sites import SOUND

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust is kept in the test's own place, not in the user's."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))


def write(path: Path, *sources: str) -> None:
    """A notebook of code cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec}), path)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two lessons."""
    write(tmp_path / "course" / "notebooks" / "01-one.ipynb", "6 * 7")
    write(tmp_path / "course" / "notebooks" / "02-two.ipynb", "'two'")
    shutil.copytree(SOUND, tmp_path / "course" / "content")
    return tmp_path / "course"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The student's folder, not there yet."""
    return tmp_path / "student" / "my bedside"


def go(course: Path, folder: Path) -> list[str]:
    """Prepare, and give back what was told."""
    told: list[str] = []
    prepare(plan(course, folder), folder, told.append)
    return told


def test_a_kernel_that_dies_or_does_not_start_is_tried_once_more(
    course: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(course / "notebooks" / "01-one.ipynb", "import os; os._exit(1)")
    whole, starts = run_notebooks.start_new_async_kernel, iter([True, False, False, True])

    async def at_times(**options: object) -> object:
        if next(starts):
            return await whole(**options)
        raise RuntimeError("Kernel didn't respond in 60 seconds")

    monkeypatch.setattr(run_notebooks, "start_new_async_kernel", at_times)
    told: list[str] = []
    assert prepare(plan(course, folder), folder, told.append, at_once=1) == ["01-one"]
    assert told == [
        "  1 of 2  01-one: could not be made "
        "(at its start or in a cell: Python gave no answer. Is the computer very busy? Try again.)",
        "  2 of 2  02-two",
    ]
    assert len(plan(course, folder)) == 1


def test_a_notebook_finds_nothing_of_another_in_a_shared_kernel(course: Path) -> None:
    one, two = (course / "notebooks" / f"{name}.ipynb" for name in ("01-one", "02-two"))
    write(one, "left, print = 1, None", "1 / 0")
    write(two, "'left' in globals(), print is None")
    ended: dict[Path, run_notebooks.Ran] = {}
    run_notebooks.run([one, two], ended.__setitem__, at_once=1, shared=True)
    assert str(ended[one]) == "cell 2: ZeroDivisionError: division by zero"
    assert ended[two].cells[0].outputs[0].data["text/plain"] == "(False, False)"


def test_lessons_in_folders_get_copies_in_folders(course: Path, folder: Path) -> None:
    write(course / "notebooks" / "instructor" / "class.ipynb", "'class'")
    write(course / "notebooks" / ".ipynb_checkpoints" / "class.ipynb", "'old'")
    assert len(go(course, folder)) == 3
    assert "instructor/class.ipynb" in json.loads((folder / LEDGER).read_text())
    assert plan(course, folder) == []
    edit(folder / "instructor" / "class.ipynb", "'mine'")
    write(course / "notebooks" / "instructor" / "class.ipynb", "'newer class'")
    assert [step.target.relative_to(folder).as_posix() for step in plan(course, folder)] == [
        "instructor/class (new).ipynb"
    ]


def edit(path: Path, source: str) -> None:
    """Change the first cell, as a student does in JupyterLab."""
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = source
    path.write_text(json.dumps(notebook))


def test_copies_are_run_folded_and_trusted(course: Path, folder: Path) -> None:
    told = go(course, folder)
    notebook = nbformat.read(folder / "01-one.ipynb", as_version=4)
    assert notebook.cells[0].outputs[0].data["text/plain"] == "42"
    assert notebook.cells[0].metadata.jupyter.source_hidden
    assert NotebookNotary().check_signature(notebook)
    assert [line.split()[:3] for line in told] == [["1", "of", "2"], ["2", "of", "2"]]


def test_a_notebook_of_the_moment_is_copied_without_what_it_would_show(course: Path, folder: Path) -> None:
    page = course / "notebooks" / "02-two.ipynb"
    notebook = nbformat.v4.new_notebook(metadata={"bedside": {"live": True}})
    notebook.cells.append(nbformat.v4.new_code_cell("1 + 1"))
    nbformat.write(notebook, page)
    go(course, folder)
    (cell,) = nbformat.read(folder / "02-two.ipynb", 4).cells
    assert cell.outputs == []
    assert not cell.metadata.get("jupyter")
    assert plan(course, folder) == []


def test_a_second_run_has_nothing_to_do(course: Path, folder: Path) -> None:
    go(course, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert plan(course, folder) == []
    assert go(course, folder) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_newer_lesson_replaces_a_copy_that_was_only_run(course: Path, folder: Path) -> None:
    go(course, folder)
    copy = folder / "01-one.ipynb"
    notebook = json.loads(copy.read_text())
    notebook["cells"][0]["outputs"], notebook["cells"][0]["execution_count"] = [], 9
    copy.write_text(json.dumps(notebook))
    write(course / "notebooks" / "01-one.ipynb", "6 * 8")
    go(course, folder)
    assert nbformat.read(copy, as_version=4).cells[0].outputs[0].data["text/plain"] == "48"
    assert sorted(path.name for path in folder.glob("*.ipynb")) == ["01-one.ipynb", "02-two.ipynb"]


def test_what_a_student_changed_stays_and_the_newer_lesson_arrives_beside_it(
    course: Path, folder: Path
) -> None:
    go(course, folder)
    edit(folder / "01-one.ipynb", "my own note")
    write(course / "notebooks" / "01-one.ipynb", "6 * 8")
    told = go(course, folder)
    assert "my own note" in (folder / "01-one.ipynb").read_text()
    assert "48" in (folder / "01-one (new).ipynb").read_text()
    assert "you changed 01-one.ipynb, so it stays" in told[0]
    assert plan(course, folder) == []


@soak
def test_a_change_to_the_newer_copy_is_kept_too(course: Path, folder: Path) -> None:
    go(course, folder)
    edit(folder / "01-one.ipynb", "first note")
    write(course / "notebooks" / "01-one.ipynb", "6 * 8")
    go(course, folder)
    edit(folder / "01-one (new).ipynb", "second note")
    write(course / "notebooks" / "01-one.ipynb", "6 * 9")
    go(course, folder)
    assert "first note" in (folder / "01-one.ipynb").read_text()
    assert "second note" in (folder / "01-one (new).ipynb").read_text()
    assert "54" in (folder / "01-one (new 2).ipynb").read_text()


def test_a_changed_copy_of_the_same_edition_brings_nothing_new(course: Path, folder: Path) -> None:
    go(course, folder)
    edit(folder / "01-one.ipynb", "my own note")
    assert plan(course, folder) == []


def test_a_file_that_was_there_before_is_not_written_over(course: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "01-one.ipynb").write_text("something of my own")
    go(course, folder)
    assert (folder / "01-one.ipynb").read_text() == "something of my own"
    assert (folder / "01-one (new).ipynb").exists()


@soak
def test_a_deleted_copy_comes_back_fresh(course: Path, folder: Path) -> None:
    go(course, folder)
    (folder / "02-two.ipynb").unlink()
    assert [step.target.name for step in plan(course, folder)] == ["02-two.ipynb"]


@pytest.mark.parametrize(
    "ledger", some(["", "[]", "{", '{"01-one.ipynb": 3}', '{"01-one.ipynb": {"left": 5}}'], "{")
)
def test_a_damaged_ledger_loses_nothing(course: Path, folder: Path, ledger: str) -> None:
    go(course, folder)
    edit(folder / "01-one.ipynb", "my own note")
    (folder / LEDGER).write_text(ledger)
    write(course / "notebooks" / "01-one.ipynb", "6 * 8")
    go(course, folder)
    assert "my own note" in (folder / "01-one.ipynb").read_text()


def test_a_cell_that_fails_is_named_and_the_rest_is_made(course: Path, folder: Path) -> None:
    write(course / "notebooks" / "01-one.ipynb", "1 / 0")
    told = go(course, folder)
    assert any("01-one" in line and "ZeroDivisionError" in line for line in told)
    assert (folder / "02-two.ipynb").exists()
    assert not (folder / "01-one.ipynb").exists()


def test_a_run_that_is_killed_leaves_whole_copies_or_none(course: Path, folder: Path) -> None:
    write(course / "notebooks" / "01-one.ipynb", "import time; time.sleep(60)")
    code = f"from pathlib import Path; from bedside.notebook.copies import *; f = Path({str(folder)!r}); prepare(plan(Path({str(course)!r}), f), f, print)"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL
    )
    for _ in range(300):
        if (folder / "02-two.ipynb").exists():
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (folder / "01-one.ipynb").exists()
    nbformat.read(folder / "02-two.ipynb", as_version=4)
    write(course / "notebooks" / "01-one.ipynb", "6 * 7")
    assert "01-one.ipynb" in {step.target.name for step in plan(course, folder)}
