"""How a question reads what is typed, and in which order it shows what can be picked."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.student import right, wrong
from tests.browser.test_question_element import BY_KIND, COURSE, KEPT, Show, give, only, show

__all__ = ["show"]

COUNT = COURSE.questions["dx-anc-full-list"]  # 1200 cells/µL; 1.2 is a known mistake
DRAFT = "() => JSON.parse(Object.entries(localStorage).find(([name]) => name.includes(':draft:'))[1])"
LOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });"
MIXED = [BY_KIND[kind] for kind in ("choose", "choose-many", "sort", "order")]
mixed = pytest.mark.parametrize("question", MIXED, ids=lambda each: each.kind)


def typed(page: Page, text: str) -> str:
    """Type into the box and press Enter; the result is what is said of it."""
    page.locator("input[type=text]").fill(text)
    page.keyboard.press("Enter")
    return page.locator(".bq-verdict").inner_text()


def kept(page: Page, count: int) -> list[dict[str, object]]:
    """The answers that were recorded, once there are so many."""
    page.wait_for_function(f"() => told.flatMap(({{ responses }}) => responses).length >= {count}")
    return [each for told in page.evaluate("() => told") for each in told["responses"]]


# ---- Numbers


@pytest.mark.parametrize(
    "text", ["1200 cells/µL", "1’200", "1 200", "１２００", "١٢٠٠", "1.200,0", "≈ 1200 /uL"]
)
def test_a_number_is_right_as_people_type_it_and_is_recorded_as_a_number(
    page: Page, show: Show, text: str
) -> None:
    show(COUNT)
    assert typed(page, text) == "✓ That is right."
    assert kept(page, 1)[0]["given"] == {"number": 1200}
    show(COUNT)
    assert page.locator("input[type=text]").input_value() == text


def test_another_unit_is_refused_with_the_one_that_is_wanted(page: Page, show: Show) -> None:
    show(COUNT)
    said = "cannot be read here. Type one number, such as 1500 or 0.6, in this unit: cells/µL."
    for text in ("1.2 ×10⁹/L", "1.2 x10^9/L", "1200 /L", "120 %", "1200-1300"):
        assert typed(page, text) == f"“{text}” {said}"
        assert page.locator(".bq-voice").inner_text() == f"“{text}” {said}"
    assert page.evaluate("() => told") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_text_that_may_mean_two_numbers_is_asked_about_without_using_up_a_try(
    page: Page, show: Show, scheme: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.emulate_media(color_scheme=scheme)
    show(COUNT)
    page.add_style_tag(content="body { background: var(--bedside-paper); color: var(--bedside-ink); }")
    assert typed(page, "1.200") == "“1.200” can mean 1.2 or 1200. Press the one you mean."
    assert page.locator(".bq-voice").inner_text() == page.locator(".bq-verdict").inner_text()
    assert page.evaluate("() => document.activeElement.dataset.slot") == "number"
    ways = page.get_by_role("group", name="Which number do you mean?").get_by_role("button")
    assert ways.all_inner_texts() == ["1.2 cells/µL", "1200 cells/µL"]
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("() => told") == []
    ways.last.focus()
    page.keyboard.press("Enter")
    assert page.locator("input[type=text]").input_value() == "1200"
    assert page.locator(".bq-voice").inner_text() == "1200 is in the box."
    assert ways.count() == 0 and page.locator(".bq-verdict").inner_text() == ""
    expect(page.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.locator(".bq-verdict").inner_text() == "✓ That is right."
    assert [(each["attempt"], each["given"]) for each in kept(page, 1)] == [(1, {"number": 1200})]


def test_typing_on_takes_the_question_about_two_numbers_away(page: Page, show: Show) -> None:
    show(COUNT)
    typed(page, "9,999")
    expect(page.locator('[role="group"] button')).to_have_count(2)
    page.locator("input[type=text]").press_sequentially("0")
    expect(page.locator('[role="group"] button')).to_have_count(0)
    assert page.locator(".bq-verdict").inner_text() == ""


def test_of_two_numbers_the_right_one_is_taken_where_the_other_is_nothing(page: Page, show: Show) -> None:
    question = COURSE.questions["dx-unit-on-the-report"].model_copy(update={"mistakes": COUNT.mistakes})
    page.add_init_script(f"({KEPT})()")
    show(question)
    assert typed(page, "2.600") == "✓ That is right."
    show(COUNT)
    typed(page, "1.140")  # a known mistake
    assert page.locator(".bq-why").inner_text().startswith("✗ Not yet. ")
    assert page.evaluate(DRAFT.replace("draft:", f"draft:lesson:{COUNT.id}:"))["checked"] == {"number": 1140}


# ---- The order


def order(page: Page, place: int = 0) -> list[str]:
    """What can be picked, as it stands on the page."""
    return (
        only(page)
        .nth(place)
        .evaluate(
            "(one) => [...one.querySelectorAll('.bq-option > span, legend, .bq-step')].map((each) => each.textContent)"
        )
    )


@mixed
def test_the_order_is_new_each_time_and_stays_while_an_answer_is_half_given(
    page: Page, show: Show, question: object
) -> None:
    seen = set()
    for day in range(8):
        show(question, context="review", round=f"2020-11-{day + 10}")
        seen.add(tuple(order(page)))
    assert len(seen) > 1
    assert {tuple(sorted(each)) for each in seen} == {tuple(sorted(order(page)))}
    now = order(page)
    show(question, context="review", round="2020-11-17")
    assert order(page) == now
    give(page, question, wrong(question))
    page.locator(".bq-check", has_text="Check again").wait_for()
    before = order(page)
    show(question, context="review", round="2020-11-17")
    assert order(page) == before
    give(page, question, right(question))
    done = order(page)
    show(question, context="review", round="2020-11-17")
    assert order(page) == done and page.locator(".bq-verdict").inner_text() == "✓ That is right now."
    seed = page.evaluate(DRAFT)["seed"]
    page.get_by_role("button", name="Start again").click()
    draft = page.evaluate(DRAFT)
    assert draft["seed"] != seed and draft["given"] == {}


def test_what_was_half_given_to_an_older_page_is_still_there(page: Page, show: Show) -> None:
    question = BY_KIND["order"]
    show(question)
    given = {str(place): each.id for place, each in enumerate(reversed(question.shown()), 1)}
    page.evaluate(
        """(given) => {
            const name = Object.keys(localStorage).find((name) => name.includes(":draft:"));
            localStorage.setItem(name, JSON.stringify({ given, attempt: 0, hinted: true }));
        }""",
        given,
    )
    for _ in range(2):
        show(question)
        items = page.locator("[data-item]").evaluate_all("(all) => all.map((each) => each.dataset.item)")
        assert items == list(given.values())
        assert page.locator(".bq-hint").is_visible()


def test_every_seed_gives_an_order_scales_keep_theirs_and_steps_never_begin_in_the_right_one(
    page: Page, show: Show
) -> None:
    scale = next(each for each in COURSE.questions.values() if getattr(each, "keep_order", False))
    show(BY_KIND["choose"], BY_KIND["order"], scale)
    found = page.evaluate(
        """() => [...document.querySelectorAll("bedside-question")].map((one) => Array.from({ length: 2000 }, (_, seed) => {
            one.state = { given: {}, seed };
            const { items, options } = one.arranged();
            return (items ?? options).map(({ id }) => id).join(" ");
        }))"""
    )
    for question, orders in zip((BY_KIND["choose"], BY_KIND["order"], scale), found, strict=True):
        written = [each.id for each in getattr(question, "options", ()) or question.items]
        firsts = [each.split()[0] for each in orders]
        if question is scale:
            assert set(orders) == {" ".join(written)}
            continue
        assert all(firsts.count(name) > 2000 / len(written) * 0.7 for name in written)
        assert (" ".join(written) in orders) == (question.kind == "choose")


def test_a_browser_that_keeps_nothing_keeps_the_order_while_the_page_is_open(page: Page, show: Show) -> None:
    page.add_init_script(LOCKED)
    question = BY_KIND["choose"]
    show(question)
    before = order(page)
    give(page, question, wrong(question))
    assert order(page) == before
    give(page, question, right(question))
    assert order(page) == before and page.locator(".bq-verdict").inner_text().startswith("✓")
