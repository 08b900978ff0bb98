"""QTI 2.1 (IMS Question and Test Interoperability, final release of 2012): a package with an item a question.

Blackboard says that it imports this version; Canvas reads a part of it, and more of what canvas.py writes.
qti-package-maker, the library that is kept up, carries no feedback for options, so these elements are
written here.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from bedside.content import Content
from bedside.exporters import qti_item
from bedside.exporters.chapter import Chapter, zipped
from bedside.kinds.forms import Gaps, ManyChoices, Numeric, OneChoice, Pairs, Says, Steps

SAYS: Says = {
    OneChoice: "choice interaction; each option has its feedback (Canvas loses it)",
    ManyChoices: "choice interaction; each option has its feedback (Canvas loses it)",
    Pairs: "match interaction, items to groups; the whys come with the explanation",
    Steps: "order interaction (in Canvas, matching), right as a whole or not at all; the whys come with "
    "the explanation",
    Numeric: "text entry, with tolerance and known mistakes (Canvas keeps the one number, as a text)",
    Gaps: "text entry for each gap, with accepted words and known mistakes (Canvas keeps the first word; "
    "its New Quizzes take no question of several gaps)",
}
SAY = (
    "For Canvas write it --for canvas, which it reads whole. In Blackboard: Question Banks, Import; that was "
    "not tried. qti-sdk 19.7, which TAO grades with, and qti-components 7.27, after qti-convert 0.3, graded "
    "all six kinds as here, though a blank or a full stop beside a word, a unit beside a number, and a comma "
    "in it made them wrong there. QTI has no place for hints."
)
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_TYPES = {"test": "imsqti_test_xmlv2p1", "item": "imsqti_item_xmlv2p1"}


def write(chapters: Sequence[Chapter], content: Content) -> bytes:
    """The package: a manifest, a test with a section a lesson, and an item a question."""
    files = {"imsmanifest.xml": _text(_manifest(chapters)), "test.xml": _text(_test(chapters, content))}
    for chapter in chapters:
        for question in chapter.questions:
            files[f"items/{question.id}.xml"] = _text(qti_item.item(question, content))
    return zipped(files)


def _manifest(chapters: Sequence[Chapter]) -> ET.Element:
    found = ET.Element("manifest", xmlns=PACKAGE, identifier="bedside")
    about = ET.SubElement(found, "metadata")
    ET.SubElement(about, "schema").text = "QTIv2.1 Package"
    ET.SubElement(about, "schemaversion").text = "1.0.0"
    ET.SubElement(found, "organizations")
    resources = ET.SubElement(found, "resources")
    test = _resource(resources, "test", "test", "test.xml")
    for chapter in chapters:
        for question in chapter.questions:
            # Canvas knows the other kinds by itself, and gaps only where nothing is said of them.
            asks = "orderInteraction" if isinstance(question.exported(), Steps) else ""
            _resource(resources, question.id, "item", f"items/{question.id}.xml", asks)
            ET.SubElement(test, "dependency", identifierref=f"r-{question.id}")
    return found


def _resource(parent: ET.Element, name: str, kind: str, file: str, asks: str = "") -> ET.Element:
    found = ET.SubElement(parent, "resource", identifier=f"r-{name}", type=_TYPES[kind], href=file)
    if asks:
        about = ET.SubElement(ET.SubElement(found, "metadata"), "qtiMetadata", xmlns=qti_item.QTI)
        ET.SubElement(about, "interactionType").text = asks
    ET.SubElement(found, "file", href=file)
    return found


def _test(chapters: Sequence[Chapter], content: Content) -> ET.Element:
    found = ET.Element("assessmentTest", xmlns=qti_item.QTI, identifier="test", title=content.course.title)
    part = ET.SubElement(
        found, "testPart", identifier="all", navigationMode="nonlinear", submissionMode="individual"
    )
    for chapter in chapters:
        lesson = chapter.lesson
        section = ET.SubElement(
            part, "assessmentSection", identifier=f"s-{lesson.id}", title=lesson.title, visible="true"
        )
        for question in chapter.questions:
            ET.SubElement(
                section, "assessmentItemRef", identifier=f"q-{question.id}", href=f"items/{question.id}.xml"
            )
    return found


def _text(root: ET.Element) -> bytes:
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
