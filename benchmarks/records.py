"""A hundred thousand answers kept one by one, against bare sqlite3 doing the same with the same care."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from bedside.learner.migrations import RESPONSES
from bedside.learner.response import Response
from bedside.learner.store import Records
from benchmarks.table import Row

ANSWERS, PART = 100_000, 1_000
COLUMNS = [column.name for column in RESPONSES.c][1:]
INSERT = f"INSERT INTO responses ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * 12)}) ON CONFLICT DO NOTHING"


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Write in turn, a thousand each, so that both meet the same moods of the disk."""
    tell(f"Records: {ANSWERS:,} answers, each on disk before the next, and as many by sqlite3")
    place.mkdir(parents=True, exist_ok=True)
    records, bare = Records(f"sqlite:///{place / 'ours.sqlite'}"), _bare(place)
    took = {"ours": 0.0, "bare": 0.0}
    for part in range(ANSWERS // PART):
        answers = list(_answers(part))
        start = time.perf_counter()
        for answer in answers:
            records.add(answer)
        took["ours"] += time.perf_counter() - start
        rows = [_row(answer) for answer in answers]
        start = time.perf_counter()
        for row in rows:
            bare.execute(INSERT, (*row[:6], json.dumps(row[6]), *row[7:]))
            bare.commit()
        took["bare"] += time.perf_counter() - start
    if not len(records) == bare.execute("SELECT count(*) FROM responses").fetchone()[0] == ANSWERS:
        raise SystemExit("Answers are missing.")
    records.close()
    bare.close()
    return [Row(f"keep {ANSWERS:,} answers, against sqlite3", took["ours"], took["bare"], "s")]


def _answers(part: int) -> Iterator[Response]:
    for i in range(part * PART, (part + 1) * PART):
        yield Response(
            id=UUID(int=i + (4 << 76) + (8 << 60)),
            learner="someone",
            question="causes-predict",
            revision="abcdef123456",
            attempt=1,
            given={"choice": "a1b2c3"},
            score=1,
            answered_at="2026-11-22T12:00:00Z",
        )


def _bare(place: Path) -> sqlite3.Connection:
    """The same table, indexes and pragmas."""
    records = Records(f"sqlite:///{place / 'model.sqlite'}")
    len(records)
    records.close()
    model = sqlite3.connect(place / "model.sqlite")
    schema = [sql for (sql,) in model.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    model.close()
    bare = sqlite3.connect(place / "bare.sqlite")
    for statement in [
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA secure_delete=ON",
        *schema,
    ]:
        bare.execute(statement)
    return bare


def _row(answer: Response) -> list[object]:
    told = answer.model_dump(mode="json")
    return [told[name] for name in COLUMNS]
