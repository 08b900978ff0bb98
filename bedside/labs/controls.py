"""Controls of a lab as HTML: native ones, each with its label."""

from collections.abc import Mapping
from html import escape


def slider(name: str, label: str, low: float, high: float, step: float, value: float, unit: str = "") -> str:
    """A slider that shows its value beside it; low, high and step in the unit."""
    return (
        f'<label class="bedside-slider"><span>{escape(label)}</span>'
        f'<input type="range" name="{escape(name)}" '
        f'min="{low:g}" max="{high:g}" step="{step:g}" value="{value:g}">'
        f'<output aria-live="off" data-unit="{escape(unit)}">{value:g} {escape(unit)}</output></label>'
    )


def box(name: str, label: str, value: str, unit: str = "", wide: int = 8) -> str:
    """A box to type in; whatever is typed comes as it is."""
    return (
        f"<label><span>{escape(label)}</span> "
        f'<input type="text" name="{escape(name)}" value="{escape(value)}" '
        f'inputmode="decimal" autocomplete="off" maxlength="40" size="{wide}"> {escape(unit)}</label>'
    )


def choice(name: str, legend: str, options: Mapping[str, str], value: str) -> str:
    """Radio buttons; options are value: label."""
    radios = "".join(
        f'<label><input type="radio" name="{escape(name)}" value="{escape(key)}"'
        f"{' checked' if key == value else ''}> {escape(label)}</label>"
        for key, label in options.items()
    )
    return f'<fieldset class="bedside-choice"><legend>{escape(legend)}</legend>{radios}</fieldset>'


def tick(name: str, label: str, on: bool = False) -> str:
    """A box to tick; ticked, its field is "on"."""
    box = f'<input type="checkbox" name="{escape(name)}"{" checked" if on else ""}>'
    return f'<label class="bedside-tick">{box} {escape(label)}</label>'


def button(name: str, value: str, label: str, key: str = "") -> str:
    """A button; pressed, its name and value come along. Key presses it from anywhere in the lab."""
    keyed = f' data-key="{escape(key)}" aria-keyshortcuts="{escape(key)}"' if key else ""
    return (
        f'<button type="button" name="{escape(name)}" value="{escape(value)}"{keyed}>{escape(label)}</button>'
    )


def hidden(name: str, value: str) -> str:
    """A field nobody sees, for what a lab has to remember; it belongs into what is shown."""
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
