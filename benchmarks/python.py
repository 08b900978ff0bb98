"""What needs no browser: starting Python, reading the content, and running every lesson."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bedside.content import root
from benchmarks.peers import notebook
from benchmarks.table import Row

TIMES = 7
LOAD = """
import time
from bedside.content import load, root
start = time.perf_counter()
load(root() / "content")
print(time.perf_counter() - start)
"""
PARSE = """
import time, yaml
from bedside.content import root
start = time.perf_counter()
for path in (root() / "content").rglob("*.yaml"):
    yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
print(time.perf_counter() - start)
"""


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Measure each in processes of its own, the sides in turn."""
    tell(f"Python: starting, with bedside and with ipywidgets, {TIMES} times each")
    codes = ("import bedside", "import ipywidgets", "pass")
    starts = [[_started(code) for code in codes] for _ in range(TIMES)]
    ours, theirs, empty = (median(times) * 1e3 for times in zip(*starts, strict=True))
    tell(f"Python: loading the content, and its YAML alone, {TIMES} times each")
    loads = [[float(_run(code)) for code in (LOAD, PARSE)] for _ in range(TIMES)]
    load, parse = (median(times) * 1e3 for times in zip(*loads, strict=True))
    return [
        Row("import bedside, against ipywidgets", ours, theirs, "ms"),
        Row("  against an empty Python", ours, empty, "ms"),
        Row("load the content, against its YAML alone", load, parse, "ms"),
        _lessons(place, tell),
    ]


def _lessons(place: Path, tell: Callable[[str], None]) -> Row:
    """Run every notebook under nbval, and as many that do nothing."""
    lessons = sorted((root() / "notebooks").rglob("*.ipynb"))
    nothing = [place / "nothing" / path.name for path in lessons]
    nothing[0].parent.mkdir(parents=True)
    for path in nothing:
        notebook(path, ["pass"])
    tell(f"nbval: {len(lessons)} lessons, and as many empty notebooks")
    return Row(f"nbval, {len(lessons)} lessons, against empty ones", _nbval(lessons), _nbval(nothing), "s")


def _nbval(paths: list[Path]) -> float:
    options = ["-c", str(root() / "pyproject.toml"), "-p", "no:cacheprovider", "--nbval-lax"]
    command = [sys.executable, "-m", "pytest", *options, *map(str, paths)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    took = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{done.stdout[-2000:]}\nThe notebooks do not run; the benchmark needs them to.")
    return took


def _started(code: str) -> float:
    start = time.perf_counter()
    _run(code)
    return time.perf_counter() - start


def _run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
