"""From a key pressed on a lab's control to its change on screen, beside the least that ipywidgets does."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from benchmarks.lab import browsing, started
from benchmarks.peers import notebook
from benchmarks.table import Row
from tests.browser.jupyter import Jupyter, run_all

TIMES = 40
AIM = 100  # ms

ARROWS = "ArrowRight ArrowLeft"
# Each lab's control, and two keys that undo each other.
OURS = {
    "marrow": ("[name=dose]", ARROWS),
    "anc": ("[name=segs]", "5 Backspace"),
    "smear": ("button[data-key=s]", "s u"),
    "fever": ("[name=temperature]", "1 Backspace"),
}
THEIRS = """import ipywidgets
slider, shown = ipywidgets.IntSlider(), ipywidgets.HTML("0")
slider.observe(lambda change: setattr(shown, "value", str(change.new)), "value")
ipywidgets.VBox([slider, shown])"""
WATCH = """(place) => {
  const out = document.querySelector(place);
  window.times = [];
  let begun = null;
  addEventListener("keydown", () => { begun = performance.now(); }, true);
  new MutationObserver(() => {
    if (begun === null) return;
    const from = begun;
    begun = null;
    requestAnimationFrame(() => requestAnimationFrame(() => times.push(performance.now() - from)));
  }).observe(out, { childList: true, subtree: true, characterData: true });
}"""


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Each lab in a cell of its own notebook, and one slider of ipywidgets with a text under it."""
    folder = place / "bedside"
    folder.mkdir(parents=True)
    for name in OURS:
        notebook(folder / f"{name}.ipynb", [f"from bedside import lab\nlab({name!r})"])
    notebook(folder / "theirs.ipynb", [THEIRS])
    with started(place) as jupyter, browsing() as chromium:
        page = chromium.new_page()
        theirs = _keys(jupyter, page, "theirs", ".noUi-handle", ".widget-html-content", ARROWS)
        tell(f"labs, a slider of ipywidgets: {theirs:.0f} ms")
        rows = [Row("key to change, a slider and a text of ipywidgets", theirs, None, "ms")]
        for name, (control, keys) in OURS.items():
            ours = _keys(jupyter, page, name, f"bedside-lab {control}", "bedside-lab .bedside-out", keys)
            tell(f"labs, {name}: {ours:.0f} ms")
            rows.append(Row(f"  lab {name}", ours, None, "ms", AIM))
    return rows


def _keys(jupyter: Jupyter, page: Page, name: str, control: str, out: str, keys: str) -> float:
    jupyter.open(page, name, wait="")
    run_all(page)
    if name == "marrow":
        page.get_by_role("button", name="Show me").click()
        page.wait_for_timeout(3_000)
    page.locator(control).first.focus()
    page.evaluate(WATCH, out)
    for times in range(TIMES):
        page.keyboard.press(keys.split()[times % 2])
        page.wait_for_function("(n) => times.length >= n", arg=times + 1)
    found = page.evaluate("() => times")
    return median(found[2:])  # the first brings the lab's modules with it
