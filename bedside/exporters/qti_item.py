"""A question as an item of QTI 2.1: what is asked, what is right, what is said of it."""

from html import escape
from xml.etree import ElementTree as ET

from bedside.content import Content
from bedside.exporters.chapter import explained, limits, title
from bedside.exporters.qti_elements import (
    after,
    assign,
    either,
    interaction,
    markup,
    more,
    near,
    outcome,
    response,
    share,
    typed,
    value,
    when,
)
from bedside.kinds import Question
from bedside.kinds.forms import Form, Gaps, ManyChoices, Numeric, OneChoice, Pairs, Steps
from bedside.text.markdown import html

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
EXPLAIN = "general_all"  # Canvas reads what is said to all under this name alone
Said = list[tuple[str, str, str]]  # feedback: the outcome it hangs on, the value at which it shows, HTML


def item(question: Question, content: Content) -> ET.Element:
    """The item: declarations, body, how it is scored, and feedback, in the order of the standard."""
    found = ET.Element(
        "assessmentItem",
        xmlns=QTI, identifier=question.id, title=title(question), adaptive="false", timeDependent="false",
    )  # fmt: skip
    body = ET.Element("itemBody")
    scoring = ET.Element("responseProcessing")
    said: Said = []
    form = question.exported()
    _asked(question, form, found, body, scoring, said)
    # Without its maximum Canvas's New Quizzes gives an item no points.
    outcome(found, "SCORE", "float").set("normalMaximum", "1")
    outcome(found, "EXPLAIN", "identifier")
    for name in dict.fromkeys(name for name, _, _ in said):
        outcome(found, name, "identifier", "multiple" if isinstance(form, ManyChoices) else "single")
    assign(scoring, "EXPLAIN", value("identifier", EXPLAIN))
    found.extend([body, scoring])
    for name, shown_at, words in [*said, ("EXPLAIN", EXPLAIN, explained(question, content))]:
        about = {"outcomeIdentifier": name, "identifier": shown_at, "showHide": "show"}
        found.append(markup("modalFeedback", words, about))
    return found


def _asked(
    question: Question,
    form: Form | None,
    found: ET.Element,
    body: ET.Element,
    scoring: ET.Element,
    said: Said,
) -> None:
    match form:
        case OneChoice() | ManyChoices():
            _choice(question, form, found, body, scoring, said)
        case Pairs():
            _pairs(question, form, found, body, scoring)
        case Steps():
            _steps(question, form, found, body, scoring)
        case Numeric():
            _number(question, form, found, body, scoring, said)
        case Gaps():
            _gaps(question, form, found, body, scoring, said)
        case _:
            raise TypeError(question)


def _choice(
    question: Question,
    form: OneChoice | ManyChoices,
    found: ET.Element,
    body: ET.Element,
    scoring: ET.Element,
    said: Said,
) -> None:
    one, rights = isinstance(form, OneChoice), [o for o in form.options if o.right]
    wrongs = len(form.options) - len(rights)
    worth = {o.id: 1 / len(rights) if o.right else 0 if one else -1 / wrongs for o in form.options}
    names = {option.id: f"o-{option.id}" for option in form.options}
    response(
        found, "RESPONSE", "single" if one else "multiple", "identifier", [names[o.id] for o in rights],
        {names[name]: share for name, share in worth.items()},
    )  # fmt: skip
    shuffle = "false" if form.keep_order else "true"
    asked = interaction(body, "choiceInteraction", question, shuffle=shuffle, maxChoices="1" if one else "0")
    for option in form.shown:
        asked.append(markup("simpleChoice", html(option.say), {"identifier": names[option.id]}))
        said.append(("FEEDBACK", names[option.id], html(option.why)))
    assign(scoring, "SCORE", ET.Element("mapResponse", identifier="RESPONSE"))
    assign(scoring, "FEEDBACK", ET.Element("variable", identifier="RESPONSE"))


