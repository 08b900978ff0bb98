"""Reading HTML in tests."""

import html.parser


class Tags(html.parser.HTMLParser):
    """Checks that tags close in order, and gathers ids and their uses."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        found = dict(attrs)
        self.names.add(tag)
        self.ids += [found["id"]] if found.get("id") else []
        self.targets += [found[key] for key in ("popovertarget", "aria-labelledby") if found.get(key)]
        assert not [key for key in found if key.startswith("on")]
        if tag not in ("br", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens and closes at once."""
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """A tag closes; it is the one that opened last."""
        assert self.open.pop() == tag
