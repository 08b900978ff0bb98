"""QTI 1.2 as Canvas itself exports a quiz: read by Canvas with tolerances and every accepted word."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from bedside.content import Content
from bedside.exporters.canvas_item import fill
from bedside.exporters.chapter import Chapter, title, zipped
from bedside.kinds.forms import Gaps, ManyChoices, Numeric, OneChoice, Pairs, Says, Steps

SAYS: Says = {
    OneChoice: "multiple choice; each option has its feedback",
    ManyChoices: "multiple answers, a part right is a part of the point; each option has its feedback",
    Pairs: "matching, items to groups; the whys are in the general feedback",
    Steps: "matching, places to steps; the whys are in the general feedback",
    Numeric: "numerical answer, with its tolerance; feedback on known mistakes is lost, and what is no "
    "number counts as 0",
    Gaps: "blanks, with every accepted word, though not with a full stop behind it, a doubled space or a "
    "long hyphen; feedback on known mistakes is lost",
}
SAY = (
    "In Canvas: Settings, Import Course Content, QTI .zip file. Each lesson becomes a practice quiz, not yet "
    "published. Hints are lost. Canvas's own importer and that of its New Quizzes read all six kinds, and "
    "Canvas's code graded them as here; a whole Canvas was not tried. Answer there with a point in decimals, "
    "and without its unit."
)
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_ABOUT = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


def write(chapters: Sequence[Chapter], content: Content) -> bytes:
    """The package: a manifest, and for each lesson a quiz and what Canvas has to know of it."""
    manifest = ET.Element("manifest", xmlns=_PACKAGE, identifier="bedside")
    ET.SubElement(ET.SubElement(manifest, "metadata"), "schema").text = "IMS Content"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    files = {"imsmanifest.xml": b""}
    for chapter in chapters:
        name = chapter.lesson.id
        quiz, about = f"{name}/{name}.xml", f"{name}/assessment_meta.xml"
        listed = ET.SubElement(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
        ET.SubElement(listed, "file", href=quiz)
        ET.SubElement(listed, "dependency", identifierref=f"{name}-about")
        more = ET.SubElement(resources, "resource", identifier=f"{name}-about", type=_ABOUT, href=about)
        ET.SubElement(more, "file", href=about)
        files |= {quiz: _bytes(_quiz(chapter, content)), about: _bytes(_about(chapter))}
    return zipped(files | {"imsmanifest.xml": _bytes(manifest)})


def _about(chapter: Chapter) -> ET.Element:
    found = ET.Element("quiz", xmlns=_CANVAS, identifier=chapter.lesson.id)
    said = {
        "title": chapter.lesson.title,
        "shuffle_answers": "false",  # for the whole quiz at once, and some options have to keep their order
        "quiz_type": "practice_quiz",
        "points_possible": str(len(chapter.questions)),
        "allowed_attempts": "-1",
        "available": "false",
    }
    for tag, text in said.items():
        ET.SubElement(found, tag).text = text
    return found


def _quiz(chapter: Chapter, content: Content) -> ET.Element:
    found = ET.Element("questestinterop", xmlns=_QTI)
    quiz = ET.SubElement(found, "assessment", ident=chapter.lesson.id, title=chapter.lesson.title)
    section = ET.SubElement(quiz, "section", ident="root_section")
    for question in chapter.questions:
        fill(ET.SubElement(section, "item", ident=question.id, title=title(question)), question, content)
    return found


def _bytes(root: ET.Element) -> bytes:
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
