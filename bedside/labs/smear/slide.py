"""The cells of a blood smear: 1,000 of them, in an order that a seed decides and shares that are exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from types import MappingProxyType
from typing import NamedTuple

CELLS = 1000  # white cells on a slide
GOALS = (100, 200)  # how many of them are counted

# A kind by the letter that counts it; the neutrophils come first.
KINDS = MappingProxyType(
    {"s": "segmented", "b": "band", "l": "lymphocyte", "m": "monocyte", "e": "eosinophil", "p": "basophil"}
)
ONE = MappingProxyType({**KINDS, "s": "segmented cell"})
NEUTROPHILS = "sb"


@dataclass(frozen=True)
class Person:
    """Whose blood it is: the white count in cells/µL, and how many of 1,000 white cells are of each kind."""

    white: int
    cells: Mapping[str, int]

    def share(self, kinds: str) -> float:
        """The true share of these kinds, 0 to 1."""
        return sum(self.cells[kind] for kind in kinds) / CELLS

    @property
    def anc(self) -> float:
        """The true neutrophil count in cells/µL: the white count times the share of neutrophils."""
        return self.white * self.share(NEUTROPHILS)


def _person(white: int, *cells: int) -> Person:
    return Person(white, MappingProxyType(dict(zip(KINDS, cells, strict=True))))


# Invented, as are the patients of the course; the girl is the one with 4 % of 5,100.
PEOPLE = MappingProxyType(
    {
        "ordinary": _person(6200, 570, 30, 300, 65, 30, 5),
        "girl": _person(5100, 40, 0, 850, 80, 25, 5),
        "bands": _person(3000, 240, 190, 440, 90, 30, 10),
    }
)


class Field(NamedTuple):
    """One field of view: its number from 0, and which cells of the slide lie in it."""

    number: int
    start: int
    stop: int


@lru_cache(maxsize=64)
def slide(person: str, seed: int) -> str:
    """The kinds of all cells of a slide as letters, in the order in which they are met.

    Raises KeyError for a person who is not among ``PEOPLE``.
    """
    cells = [kind for kind, many in PEOPLE[person].cells.items() for _ in range(many)]
    Random(f"{person} {seed}").shuffle(cells)
    return "".join(cells)


@lru_cache(maxsize=64)
def fields(person: str, seed: int) -> tuple[Field, ...]:
    """The fields of view that hold the cells to be counted, 8 to 12 cells in each."""
    luck, found = Random(f"fields {person} {seed}"), [0]
    while found[-1] < max(GOALS):
        found.append(found[-1] + luck.randint(8, 12))
    return tuple(Field(i, *ends) for i, ends in enumerate(pairwise(found)))


def field_of(person: str, seed: int, cell: int) -> Field:
    """The field in which a cell lies, of those that are counted; raises StopIteration beyond them."""
    return next(field for field in fields(person, seed) if field.start <= cell < field.stop)
