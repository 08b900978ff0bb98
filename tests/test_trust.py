"""Whose copies Jupyter trusts: those this course made on this computer, and no one else's."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from bedside.notebook.copies import plan, prepare
from tests.sites import SOUND

TRAP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of two lessons."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    shutil.copytree(SOUND, tmp_path / "course" / "content")
    (tmp_path / "course" / "notebooks").mkdir(parents=True)
    for name in ("01-one", "02-two"):
        cells = [nbformat.v4.new_code_cell(f"'{name}'", id="c0")]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
        nbformat.write(notebook, tmp_path / "course" / "notebooks" / f"{name}.ipynb")
    return tmp_path / "course"


@pytest.fixture
def folder(course: Path, tmp_path: Path) -> Path:
    """The student's folder, with both lessons."""
    prepare(plan(course, tmp_path / "student"), tmp_path / "student", lambda _: None)
    return tmp_path / "student"


def trusted(path: Path) -> bool:
    """Whether Jupyter would show what a notebook holds."""
    return NotebookNotary().check_signature(nbformat.read(path, as_version=4))


def change(path: Path, **cell: object) -> None:
    """Change the first cell of a notebook."""
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0].update(cell)
    path.write_text(json.dumps(notebook), "utf-8")


def test_copies_are_trusted_again_in_a_new_home_and_only_what_was_made_here_is_vouched_for(
    course: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = folder / "01-one.ipynb", folder / "02-two.ipynb"
    assert plan(course, folder) == []
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "new home"))
    output = {"output_type": "display_data", "data": {"text/html": TRAP}, "metadata": {}}
    change(two, outputs=[output])
    assert not trusted(one)
    told: list[str] = []
    prepare(plan(course, folder), folder, told.append)
    assert "01-one (again: it was not made on this computer)" in " ".join(told)
    assert trusted(one)
    assert trusted(two)
    assert TRAP not in two.read_text("utf-8")
    assert plan(course, folder) == []


def test_a_copy_that_a_student_changed_stays_as_it_is_and_is_not_vouched_for(
    course: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder / "01-one.ipynb", source="'my own note'")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "new home"))
    assert [step.target.name for step in plan(course, folder)] == ["02-two.ipynb"]
    assert not trusted(folder / "01-one.ipynb")


def test_where_jupyter_can_keep_no_signature_copies_are_not_made_again_each_time(
    course: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").write_text("a file")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "no folder"))
    assert plan(course, folder) == []
