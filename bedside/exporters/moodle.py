"""Moodle XML (docs.moodle.org, "Moodle XML format" and "Embedded Answers (Cloze) question type")."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from xml.etree import ElementTree as ET

from markupsafe import Markup

from bedside.content import Content
from bedside.exporters.chapter import Chapter, explained, made, title
from bedside.kinds import KINDS, Question
from bedside.kinds.forms import Gaps, Grouped, ManyChoices, Numeric, OneChoice, Pairs, Says, Steps
from bedside.text.markdown import html

SAYS: Says = {
    OneChoice: "multiple choice, one answer; each option has its feedback",
    ManyChoices: "multiple choice, several answers; ticking everything is worth nothing",
    Pairs: "matching, with the groups as answers; the whys are in the general feedback",
    Steps: "ordering, a place a share of the point; the whys are in the general feedback",
    Numeric: "numerical, with its tolerance; known mistakes have their feedback",
    Gaps: "embedded answers (cloze), a gap a point; words that are right too count, known mistakes have "
    "their feedback, and a full stop behind a word, a doubled space or a long hyphen is wrong there",
}
_WITHOUT_STEPS = " ".join(f"--without {name}" for name, kind in KINDS.items() if kind.form is Steps)
SAY = (
    "In Moodle: Question bank, Import, Moodle XML format. Each lesson is a category. How sure someone is, "
    "and a patient's story around its questions, do not come along. Moodle 5.0 and 4.5 took in all six "
    "kinds, and graded as here; a number is typed there without its unit, and with the decimal mark of "
    "Moodle's language. A second import adds every question once more. Moodle has ordering questions from "
    "4.4 on; an older one without that plugin says 'Question type ordering is not supported' and takes in "
    f"nothing at all: write it {_WITHOUT_STEPS} then, as Moodle 4.1 took it."
)
_SPECIAL = re.compile(r"[{}#~=%\\]")  # signs that part a cloze text


def write(chapters: Sequence[Chapter], content: Content) -> bytes:
    """All questions, a category a lesson."""
    quiz = ET.Element("quiz")
    for chapter in chapters:
        category = ET.SubElement(ET.SubElement(quiz, "question", type="category"), "category")
        # A slash parts categories; two stand for one.
        path = [content.course.title.replace("/", "//"), chapter.lesson.title.replace("/", "//")]
        ET.SubElement(category, "text").text = "/".join(["$course$", "top", *path])
        for question in chapter.questions:
            quiz.append(_question(question, content))
    ET.indent(quiz)
    text: bytes = ET.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _question(question: Question, content: Content) -> ET.Element:
    kind, asked, parts = _parts(question)
    found = ET.Element("question", type=kind)
    ET.SubElement(ET.SubElement(found, "name"), "text").text = f"{question.id}: {title(question)}"
    _html(found, "questiontext", asked)
    _html(found, "generalfeedback", explained(question, content))
    if kind != "cloze":  # its parts have grades of their own
        ET.SubElement(found, "defaultgrade").text = "1"
    ET.SubElement(found, "penalty").text = "0.3333333"
    ET.SubElement(found, "idnumber").text = question.id
    found.extend(parts)
    _html(found, "hint", html(question.hint))
    return found


def _parts(question: Question) -> tuple[str, str, list[ET.Element]]:
    """Moodle's type, the text that asks, and what is particular to the type."""
    asked = _asked(html(question.ask))
    match form := question.exported():
        case OneChoice() | ManyChoices():
            return "multichoice", asked, list(_choices(form))
        case Pairs():
            pairs = [_pair(item, form.groups) for item in form.items]
            return "matching", asked, [_tag("shuffleanswers", "true"), *pairs]
        case Steps():
            return "ordering", asked, list(_ordering(form))
        case Numeric():
            asked = _asked(html(question.ask), unit=form.unit)
            return "numerical", asked, list(_numbers(form, question.explain))
        case Gaps():
            return "cloze", _asked(_apart(html(question.ask)), gaps=_cloze(form)), []
    raise TypeError(question)


def _asked(ask: str, unit: str = "", gaps: str = "") -> str:
    return made("exporters/asked.html.j2", ask=Markup(ask), unit=unit, gaps=Markup(gaps))


def _choices(form: OneChoice | ManyChoices) -> Iterator[ET.Element]:
    rights = sum(option.right for option in form.options)
    wrongs = len(form.options) - rights
    one = isinstance(form, OneChoice)
    yield _tag("single", "true" if one else "false")
    yield _tag("shuffleanswers", "false" if form.keep_order else "true")
    yield _tag("answernumbering", "none")
    for option in form.shown:
        share = 100 / rights if option.right else 0 if one or not wrongs else -100 / wrongs
        yield _answer(html(option.say), share, html(option.why))


def _pair(item: Grouped, groups: Mapping[str, str]) -> ET.Element:
    found = _html(None, "subquestion", html(item.say))
    ET.SubElement(ET.SubElement(found, "answer"), "text").text = groups[item.group]
    return found


def _ordering(form: Steps) -> Iterator[ET.Element]:
    settings = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": "0",
        "gradingtype": "ABSOLUTE_POSITION",
        "showgrading": "SHOW",
        "numberingstyle": "none",
        # Without it Moodle makes two hints of one, and then cannot save the second.
        "shownumcorrect": "1",
    }
    for name, value in settings.items():
        yield _tag(name, value)
    for at, item in enumerate(form.items, 1):
        yield _answer(html(item.say), at, "")


def _numbers(form: Numeric, explain: str) -> Iterator[ET.Element]:
    said = [(form.answer, 100, explain), *((slip.near, 0, slip.why) for slip in form.slips)]
    for number, share, why in said:
        answer = _answer(f"{number:.10g}", share, html(why), "moodle_auto_format")
        ET.SubElement(answer, "tolerance").text = f"{form.tolerance:.10g}"
        yield answer


def _cloze(form: Gaps) -> str:
    said = [_apart(html(text) if text.strip() else text) for text in form.texts]
    parts = [said[0]]
    for at, (words, text) in enumerate(zip(form.words, said[1:], strict=True), 1):
        why = html(form.whys[at - 1]) if at <= len(form.whys) else ""
        slips = [(each.near, each.why) for each in form.slips if each.gap == at]
        choices = [f"={_typed(word)}#{_guarded(why)}" for word in words]
        choices += [f"{_typed(word)}#{_guarded(html(why))}" for word, why in slips]
        parts += [f"{{1:SHORTANSWER:{'~'.join(choices)}}}", text]
    return "".join(parts)


def _apart(markup: str) -> str:
    return markup.replace("{", "&#123;")  # a brace begins a gap


def _typed(word: str) -> str:
    return _guarded(word.replace("*", r"\*"))  # a star alone would stand for any letters


def _guarded(text: str) -> str:
    """A text inside a gap: Moodle parts gaps by signs, then decodes HTML's character references once."""
    return _SPECIAL.sub(lambda sign: f"&#{ord(sign[0])};", escape(text, quote=False))


def _answer(text: str, share: float, feedback: str, form: str = "html") -> ET.Element:
    found = ET.Element("answer", fraction=f"{share:.5f}".rstrip("0").rstrip("."), format=form)
    ET.SubElement(found, "text").text = text
    if feedback:
        _html(found, "feedback", feedback)
    return found


def _html(parent: ET.Element | None, tag: str, markup: str) -> ET.Element:
    found = ET.Element(tag, format="html")
    ET.SubElement(found, "text").text = markup
    if parent is not None:
        parent.append(found)
    return found


def _tag(name: str, text: str) -> ET.Element:
    found = ET.Element(name)
    found.text = text
    return found
