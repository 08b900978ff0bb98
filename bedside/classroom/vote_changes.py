"""Two votes on one question, compared: who moved from what to what, and what a whole class came to."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bedside.classroom import vote_counts
from bedside.kinds import Question
from bedside.report.workbook import cell, workbook
from bedside.text.markdown import plain

Votes = Mapping[str, Mapping[str, Any]]  # learner → what they gave


def moves(question: Question, first: Votes, second: Votes, revealed: bool) -> dict[str, Any] | None:
    """Who moved from what to what, among those who voted twice; None if there is nobody.

    Options of a choice are told apart; votes of other kinds only by whether they are right, so before that is
    revealed no more than how many changed.
    """
    both = [(first[who], second[who]) for who in first if who in second]
    if not both:
        return None
    stayed = sum(vote_counts.same(question, *pair) for pair in both)
    counted: dict[str, Any] = {"stayed": stayed, "moved": len(both) - stayed}
    if options := question.choices():
        (slot,) = question.key()
        says: dict[str | bool, str] = {option.id: plain(option.say) for option in options}
        pairs: Counter[tuple[Any, Any]] = Counter((one[slot], other[slot]) for one, other in both)
    elif revealed:
        says = {True: "Right", False: "Not right"}
        pairs = Counter((question.grade(one).right, question.grade(other).right) for one, other in both)
    else:
        return counted | {"rows": [], "columns": [], "counts": []}
    named = list(says.values())
    return counted | {
        "rows": named,
        "columns": named,
        "counts": [[pairs[one, other] for other in says] for one in says],
    }


def summary(number: int, question: Question, first: Votes, second: Votes, revealed: bool) -> dict[str, Any]:
    """One line on a question: how many voted, what share was right, how many moved, and to what end."""
    good = [{who: question.grade(given).right for who, given in votes.items()} for votes in (first, second)]
    both = [who for who in first if who in second]
    return {
        "number": number,
        "ask": plain(question.ask),
        "voted": [len(first), len(second) or None],
        "right": [
            vote_counts.right(question, votes.values()) if revealed else None for votes in (first, second)
        ],
        "moved": sum(not vote_counts.same(question, first[who], second[who]) for who in both)
        if both
        else None,
        "gained": sum(good[1][who] > good[0][who] for who in both) if both and revealed else None,
        "lost": sum(good[1][who] < good[0][who] for who in both) if both and revealed else None,
    }


COLUMNS = ("number", "question", "asks", "vote", "voted", "voted_right", "answer", "count", "share", "right")


Rounds = Iterable[tuple[int, Question, Sequence[Votes], bool]]  # number, …, both votes, revealed


def table(rounds: Rounds) -> bytes:
    """The votes as CSV, for programs (see ``rows``)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(map(cell, row) for row in rows(rounds))
    return out.getvalue().encode("utf-8-sig")


def spreadsheet(rounds: Rounds) -> bytes:
    """The votes as .xlsx, for people (see ``rows``)."""
    return workbook("Class", COLUMNS, rows(rounds))


def rows(rounds: Rounds) -> Iterator[list[Any]]:
    """A line an answer of each vote. What was not revealed is not told.

    Of each vote, voted_right is the share that was right in every slot, and share that of one answer.
    """
    for number, question, votes, revealed in rounds:
        for vote, given in enumerate(votes, 1):
            right = vote_counts.right(question, given.values()) if revealed else None
            asked = [number, question.id, plain(question.ask), vote, len(given), right]
            for line in (
                vote_counts.split(question, given.values(), typed=True, revealed=revealed) if given else ()
            ):
                told = {True: "yes", False: "no", None: ""}[line["right"]]
                yield [*asked, line["say"], line["count"], line["share"], told]
