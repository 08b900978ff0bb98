"""What the search looks through: the text of each section of each page."""

import re
from html.parser import HTMLParser

_SPACES = re.compile(r"\s+")
_SILENT = {"script", "svg", "details", "form", "noscript"}
_ASKED = {"on-paper", "paper-story", "bedside-meaning"}


class _Sections(HTMLParser):
    """Text by section, without questions (they would give answers away), drawings and folded sources."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[list[str]] = []  # each: anchor, title, text
        self._deaf: list[str] = []  # the tags inside what is not read
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._deaf:
            if tag == self._deaf[0]:
                self._deaf.append(tag)
        elif tag in _SILENT or _ASKED & set((given.get("class") or "").split()):
            self._deaf.append(tag)
        elif tag in ("h1", "h2", "dt") and given.get("id"):
            self.sections.append([given["id"] or "", "", ""])
            self._heading = True

    def handle_endtag(self, tag: str) -> None:
        if self._deaf:
            if tag == self._deaf[0]:
                self._deaf.pop()
        elif tag in ("h1", "h2", "dt"):
            self._heading = False

    def handle_data(self, text: str) -> None:
        if self.sections and not self._deaf:
            self.sections[-1][1 if self._heading else 2] += f"{text} "


def index(page: str, title: str, body: str) -> list[list[str]]:
    """The sections of a page's body, each as [page, anchor, the page's title, its own title, text]."""
    reader = _Sections()
    reader.feed(body)
    tidied = ([_SPACES.sub(" ", each).strip() for each in section] for section in reader.sections)
    return [[page, anchor, title, *rest] for anchor, *rest in tidied]
