"""What the count comes to, part by part: the sum, its names in three lists, and its place in the survey."""

from fractions import Fraction
from functools import partial

from markupsafe import Markup

from bedside.content.lab_models import Lab, Survey
from bedside.labs.anc import drawing, survey
from bedside.labs.anc.count import NORMAL, PROFOUND, edge, grade, grade_6, level, rounded, shown
from bedside.labs.anc.report import UNITS, Report
from bedside.labs.gaps import Gaps, markup, words
from bedside.text.markup import render


def total(report: Report, lab: Lab) -> Markup:
    """The sum step by step, as far as it can be done."""
    unit, count = report.typed["unit"], report.count
    by = UNITS.get(unit, 1)
    share = None if report.segs is None or report.bands is None else report.segs + report.bands
    gaps = {
        "typed": _or_open(report.white and report.white / by, 5),
        "unit": words(lab, f"unit-{unit}") if unit in UNITS else "",
        "white": _or_open(report.white),
        "segs": _or_open(report.segs),
        "bands": _or_open(report.bands),
        "share": _or_open(share),
        "count": _or_open(count),
        "thousands": _or_open(count and count / 1000, 5),
    }
    steps = ("step-cells" if by == 1 else "step-thousands", "step-add", "step-take", "step-liter")
    say = partial(markup, lab, gaps=gaps)
    return render("labs/anc/sum.html.j2", say=say, steps=steps, is_open=count is None)


def names(count: Fraction | None, lab: Lab, is_child: bool) -> Markup:
    """Three lists on one scale and what each calls the count; of a child's, why they do not fit."""
    if is_child:
        return render("labs/anc/lists_of_child.html.j2", say=partial(markup, lab))
    gaps = {} if count is None else called(count, lab)
    return render(
        "labs/anc/lists.html.j2",
        say=partial(markup, lab, gaps=gaps),
        scale=_scale(count, lab, gaps),
        rows=[] if count is None else _rows(count, lab, gaps),
        remarks=[] if count is None else _remarks(count),
    )


def _scale(count: Fraction | None, lab: Lab, gaps: Gaps) -> Markup:
    label = words(lab, "scale-open")
    if count is not None:
        label += f" {words(lab, 'scale-here' if count <= drawing.SPAN else 'scale-beyond', gaps)}"
    return drawing.scale(count, label)


def _rows(count: Fraction, lab: Lab, gaps: Gaps) -> list[tuple[Markup, Markup]]:
    said = {
        "list-words": f"level-{level(count)}",
        "list-ctcae-6": f"six-{grade_6(count) or 'none'}",
        "list-ctcae-5": f"grade-{_grade(count)}",
    }
    return [(markup(lab, name), markup(lab, here, gaps)) for name, here in said.items()]


def _remarks(count: Fraction) -> list[str]:
    due = {
        "trap": NORMAL <= count <= drawing.SPAN,
        "version": PROFOUND <= count < NORMAL,
        "edge": edge(count),
    }
    return [name for name, is_due in due.items() if is_due]


def called(count: Fraction, lab: Lab) -> Gaps:
    """A count, its usual word and its grade in either version."""
    five, six = _grade(count), grade_6(count)
    return {
        "count": shown(count),
        "word": words(lab, f"word-{level(count)}"),
        "grade": words(lab, "named-five-1" if five == "1" else f"named-{five}"),
        "grade-6": words(lab, f"named-{six}" if six else "named-six-none"),
    }


def _grade(count: Fraction) -> str:
    # The lab's own limit is not known here. Far above 1,500 it would be an odd one that makes a grade 1.
    return str(grade(count) or (1 if count <= drawing.SPAN else "none"))


def who(lab: Lab, is_child: bool) -> str:
    """Whom the survey's table is about."""
    return words(lab, "who-children" if is_child else "who-adults")


def place(count: Fraction | None, lab: Lab, is_child: bool) -> Markup:
    """The people of the survey, where the count lies among them, and what the survey cannot tell."""
    table = lab.children if is_child else lab.survey
    if table is None:
        return Markup()
    gaps = {**_figures(table), "who": who(lab, is_child)}
    if count is not None:
        gaps |= {
            "count": shown(count),
            "place": survey.words(count, table, gaps["who"]),
            "rounded": f"{float(rounded(count)):.1f}",
        }
    label = words(lab, "crowd" if count is None else "crowd-here", gaps)
    is_hidden = count is not None and count < NORMAL <= rounded(count) * 1000
    return render(
        "labs/anc/place.html.j2",
        say=partial(markup, lab, gaps=gaps),
        is_open=count is None,
        crowd=drawing.crowd(count, table, label),
        about=("weights", "child-line" if is_child else "duffy"),
        rounding=("rounding", "rounding-here") if is_hidden else ("rounding",),
    )


def _or_open(value: Fraction | None, places: int = 2) -> str:
    return "?" if value is None else shown(value, places)


def _figures(table: Survey) -> Gaps:
    below = {limit.limit: limit for limit in table.below}
    low = below[NORMAL]
    hidden = low.people - table.rounded
    peak = max(range(len(table.shares) - 1), key=lambda step: table.shares[step]) * table.width
    return {
        "people": f"{table.people:,}",
        "width": f"{table.width:,}",
        "last": f"{table.width * (len(table.shares) - 1):,}",
        "low": f"{low.people:,}",
        "low-share": f"{low.share:.2f}",
        "peak": f"{peak:,}",
        "peak-end": f"{peak + table.width:,}",
        "low-rounded": f"{table.rounded:,}",
        "hidden": f"{hidden:,}",
        **{f"below-{limit}": f"{found.people:,}" for limit, found in below.items()},
    }
