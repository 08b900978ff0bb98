"""What a page asks for, read from its fields: the course, the guess, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.kinds.numbers import number
from bedside.labs.marrow.course import FIRST, WHOSE, Course
from bedside.labs.marrow.figures import plainly

# Of each slider: its least, its most, its step and where it begins.
SLIDERS: Mapping[str, tuple[float, float, float, float]] = {
    "day": (0, 21, 1, 0),
    "low": (0, 5000, 100, 5000),
    "dose": (40, 120, 5, FIRST.dose),
    "surface": (1.4, 2.4, 0.1, FIRST.surface),
    "days": (14, 28, 1, FIRST.days),
    "cycles": (1, 6, 1, FIRST.cycles),
}
GUESS = ("day", "low")
RESET = {name: plainly(SLIDERS[name][3]) for name in SLIDERS if name not in GUESS} | {
    "whose": FIRST.whose,
    "spread": "",
}
_LONGEST = 20  # letters of what was typed that are told back


@dataclass(frozen=True)
class Odd:
    """A field that could not be used: its name, what it held, and what was taken in its place."""

    name: str
    typed: str
    used: str


@dataclass(frozen=True)
class Asked:
    """A guess (a day, cells/µL), the course, and whether it is shown, just now, and with the spread."""

    day: float
    low: float
    course: Course
    shown: bool
    new: bool
    spread: bool
    odd: tuple[Odd, ...]


def read(fields: Mapping[str, str]) -> Asked:
    """What these fields ask for; "Show me" keeps the guess as it is then, and "Guess again" starts over."""
    turn = fields.get("turn", "")
    if turn == "guess":
        fields = {name: fields[name] for name in GUESS if name in fields}
    new, shown = turn == "show", turn == "show" or fields.get("shown") == "yes"
    odd: list[Odd] = []
    kept = shown and not new

    def slid(name: str, field: str) -> float:
        low, high, _, start = SLIDERS[name]
        typed = fields.get(field, plainly(start))
        found = number(typed)
        if found is not None and low <= found <= high:
            return found
        used = start if found is None else min(max(found, low), high)
        odd.append(Odd(name, typed[:_LONGEST], plainly(used)))
        return used

    day, low = (slid(name, f"guess-{name}" if kept and f"guess-{name}" in fields else name) for name in GUESS)
    whose = fields.get("whose", FIRST.whose)
    if whose not in WHOSE:
        odd.append(Odd("whose", whose[:_LONGEST], FIRST.whose))
        whose = FIRST.whose
    course = Course(
        dose=slid("dose", "dose"),
        surface=slid("surface", "surface"),
        days=round(slid("days", "days")),
        cycles=round(slid("cycles", "cycles")),
        whose=whose,
    )
    return Asked(day, low, course, shown, new, fields.get("spread") == "on", tuple(odd))
