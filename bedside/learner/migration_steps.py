"""The steps from each edition of the tables to the next, for a database of an older version of the course.

A step that is out never changes again: it knows the tables of its own time, not those of today.
"""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def _number_them(connection: sa.Connection) -> None:
    """From 1 to 2: answers get a number in the order they came, and tell whether a hint was taken."""
    numbered = sa.Table(
        "responses",
        sa.MetaData(),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("id", sa.String(36), unique=True, nullable=False),
        sa.Column("learner", sa.String(80), index=True, nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
        sa.Column("revision", sa.String(80), nullable=False),
        sa.Column("context", sa.String(80), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("given", _JSON, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("confidence", sa.Integer),
        sa.Column("hint", sa.Boolean, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=False),
    )
    if connection.dialect.name == "postgresql":  # version 1 kept times in UTC, without saying so
        connection.execute(sa.text("SET LOCAL TIME ZONE 'UTC'"))
    connection.execute(sa.text("ALTER TABLE responses RENAME TO responses_1"))
    numbered.create(connection)
    kept = [c.name for c in numbered.c if c.name not in ("number", "hint")]
    old = sa.Table("responses_1", sa.MetaData(), *(sa.Column(name) for name in kept))
    rows = sa.select(*(old.c[name] for name in kept), sa.false()).order_by(old.c.answered_at, old.c.id)
    connection.execute(numbered.insert().from_select([*kept, "hint"], rows))
    connection.execute(sa.text("DROP TABLE responses_1"))


def _hold_classes(connection: sa.Connection) -> None:
    """From 2 to 3: there are classes, and answers are found by where they were given."""
    metadata = sa.MetaData()
    sa.Table(
        "classes",
        metadata,
        sa.Column("code", sa.String(6), primary_key=True),
        sa.Column("secrets", _JSON, nullable=False),
        sa.Column("agenda", _JSON, nullable=False),
        sa.Column("session", _JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
    )
    sa.Table(
        "seats",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(6), index=True, nullable=False),
        sa.Column("token", sa.String(64), unique=True, nullable=False),
        sa.Column("learner", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("turn", sa.BigInteger, nullable=False),
    )
    metadata.create_all(connection)
    connection.execute(sa.text("CREATE INDEX IF NOT EXISTS ix_responses_context ON responses (context)"))


STEPS: Mapping[int, Callable[[sa.Connection], None]] = {1: _number_them, 2: _hold_classes}
