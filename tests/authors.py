"""Authors, as hypothesis strategies: sound courses of every shape, and noise of every kind."""

import copy
import itertools
import string
from typing import Any

import yaml
from hypothesis import strategies as st

from bedside.text.markdown import bare

Values = dict[str, Any]  # a file's name in the folder: its plain value


def _pick(pieces: str) -> st.SearchStrategy[str]:
    return st.sampled_from(pieces.split("¦"))


_LETTERS = st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="<>[]{}&*_`\\~")
_START = st.sampled_from(string.ascii_letters)
_WORD = st.builds("{}{}".format, _START, st.text(_LETTERS, max_size=12)).map(str.strip)
# Texts that YAML would take for something else if they were not quoted, as the dumper does.
_TRAPS = _pick(
    "yes¦No¦null¦~¦true¦12¦1_000¦010¦0x1F¦.5¦-.inf¦10:30¦2024-05-01¦=¦<<¦'s¦\"¦,¦é"
    "¦a: b¦a #b¦? a¦| a¦> a¦@a¦%a¦!a¦&a¦[a]¦a\u2009b"
)
_MARKUP = _pick(
    "**bold**¦*soft*¦`code`¦[a link](https://example.org/a?b=1&c=(d))¦<https://example.org>¦1 < 2 > 0¦5 %"
    '¦this & that¦&lt;b&gt;¦&amp;¦\\*¦*¦_¦×10³/µL¦a: b¦say "it"¦it\'s¦#5¦two\nlines'
)
_SAY = st.lists(_WORD | _MARKUP, max_size=6).map(lambda words: " ".join(["So", *words, "on."]))
_LABEL = _WORD | _TRAPS
_KEBAB = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)


@st.composite
def courses(draw: st.DrawFn) -> Values:
    """A sound course: the plain value of each of its files."""
    numbers = itertools.count()

    def name() -> str:
        return f"{draw(_KEBAB)}-{next(numbers)}"

    sources = [_source(draw, name()) for _ in range(draw(st.integers(1, 3)))]
    cited = st.lists(st.sampled_from([source["id"] for source in sources]), min_size=1, unique=True)
    glossary = [_word(draw, name(), cited) for _ in range(draw(st.integers(1, 3)))]
    order = [name() for _ in range(draw(st.integers(1, 2)))]
    lessons = [_lesson(draw, place, lesson, name, cited, glossary) for place, lesson in enumerate(order)]
    facts = [fact["id"] for lesson in lessons for part in lesson["parts"] for fact in part["facts"]]
    course: Values = {
        "course.yaml": {
            "title": draw(_LABEL),
            "about": draw(_SAY),
            "notice": draw(_SAY),
            "reviewed_by": draw(_LABEL),
            "lessons": order,
        },
        "sources.yaml": sources,
        "glossary.yaml": glossary,
    }
    for lesson in lessons:
        objectives = [objective["id"] for objective in lesson["objectives"]]
        asked = [draw(_question(name(), objectives, cited, facts)) for _ in range(draw(st.integers(1, 3)))]
        if draw(st.booleans()):
            lesson["review"] = [asked[0]["id"]]
            lesson |= {"warm_up": [asked[-1]["id"]], "look_back": [question["id"] for question in asked]}
        course[f"lessons/{lesson['id']}.yaml"] = lesson
        course[f"questions/{lesson['id']}.yaml"] = asked
    objectives = [objective["id"] for lesson in lessons for objective in lesson["objectives"]]
    for _ in range(draw(st.integers(0, 2))):
        asked = [draw(_question(name(), objectives, cited, facts)) for _ in range(draw(st.integers(1, 2)))]
        patient = _patient(draw, name, cited, glossary, asked)
        course["course.yaml"].setdefault("patients", []).append(patient["id"])
        course[f"patients/{patient['id']}.yaml"] = patient
    return course


def _source(draw: st.DrawFn, name: str) -> Values:
    found: Values = {"id": name, "label": draw(_LABEL), "title": draw(_SAY)}
    if draw(st.booleans()):
        found |= {"find": draw(_LABEL), "link": "https://doi.org/10.1016/0140-6736(90)93248-n"}
    return found


def _word(draw: st.DrawFn, name: str, cited: st.SearchStrategy[list[str]]) -> Values:
    found: Values = {"id": name, "word": draw(_LABEL), "means": draw(_SAY)}
    if draw(st.booleans()):
        found |= {"also": draw(st.lists(_LABEL, max_size=2)), "sources": draw(cited)}
    return found


def _glossed(known: list[Values]) -> st.SearchStrategy[str]:
    words = st.sampled_from([word["id"] for word in known])
    marked = st.builds("[[{}]]".format, words) | st.builds("[[{}|{}]]".format, words, st.just("a word"))
    return st.builds("{} {} {}".format, _SAY, marked, _SAY) | _SAY


