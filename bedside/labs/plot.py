"""Plots as SVG text: a frame with its axes, and what is drawn in it, in the colors of the page's styles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from bedside.content.paint import painted

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """Where values go on a drawing 640 wide: x from left to right, y upward, both linear."""

    x: tuple[float, float]
    y: tuple[float, float]
    height: int = 320
    left: int = 72
    bottom: int = 56
    top: int = 16
    right: int = 16

    def at(self, x: float, y: float) -> Point:
        """A point of the drawing, in its units."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        wide, high = 640 - self.left - self.right, self.height - self.top - self.bottom
        return self.left + across * wide, self.top + (1 - up) * high

    def axes(self, x_label: str, y_label: str, x_ticks: Sequence[float], y_ticks: Sequence[float]) -> str:
        """Both axes with their ticks and labels."""
        (x0, y0), (x1, y1) = self.at(self.x[0], self.y[0]), self.at(self.x[1], self.y[1])
        marks = [f'<path class="ink line" d="M{x0:.1f} {y1:.1f}V{y0:.1f}H{x1:.1f}"/>']
        for value in x_ticks:
            marks.append(text(self.at(value, self.y[0])[0], y0 + 22, f"{value:,.6g}", "middle"))
        for value in y_ticks:
            x, y = self.at(self.x[0], value)
            marks.append(
                f'<path class="soft line" d="M{x:.1f} {y:.1f}H{x1:.1f}"/>' if value > self.y[0] else ""
            )
            marks.append(text(x - 8, y + 6, f"{value:,.6g}", "end"))
        marks.append(text((x0 + x1) / 2, self.height - 8, x_label, "middle"))
        turned = f'transform="translate(18 {(y0 + y1) / 2:.1f}) rotate(-90)"'
        marks.append(f'<text {turned} text-anchor="middle">{escape(y_label)}</text>')
        return "".join(marks)

    def line(self, points: Iterable[Point], kind: str = "accent", dashed: bool = False) -> str:
        """A line through points given as values."""
        dash = ' stroke-dasharray="7 6"' if dashed else ""
        return f'<path class="{kind} line"{dash} d="M{self._joined(points)}"/>'

    def band(self, lower: Iterable[Point], upper: Iterable[Point], kind: str = "soft") -> str:
        """What lies between two lines, filled."""
        return f'<path class="{kind}" d="M{self._joined(lower)}L{self._joined(reversed(list(upper)))}Z"/>'

    def _joined(self, points: Iterable[Point]) -> str:
        return "L".join(f"{x:.1f} {y:.1f}" for x, y in (self.at(*point) for point in points))


def text(x: float, y: float, said: str, anchor: str = "start", more: str = "") -> str:
    """Words at a place of the drawing."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(said)}</text>'


def drawing(inside: str, label: str, height: int = 320) -> Markup:
    """A drawing 640 wide; label says in words what it shows."""
    svg = f'<svg viewBox="0 0 640 {height}" role="img" aria-label="{escape(label)}">{inside}</svg>'
    return Markup(painted(svg))
