"""A student at a question: fills its slots by mouse or by keyboard alone, and checks."""

from typing import Any

from playwright.sync_api import Locator, Page

from bedside import kinds
from bedside.kinds import grading
from tests.answers import right

__all__ = ["Keyboard", "Mouse", "answer", "right", "whys", "wrong"]

Given = dict[str, Any]


def wrong(question: kinds.Question) -> Given:
    """An answer the author foresaw as wrong."""
    given = right(question)
    match question:
        case kinds.Choose():
            return {"choice": next(option.id for option in question.options if not option.right)}
        case kinds.ChooseMany():
            first = next(option.id for option in question.options if not option.right)
            return {option.id: option.id == first for option in question.options}
        case kinds.Sort():
            item = question.items[0]
            return given | {item.id: next(group for group in question.groups if group != item.group)}
        case kinds.Order():
            return given | {"1": given["2"], "2": given["1"]}
        case kinds.NumberQuestion():
            return {"number": f"{question.mistakes[0].near:g}"}
        case kinds.Fill():
            slip = question.mistakes[0]
            return given | {str(slip.gap): slip.near}
    raise TypeError(question)


def whys(question: kinds.Question, given: Given) -> list[str]:
    """What the author says of the slots that are filled wrongly (of the boxes ticked wrongly)."""
    slots = question.grade(given).slots
    wrongs = [slot for slot, good in slots.items() if not good and given.get(slot) is not False]
    about = question.feedback()
    return [next(why for wanted, why in about[slot] if grading.fits(wanted, given[slot])) for slot in wrongs]


class Mouse:
    """Points and clicks; types only into text boxes."""

    def __init__(self, page: Page, question: Locator) -> None:
        """At one question of a page."""
        self.page, self.question = page, question

    def pick(self, control: Locator) -> None:
        """Pick or tick."""
        control.click()

    def write(self, control: Locator, text: str) -> None:
        """Write into a text box, over what is there."""
        control.click(click_count=3)
        self.page.keyboard.type(text)

    def press(self, button: Locator) -> None:
        """Press a button."""
        button.click()


class Keyboard(Mouse):
    """Never touches the mouse: Tab, arrows, space, Enter and text."""

    def _go(self, control: Locator) -> None:
        """Tab, or Shift and Tab, to a control; arrows take over inside a group of radio buttons."""
        for _ in range(80):
            where = control.evaluate(
                """(wanted) => {
                    const active = document.activeElement;
                    if (active === wanted) return "there";
                    if (wanted.type === "radio" && active.name === wanted.name) return "ArrowDown";
                    const order = active.compareDocumentPosition(wanted);
                    return order & Node.DOCUMENT_POSITION_PRECEDING ? "Shift+Tab" : "Tab";
                }"""
            )
            if where == "there":
                return
            self.page.keyboard.press(where)
        raise AssertionError("the keyboard does not get there")

    def enter(self) -> None:
        """Put the focus where Tab first lands in the question."""
        self.question.locator("[data-slot], button").first.evaluate("(control) => control.focus()")

    def pick(self, control: Locator) -> None:
        self._go(control)
        if not control.is_checked() or control.get_attribute("type") == "checkbox":
            self.page.keyboard.press("Space")

    def write(self, control: Locator, text: str) -> None:
        self._go(control)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def press(self, button: Locator) -> None:
        self._go(button)
        self.page.keyboard.press("Enter")


def answer(hand: Mouse, question: kinds.Question, given: Given) -> None:
    """Fill the slots of a question and press Check."""
    place = hand.question
    if isinstance(question, kinds.Order):
        _arrange(hand, [given[str(i)] for i in range(1, len(given) + 1)])
    for slot, value in given.items() if not isinstance(question, kinds.Order) else ():
        control = place.locator(f'[data-slot="{slot}"]')
        if isinstance(value, bool):
            if control.is_checked() != value:
                hand.pick(control)
        elif control.first.get_attribute("type") == "radio":
            hand.pick(place.locator(f'[data-slot="{slot}"][value="{value}"]'))
        else:
            hand.write(control, value)
    hand.press(place.locator("button[type=submit]"))


def _arrange(hand: Mouse, wanted: list[str]) -> None:
    items = hand.question.locator("[data-item]")
    for place, item in enumerate(wanted):
        for _ in range(len(wanted)):
            now = items.evaluate_all("(all) => all.map((each) => each.dataset.item)")
            if now.index(item) == place:
                break
            hand.press(hand.question.locator(f'[data-item="{item}"] [data-move="-1"]'))
        else:
            raise AssertionError(f"{item} does not move to place {place + 1}")
