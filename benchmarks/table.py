"""What was measured, as a small table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measure of ours; the aim is for the ratio where theirs is known, and for ours where it is not."""

    name: str
    ours: float
    theirs: float | None
    unit: str
    aim: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours for each one of theirs."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def missed(self) -> bool:
        """Whether there is an aim, and this is beyond it."""
        found = self.ours if self.ratio is None else self.ratio
        return self.aim is not None and found > self.aim

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        unit = f" {self.unit}" if self.theirs is None else ""
        aim = "" if self.aim is None else f"≤ {self.aim:g}{unit}"
        ours = f"{_short(self.ours)} {self.unit}"
        theirs = "" if self.theirs is None else f"{_short(self.theirs)} {self.unit}"
        return self.name, ours, theirs, ratio, aim, "MISSED" if self.missed else ""


def table(rows: list[Row]) -> str:
    """Rows under their headings, in columns."""
    lines = [("", "ours", "theirs", "ratio", "aim", ""), *(row.cells() for row in rows)]
    wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
    shown = ([name.ljust(wide[0]), *map(str.rjust, rest, wide[1:])] for name, *rest in lines)
    return "\n".join("  ".join(line).rstrip() for line in shown)


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"
