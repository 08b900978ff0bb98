"""The colors of drawings where the course's styles are missing: in an export, on other sites."""

import re

# The light colors of question.css. Where it is there, its rules go before attributes.
LIGHT = {
    "ink": "#1f2430",
    "paper": "#ffffff",
    "soft": "#eaeef5",
    "edge": "#6b7484",
    "accent": "#1f5fbf",
    "warm": "#a34a00",
    "alert": "#b3202c",
    "calm": "#17693c",
}
# What all of a drawing inherits. Its ground is for a dark page; with our styles it has none.
_WHOLE = {
    "fill": LIGHT["ink"],
    "stroke-width": "2.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "font-family": "system-ui, sans-serif",
    "font-size": "18",
    "style": f"background:var(--bedside-ground,{LIGHT['paper']})",
}
_KIND = re.compile(rf' class="({"|".join(LIGHT)})( line)?"')


def painted(svg: str) -> str:
    """A drawing whose shapes and words have their colors, by their classes, as attributes as well."""
    opening, rest = svg.split(">", 1)
    whole = "".join(f' {name}="{value}"' for name, value in _WHOLE.items() if f" {name}=" not in opening)
    return f"{opening}{whole}>" + _KIND.sub(_attributes, rest)


def _attributes(kind: re.Match[str]) -> str:
    color = LIGHT[kind[1]]
    return (f' fill="none" stroke="{color}"' if kind[2] else f' fill="{color}"') + kind[0]