def _patient(draw: st.DrawFn, name: Any, cited: Any, known: list[Values], asked: list[Values]) -> Values:
    """A story that asks each of its questions on the main way, and may turn aside at each wrong option."""
    say = _glossed(known)
    main = [name() for _ in range(len(asked) + draw(st.integers(1, 2)))]
    steps: list[Values] = []
    for place, (step, then) in enumerate(zip(main, [*main[1:], "close"], strict=True)):
        steps.append({"id": step, "tell": draw(say), "then": then})
        if place >= len(asked):
            continue
        steps[-1]["ask"] = asked[place]["id"]
        wrong = [option["say"] for option in asked[place].get("options", ()) if not option.get("right")]
        if asked[place]["kind"] == "choose" and draw(st.booleans()):
            turns = [name() for _ in range(draw(st.integers(1, len(wrong))))]
            ways = zip(wrong, itertools.cycle(turns), strict=False)
            steps[-1]["paths"] = [{"option": option, "to": turn} for option, turn in ways]
            steps += [{"id": turn, "tell": draw(say), "then": then} for turn in turns]
    found: Values = {
        "id": name(),
        "title": draw(_LABEL),
        "about": draw(say),
        "counts": [_count(draw) for _ in range(draw(st.integers(0, 2)))],
        "steps": draw(st.permutations(steps[1:])),
        "matters": [draw(say) for _ in range(draw(st.integers(1, 2)))],
        "sources": draw(cited),
        "questions": asked,
    }
    found["steps"].insert(0, steps[0])
    return found


def _count(draw: st.DrawFn) -> Values:
    tenths, segs = draw(st.integers(0, 300)), draw(st.integers(0, 100))
    bands = draw(st.integers(0, 100 - segs))
    found = {"day": draw(_LABEL), "white": tenths / 10, "segs": segs, "anc": tenths * (segs + bands)}
    if bands or draw(st.booleans()):
        found["bands"] = bands
    return found | {"level": draw(st.sampled_from(["none", "mild", "moderate", "severe", "profound"]))}


def _lesson(draw: st.DrawFn, place: int, lesson: str, name: Any, cited: Any, known: list[Values]) -> Values:
    say = _glossed(known)

    def fact() -> Values:
        found: Values = {"id": f"fact.n{name()}".replace("-", "_"), "say": draw(say), "sources": draw(cited)}
        return found | ({"but": draw(say), "but_sources": draw(cited)} if draw(st.booleans()) else {})

    def part() -> Values:
        facts = [fact() for _ in range(draw(st.integers(1, 2)))]
        found: Values = {"id": name(), "title": draw(_LABEL), "facts": facts}
        figure = {"file": "drawing.svg", "title": draw(_LABEL), "words": draw(_SAY)}
        return found | ({"figure": figure} if draw(st.booleans()) else {})

    return {
        "id": lesson,
        "title": draw(_LABEL),
        "notebook": f"{place:02}-{draw(_KEBAB)}",
        "minutes": draw(st.integers(1, 60)),
        "about": draw(say),
        "objectives": [{"id": name(), "say": draw(_SAY)} for _ in range(draw(st.integers(1, 2)))],
        "parts": [part() for _ in range(draw(st.integers(1, 2)))],
    }


@st.composite
def _question(draw: st.DrawFn, name: str, objectives: list[str], cited: Any, facts: list[str]) -> Values:
    kind = draw(st.sampled_from([_choose, _choose_many, _sort, _order, _number, _fill]))
    found: Values = {
        "id": name,
        "kind": kind.__name__.strip("_").replace("_", "-"),
        "objective": draw(st.sampled_from(objectives)),
        "ask": draw(_SAY),
        **kind(draw),
        "hint": draw(_SAY),
        "explain": draw(_SAY),
        "sources": draw(cited),
    }
    if draw(st.booleans()):
        found["facts"] = draw(st.lists(st.sampled_from(facts), unique=True))
    keys = draw(st.permutations(list(found)))
    return {key: found[key] for key in keys}


def _says(draw: st.DrawFn, least: int, most: int) -> list[Values]:
    says = draw(st.lists(_SAY | _LABEL, min_size=least, max_size=most, unique_by=bare))
    return [{"say": say, "why": draw(_SAY)} for say in says]


def _choose(draw: st.DrawFn) -> Values:
    options = _says(draw, 2, 4)
    draw(st.sampled_from(options))["right"] = True
    return {"options": options, "keep_order": draw(st.booleans())}


def _choose_many(draw: st.DrawFn) -> Values:
    options = _says(draw, 3, 5)
    for option in options[: draw(st.integers(2, len(options) - 1))]:
        option["right"] = True
    return {"options": draw(st.permutations(options))}


def _sort(draw: st.DrawFn) -> Values:
    names = draw(st.lists(_KEBAB, min_size=2, max_size=3, unique=True))
    items = _says(draw, len(names), 5)
    for item, group in zip(items, itertools.cycle(names), strict=False):
        item["group"] = group
    return {"groups": {name: draw(_LABEL) for name in names}, "items": items}


def _order(draw: st.DrawFn) -> Values:
    return {"items": _says(draw, 3, 5)}


