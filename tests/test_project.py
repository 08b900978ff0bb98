"""Promises made in prose and in lists: the environment, the lock file, the README, the one file to pass on."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from tests.answers import NOW
from tests.marks import soak
from tests.sites import files, small

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
README = (ROOT / "README.md").read_text()


def parts(requirement: str) -> tuple[str, str]:
    """A requirement's name and its limits."""
    name, limits = re.fullmatch(r"([A-Za-z0-9_.-]+)\s*(.*)", requirement).groups()
    return name, limits


def test_conda_and_pip_ask_for_the_same() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pips = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = dict(
        parts(entry) for entry in [*listed, *pips] if isinstance(entry, str) and not entry.startswith("-")
    )
    wanted = dict(
        parts(entry) for entry in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]
    )
    assert conda.pop("python") == PROJECT["requires-python"]
    assert conda.pop("pip") == ""
    assert conda == wanted


def test_the_lock_file_pins_all_we_ask_for_and_holds_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"https?:|file:|@ |^-", lock, re.MULTILINE)
    pinned = {line.split("==")[0] for line in lock.splitlines()}
    assert all("==" in line for line in lock.splitlines())
    asked = PROJECT["dependencies"] + [
        each for extra in PROJECT["optional-dependencies"].values() for each in extra
    ]
    assert {parts(entry)[0] for entry in asked} <= pinned


def test_every_make_command_of_the_readme_is_a_target_with_a_word_on_it() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    spoken = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)\b", README, re.MULTILINE))
    assert spoken <= targets
    assert targets - {"help"} <= spoken


def test_every_file_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:bedside|tests|benchmarks|content)/[\w./]*)`|\]\(([\w./]+)\)", README)
    assert named
    assert [name for pair in named for name in pair if name and not (ROOT / name).exists()] == []


def test_the_project_keeps_to_its_own_hosts_and_paths() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, text=True, capture_output=True, check=True
    ).stdout.split("\n")
    registries = re.compile("pythonhosted" + r"\.org|registry\." + r"npmjs|/work/" + "main")
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png",):
            assert not registries.search(path.read_bytes().decode("utf-8", "replace")), name


def test_pages_fetch_nothing() -> None:
    """What a class's pages and the site's worker ask, they ask of their own server alone; a policy sees to that."""
    for path in (ROOT / "bedside").rglob("*.*"):
        if path.suffix in (".js", ".css", ".html"):
            asks = "" if path.parent.name == "classroom" or path.name == "worker.js" else r"|\bfetch\("
            if path.suffix != ".js" or "built" in path.parts:  # in a script as it is written, it names a type
                asks += "|@import"
            assert not re.search(rf"https?://|XMLHttpRequest|url\({asks}", path.read_text()), path.name


def tracked(folder: str) -> set[str]:
    """The files of a folder that belong to the project, by their names in it."""
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, text=True, capture_output=True, check=True)
    return {name.removeprefix(f"{folder}/") for name in listed.stdout.split("\n") if name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one file, as ``make wheel`` builds it, from a clean copy of what git tracks."""
    place = tmp_path_factory.mktemp("wheel")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, text=True, capture_output=True, check=True
    ).stdout.split("\n")
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            (place / "src" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / "src" / name)
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(place), str(place / "src")]
    subprocess.run(command, check=True, capture_output=True)
    return next(place.glob("*.whl"))


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=soak)], ids=["small", "whole"])
def test_the_one_file_gives_a_working_lab_and_pages_in_an_empty_environment(
    wheel: Path, tmp_path: Path, whole: bool
) -> None:
    venv.create(tmp_path / "env")
    bin_ = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    # The lock file holds it to the versions that are tested.
    lock = ["--constraint", str(ROOT / "requirements.lock")]
    # What pip would do, in a fraction of the time.
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(bin_ / "python")]
    subprocess.run([*install, *lock, str(wheel)], check=True, capture_output=True)
    env = {
        "HOME": str(tmp_path / "home"),
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
    }
    (tmp_path / "home").mkdir()

    def run(*words: str) -> str:
        command, pipes = [bin_ / "bedside", *words], {"text": True, "capture_output": True}
        return subprocess.run(command, env=env, cwd=tmp_path, check=True, **pipes).stdout

    assert run("check") == "The content is in order.\n"  # its own, which it brings along
    carried = next((tmp_path / "env").rglob("bedside/course"))
    assert (carried.parent / "py.typed").exists()
    for name in ("content", "notebooks"):
        assert files(carried / name).keys() >= tracked(name)
    if not whole:
        env["BEDSIDE_COURSE"] = str(small(tmp_path / "course"))
    count, lesson, page = (13, "02-causes", "causes") if whole else (3, "01-one", "one")
    assert f"{count} of {count}" in run("lab", "--prepare-only")
    copy = json.loads((tmp_path / "home" / "bedside" / f"{lesson}.ipynb").read_text())
    assert "bedside-question" in json.dumps(copy["metadata"]["widgets"])
    run("site", "pages")
    assert (tmp_path / "pages" / f"{page}.html").exists()

    from tests.browser.jupyter import Jupyter

    server = Jupyter(
        tmp_path, [str(bin_ / "bedside"), "lab", str(tmp_path / "home" / "bedside")], prepare=False
    )
    assert server.get(f"api/contents/{lesson}.ipynb")["type"] == "notebook"
    server.stop()


def test_the_day_on_which_made_up_answers_were_given_lies_years_back() -> None:
    """So a test that lets them meet the real clock fails when it is written, and not a week later."""
    assert (datetime.now(UTC) - NOW).days > 3 * 365
    days = re.compile(r"(?<![\w-])NOW = datetime\((\d{4})|NOON = datetime\((\d{4})")
    for path in (ROOT / "tests").rglob("*.py"):
        for found in days.findall(path.read_text("utf-8")):
            assert "".join(found) == f"{NOW.year}", path.name
