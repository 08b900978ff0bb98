"""QTI 2.1 (IMS Question and Test Interoperability, final release of 2012): a package with an item a question.

Canvas and Blackboard both say that they import this version. qti-package-maker, the library that is kept up,
carries no feedback for options, so these elements are written here.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from bedside.bank import item
from bedside.bank.chapter import Chapter, zipped
from bedside.content import Content

KINDS = {
    "choose": "choice interaction; each option has its feedback",
    "choose-many": "choice interaction, ticking everything is worth nothing; each option has its feedback",
    "sort": "match interaction, items to groups; the whys come with the explanation",
    "order": "order interaction; the whys come with the explanation",
    "number": "text entry, with its tolerance; known mistakes have their feedback",
    "fill": "text entry for each gap; words that are right too count, known mistakes have their feedback",
}
SAY = (
    "In Canvas: Settings, Import Course Content, QTI .zip file. In Blackboard: Question Banks, Import. "
    "QTI has no place for hints. Each program takes in what it knows of QTI, and neither was at hand to try: "
    "look through what arrived, order interactions and feedback first."
)
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_TYPES = {"test": "imsqti_test_xmlv2p1", "item": "imsqti_item_xmlv2p1"}


def write(chapters: Sequence[Chapter], content: Content) -> bytes:
    """The package: a manifest, a test with a section a lesson, and an item a question."""
    files = {"imsmanifest.xml": _text(_manifest(chapters)), "test.xml": _text(_test(chapters, content))}
    for chapter in chapters:
        for question in chapter.questions:
            files[f"items/{question.id}.xml"] = _text(item.item(question, content))
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
            _resource(resources, question.id, "item", f"items/{question.id}.xml")
            ET.SubElement(test, "dependency", identifierref=f"r-{question.id}")
    return found


def _resource(parent: ET.Element, name: str, kind: str, file: str) -> ET.Element:
    found = ET.SubElement(parent, "resource", identifier=f"r-{name}", type=_TYPES[kind], href=file)
    ET.SubElement(found, "file", href=file)
    return found


def _test(chapters: Sequence[Chapter], content: Content) -> ET.Element:
    found = ET.Element("assessmentTest", xmlns=item.QTI, identifier="test", title=content.course.title)
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
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
