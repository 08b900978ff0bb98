"""HTML that a notebook shows."""

from html import escape


class Page:
    """HTML that a notebook shows."""

    def __init__(self, markup: str) -> None:
        """Markup is made by this package, from texts that are escaped."""
        self.markup = markup

    def _repr_html_(self) -> str:
        # After a click in it, keys are not the notebook's, where "x" cuts a cell; see frontend's making.js.
        return f'<div tabindex="-1" data-lm-suppress-shortcuts="bedside">{self.markup}</div>'


def section(title: str, inside: str) -> str:
    """A part of a page, named by its title; inside is HTML."""
    return f'<section class="bedside" aria-label="{escape(title)}">{inside}</section>'


def waiting(title: str) -> str:
    """A place that Python fills when it is running."""
    words = "This appears when Python is running. It starts by itself; it may take a moment."
    return section(title, f'<div class="bedside-live"><p>{words}</p></div>')
