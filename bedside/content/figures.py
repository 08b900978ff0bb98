"""The course's own drawings: SVG that can stand in a page and do nothing but be seen."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

_ALLOWED = {
    "svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "defs", "marker", "linearGradient", "radialGradient", "stop", "use", "clipPath", "symbol",
}  # fmt: skip
_OUTSIDE = re.compile(r"(?i)url\(\s*['\"]?(?!#)|javascript:|@import|https?:|data:|expression\(")
_SVG = "{http://www.w3.org/2000/svg}"


def objections(svg: str) -> Iterator[str]:
    """What keeps a drawing out of a page, each as ``found …, expected …``."""
    if "<!" in re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL):
        yield "found a document type or entity, expected plain SVG"
        return
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        yield f"found broken XML ({error}), expected SVG"
        return
    if root.tag != f"{_SVG}svg" or "viewBox" not in root.attrib:
        yield "found no svg element with a viewBox, expected one"
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _ALLOWED:
            yield f"found <{name[:40]}>, expected shapes and text only"
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2]
            outside = local == "href" and not value.startswith("#")
            if local.lower().startswith("on") or outside or _OUTSIDE.search(value):
                yield f'found {local}="{value[:40]}", expected nothing that runs or is fetched'
