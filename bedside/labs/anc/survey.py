"""Where a count lies among the people of a survey, by its table."""

from typing import NamedTuple

from bedside.content.lab_models import Survey
from bedside.labs.anc.count import Figure


class Below(NamedTuple):
    """What share of people lies below a count, in percent: an estimate, and the two it must lie between."""

    least: float
    share: float
    most: float


def sums(survey: Survey) -> list[float]:
    """The percent of people below the start of each step, and 100 at the end."""
    found = [0.0]
    for share in survey.shares:
        # The table has two decimals; adding them up as binary would leave crumbs.
        found.append(round(found[-1] + share, 2))
    return found


def below(count: Figure, survey: Survey) -> Below:
    """The share of people below a count in cells/µL, with people spread evenly over each step.

    The last step is open, so that there the estimate is the least it can be.
    """
    reached = sums(survey)
    step = min(int(count // survey.width), len(survey.shares) - 1)
    least, most = reached[step], reached[step + 1]
    if step == len(survey.shares) - 1:
        return Below(least, least, most)
    into = float(count / survey.width) - step
    return Below(least, least + into * (most - least), most)


def words(count: Figure, survey: Survey, who: str) -> str:
    """How many lie below a count in cells/µL, as: About 1.6 of 100 adults; who names them."""
    empty = [limit.limit for limit in survey.below if not limit.people]
    if count <= max(empty, default=0):
        return f"None of the {who}"
    least, share, most = below(count, survey)
    if round(share, 2) < 0.1:
        return f"Fewer than 1 of 1,000 {who}"
    if round(share, 2) < 0.95:
        return f"About {share * 10:.0f} of 1,000 {who}"
    if share > 99:
        return f"More than 99 of 100 {who}"
    # Inside a step that holds many people, a decimal would promise more than the table knows.
    known = most - least < 1 or min(share - least, most - share) < 0.1
    return f"About {share:.{1 if known and share < 10 else 0}f} of 100 {who}"
