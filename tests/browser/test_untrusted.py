"""A lesson whose questions cannot show yet says what to do, and one from elsewhere is made anew before it opens."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page

from tests.browser.jupyter import Jupyter, run_all
from tests.marks import some

SAY = "To see this, choose Run → Run All Cells in the menu."


@pytest.mark.parametrize(
    "why", some(["nobody vouches for it", "its widgets were never saved"], "nobody vouches for it")
)
def test_a_lesson_that_cannot_show_its_questions_yet_says_what_to_do(
    jupyter: Jupyter, page: Page, why: str
) -> None:
    lesson = json.loads((jupyter.folder / "03-risk-factors.ipynb").read_text("utf-8"))
    path = jupyter.folder / "from-elsewhere.ipynb"
    if "saved" in why:
        del lesson["metadata"]["widgets"]
    else:
        lesson["metadata"]["made"] = "elsewhere"
    path.write_text(json.dumps(lesson), "utf-8")
    if "saved" in why:
        trust = [sys.executable, "-m", "jupyter", "trust", str(path)]
        subprocess.run(trust, env=jupyter.env, check=True, capture_output=True)
    jupyter.open(page, path.stem, wait="")
    page.locator(".jp-OutputArea-output", has_text=SAY).first.wait_for(timeout=60_000)
    assert page.locator("bedside-question").count() == 0
    run_all(page)
    page.locator("bedside-question").first.wait_for()
    assert page.get_by_text(SAY).count() == 0
