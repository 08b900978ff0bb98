"""A home that cannot be written, and folders that cannot be used: the course runs, or says what is in the way."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyterlab.labapp import LabApp

from bedside import cli
from bedside.notebook.home import INSTEAD, stand_in
from tests.sites import ROOT, small

HOMES = (
    "XDG_DATA_HOME",
    "JUPYTER_DATA_DIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_RUNTIME_DIR",
    "IPYTHONDIR",
    "BEDSIDE_DB",
)
KEPT = "import os; from bedside.learner.store import address, Records; print(address(), len(Records()))"
WHERE = "from jupyter_core.paths import jupyter_runtime_dir; print(jupyter_runtime_dir())"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one notebook, which tells where answers are kept, and where kernels are found."""
    place = small(tmp_path / "course")
    for path in (place / "notebooks").iterdir():
        path.unlink()
    cells = [nbformat.v4.new_code_cell(source) for source in (KEPT, WHERE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), place / "notebooks" / "01-one.ipynb")
    return place


def lab(course: Path, folder: Path, home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``bedside lab`` of a course for a folder, with this home and nothing that points elsewhere."""
    usual = {name: value for name, value in os.environ.items() if name not in HOMES}
    return subprocess.run(
        [sys.executable, "-m", "bedside", "lab", str(folder), *options],
        env={**usual, "HOME": str(home), "BEDSIDE_COURSE": str(course)},
        cwd=ROOT, text=True, capture_output=True, check=False,
    )  # fmt: skip


def test_where_the_home_cannot_be_written_the_folder_stands_in_for_it(course: Path, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "mine"
    home.write_text("a file, in which nobody can write files")
    told = lab(course, folder, home, "--prepare-only")
    assert told.returncode == 0, told.stderr
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith(f"Your home folder cannot be written ({home}")
    assert f"is kept in {folder / INSTEAD} instead." in told.stderr
    kept, running = (
        output["text"]
        for cell in json.loads((folder / "01-one.ipynb").read_text())["cells"]
        for output in cell["outputs"]
    )
    assert "".join(kept).split() == [
        f"sqlite:///{folder}/{INSTEAD}/xdg_data_home/bedside/answers.sqlite",
        "0",
    ]
    assert not Path("".join(running).strip()).exists(), "what is of the moment is gone when it ends"
    again = lab(course, folder, home, "--prepare-only")
    assert (again.returncode, again.stdout) == (0, f"Your lessons are in {folder}\n")


def test_where_all_can_be_written_nothing_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HOMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    before = dict(os.environ)
    assert stand_in(tmp_path / "mine") == ""
    assert dict(os.environ) == before
    assert not (tmp_path / "mine").exists()


def test_where_neither_can_be_written_the_folder_is_named(course: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    told = lab(course, tmp_path / "home" / "bedside", tmp_path / "home", "--prepare-only")
    assert told.returncode == 1
    assert told.stderr.startswith(f"{tmp_path / 'home' / 'bedside'}")
    assert told.stderr.endswith("Name another folder: bedside lab FOLDER\n")


FULL, DENIED = os.strerror(errno.ENOSPC), os.strerror(errno.EACCES)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(errno.ENOSPC, FULL),
            f"{{mine}} cannot be used: {FULL}. Name another folder: bedside lab FOLDER\n",
        ),
        (
            OSError(errno.EACCES, DENIED, "/home/me/.local/share/jupyter/notebook_secret"),
            f"/home/me/.local/share/jupyter/notebook_secret cannot be used: {DENIED}. Set HOME to a folder that can "
            "be written; or JUPYTER_DATA_DIR and JUPYTER_RUNTIME_DIR for what Jupyter keeps, and BEDSIDE_DB for "
            "your answers.\n",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_what_to_do(
    error: OSError,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(cli, "prepare", fail)
    monkeypatch.setattr(cli, "stand_in", lambda _: "")
    assert cli.main(["lab", str(tmp_path / "mine"), "--prepare-only"]) == 1
    assert capsys.readouterr().err == said.format(mine=tmp_path / "mine")


@pytest.mark.parametrize(
    ("options", "older", "code", "opened"),
    [(["--prepare-only"], True, 1, 0), ([], True, 0, 1), ([], False, 1, 0)],
)
def test_lessons_that_could_not_be_made_are_named_and_the_others_open(
    options: list[str], older: bool, code: int, opened: int,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    started: list[Any] = []
    monkeypatch.setattr(LabApp, "launch_instance", started.append)
    monkeypatch.setattr(cli, "prepare", lambda *_: ["02-two", "01-one"])
    monkeypatch.setattr(cli, "stand_in", lambda _: "")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")  # the command sets it; this takes it back
    if older:
        (tmp_path / "03-older.ipynb").write_text("{}")
    assert cli.main(["lab", str(tmp_path), *options]) == code
    assert len(started) == opened
    assert capsys.readouterr().err.startswith("Not ready: 01-one, 02-two. The lines above say why.")
