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
from bedside.report.item import Item
from bedside.report.workbook import cell
from bedside.text.markdown import plain

MOST = 10
WIDTH = 100


def table(items: Iterable[Item], to_teach: Sequence[Finding], to_mend: Sequence[Finding]) -> bytes:
    """One line a question with all its figures, as CSV.

    It begins with a byte order mark, without which Excel reads µ as Âµ. A text that a spreadsheet would take
    for a formula gets a ' in front of it (CWE-1236).
    """
    order = {finding.item.question.id: place for place, finding in enumerate(to_teach, 1)}
    faults = {finding.item.question.id: " ".join(finding.reasons) for finding in to_mend}
    rows = [_row(item, order, faults) for item in items]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _row(item: Item, order: dict[str, int], faults: dict[str, str]) -> dict[str, Any]:
    name, enough = item.question.id, item.asked >= FEWEST
    (strong, of_strong), (weak, of_weak) = item.upper, item.lower
    figures: dict[str, Any] = {
        "right": item.right,
        "share_right": item.share,
        "low_95": item.low,
        "high_95": item.high,
        "discrimination": item.discrimination,
        "upper_third_right": strong / of_strong if of_strong else math.nan,
        "lower_third_right": weak / of_weak if of_weak else math.nan,
        "right_later": item.mended,
        "sure_and_wrong": item.sure_and_wrong,
        "hint_first": item.hinted,
        "most_frequent_slip": item.slips[0].say if item.slips else "",
        "slip_taken_by": item.slips[0].count if item.slips else math.nan,
        **_options(item),
    }
    return {
        "lesson": item.lesson,
        "question": name,
        "objective": item.question.objective,
        "kind": item.question.kind,
        "ask": plain(item.question.ask),
        "answered": item.asked,
        **(figures if enough else dict.fromkeys(figures, math.nan)),
        "teach_again": order.get(name, math.nan),
        "mend": faults.get(name, ""),
        "note": "" if enough else f"too few answers: figures begin at {FEWEST} learners",
    }


def _options(item: Item) -> dict[str, str]:
    """Who took what, all of it in a cell: the questions have different options."""
    taken = "; ".join(
        f"{row.say}{' (right)' if row.right else ''}: {row.all}, {row.upper}, {row.lower}"
        for row in item.rows
    )
    return {"taken_all_upper_lower": taken}


def lines(handed: HandedIn, to_teach: Sequence[Finding], to_mend: Sequence[Finding]) -> Iterator[str]:
    """What a terminal shows: what was used, what was left out and why, what to teach again, what to mend."""
    yield f"Used: {len(handed.used)}, from {len(handed.answers)} learners. Left out: {len(handed.left_out)}."
    yield from (f"  {left.what}: {left.why}" for left in handed.left_out)
    if len(handed.answers) < FEWEST:
        yield f"Too few answers: figures begin at {FEWEST} learners."
        return
    slips = [
        (each, f"{each.item.slips[0].say}, {each.item.slips[0].count} times" if each.item.slips else "")
        for each in to_teach
    ]
    faults = [(each, " ".join(each.reasons)) for each in to_mend]
    for title, found in (
        ("Teach again           right, most frequent slip", slips),
        ("Mend the question", faults),
    ):
        yield f"\n{title if found else title + ': nothing stands out'}"
        for place, (each, say) in enumerate(found[:MOST], 1):
            yield from _line(place, each.item, say)
        if len(found) > MOST:
            yield f"     and {len(found) - MOST} more; --csv FILE writes them all"


def _line(place: int, item: Item, say: str) -> list[str]:
    start = f"{place:3}. {item.question.id:<26} {item.right:>3} of {item.asked:<4}"
    return wrap(f"{start} {say}", WIDTH, subsequent_indent=" " * (len(start) + 1), drop_whitespace=True)
