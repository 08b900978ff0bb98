"""HTML that a notebook shows."""

# After a click in it, keys are not the notebook's, where "x" cuts a cell; see frontend's making.js.
AROUND = '<div tabindex="-1" data-lm-suppress-shortcuts="bedside">{}</div>'


class Page:
    """HTML that a notebook shows."""

    def __init__(self, markup: str) -> None:
        """Markup is made by this package, from texts that are escaped."""
        self.markup = str(markup)

    def _repr_html_(self) -> str:
        return AROUND.format(self.markup)
