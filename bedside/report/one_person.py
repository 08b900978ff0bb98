"""Who may be one person under two ids, as after a change of device; named, and never merged in silence."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence

from bedside.learner.identity import FIRST, SECOND
from bedside.report.ledger import Rows
from bedside.report.sheet import Sheet, printable

# Among more learners than this, two are given one made-up name by chance: there are some 29,000 of them.
FEW = 200
# So many answers alike, in their order and with so many wrong ones, are hardly chance.
ALIKE, WRONG = 20, 5
_MADE_UP = re.compile(f"(?:{'|'.join(FIRST.split())}) (?:{'|'.join(SECOND.split())}) [1-9][0-9]".lower())


def perhaps_one_person(sheets: Sequence[Sheet], stacks: Mapping[str, Rows]) -> Iterator[str]:
    """A sentence on each group of learners with one name, or with the same answers, mistakes included."""
    first = {sheet.learner: sheet.what for sheet in reversed(sheets)}
    names: set[tuple[str, Hashable]] = {
        (sheet.learner, name) for sheet in sheets if (name := _name(sheet.name, len(stacks)))
    }
    answers: set[tuple[str, Hashable]] = {
        (learner, given) for learner, rows in stacks.items() if (given := _answers(rows))
    }
    for same, pairs in (("the same name", names), ("the same answers, mistakes included", answers)):
        groups: dict[Hashable, list[str]] = {}
        for learner, key in sorted(pairs, key=lambda pair: first[pair[0]]):
            groups.setdefault(key, []).append(printable(first[learner]))
        for group in groups.values():
            if len(group) > 1:
                shown = [*group[:3], f"{len(group) - 3} more"] if len(group) > 4 else group
                yield f"{', '.join(shown[:-1])} and {shown[-1]} have {same}"


def _name(name: str, learners: int) -> str:
    plain = " ".join(name.casefold().split())
    return "" if learners > FEW and _MADE_UP.fullmatch(plain) else plain


def _answers(rows: Rows) -> bytes:
    if len(rows) < ALIKE or (rows["score"] < 1).sum() < WRONG:
        return b""
    return rows["asked"].tobytes() + rows["given"].tobytes()
