"""All JavaScript and CSS: what pages load is what the sources make, small enough, checked and of one form."""

import gzip
import hashlib
import json
import re
from pathlib import Path

from bedside.content import shipped
from tests.node import FRONTEND, node

ROOT = FRONTEND.parents[1]
BUILT = FRONTEND / "built"
SOURCES = [
    path
    for path in sorted(FRONTEND.rglob("*.*"))
    if path.suffix in (".js", ".css", ".json") and BUILT not in path.parents
]
TOOLS = ROOT / "node_modules" / ".package-lock.json"  # of npm, where someone installed them


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_text("utf-8").encode()).hexdigest()[:16]


def _sums(paths: list[Path], above: Path) -> dict[str, str]:
    return {path.relative_to(above).as_posix(): _sum(path) for path in paths}


def test_what_pages_load_was_made_from_these_sources() -> None:
    """If this fails, run ``make frontend``."""
    record = json.loads((BUILT / "record.json").read_text("utf-8"))
    assert record["sources"] == _sums(SOURCES, FRONTEND)
    assert record["tools"] == _sums([ROOT / name for name in record["tools"]], ROOT)
    made = [path for path in BUILT.rglob("*.*") if path.name != "record.json"]
    assert record["built"] == _sums(made, BUILT)


def test_the_tools_make_it_again_byte_for_byte_and_find_nothing_wrong() -> None:
    """Only where the tools are; what they made is held to its sources everywhere, by the test above."""
    commands = {
        "build": ["scripts/frontend.mjs", "--check"],
        "style": ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"],
        "types": ["node_modules/typescript/bin/tsc"],
    }
    for name, command in commands.items() if TOOLS.exists() else ():
        done = node(*command)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"


def test_no_line_is_longer_than_120_columns() -> None:
    scripts = [path for path in SOURCES if path.suffix != ".json"]
    lines = [(path.name, line) for path in scripts for line in path.read_text("utf-8").splitlines()]
    assert [each for each in lines if len(each[1]) > 120] == []


def test_the_lock_file_names_no_registry_and_every_tool_is_pinned() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert wanted == lock["packages"][""]["devDependencies"]


def test_nothing_outside_its_module_names_a_kind_of_question() -> None:
    kinds = {path.stem for path in (FRONTEND / "kinds").glob("*.js")}
    assert kinds == {question.kind for question in shipped().questions.values()}
    named = re.compile(rf'"({"|".join(kinds - {"number"})})"|question\.kind [!=]==|\bkind [!=]== "')
    outside = [path for path in SOURCES if path.parent.name != "kinds" and path.suffix == ".js"]
    found = [(path.name, line) for path in outside for line in path.read_text("utf-8").splitlines()]
    assert [each for each in found if named.search(each[1])] == []


def test_what_every_page_of_the_site_shares_stays_small() -> None:
    packed = {
        path.name: len(gzip.compress(path.read_bytes(), 6)) for path in (BUILT / "site").glob("bedside.*")
    }
    assert packed["bedside.js"] <= 20_000
    assert packed["bedside.css"] <= 4_000


def test_what_stands_beside_the_scripts_is_not_taken_for_modules() -> None:
    """JupyterLab's own yarn.js lies below the project, in .venv; as a module it fails all over a student's terminal."""
    assert "type" not in json.loads((ROOT / "package.json").read_text("utf-8"))
    assert json.loads((FRONTEND / "package.json").read_text("utf-8"))["type"] == "module"
