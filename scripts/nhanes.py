"""The table of neutrophil counts in content/labs/anc.yaml, from the files of the US survey NHANES 2017–2018.

The files are not part of the course. With the survey's CBC_J and DEMO_J as CSV, packed with xz:
``python scripts/nhanes.py CBC_J.csv.xz DEMO_J.csv.xz`` prints the blocks ``survey:``, of adults, and
``children:``, of those from 1 to 17, whom adult words do not fit.
"""

import csv
import lzma
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

ADULT = 18  # years
WIDTH, MOST = 250, 10_000  # of a step, and where the last one begins, in cells/µL
LIMITS = (100, 500, 1000, 1500)  # cells/µL

Floats = npt.NDArray[np.float64]


class People(NamedTuple):
    """Those with a white count and a percent of neutrophils, one entry a person."""

    counts: Floats  # neutrophils, in cells/µL
    weights: Floats  # how many people of the country each one stands for
    rounded: Floats  # the file's own count, in ×10³/µL with one decimal; NaN where there is none
    ages: Floats  # in whole years, as the survey gives them


def main(cbc: str, demo: str) -> None:
    """Print both blocks; raises ValueError for someone without a weight or an age."""
    children, adults = apart(gather(rows(cbc), rows(demo)))
    print(block("survey", survey(adults)))
    print(block("children", survey(children)))


def rows(path: str) -> Iterator[dict[str, str]]:
    """The rows of a packed CSV file, by the names of their columns."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def figure(text: str) -> float:
    """A figure of the survey; NaN where there is none."""
    if text.strip() in ("", ".", "NA"):
        return float("nan")
    value = float(text)
    # The survey's own format has no zero: it is written as 5.397605e-79.
    return 0.0 if abs(value) < 1e-30 else value


def gather(cbc: Iterator[dict[str, str]], demo: Iterator[dict[str, str]]) -> People:
    """Blood counts, weights and ages by person; raises ValueError for someone counted who lacks one of them.

    ANC in cells/µL = LBXWBCSI (×10³/µL) × LBXNEPCT (percent) × 10, and bands are in that percent;
    the weight is WTMEC2YR, the age RIDAGEYR.
    """
    known = {row["SEQN"]: (figure(row["WTMEC2YR"]), figure(row["RIDAGEYR"])) for row in demo}
    found = []
    for row in cbc:
        # Products of decimals miss a limit by a hair; no figure of the survey has six decimals.
        count = round(figure(row["LBXWBCSI"]) * figure(row["LBXNEPCT"]) * 10, 6)
        if np.isnan(count):
            continue
        weight, age = known.get(row["SEQN"], (float("nan"), float("nan")))
        if np.isnan(weight) or np.isnan(age):
            raise ValueError(f"person {row['SEQN']} has a blood count and no weight or no age")
        found.append((count, weight, figure(row["LBDNENO"]), age))
    return People(*np.array(found, dtype=float).reshape(-1, 4).T)


def apart(people: People) -> tuple[People, People]:
    """Children and adults."""
    is_adult = people.ages >= ADULT
    return People(*(each[~is_adult] for each in people)), People(*(each[is_adult] for each in people))


def survey(people: People, width: int = WIDTH, most: int = MOST) -> dict[str, Any]:
    """The table: the weighted share of people in each step of a width up to most, and below each limit.

    Widths and limits are in cells/µL, shares in percent with two decimals. The sums are rounded and not the
    steps, which therefore add up to each limit and to 100. Raises ValueError for nobody at all.
    """
    counts, weights, rounded, _ = people
    if not weights.sum() > 0:
        raise ValueError("found nobody with a white count, a percent of neutrophils and a weight")

    def below(limit: float) -> float:
        return round(100 * float(weights[counts < limit].sum() / weights.sum()), 2)

    sums = [below(edge) for edge in range(0, most + 1, width)] + [100.0]
    return {
        "people": len(counts),
        "width": width,
        "shares": [round(upper - lower, 2) for lower, upper in pairwise(sums)],
        "below": [
            {"limit": limit, "people": int((counts < limit).sum()), "share": below(limit)} for limit in LIMITS
        ],
        "rounded": int((rounded < 1.5).sum()),
    }


def block(name: str, table: dict[str, Any]) -> str:
    """A table as YAML, under its name."""
    shares = [f"{share:.2f}" for share in table["shares"]]
    lines = [", ".join(shares[at : at + 10]) for at in range(0, len(shares), 10)]
    limits = [
        f"    - {{limit: {b['limit']}, people: {b['people']}, share: {b['share']:.2f}}}"
        for b in table["below"]
    ]
    return "\n".join(
        [
            f"{name}:",
            f"  people: {table['people']}",
            f"  width: {table['width']}",
            "  shares: [",
            *(f"    {line}," for line in lines),
            "  ]",
            "  below:",
            *limits,
            f"  rounded: {table['rounded']}",
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
