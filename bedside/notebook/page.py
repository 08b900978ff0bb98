"""HTML that a notebook shows; what a kernel shows first waits for no template."""

from markupsafe import Markup

# After a click in it, keys are not the notebook's, where "x" cuts a cell; see frontend's making.js.
AROUND = Markup('<div tabindex="-1" data-lm-suppress-shortcuts="bedside">{}</div>')
WAITING = Markup(
    '<section class="bedside" aria-label="{}"><div class="bedside-live">'
    "<p>This appears when Python is running. It starts by itself; it may take a moment.</p></div></section>"
)


class Page:
    """HTML that a notebook shows."""

    def __init__(self, markup: str) -> None:
        """Markup is made by this package, from texts that are escaped."""
        self.markup = str(markup)

    def _repr_html_(self) -> str:
        return AROUND.format(Markup(self.markup))


def waiting(title: str) -> str:
    """A place that Python fills when it is running."""
    return WAITING.format(title)
