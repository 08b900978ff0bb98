"""A table of the questions, one a row, for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from bedside.content import Content, models
from bedside.content.text import plain
from bedside.exporters.chapter import Chapter, pieces, sources
from bedside.report.workbook import cell, workbook

KINDS = dict.fromkeys(("choose", "choose-many", "sort", "order", "number", "fill"), "a row")
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


def _row(question: models.Question, chapter: Chapter, content: Content) -> list[Any]:
    choices, right, whys = _told(question)
    number = [None, None, None]
    if isinstance(question, models.NumberQuestion):
        number = [question.answer, question.tolerance, question.unit]
    return [
        question.id, chapter.lesson.title, question.kind, question.objective, plain(question.ask),
        _lines(choices), _lines(right), *number, _lines(whys), plain(question.hint), plain(question.explain),
        ", ".join(question.facts), sources(question, content),
    ]  # fmt: skip


def _told(question: models.Question) -> tuple[list[str], list[str], list[str]]:
    """What can be chosen, what is right, and why, each a line a slot."""
    match question:
        case models.Choose() | models.ChooseMany():
            says = [plain(option.say) for option in question.options]
            right = [plain(option.say) for option in question.options if option.right]
            return says, right, _whys(question.options)
        case models.Sort():
            right = [f"{plain(item.say)} → {question.groups[item.group]}" for item in question.items]
            return list(question.groups.values()), right, _whys(question.items)
        case models.Order():
            steps = [f"{at}. {plain(item.say)}" for at, item in enumerate(question.items, 1)]
            return [plain(item.say) for item in question.items], steps, _whys(question.items)
        case models.NumberQuestion():
            within = f", give or take {question.tolerance:,.10g}" if question.tolerance else ""
            right = [f"{question.answer:,.10g} {question.unit}{within}"]
            return [], right, [f"{each.near:,.10g}: {plain(each.why)}" for each in question.mistakes]
        case models.Fill():
            texts, gaps = pieces(question.text)
            text = plain("".join(f"{text}____" for text in texts[:-1]) + texts[-1])
            slips = [f"{each.near}: {plain(each.why)}" for each in question.mistakes]
            return [text], [" or ".join(words) for words in gaps], [*map(plain, question.whys), *slips]
    raise TypeError(question)


def _whys(items: Sequence[models.Option | models.SortItem | models.OrderItem]) -> list[str]:
    return [f"{plain(each.say)}: {plain(each.why)}" for each in items]


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(lines)
