"""The course's own drawings: SVG that can stand in a page and do nothing but be seen."""

import re
from xml.parsers import expat

from bedside.text.phrases import quoted

_ALLOWED = {
    "svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "defs", "marker", "linearGradient", "radialGradient", "stop", "clipPath",
}  # fmt: skip
# Whatever points out of the drawing, and the backslash, with which CSS spells it unseen.
_OUTSIDE = re.compile(r"(?i)url\(\s*['\"]?(?!#)|javascript:|@import|https?:|data:|expression\(|\\")
_SVG = "http://www.w3.org/2000/svg "


def objections(svg: str) -> list[tuple[int, str]]:
    """What keeps a drawing out of a page: lines, each with ``found …, expected …``."""
    drawing = _Drawing()
    try:
        drawing.parser.Parse(svg, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        drawing.found.append((error.lineno, f"found broken XML ({reason}), expected SVG"))
    except _Refused:
        pass
    return drawing.found


class _Refused(Exception):
    """Raised at what is no drawing, or at a document type, before it can make entities."""


class _Drawing:
    """Goes through a drawing and collects what is wrong with it."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.first = True
        self.parser.StartElementHandler = self._element
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.CommentHandler = self._comment
        self.parser.StartCdataSectionHandler = self._cdata

    def _blame(self, message: str) -> None:
        self.found.append((self.parser.CurrentLineNumber, message))

    def _doctype(self, *_: object) -> None:
        self._blame("found a document type or entity, expected plain SVG")
        raise _Refused

    def _instruction(self, target: str, _: str) -> None:
        self._blame(f"found the instruction <?{target[:40]}, expected plain SVG")

    def _comment(self, said: str) -> None:
        # XML and HTML disagree on where such a comment ends, and a page is read as HTML.
        if "<" in said or ">" in said:
            self._blame("found < or > in a comment, expected words")

    def _cdata(self) -> None:
        self._blame("found <![CDATA[, expected plain text")

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(_SVG)
        ours = tag != name and name in _ALLOWED
        if self.first and not (ours and name == "svg"):
            self._blame('found no drawing, expected <svg xmlns="http://www.w3.org/2000/svg" viewBox="…">')
            raise _Refused
        if self.first and "viewBox" not in attributes:
            self._blame('found no viewBox, expected one, as: viewBox="0 0 640 360"')
        if not ours:
            self._blame(f"found <{name.rpartition(' ')[2][:40]}>, expected shapes and text only")
        self.first = False
        for key, value in attributes.items():
            local = key.rpartition(" ")[2].lower()
            outside = local in ("href", "base") and not value.startswith("#")
            if local.startswith("on") or outside or _OUTSIDE.search(value):
                self._blame(f"found {local[:40]}={quoted(value)}, expected nothing that runs or is fetched")
