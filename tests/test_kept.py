"""What a course shows, kept between kernels: never stale, and never needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from bedside.notebook.kept import Kept


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one file, and a program of a module and a template."""
    for name in (
        "course/content/course.yaml",
        "package/content/text.py",
        "package/content/templates/part.j2",
    ):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("one")
    return tmp_path


def kept(place: Path) -> Kept:
    """As a new kernel begins."""
    return Kept(place / "course", place / "cache", place / "package")


def fail() -> None:
    """Made again, where it is to be kept."""
    pytest.fail("it was made again")


def test_what_was_made_once_is_there_for_the_next_kernel(course: Path) -> None:
    assert kept(course).get("lesson-one", lambda: {"say": "≤ 500"}) == {"say": "≤ 500"}
    assert kept(course).get("lesson-one", fail) == {"say": "≤ 500"}


@pytest.mark.parametrize(
    "changed",
    ["course/content/course.yaml", "package/content/text.py", "package/content/templates/part.j2"],
)
def test_it_is_made_anew_when_a_file_of_the_course_or_the_program_changes(course: Path, changed: str) -> None:
    kept(course).get("lesson-one", lambda: 1)
    (course / changed).write_text("two")  # as long as before
    assert kept(course).get("lesson-one", lambda: 2) == 2
    (course / changed).write_text("one")
    assert kept(course).get("lesson-one", fail) == 1


def test_a_file_more_makes_it_anew(course: Path) -> None:
    kept(course).get("lesson-one", lambda: 1)
    (course / "course/content/lessons.yaml").write_text("")
    assert kept(course).get("lesson-one", lambda: 2) == 2


@pytest.mark.parametrize("damage", [b"", b'{"half', b"\xff"])
def test_a_damaged_file_is_made_anew(course: Path, damage: bytes) -> None:
    kept(course).get("lesson-one", lambda: 1)
    next((course / "cache").rglob("lesson-one.json")).write_bytes(damage)
    assert kept(course).get("lesson-one", lambda: 2) == 2
    assert kept(course).get("lesson-one", fail) == 2


def test_where_nothing_can_be_kept_it_is_made_each_time(course: Path) -> None:
    (course / "cache").write_text("a file where the folder would be")
    assert kept(course).get("lesson-one", lambda: 1) == 1
    assert kept(course).get("lesson-one", lambda: 2) == 2


@pytest.mark.parametrize(
    "name", ["../../course/content/course", "lesson-/", "", "LESSON", "lesson-" + "a" * 99]
)
def test_a_name_that_is_no_id_reaches_no_file(course: Path, name: str) -> None:
    before = sorted(course.rglob("*"))
    assert kept(course).get(name, lambda: 1) == 1
    assert sorted(course.rglob("*")) == before


def test_only_the_last_few_editions_stay(course: Path) -> None:
    for edition in range(9):
        (course / "course/content/course.yaml").write_text(f"{edition}")
        kept(course).get("lesson-one", lambda: 1)
    assert 2 <= len(list((course / "cache").iterdir())) <= 4


def test_a_lesson_that_was_kept_needs_neither_yaml_nor_pydantic_nor_markdown_nor_templates(
    tmp_path: Path,
) -> None:
    code = (
        'import sys; from bedside import lesson; lesson("causes").read("three-ways"); '
        'print(*{"yaml", "pydantic", "markdown_it", "jinja2", "sqlalchemy"} & {*sys.modules})'
    )
    env = {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "PATH": ""}
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=env,
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[1],
        ).stdout.strip()
        for _ in range(2)
    ]
    assert set(told[0].split()) == {"yaml", "pydantic", "markdown_it", "jinja2"}
    assert told[1] == ""
