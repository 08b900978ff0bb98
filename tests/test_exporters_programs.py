"""What other programs were seen to do with the exported questions, each thing held without the program."""

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

from bedside.exporters.export import FORMS
from tests.test_exporters import COURSE, QTI, QTI12, canvas, hostile, moodle, scored, written

NUMBERS = {name: each for name, each in COURSE.questions.items() if each.kind == "number"}


def test_a_new_quiz_in_canvas_takes_each_tolerance_as_it_is_said_and_not_as_a_difference(
    tmp_path: Path,
) -> None:
    items = {name: item for name, (_, item) in canvas(written("canvas", tmp_path)).items()}
    for name, question in NUMBERS.items():
        right = items[name].find(f".//{QTI12}or/{QTI12}varequal")
        assert (right.get("margintype"), float(right.get("margin"))) == ("absolute", question.tolerance), name
        # Canvas's older quizzes reckon it from the upper limit, in decimals.
        limits = [Decimal(items[name].findtext(f".//{QTI12}{tag}")) for tag in ("vargte", "varlte")]
        assert [abs(limit - Decimal(right.text)) for limit in limits] == [Decimal(right.get("margin"))] * 2
        # Where nothing but the number itself counts, New Quizzes know it by three texts that are the same.
        texts = {right.text, *(items[name].findtext(f".//{QTI12}{tag}") for tag in ("vargte", "varlte"))}
        assert (len(texts) == 1) == (question.tolerance == 0), name


def test_a_number_of_qti_stands_in_decimals_however_small(tmp_path: Path) -> None:
    course = hostile()
    names = [name for name, each in course.questions.items() if each.kind == "number"]
    with zipfile.ZipFile(written("qti", tmp_path, course)) as package:
        items = [ET.fromstring(package.read(f"items/{name}.xml")) for name in names]
    said = [
        value.text
        for item in items
        for value in [*item.iter(f"{QTI}value"), *item.iter(f"{QTI}baseValue")]
        if value.get("baseType", "float") == "float"
    ]
    assert "0.0000001" in said
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", each) for each in said), said


def test_an_order_in_qti_is_right_as_a_whole_or_not_at_all_and_the_command_says_so(tmp_path: Path) -> None:
    name = next(name for name, each in COURSE.questions.items() if each.kind == "order")
    steps = [f"i-{item.id}" for item in COURSE.questions[name].items]
    swapped = [steps[1], steps[0], *steps[2:]]
    found = scored(written("qti", tmp_path), {name: [{"RESPONSE": steps}, {"RESPONSE": swapped}]})
    assert [score for score, _ in found[name]] == [1, 0]
    assert "right as a whole or not at all" in FORMS["qti"].kinds["order"]


def test_a_question_in_moodle_has_its_id_in_its_name_too(tmp_path: Path) -> None:
    # Moodle 4.1 drops the id number of a question with gaps, and a second import that of every question.
    for name, (_, each) in moodle(written("moodle", tmp_path)).items():
        assert each.findtext("name/text").startswith(f"{name}: ")


def test_each_form_says_which_program_was_tried_and_what_it_does_otherwise() -> None:
    heard = {name: " ".join([form.say, *form.kinds.values()]) for name, form in FORMS.items()}
    wanted = {
        "moodle": ["Moodle 5.0", "4.5", "once more", "without its unit", "full stop", "--without order"],
        "qti": ["qti-components 7.27", "qti-sdk 19.7", "--for canvas", "a unit beside a number", "full stop"],
        "canvas": ["New Quizzes", "a whole Canvas was not tried", "without its unit", "counts as 0"],
        "anki": ["Anki 24.06 and 26.09", "with their tags", "Anki does not grade"],
        "table": ["LibreOffice 7.4"],
        "csv": ["bedside export table"],
    }
    missing = {(form, words) for form, each in wanted.items() for words in each if words not in heard[form]}
    assert not missing
