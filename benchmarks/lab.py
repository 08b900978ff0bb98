"""The questions of both sides in one JupyterLab and one Chromium, each time in a new page and kernel."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from bedside.content import shipped
from bedside.notebook.widgets import SCRIPT, STYLE
from benchmarks.peers import OURS, THEIRS, Clicks, Peer, picks, ten, write
from benchmarks.table import Row
from tests.browser.chromium import find
from tests.browser.jupyter import Jupyter

TIMES, FEWER = 5, 3  # for ten cells, and for all in one
AIMS, NONE = (1.0, 1.0, 0.5), (None, None, None)
PAGE = Path(__file__).with_name("page.js").read_text("utf-8")
WIDGETS = "application/vnd.jupyter.widget-state+json"
SAVE_WIDGETS = "@jupyter-widgets/jupyterlab-manager/plugin.jupyterlab-settings"


@dataclass
class Seen:
    """One notebook's times in milliseconds, and how it was saved."""

    ready: list[float] = field(default_factory=list)
    there: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    saved: dict[str, Any] = field(default_factory=dict)


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Open each notebook a few times, the sides in turn, and answer its questions."""
    questions = ten(shipped())
    folder = place / "bedside"
    folder.mkdir(parents=True)
    write(folder, questions, shipped().lesson_of[questions[0].id])
    seen = {f"{peer.name}-{cells}": Seen() for cells in ("ten", "one") for peer in (OURS, THEIRS)}
    with started(place) as jupyter, browsing() as chromium:
        for turn in range(1, TIMES + 1):
            for cells in ("ten", "one") if turn <= FEWER else ("ten",):
                for peer in (OURS, THEIRS) if turn % 2 else (THEIRS, OURS):
                    name = f"{peer.name}-{cells}"
                    _once(jupyter, chromium, name, peer, picks(questions), seen[name])
                    tell(f"JupyterLab, {turn} of {TIMES}: {name}, {seen[name].ready[-1]:.0f} ms")
    return [
        *_rows("ten", "ten cells", seen, AIMS),
        *_inside(seen["ours-ten"].saved),
        *_rows("one", "one cell", seen),
    ]


@contextmanager
def started(place: Path) -> Iterator[Jupyter]:
    """A JupyterLab with its files here."""
    # Without this setting JupyterLab saves no widget, and a notebook opened again shows none.
    setting = place / "home" / "settings" / SAVE_WIDGETS
    setting.parent.mkdir(parents=True)
    setting.write_text('{"saveState": true}', "utf-8")
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--allow-root",
        f"--ServerApp.root_dir={place / 'bedside'}",
    ]
    jupyter = Jupyter(place, command=command, prepare=False)
    try:
        yield jupyter
    finally:
        try:
            jupyter.stop()
        except subprocess.TimeoutExpired:  # a server told to end while a kernel starts may hang
            jupyter.process.kill()


@contextmanager
def browsing() -> Iterator[BrowserContext]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        try:
            context = browser.new_context(viewport={"width": 1280, "height": 1000})
            context.add_init_script(PAGE)
            yield context
        finally:
            browser.close()


def _once(
    jupyter: Jupyter, chromium: BrowserContext, name: str, peer: Peer, clicks: Clicks, seen: Seen
) -> None:
    """Run a notebook in a new page and a new kernel, save it, and answer its questions."""
    page = chromium.new_page()
    jupyter.open(page, name, wait="")
    _do(page, "ready")
    seen.ready.append(_do(page, "run", asdict(peer), len(clicks)))
    _do(page, "ready")  # until all has run
    _do(page, "save")
    seen.saved = json.loads((jupyter.folder / f"{name}.ipynb").read_text("utf-8"))
    spent = _do(page, "answer", asdict(peer), clicks)
    seen.there.append(spent["there"])
    seen.painted.append(spent["painted"])
    _do(page, "leave")
    page.close()


def _do(page: Page, what: str, *given: Any) -> Any:
    return page.evaluate(f"(given) => bench.{what}(...given)", given)


def _rows(cells: str, where: str, seen: dict[str, Seen], aims: Sequence[float | None] = NONE) -> list[Row]:
    ours, theirs = seen[f"ours-{cells}"], seen[f"theirs-{cells}"]
    return [
        Row(f"Run All to answerable, {where}", median(ours.ready), median(theirs.ready), "ms", aims[0]),
        Row(f"click to feedback, {where}", median(ours.there), median(theirs.there), "ms", aims[1]),
        Row("  until it is painted", median(ours.painted), median(theirs.painted), "ms"),
        Row(f"saved in the notebook, {where}", _weight(ours.saved), _weight(theirs.saved), "KB", aims[2]),
    ]


def _inside(saved: dict[str, Any]) -> list[Row]:
    """What our bytes are made of."""
    first = {**saved, "cells": [saved["cells"][0], *map(_unrun, saved["cells"][1:])]}
    kept = saved["metadata"]["widgets"][WIDGETS]
    shown = {name: model for name, model in kept["state"].items() if name in json.dumps(first["cells"])}
    parts = {name: model for name, model in kept["state"].items() if f"IPY_MODEL_{name}" in json.dumps(shown)}
    alone = {**shown, **parts}
    metadata = {**saved["metadata"], "widgets": {WIDGETS: {**kept, "state": alone}}}
    head = _weight({**first, "metadata": metadata})
    return [
        Row("  the head", head, None, "KB", 40),
        Row("    its script", len(SCRIPT.encode()) / 1e3, None, "KB"),
        Row("    its styles", len(STYLE.encode()) / 1e3, None, "KB"),
        Row("  the ten questions", _weight(saved) - head, None, "KB", 25),
        Row("  all, if JupyterLab does not save widgets", _weight(_forgotten(saved)), None, "KB"),
    ]


def _weight(saved: dict[str, Any]) -> float:
    """Kilobytes that running added to a notebook."""
    bare = {**_forgotten(saved), "cells": list(map(_unrun, saved["cells"]))}
    return (_size(saved) - _size(bare)) / 1e3


def _unrun(cell: dict[str, Any]) -> dict[str, Any]:
    return {**cell, "outputs": [], "execution_count": None}


def _forgotten(saved: dict[str, Any]) -> dict[str, Any]:
    metadata = {name: value for name, value in saved["metadata"].items() if name != "widgets"}
    return {**saved, "metadata": metadata}


def _size(notebook: dict[str, Any]) -> int:
    """The bytes of a notebook's file, as Jupyter writes it."""
    return len(json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True).encode()) + 1