def _pairs(question: Question, form: Pairs, found: ET.Element, body: ET.Element, scoring: ET.Element) -> None:
    pairs = [f"i-{each.id} g-{each.group}" for each in form.items]
    response(found, "RESPONSE", "multiple", "directedPair", pairs, dict.fromkeys(pairs, 1 / len(pairs)))
    asked = interaction(body, "matchInteraction", question, shuffle="true", maxAssociations=str(len(pairs)))
    items, groups = ET.SubElement(asked, "simpleMatchSet"), ET.SubElement(asked, "simpleMatchSet")
    for each in form.shown:
        about = {"identifier": f"i-{each.id}", "matchMax": "1"}
        items.append(markup("simpleAssociableChoice", html(each.say), about))
    for name, label in form.groups.items():
        about = {"identifier": f"g-{name}", "matchMax": str(len(pairs))}
        groups.append(markup("simpleAssociableChoice", escape(label), about))
    assign(scoring, "SCORE", ET.Element("mapResponse", identifier="RESPONSE"))


def _steps(question: Question, form: Steps, found: ET.Element, body: ET.Element, scoring: ET.Element) -> None:
    response(found, "RESPONSE", "ordered", "identifier", [f"i-{each.id}" for each in form.items])
    asked = interaction(body, "orderInteraction", question, shuffle="true")
    for each in form.shown:
        asked.append(markup("simpleChoice", html(each.say), {"identifier": f"i-{each.id}"}))
    same = ET.Element("match")
    ET.SubElement(same, "variable", identifier="RESPONSE")
    ET.SubElement(same, "correct", identifier="RESPONSE")
    when(scoring, [(same, "SCORE", value("float", "1"))])


def _number(
    question: Question,
    form: Numeric,
    found: ET.Element,
    body: ET.Element,
    scoring: ET.Element,
    said: Said,
) -> None:
    response(found, "RESPONSE", "single", "float", [limits(form.answer, 0)[0]])
    ET.SubElement(body, "p").append(markup("strong", html(question.ask)))
    line = ET.SubElement(body, "p")
    ET.SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    after(line, f" {escape(form.unit)}")
    cases = [(near(form.answer, form.tolerance), "SCORE", value("float", "1"))]
    for at, slip in enumerate(form.slips, 1):
        cases.append((near(slip.near, form.tolerance), "FEEDBACK", value("identifier", f"m-{at}")))
        said.append(("FEEDBACK", f"m-{at}", html(slip.why)))
    when(scoring, cases)


def _gaps(
    question: Question, form: Gaps, found: ET.Element, body: ET.Element, scoring: ET.Element, said: Said
) -> None:
    texts, gaps = form.texts, form.words
    ET.SubElement(body, "p").append(markup("strong", html(question.ask)))
    line = markup("p", html(texts[0]) if texts[0].strip() else texts[0])
    for at, (words, text) in enumerate(zip(gaps, texts[1:], strict=True), 1):
        name = f"RESPONSE{at}"
        response(found, name, "single", "string", words[:1], dict.fromkeys(words, 1 / len(gaps)))
        ET.SubElement(line, "textEntryInteraction", responseIdentifier=name, expectedLength="20")
        after(line, html(text) if text.strip() else text)
        # Of a mapping's keys few readers know that large letters and small are the same: words are matched.
        when(scoring, [(either(typed(name, word) for word in words), "SCORE", more())])
        slips = [each for each in form.slips if each.gap == at]
        cases = []
        for number, slip in enumerate(slips, 1):
            cases.append((typed(name, slip.near), f"FEEDBACK{at}", value("identifier", f"m-{number}")))
            said.append((f"FEEDBACK{at}", f"m-{number}", html(slip.why)))
        if cases:
            when(scoring, cases)
    # Counted in whole gaps first: some readers round shares, and three thirds would not be one.
    assign(scoring, "SCORE", share(len(gaps)))
    body.append(line)
