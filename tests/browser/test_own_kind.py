"""A kind of question from outside: its one module is all that it takes to ask, grade and show it."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

ROOT = Path(__file__).parents[2]
ANSWER = {
    "key": {"place": {"near": 80, "tolerance": 5}},
    "why": {"place": [[{"near": 80, "tolerance": 5}, "Most live there."], [None, "Few live there."]]},
    "explain": "It is a scale.",
    "sources": [{"label": "A book"}],
}
ASKED = {
    "id": "where",
    "revision": "1",
    "kind": "scale",
    "ask": "Where?",
    "hint": "Far.",
    "ends": ["low", "high"],
}
QUIZ = {"context": "lesson", "questions": [{**ASKED, **ANSWER}]}
VOTES = {"question": ASKED, "voted": 2, "answer": ANSWER}
LINES = [{"slot": "place", "value": "80", "say": "80", "count": 2, "share": 1, "right": True}]
PAGE = f"""<!doctype html><html lang="en"><title>A quiz</title><bedside-quiz></bedside-quiz><div id="class"></div>
<script type="module">
import "/tests/frontend/scale.js";
import "/bedside/frontend/elements/quiz.js";
import "/bedside/frontend/elements/ballot.js";
import {{ read, solved }} from "/bedside/frontend/classroom/question-view.js";
import {{ voteCounts }} from "/bedside/frontend/classroom/vote-counts.js";
globalThis.told = [];
document.querySelector("bedside-quiz").connect({json.dumps(QUIZ)}, async (message) => {{ told.push(message); return null; }});
const place = document.querySelector("#class"), votes = {json.dumps(VOTES)};
place.append(...read(votes.question, false), ...solved(votes.question, votes.answer, false));
place.append(...voteCounts({{ ...votes, split: {json.dumps(LINES)} }}));
const ballot = document.createElement("bedside-ballot");
ballot.connect({json.dumps(ASKED)}, {{ place: "class", turn: () => 1, vote: async () => ({{ counted: true }}) }});
place.append(ballot);
globalThis.reveal = () => ballot.bring({{ open: false, own: null, last: {{ given: {{ place: "10" }} }}, answer: votes.answer }});
</script>"""


@pytest.fixture
def own(page: Page) -> Page:
    """A page with a question of this kind, made of the modules as they are written."""

    def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path[1:]
        kind = "text/javascript" if name else "text/html"
        text = (ROOT / name).read_text("utf-8") if name else PAGE
        route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    page.route("https://course.example/**", serve)
    page.goto("https://course.example/")
    page.locator("bedside-quiz bedside-question").wait_for()
    return page


def test_a_kind_from_outside_is_asked_graded_and_shown_to_a_class(own: Page) -> None:
    question = own.locator("bedside-quiz bedside-question")
    check = question.get_by_role("button", name="Check")
    verdict, note, slider = (question.locator(each) for each in (".bq-verdict", ".bq-why", "[type=range]"))
    check.click()
    expect(verdict).to_have_text("Move it first.")
    slider.fill("10")
    check.click()
    expect(verdict).to_have_text("✗ Not this one. Read why, then try again.")
    expect(note).to_have_text("✗ Not yet. Few live there.")
    slider.fill("78")
    check.click()
    expect(verdict).to_have_text("✓ That is right now.")
    expect(note).to_have_text("✓ Right. Most live there.")
    own.wait_for_function("() => told.flatMap(({ responses }) => responses).length > 1")
    sent = own.evaluate("() => told.flatMap(({ responses }) => responses)")
    assert {each["attempt"]: (each["given"], each["score"]) for each in sent} == {
        1: ({"place": "10"}, 0.25),
        2: ({"place": "78"}, 1),
    }
    for said in ("From low to high.", "At 80.", "2 · 100 %"):
        expect(own.locator("#class").get_by_text(said)).to_be_visible()
    own.evaluate("reveal()")
    expect(own.locator("bedside-ballot .bq-why")).to_have_text("✗ It belongs at 80. Few live there.")
