"""What one file, or one learner of a database, holds."""

from typing import NamedTuple

from bedside.report.ledger import Rows


class Sheet(NamedTuple):
    """The answers of one learner as they came from one place, packed."""

    what: str
    learner: str
    name: str  # as its learner typed it, or was given; may be empty
    rows: Rows
