"""A table of the questions, one a row, for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from bedside.content import Content
from bedside.exporters.chapter import Chapter, sources
from bedside.kinds import Question
from bedside.kinds.forms import Form, Gaps, ManyChoices, Numeric, OneChoice, Pairs, Said, Says, Steps
from bedside.report.workbook import cell, workbook
from bedside.text.markdown import plain

SAYS: Says = dict.fromkeys((OneChoice, ManyChoices, Pairs, Steps, Numeric, Gaps), "a row")
TABLE_SAY = (
    "The table is for a spreadsheet, and its numbers are numbers: LibreOffice 7.4 read them with German "
    "rules as with English ones."
)
CSV_SAY = (
    "The file is for programs: UTF-8, a comma between values, a point in decimals. A spreadsheet misreads it "
    "where decimals have a comma: for that, write bedside export table FILE.xlsx."
)
COLUMNS = (
    "id", "lesson", "kind", "objective", "question", "choices", "right answer", "right number",
    "give or take", "unit", "whys", "hint", "explanation", "facts", "sources",
)  # fmt: skip


def table(chapters: Sequence[Chapter], content: Content) -> bytes:
    """The table as .xlsx."""
    return workbook("Questions", COLUMNS, _rows(chapters, content))


def write(chapters: Sequence[Chapter], content: Content) -> bytes:
    """The table as CSV, with a mark at its beginning by which a reader knows that it is UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    # A number goes out whole: rounding is for what was measured in a class.
    rows.writerows(
        [value if isinstance(value, float) else cell(value) for value in row]
        for row in _rows(chapters, content)
    )
    return out.getvalue().encode("utf-8-sig")


def _rows(chapters: Sequence[Chapter], content: Content) -> Iterator[list[Any]]:
    return (_row(question, chapter, content) for chapter in chapters for question in chapter.questions)


def _row(question: Question, chapter: Chapter, content: Content) -> list[Any]:
    form = question.exported()
    choices, right, whys = _told(form)
    number: list[Any] = [None, None, None]
    if isinstance(form, Numeric):
        number = [form.answer, form.tolerance, form.unit]
    return [
        question.id, chapter.lesson.title, question.kind, question.objective, plain(question.ask),
        _lines(choices), _lines(right), *number, _lines(whys), plain(question.hint), plain(question.explain),
        ", ".join(question.facts), sources(question, content),
    ]  # fmt: skip


def _told(form: Form | None) -> tuple[list[str], list[str], list[str]]:
    """What can be chosen, what is right, and why, each a line a slot."""
    match form:
        case OneChoice() | ManyChoices():
            says = [plain(option.say) for option in form.options]
            right = [plain(option.say) for option in form.options if option.right]
            return says, right, _whys(form.options)
        case Pairs():
            right = [f"{plain(item.say)} → {form.groups[item.group]}" for item in form.items]
            return list(form.groups.values()), right, _whys(form.items)
        case Steps():
            steps = [f"{at}. {plain(item.say)}" for at, item in enumerate(form.items, 1)]
            return [plain(item.say) for item in form.items], steps, _whys(form.items)
        case Numeric():
            within = f", give or take {form.tolerance:,.10g}" if form.tolerance else ""
            right = [f"{form.answer:,.10g} {form.unit}{within}"]
            return [], right, [f"{slip.near:,.10g}: {plain(slip.why)}" for slip in form.slips]
        case Gaps():
            slips = [f"{slip.near}: {plain(slip.why)}" for slip in form.slips]
            right = [" or ".join(words) for words in form.words]
            return [plain("____".join(form.texts))], right, [*map(plain, form.whys), *slips]
    raise TypeError(form)


def _whys(items: Sequence[Said]) -> list[str]:
    return [f"{plain(each.say)}: {plain(each.why)}" for each in items]


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(lines)
