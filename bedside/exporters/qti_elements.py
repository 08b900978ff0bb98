"""The parts of a QTI 2.1 item that questions have in common, as elements."""

from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from bedside.exporters.chapter import limits
from bedside.kinds import Question
from bedside.text.markdown import html

Case = tuple[ET.Element, str, ET.Element]  # an expression, and the outcome that takes a value when it holds


def response(
    parent: ET.Element,
    name: str,
    cardinality: str,
    kind: str,
    right: Iterable[str],
    worth: Mapping[str, float] | None = None,
) -> None:
    """Declare a response: what is right, and what each value is worth where values count by themselves."""
    found = ET.SubElement(
        parent, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=kind
    )
    correct = ET.SubElement(found, "correctResponse")
    for value in right:
        ET.SubElement(correct, "value").text = value
    if worth:
        mapping = ET.SubElement(found, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
        for key, share in worth.items():
            ET.SubElement(mapping, "mapEntry", mapKey=key, mappedValue=f"{share:.10g}")


def outcome(parent: ET.Element, name: str, kind: str, cardinality: str = "single") -> ET.Element:
    """Declare an outcome; a score begins at 0."""
    found = ET.SubElement(
        parent, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=kind
    )
    if kind == "float":
        ET.SubElement(ET.SubElement(found, "defaultValue"), "value").text = "0"
    return found


def interaction(body: ET.Element, tag: str, question: Question, **settings: str) -> ET.Element:
    """Add an interaction that asks the question."""
    found = ET.SubElement(body, tag, {"responseIdentifier": "RESPONSE", **settings})
    found.append(markup("prompt", html(question.ask)))
    return found


def assign(parent: ET.Element, name: str, value: ET.Element) -> None:
    """Give an outcome a value."""
    ET.SubElement(parent, "setOutcomeValue", identifier=name).append(value)


def when(scoring: ET.Element, cases: Sequence[Case]) -> None:
    """Of some cases the first that holds gives its outcome a value."""
    found = ET.SubElement(scoring, "responseCondition")
    for number, (expression, name, value) in enumerate(cases):
        case = ET.SubElement(found, "responseElseIf" if number else "responseIf")
        case.append(expression)
        assign(case, name, value)


def value(kind: str, text: str) -> ET.Element:
    """A value of a kind."""
    found = ET.Element("baseValue", baseType=kind)
    found.text = text
    return found


def near(number: float, tolerance: float) -> ET.Element:
    """Whether the response is a number, give or take the tolerance: by limits, which more readers know."""
    found = ET.Element("and")
    for tag, limit in zip(("gte", "lte"), limits(number, tolerance), strict=True):
        within = ET.SubElement(found, tag)
        ET.SubElement(within, "variable", identifier="RESPONSE")
        within.append(value("float", limit))
    return found


def typed(name: str, word: str) -> ET.Element:
    """Whether a response is a word, in large letters or small."""
    found = ET.Element("stringMatch", caseSensitive="false")
    ET.SubElement(found, "variable", identifier=name)
    found.append(value("string", word))
    return found


def either(expressions: Iterable[ET.Element]) -> ET.Element:
    """Whether one of the expressions holds."""
    found = ET.Element("or")
    found.extend(expressions)
    return found


def more() -> ET.Element:
    """The score so far, and one more."""
    return _reckoned("sum", 1)


def share(parts: int) -> ET.Element:
    """The score so far, as a share of all parts."""
    return _reckoned("divide", parts)


def _reckoned(tag: str, number: int) -> ET.Element:
    found = ET.Element(tag)
    ET.SubElement(found, "variable", identifier="SCORE")
    found.append(value("float", str(number)))
    return found


def markup(tag: str, inside: str, about: Mapping[str, str] | None = None) -> ET.Element:
    """An element with the course's HTML inside; of its attributes QTI knows only where a link leads."""
    found = ET.fromstring(f"<{tag}>{inside}</{tag}>")
    for each in found.iter():
        each.attrib = {name: said for name, said in each.attrib.items() if name == "href"}
    found.attrib |= about or {}
    return found


def after(parent: ET.Element, inside: str) -> None:
    """Add the course's HTML behind what is in an element."""
    more = markup("p", inside)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + (more.text or "")
    else:
        parent.text = (parent.text or "") + (more.text or "")
    parent.extend(more)
