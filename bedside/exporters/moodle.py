"""Moodle XML (docs.moodle.org, "Moodle XML format" and "Embedded Answers (Cloze) question type")."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from xml.etree import ElementTree as ET

from bedside.content import Content, models
from bedside.content.text import html
from bedside.exporters.chapter import Chapter, explained, pieces, title
from bedside.kinds.view import shown

KINDS = {
    "choose": "multiple choice, one answer; each option has its feedback",
    "choose-many": "multiple choice, several answers; ticking everything is worth nothing",
    "sort": "matching, with the groups as answers; the whys are in the general feedback",
    "order": "ordering, a place a share of the point; the whys are in the general feedback",
    "number": "numerical, with its tolerance; known mistakes have their feedback",
    "fill": "embedded answers (cloze), a gap a point; words that are right too count, known mistakes have "
    "their feedback, and a full stop behind a word, a doubled space or a long hyphen is wrong there",
}
SAY = (
    "In Moodle: Question bank, Import, Moodle XML format. Each lesson is a category. How sure someone is, "
    "and a patient's story around its questions, do not come along. Moodle 5.0 and 4.5 took in all six "
    "kinds, and graded as here; a number is typed there without its unit, and with the decimal mark of "
    "Moodle's language. A second import adds every question once more. Moodle has ordering questions from "
    "4.4 on; an older one without that plugin says 'Question type ordering is not supported' and takes in "
    "nothing at all: write it --without order then, as Moodle 4.1 took it."
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
    return ET.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n"


def _question(question: models.Question, content: Content) -> ET.Element:
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


def _parts(question: models.Question) -> tuple[str, str, list[ET.Element]]:
    """Moodle's type, the text that asks, and what is particular to the type."""
    asked = f"<p>{html(question.ask)}</p>"
    match question:
        case models.Choose() | models.ChooseMany():
            return "multichoice", asked, list(_choices(question))
        case models.Sort():
            pairs = [_pair(item, question.groups) for item in question.items]
            return "matching", asked, [_tag("shuffleanswers", "true"), *pairs]
        case models.Order():
            return "ordering", asked, list(_ordering(question))
        case models.NumberQuestion():
            unit = f"<p>In {escape(question.unit)}.</p>"
            return "numerical", asked + unit, list(_numbers(question))
        case models.Fill():
            return "cloze", f"{_apart(asked)}<p>{_cloze(question)}</p>", []
    raise TypeError(question)


def _choices(question: models.Choose | models.ChooseMany) -> Iterator[ET.Element]:
    rights = sum(option.right for option in question.options)
    wrongs = len(question.options) - rights
    one = isinstance(question, models.Choose)
    yield _tag("single", "true" if one else "false")
    yield _tag("shuffleanswers", "false" if question.keep_order else "true")
    yield _tag("answernumbering", "none")
    for option in shown(question):
        share = 100 / rights if option.right else 0 if one or not wrongs else -100 / wrongs
        yield _answer(html(option.say), share, html(option.why))


def _pair(item: models.SortItem, groups: Mapping[str, str]) -> ET.Element:
    found = _html(None, "subquestion", html(item.say))
    ET.SubElement(ET.SubElement(found, "answer"), "text").text = groups[item.group]
    return found


def _ordering(question: models.Order) -> Iterator[ET.Element]:
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
    for at, item in enumerate(question.items, 1):
        yield _answer(html(item.say), at, "")


def _numbers(question: models.NumberQuestion) -> Iterator[ET.Element]:
    said = [(question.answer, 100, question.explain), *((m.near, 0, m.why) for m in question.mistakes)]
    for number, share, why in said:
        answer = _answer(f"{number:.10g}", share, html(why), "moodle_auto_format")
        ET.SubElement(answer, "tolerance").text = f"{question.tolerance:.10g}"
        yield answer


def _cloze(question: models.Fill) -> str:
    texts, gaps = pieces(question.text)
    said = [_apart(html(text) if text.strip() else text) for text in texts]
    parts = [said[0]]
    for at, (words, text) in enumerate(zip(gaps, said[1:], strict=True), 1):
        why = html(question.whys[at - 1]) if at <= len(question.whys) else ""
        slips = [(each.near, each.why) for each in question.mistakes if each.gap == at]
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
