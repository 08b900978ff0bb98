"""A page tells the kernel where its learner's day is."""

import json
from typing import Any

from playwright.sync_api import Browser

from bedside.notebook.widgets import SCRIPT

PAGE = """<!doctype html><script type="module">
import widget from "./question.js";
globalThis.sent = [];
const told = JSON.stringify({ kind: "live", html: '<div class="bedside-live"></div>', ask: { show: "review" } });
const hears = [];
const model = { get: (name) => name === "page" ? told : undefined, on: (_, hear) => hears.push(hear), send(message) {
    sent.push(message.ask);
    for (const hear of hears) hear({ number: message.number, reply: { html: "There you are." } });
} };
await widget.render({ model, el: document.body });
</script>"""


def test_what_a_page_asks_carries_its_time_zone(chromium: Browser) -> None:
    context = chromium.new_context(timezone_id="Pacific/Kiritimati")
    page = context.new_page()

    def serve(route: Any) -> None:
        script = route.request.url.endswith(".js")
        body, kind = (SCRIPT, "text/javascript") if script else (PAGE, "text/html")
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    page.route("https://course.example/**", serve)
    page.goto("https://course.example/")
    page.get_by_text("There you are.").wait_for()
    asked = {"show": "review", "zone": "Pacific/Kiritimati"}
    assert json.loads(page.evaluate("JSON.stringify(sent[0])")) == asked
    context.close()
