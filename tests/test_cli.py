"""The ``bedside`` command, as someone types it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bedside.cli import main
from bedside.content.load import root
from tests.browser.jupyter import LAB, environment, prepared
from tests.sites import small, write

ROOT = Path(__file__).parents[1]


def run(*words: str, home: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    env = {**os.environ, **({"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data")} if home else {})}
    command = [sys.executable, "-m", "bedside", *words]
    return subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, check=False, **options)


def test_check_finds_the_course_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "The content is in order.\n"


def test_check_names_each_mistake_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "content"
    shutil.copytree(root() / "content", folder)
    page = folder / "questions" / "causes.yaml"
    page.write_text(
        page.read_text().replace("kind: choose\n", "kind: chose\n", 1).replace("hint:", "hnit:", 1)
    )
    assert main(["check", str(folder)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert any('did you mean "choose"?' in line for line in out)
    assert out[-1] == f"{len(out) - 1} to mend"
    assert all(line.startswith("content/") for line in out[:-1])


def test_check_writes_the_schemas(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(root() / "content", folder)
    shutil.rmtree(folder / "schema")
    assert main(["check", "--schema", str(folder)]) == 0
    written = {path.name: path.read_text() for path in (folder / "schema").iterdir()}
    assert written == {path.name: path.read_text() for path in (root() / "content" / "schema").iterdir()}


def test_a_folder_without_a_course_says_so(tmp_path: Path) -> None:
    told = run("check", str(tmp_path))
    assert told.returncode == 1
    assert "course.yaml:1: found no such file" in told.stdout
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("words", [[], ["teach"], ["check", "--colour"], ["lab", "--prepare"]])
def test_a_wrong_word_is_answered_with_the_right_ones(words: list[str], tmp_path: Path) -> None:
    told = run(*words, home=tmp_path) if words[:1] != ["lab"] else run("lab", "--help")
    assert "usage: bedside" in told.stderr + told.stdout
    assert "Traceback" not in told.stderr


def test_every_command_and_option_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    names = re.findall(r"^ {4}(\w+)", run("--help").stdout, re.MULTILINE)
    assert set(names) == {"lab", "check", "class", "results", "site", "export"}
    for name in names:
        assert f"bedside {name}" in readme
        for option in set(re.findall(r"--[a-z-]+", run(name, "--help").stdout)) - {
            "--help",
            "--prepare-only",
        }:
            assert option in readme, f"bedside {name} {option}"


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    told = run("lab", "--prepare-only", str(tmp_path / "taken" / "bedside"), home=tmp_path)
    assert told.returncode == 1
    assert "Name another folder: bedside lab FOLDER" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_course_with_mistakes_is_not_handed_out(tmp_path: Path) -> None:
    for name in ("bedside", "content", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / "course" / name, ignore=shutil.ignore_patterns("__pycache__"))
    page = tmp_path / "course" / "content" / "lessons" / "causes.yaml"
    page.write_text(page.read_text().replace("minutes:", "minuets:"))
    told = subprocess.run(
        [sys.executable, "-m", "bedside", "lab", "--prepare-only", str(tmp_path / "mine")],
        cwd=tmp_path / "course", text=True, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(tmp_path / "course")},
    )  # fmt: skip
    assert told.returncode == 1
    assert 'did you mean "minutes"?' in told.stderr
    assert not (tmp_path / "mine").exists()


def test_lab_prepares_every_lesson_and_a_second_run_makes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ready = prepared(tmp_path_factory.mktemp("cli"))
    made = sorted(path.name for path in (ready / "bedside").rglob("*.ipynb"))
    assert made == sorted(path.name for path in (ROOT / "notebooks").rglob("*.ipynb"))
    first, *each, last = (ready / "said").read_text("utf-8").splitlines()  # and no word of any kernel
    assert (first, last) == (
        f"Preparing your lessons in {ready / 'bedside'}",
        f"Your lessons are in {ready / 'bedside'}",
    )
    assert [line.split()[:3] for line in each] == [
        [f"{number}", "of", f"{len(made)}"] for number in range(1, len(made) + 1)
    ]
    for path in (ready / "bedside").rglob("*.ipynb"):
        outputs = [o for cell in json.loads(path.read_text())["cells"] for o in cell.get("outputs", ())]
        # What a class shows is of the moment, so its notebook is copied as it is.
        assert bool(outputs) == (path.stem != "run-a-class")
        assert not [o for o in outputs if o["output_type"] == "error"]
    command = [*LAB, str(ready / "bedside"), "--prepare-only"]
    again = subprocess.run(command, env=environment(ready / "home"), text=True, capture_output=True)
    assert (again.stdout, again.stderr) == (f"Your lessons are in {ready / 'bedside'}\n", "")


def test_ctrl_c_while_preparing_stops_in_one_line_and_the_next_run_goes_on(tmp_path: Path) -> None:
    course, go_on = small(tmp_path / "course"), tmp_path / "go on"
    slow = (
        f'lesson("one")\n__import__("time").sleep(0 if __import__("os").path.exists({str(go_on)!r}) else 25)'
    )
    write(course / "notebooks" / "02-slow.ipynb", ["# Slow", slow])
    env = {**environment(tmp_path), "BEDSIDE_COURSE": str(course)}
    command = [*LAB, str(tmp_path / "mine"), "--prepare-only"]
    process = subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline().startswith("Preparing")
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told == "Stopped before all lessons were ready. Run it again to go on.\n"
    go_on.touch()
    subprocess.run(command, env=env, check=True, capture_output=True)
    assert len(list((tmp_path / "mine").rglob("*.ipynb"))) == 4


def test_what_a_terminal_cannot_show_or_no_longer_reads_stops_nothing(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "cp437"}
    command = [sys.executable, "-m", "bedside", "results", str(tmp_path / "Ærø – ≥3 × 漢")]
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    assert (told.returncode, told.stderr) == (1, b"")
    assert b"there is no such file or folder" in told.stdout
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as unread:
        unread.stdout.close()
        assert (unread.stderr.read(), unread.wait(60)) == (b"", 0)
