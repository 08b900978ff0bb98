"""A class's results as plain text: a table for a spreadsheet, and a few lines for a terminal."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any

from bedside.report.analysis import FEWEST
from bedside.report.findings import Finding
from bedside.report.handed_in import HandedIn
from bedside.report.item import Item, fewest_right
from bedside.report.question_chart import TOO_FEW
from bedside.report.workbook import cell, workbook
from bedside.text.markdown import plain

MOST, MOST_PASSED_OVER = 10, 5
WIDTH = 100


def spreadsheet(items: Iterable[Item], to_teach: Sequence[Finding], to_mend: Sequence[Finding]) -> bytes:
    """One line a question with all its figures, as .xlsx."""
    rows = _rows(items, to_teach, to_mend)
    return workbook("Class", list(rows[0]), [[_short(value) for value in row.values()] for row in rows])


def table(items: Iterable[Item], to_teach: Sequence[Finding], to_mend: Sequence[Finding]) -> bytes:
    """One line a question with all its figures, as CSV, for programs.

    It begins with a byte order mark, without which Excel reads µ as Âµ. A text that a spreadsheet would take
    for a formula gets a ' in front of it (CWE-1236).
    """
    rows = _rows(items, to_teach, to_mend)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _short(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) and math.isfinite(value) else value


def _rows(
    items: Iterable[Item], to_teach: Sequence[Finding], to_mend: Sequence[Finding]
) -> list[dict[str, Any]]:
    order = {finding.item.question.id: place for place, finding in enumerate(to_teach, 1)}
    faults = {finding.item.question.id: " ".join(finding.reasons) for finding in to_mend}
    return [_row(item, order, faults) for item in items]


def _row(item: Item, order: dict[str, int], faults: dict[str, str]) -> dict[str, Any]:
    name, enough = item.question.id, item.asked >= FEWEST
    (strong, of_strong), (weak, of_weak) = item.upper, item.lower
    figures: dict[str, Any] = {
        "right": item.right,
        "share_right": item.share,
        "low_95": item.low,
        "high_95": item.high,
        "discrimination": item.discrimination,
        "upper_third_right": strong / of_strong if of_strong and enough else math.nan,
        "lower_third_right": weak / of_weak if of_weak and enough else math.nan,
        "right_later": item.mended,
        "sure_and_wrong": item.sure_and_wrong,
        "hint_first": item.hinted,
        "most_frequent_slip": item.slips[0].say if item.slips else "",
        "slip_taken_by": item.slips[0].count if item.slips else math.nan,
        "settled_answered": item.settled.asked,
        "settled_right": item.settled.right,
        **_options(item),
    }
    return {
        "lesson": item.lesson,
        "question": name,
        "objective": item.question.objective,
        "kind": item.question.kind,
        "ask": plain(item.question.ask),
        "answered": item.asked,
        **(figures if item.asked else dict.fromkeys(figures, math.nan)),
        "teach_again": order.get(name, math.nan),
        "mend": faults.get(name, ""),
        "note": " ".join(_notes(item)),
    }


def _notes(item: Item) -> Iterator[str]:
    if not item.asked:
        yield "Nobody answered it."
    elif item.asked < FEWEST:
        yield TOO_FEW
    if item.revoted:
        yield f"{item.revoted} voted again after they talked: that is settled."
    elif item.guess:
        yield "The first answer is a guess before the reading: what came in review is settled."


def _options(item: Item) -> dict[str, str]:
    """Who took what, all of it in a cell: the questions have different options."""
    taken = "; ".join(
        f"{row.say}{' (right)' if row.right else ''}: {row.all}, {row.upper}, {row.lower}"
        for row in item.rows
    )
    return {"taken_all_upper_lower": taken}


def lines(
    handed: HandedIn, items: Sequence[Item], to_teach: Sequence[Finding], to_mend: Sequence[Finding]
) -> Iterator[str]:
    """What a terminal shows: what was used, what was left out and why, what to teach again, what to mend."""
    yield f"Used: {len(handed.used)}, from {len(handed.answers)} learners. Left out: {len(handed.left_out)}."
    yield from (f"  {left.what}: {left.why}" for left in handed.left_out)
    yield from _others(handed)
    if not handed.answers:
        return
    if len(handed.answers) < FEWEST:
        yield TOO_FEW
        counted = [(item, "; ".join(filter(None, ("right", _also(item))))) for item in fewest_right(items)]
        yield from _listed("First answers, the fewest right first", counted)
        return
    faults = [(each.item, " ".join(each.reasons)) for each in to_mend]
    taught = [(each.item, _also(each.item)) for each in to_teach]
    yield from _listed("Teach again           right, most frequent slip", taught)
    yield from _listed("Mend the question", faults)


def _others(handed: HandedIn) -> Iterator[str]:
    if handed.passed_over:
        yield f"Passed over, as they are no answers: {len(handed.passed_over)}."
        yield from (f"  {what}" for what in handed.passed_over[:MOST_PASSED_OVER])
    if len(handed.passed_over) > MOST_PASSED_OVER:
        yield f"  and {len(handed.passed_over) - MOST_PASSED_OVER} more"
    if handed.perhaps:
        yield f"Perhaps one person: {len(handed.perhaps)}. Each is counted by itself; ask them."
        yield from (f"  {say}" for say in handed.perhaps[:MOST])
    if len(handed.perhaps) > MOST:
        yield f"  and {len(handed.perhaps) - MOST} more"


def _also(item: Item) -> str:
    """What came after the first answer, and the slip to go into."""
    slips = item.settled.slips
    return "; ".join(filter(None, (item.later, f"{slips[0].say}, {slips[0].count} times" if slips else "")))


def _listed(title: str, found: Sequence[tuple[Item, str]]) -> Iterator[str]:
    yield f"\n{title if found else title.split('  ')[0] + ': nothing stands out'}"
    for place, (item, say) in enumerate(found[:MOST], 1):
        yield from _line(place, item, say)
    if len(found) > MOST:
        yield f"     and {len(found) - MOST} more; --table FILE.xlsx writes them all"


def _line(place: int, item: Item, say: str) -> list[str]:
    start = f"{place:3}. {item.question.id:<26} {item.right:>3} of {item.asked:<4}"
    return wrap(f"{start} {say}", WIDTH, subsequent_indent=" " * (len(start) + 1), drop_whitespace=True)
