"""Questions on the page: one element for notebooks, pages and classes, and the widget that carries it."""
