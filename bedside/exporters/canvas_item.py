"""A question as an item of QTI 1.2, in the words of Canvas's own exporter."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from markupsafe import Markup

from bedside.content import Content
from bedside.exporters.chapter import explained, limits, made
from bedside.kinds import Question
from bedside.kinds.forms import Form, Gaps, ManyChoices, Numeric, OneChoice, Pairs, Steps
from bedside.text.markdown import html, plain


class _Choice(NamedTuple):
    """What can be chosen or typed at one place: its number, its HTML, whether right, its feedback."""

    ident: str
    say: str
    right: bool
    why: str = ""


def fill(item: ET.Element, question: Question, content: Content) -> None:
    """Put a question into an empty item: what it is, what is asked, how it is scored, and feedback."""
    form = question.exported()
    kind, asked = _asked(question, form)
    about = ET.SubElement(ET.SubElement(item, "itemmetadata"), "qtimetadata")
    for label, entry in {"question_type": kind, "points_possible": "1"}.items():
        field = ET.SubElement(about, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry
    shows = ET.SubElement(item, "presentation")
    _html(shows, asked)
    scoring = ET.SubElement(item, "resprocessing")
    ET.SubElement(
        ET.SubElement(scoring, "outcomes"), "decvar",
        maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal",
    )  # fmt: skip
    ET.SubElement(_when(scoring, "general_fb", "Yes"), "other")
    said = [("general_fb", explained(question, content))]
    match form:
        case OneChoice() | ManyChoices():
            choices = _options(form)
            _choose(shows, scoring, choices, isinstance(form, OneChoice))
            said += [(f"{each.ident}_fb", each.why) for each in choices]
        case Numeric():
            _number(shows, scoring, form)
        case _:
            _places(shows, scoring, _slots(form))
    for ident, why in said:
        _html(ET.SubElement(ET.SubElement(item, "itemfeedback", ident=ident), "flow_mat"), why)


def _asked(question: Question, form: Form | None) -> tuple[str, str]:
    """Canvas's type, and the HTML that asks."""
    match form:
        case OneChoice():
            return "multiple_choice_question", _shown(question)
        case ManyChoices():
            return "multiple_answers_question", _shown(question)
        case Numeric():
            return "numerical_question", _shown(question, unit=form.unit)
        case Gaps():
            said = [html(text) if text.strip() else text for text in form.texts]
            gaps = (f"[gap{at}]{text}" for at, text in enumerate(said[1:], 1))
            return "fill_in_multiple_blanks_question", _shown(question, gaps=said[0] + "".join(gaps))
    return "matching_question", _shown(question)


def _shown(question: Question, unit: str = "", gaps: str = "") -> str:
    ask = Markup(html(question.ask))
    return made("exporters/canvas.html.j2", ask=ask, unit=unit, gaps=Markup(gaps))


def _options(form: OneChoice | ManyChoices) -> list[_Choice]:
    return [
        _Choice(str(at), html(option.say), option.right, html(option.why))
        for at, option in enumerate(form.shown, 1)
    ]


def _slots(form: Form | None) -> list[tuple[str, str, list[_Choice]]]:
    """The places of a question: each with its number, what stands before it, and what can be set there."""
    match form:
        case Gaps():
            return [
                (f"gap{at}", f"gap{at}", [_Choice(f"{at}{n}", w, True) for n, w in enumerate(each, 1)])
                for at, each in enumerate(form.words, 1)
            ]
        case Pairs():
            groups = list(form.groups.items())
            return [
                (str(at), html(each.say), _steps(groups, each.group)) for at, each in enumerate(form.shown, 1)
            ]
        case Steps():
            steps = [(each.id, plain(each.say)) for each in form.shown]
            return [(str(at), str(at), _steps(steps, each.id)) for at, each in enumerate(form.items, 1)]
    raise TypeError(form)


def _steps(named: Iterable[tuple[str, str]], right: str) -> list[_Choice]:
    return [_Choice(str(at), say, name == right) for at, (name, say) in enumerate(named, 1)]


def _choose(shows: ET.Element, scoring: ET.Element, choices: Sequence[_Choice], one: bool) -> None:
    place = ET.SubElement(
        shows, "response_lid", ident="response1", rcardinality="Single" if one else "Multiple"
    )
    listed = ET.SubElement(place, "render_choice")
    for each in choices:
        _html(ET.SubElement(listed, "response_label", ident=each.ident), each.say)
        _equal(_when(scoring, f"{each.ident}_fb", "Yes"), "response1", each.ident)
    when = _when(scoring, "", "No", score="100")
    every = when if one else ET.SubElement(when, "and")
    for each in choices:
        if each.right or not one:
            _equal(every if each.right else ET.SubElement(every, "not"), "response1", each.ident)


def _number(shows: ET.Element, scoring: ET.Element, form: Numeric) -> None:
    place = ET.SubElement(shows, "response_str", ident="response1", rcardinality="Single")
    ET.SubElement(ET.SubElement(place, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    either = ET.SubElement(_when(scoring, "", "No", score="100"), "or")
    # New Quizzes else reckon the margin in floats, where 38.3 less 38.25 is not quite 0.05.
    margin = {"margintype": "absolute", "margin": limits(form.tolerance, 0)[0]}
    _equal(either, "response1", limits(form.answer, 0)[0], **margin)
    within = ET.SubElement(either, "and")
    for tag, limit in zip(("vargte", "varlte"), limits(form.answer, form.tolerance), strict=True):
        ET.SubElement(within, tag, respident="response1").text = limit


def _places(
    shows: ET.Element, scoring: ET.Element, slots: Sequence[tuple[str, str, Sequence[_Choice]]]
) -> None:
    for name, before, choices in slots:
        place = ET.SubElement(shows, "response_lid", ident=f"response_{name}")
        _html(place, before)
        listed = ET.SubElement(place, "render_choice")
        for each in choices:
            label = ET.SubElement(listed, "response_label", ident=each.ident)
            _html(label, each.say, "text/plain")
        right = next(each.ident for each in choices if each.right)
        _equal(
            _when(scoring, "", "Yes", score=f"{100 / len(slots):.2f}", action="Add"),
            f"response_{name}", right,
        )  # fmt: skip


def _when(
    scoring: ET.Element, feedback: str, goes_on: str, score: str = "", action: str = "Set"
) -> ET.Element:
    """Add a case, and give the element for its condition."""
    case = ET.SubElement(scoring, "respcondition", {"continue": goes_on})
    condition = ET.SubElement(case, "conditionvar")
    if score:
        ET.SubElement(case, "setvar", varname="SCORE", action=action).text = score
    if feedback:
        ET.SubElement(case, "displayfeedback", feedbacktype="Response", linkrefid=feedback)
    return condition


def _equal(condition: ET.Element, place: str, value: str, **margin: str) -> None:
    ET.SubElement(condition, "varequal", {"respident": place} | margin).text = value


def _html(parent: ET.Element, text: str, kind: str = "text/html") -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype=kind).text = text
