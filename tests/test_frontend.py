"""All JavaScript and CSS: what pages load is what the sources make, small enough, checked and of one form."""

import hashlib
import json
import re
from pathlib import Path

from tests.node import FRONTEND

ROOT = FRONTEND.parents[1]
BUILT = FRONTEND / "built"
SOURCES = [
    path
    for path in sorted(FRONTEND.rglob("*.*"))
    if path.suffix in (".js", ".css") and BUILT not in path.parents
]


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_text("utf-8").encode()).hexdigest()[:16]


def _sums(paths: list[Path], above: Path) -> dict[str, str]:
    return {path.relative_to(above).as_posix(): _sum(path) for path in paths}


def test_what_pages_load_was_made_from_these_sources() -> None:
    """If this fails, run ``npm ci`` once, then ``npm run build``."""
    record = json.loads((BUILT / "record.json").read_text("utf-8"))
    assert record["sources"] == _sums(SOURCES, FRONTEND)
    assert record["tools"] == _sums([ROOT / name for name in record["tools"]], ROOT)
    made = [path for path in BUILT.rglob("*.*") if path.name != "record.json"]
    assert record["built"] == _sums(made, BUILT)


def test_the_lock_file_names_no_registry_and_every_tool_is_pinned() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert wanted == lock["packages"][""]["devDependencies"]
