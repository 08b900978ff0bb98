"""The tables of answers and of classes, as they are today, and how a database comes to have them."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bedside.errors import StorageError
from bedside.learner.migration_steps import STEPS

NOW = 3  # a change of these tables is a step more


class _Moment(sa.TypeDecorator[datetime]):
    """A time in UTC: SQLite forgets the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: sa.Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: sa.Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


_METADATA = sa.MetaData()
_JSON = sa.JSON().with_variant(postgresql.JSONB, "postgresql")
VERSION = sa.Table("bedside_version", _METADATA, sa.Column("version", sa.Integer, nullable=False))
RESPONSES = sa.Table(
    "responses",
    _METADATA,
    # The order they came in; a clock may go back.
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("id", sa.String(36), unique=True, nullable=False),
    sa.Column("learner", sa.String(80), index=True, nullable=False),
    sa.Column("question", sa.String(80), nullable=False),
    sa.Column("revision", sa.String(80), nullable=False),
    sa.Column("context", sa.String(80), index=True, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("given", _JSON, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("confidence", sa.Integer),
    sa.Column("hint", sa.Boolean, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("answered_at", _Moment, nullable=False),
)
CLASSES = sa.Table(
    "classes",
    _METADATA,
    sa.Column("code", sa.String(6), primary_key=True),
    sa.Column("secrets", _JSON, nullable=False),  # of its presenters; only their SHA-256
    sa.Column("agenda", _JSON, nullable=False),
    sa.Column("session", _JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # grows with every step
    sa.Column("address", sa.String(200), nullable=False),  # where it was last served
    sa.Column("begun_at", _Moment, nullable=False),
)
SEATS = sa.Table(
    "seats",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(6), index=True, nullable=False),
    sa.Column("token", sa.String(64), unique=True, nullable=False),  # only its SHA-256
    sa.Column("learner", sa.String(80), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("turn", sa.BigInteger, nullable=False),  # of the last vote that was counted
)


def bring_up(engine: sa.Engine) -> None:
    """Make the tables, or bring older ones up to now, all or none; raises StorageError for newer ones."""
    if _found(engine) == NOW:
        return
    # SQLite's driver begins a transaction only at the first change of a row; this one must hold it all.
    begin = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(20261122)"}
    with engine.connect() as connection:
        connection.exec_driver_sql(begin[engine.dialect.name])
        version = _version(connection)
        if version > NOW:
            raise StorageError(
                "Your answers were kept by a newer version of this course "
                f"(their form is {version}, this one reads up to {NOW}). Bring the course up to date."
            )
        if version == 0:
            _METADATA.create_all(connection)
            connection.execute(VERSION.insert().values(version=NOW))
        for step in range(version, NOW) if version else ():
            STEPS[step](connection)
            connection.execute(VERSION.update().values(version=step + 1))
        connection.commit()


def _found(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return _version(connection)


def _version(connection: sa.Connection) -> int:
    there = sa.inspect(connection).has_table(VERSION.name)
    return connection.scalar(sa.select(VERSION.c.version)) or 0 if there else 0