def _number(draw: st.DrawFn) -> Values:
    answer, *nears = draw(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=4, unique=True))
    tolerance = draw(st.floats(0, 0.5))
    mistakes = [{"near": near, "why": draw(_SAY)} for near in nears]
    return {"answer": answer, "tolerance": tolerance, "unit": draw(_LABEL), "mistakes": mistakes}


def _fill(draw: st.DrawFn) -> Values:
    plain = st.text(string.ascii_letters, min_size=1, max_size=8)
    gaps = draw(st.lists(st.lists(plain, min_size=1, max_size=3), min_size=1, max_size=3))
    body = " and ".join("{{" + "|".join(words) + "}}" for words in gaps)
    whys = [draw(_SAY) for _ in gaps]
    mistake = {"near": "wrong 1", "why": draw(_SAY), "gap": draw(st.integers(1, len(gaps)))}
    mistakes = [mistake, {"near": "Wrong 2", "why": draw(_SAY)}]
    return {"text": f"It is {body}.", "whys": whys, "mistakes": mistakes}


@st.composite
def spelled(draw: st.DrawFn, course: Values) -> dict[str, str]:
    """The files of a course as YAML, in one of the ways people write it."""
    style = draw(st.sampled_from([None, '"', "'", "|", ">"]))

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    tag = "tag:yaml.org,2002:str"
    Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar(tag, text, style))
    how: Any = {
        "allow_unicode": draw(st.booleans()),
        "default_flow_style": draw(st.sampled_from([None, False, True])),
        "width": draw(st.sampled_from([20, 80, 10_000])),
    }
    return {name: yaml.dump(value, Dumper=Dumper, sort_keys=False, **how) for name, value in course.items()}


_FIELDS = _pick(
    "id¦kind¦objective¦ask¦options¦items¦groups¦say¦why¦right¦group¦answer¦tolerance¦unit¦mistakes¦near¦text¦whys"
    "¦gap¦hint¦explain¦facts¦sources¦title¦notebook¦minutes¦about¦objectives¦parts¦review¦warm_up¦look_back¦figure¦file¦words¦lessons"
    "¦but¦but_sources¦label¦link¦word¦means¦also¦choose¦sort¦order¦number¦fill¦choose-many¦made-where¦one¦paper"
)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.dates()
    | st.binary(max_size=8)
    | st.text(max_size=30)
    | _FIELDS
    | _TRAPS
    | _MARKUP
    | _pick("<script>¦[a](javascript:b)¦![a](b)¦[[x]]¦{{a|b}}¦{{¦}}¦\x1b[2J¦\u202e")
)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=5) | st.dictionaries(_FIELDS | st.text(max_size=5), inner, max_size=6)


def _pieces(longest: int, *choices: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(choices), max_size=longest).map("".join)


values = st.recursive(_SCALARS, _nested, max_leaves=25)
noise = st.binary(max_size=400) | st.text(max_size=400).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)
scribble = _pieces(
    60,
    st.sampled_from("-:[]{}&*!|>'\"#%@`,?=~<\\ \t\n"),
    st.sampled_from(["\n", "\n  ", "  ", "- ", ": ", "&a ", "*a ", "!!", "---\n", "<<: "]),
    _FIELDS,
    _TRAPS,
)
drawn = _pieces(
    25,
    _pick('<svg ¦xmlns="http://www.w3.org/2000/svg" ¦viewBox="0 0 1 1" ¦href="#a" ¦onload="a" ¦xmlns:a="c" '),
    _pick('>¦/>¦</svg>¦<g¦<a:b¦<!--¦-->¦<![CDATA[¦]]>¦<!DOCTYPE a [¦<!ENTITY b "c">¦]>¦&b;'),
    _pick("<?x ¦?>¦<?xml version='1.1'?>¦&#0;¦&#xD800;¦\x00¦\n¦ "),
    st.text(max_size=5),
)
marked = _pieces(
    25,
    _pick("[[a]]¦[[a|b]]¦[[¦]]¦[¦](¦](https://a.b¦)¦![¦<https://a¦>¦<b>¦&lt;¦&"),
    _pick("**¦*¦_¦`¦``¦\\¦\n¦  \n¦\"¦'¦|¦a¦<!--¦&#0;¦&#x202e;¦&colon;"),
    st.text(max_size=3),
)


@st.composite
def blotted(draw: st.DrawFn, page: str) -> str:
    """A page with a few slips of the pen: pieces cut, doubled, or written over."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 30)))
        slip = (
            st.sampled_from(["", page[start:end] * 2])
            | scribble.map(lambda text: text[:8])
            | st.text(max_size=4)
        )
        page = page[:start] + draw(slip) + page[end:]
    return page


@st.composite
def misfiled(draw: st.DrawFn, value: Any) -> Any:
    """A file's value in which one to three places hold something else, or are gone."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        inside = value
        while isinstance(inside, dict | list) and inside:
            key = draw(st.sampled_from(list(inside) if isinstance(inside, dict) else range(len(inside))))
            if isinstance(inside[key], dict | list) and inside[key] and draw(st.integers(0, 3)):
                inside = inside[key]
                continue
            if draw(st.booleans()):
                inside[key] = draw(values)
            else:
                del inside[key]
            break
    return value
