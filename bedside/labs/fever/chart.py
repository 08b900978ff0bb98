"""What is known of the person at the desk, read from the fields of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.content.lab_models import Lab
from bedside.labs.fever import cases, definition, measurements
from bedside.labs.fever.measurements import Read

# Those outside the scores; the first is taken where none can be read, but of stable.
ASKED = {
    "lasting": ("once", "hour"),
    "known": ("yes", "no"),
    "falling": ("no", "yes"),
    "unwell": ("no", "yes"),
    "stable": ("yes", "no"),
}
SET = tuple(name for name in ASKED if name != "stable")  # those that always have an answer


@dataclass(frozen=True)
class Chart:
    """A person: temperature in °C, count in cells/µL, and each item picked; odd is what was no answer."""

    warm: Read
    few: Read
    picks: Mapping[str, str]
    odd: tuple[str, ...]
    person: str

    @property
    def lasting(self) -> bool:
        """Whether the temperature has been there for an hour or more."""
        return self.picks["lasting"] == "hour"

    @property
    def falling(self) -> bool:
        """Whether the count is expected to fall below 500 cells/µL within 48 hours."""
        return self.picks["falling"] == "yes"

    @property
    def known(self) -> bool:
        """Whether the count is said to be known."""
        return self.picks["known"] == "yes"

    @property
    def unwell(self) -> bool:
        """Whether the person shows signs of sepsis, whatever the temperature."""
        return self.picks["unwell"] == "yes"

    @property
    def suspected(self) -> bool:
        """Whether the first dose is due: unwell, or a fever by either line and no count against it."""
        warm, few = self.warm.value, self.few.value
        fever = bool(self.fever) or (warm is not None and definition.english_fever(warm))
        return self.unwell or (fever and (few is None or bool(self.low) or definition.english_low(few)))

    @property
    def fever(self) -> bool | None:
        """Whether the fever half is met; None if the temperature could not be read."""
        return None if self.warm.value is None else definition.fever(self.warm.value, self.lasting)

    @property
    def low(self) -> bool | None:
        """Whether the count half is met; None if the count could not be read."""
        return None if self.few.value is None else definition.low(self.few.value, self.falling)

    @property
    def met(self) -> bool | None:
        """Whether the definition is met; None while that depends on what could not be read."""
        halves = (self.fever, self.low)
        return False if False in halves else None if None in halves else True


def read(fields: Mapping[str, str], lab: Lab) -> Chart:
    """The chart that fields hold; what is missing or odd is as at the start, or open."""
    held, known = {**cases.START, **fields}, choices(lab)
    found = {name: held[name] for name in known if held.get(name)}
    picks = {name: pick for name, pick in found.items() if pick in known[name]}
    picks = {name: ASKED[name][0] for name in SET} | picks
    return Chart(
        measurements.temperature(held["temperature"]),
        measurements.count(held["count"]) if picks["known"] == "yes" else Read(None),
        picks,
        tuple(pick for name, pick in found.items() if pick not in known[name]),
        cases.who({**picks, "temperature": held["temperature"], "count": held["count"]}),
    )


def choices(lab: Lab) -> dict[str, tuple[str, ...]]:
    """What may be picked, a tuple an item; an item of two scores is one."""
    items = {
        item.id: tuple(choice.id for choice in item.choices) for score in lab.scores for item in score.items
    }
    return ASKED | items
