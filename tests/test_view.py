"""A question as the page sees it: all it needs, in no telling order, and nothing that runs."""

import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest

from bedside import kinds
from bedside.content import models, shipped
from bedside.kinds.view import question_view, revision

PLACE: Any = SimpleNamespace(
    lessons={"lesson": SimpleNamespace(objectives=(models.Objective(id="goal", say="Tell *types* apart"),))},
    lesson_of={"one": "lesson"},
    sources={
        "paper": models.Source(
            id="paper", label="Paper (2020)", title="A paper", link="https://example.org/a"
        ),
        "book": models.Source(id="book", label="Book", title="A book"),
    },
)
SAID = {
    "id": "one",
    "objective": "goal",
    "ask": "What is *it*?",
    "hint": "Look.",
    "explain": "So.",
    "facts": ("it.is",),
    "sources": ("paper", "book"),
}
SAYS = ("Stem cell", "Band cell", "Segmented cell", "Blood")


def made(kind: str, **rest: Any) -> kinds.Question:
    return kinds.KINDS[kind].model_validate({**SAID, "kind": kind, **rest})


def choose(*rights: int, kind: str = "choose", says: tuple[str, ...] = SAYS, **rest: Any) -> kinds.Question:
    options = [{"say": say, "why": f"About {say}.", "right": i in rights} for i, say in enumerate(says)]
    return made(kind, options=tuple(options), **rest)


def sort(*groups: str, says: tuple[str, ...] = SAYS) -> kinds.Question:
    items = [{"say": say, "why": f"About {say}.", "group": g} for say, g in zip(says, groups, strict=True)]
    return made("sort", groups={"young": "*Young*", "old": "Old"}, items=tuple(items))


def order(*says: str) -> kinds.Question:
    return made("order", items=tuple({"say": say, "why": f"About {say}."} for say in says))


QUESTIONS = {
    "choose": choose(1),
    "choose-many": choose(1, 2, kind="choose-many", keep_order=True),
    "sort": sort("young", "young", "old", "old"),
    "order": order(*SAYS),
    "number": made(
        "number",
        answer=60.0,
        tolerance=0.5,
        unit="cells/µL",
        mistakes=({"near": 600.0, "why": "Not *all*."},),
    ),
    "fill": made(
        "fill",
        text="Made in the bone {{marrow}}, *one* of the {{white|white blood}} cells.",
        whys=("About marrow.", "About white."),
        mistakes=({"near": "red", "why": "Not red.", "gap": 2},),
    ),
}
every_kind = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())


def shown(question: kinds.Question) -> list[str]:
    """The options or items as the page lists them."""
    seen = question_view(question, PLACE)
    return [each["say"] for each in seen.get("options") or seen["items"]]


def slots(seen: dict[str, Any]) -> dict[str, list[Any]]:
    """The slots the page can fill, and the values it can put there (none where people write)."""
    match seen["kind"]:
        case "choose":
            return {"choice": [option["id"] for option in seen["options"]]}
        case "choose-many":
            return {option["id"]: [True, False] for option in seen["options"]}
        case "sort":
            return {item["id"]: list(seen["groups"]) for item in seen["items"]}
        case "order":
            return {str(i): [item["id"] for item in seen["items"]] for i, _ in enumerate(seen["items"], 1)}
        case "number":
            return {"number": []}
        case _:
            return {str(gap): [] for gap in range(1, len(seen["text"]))}


def missing(seen: dict[str, Any]) -> list[str]:
    """Slots of the key the page cannot fill, or not with what the key wants."""
    ways = slots(seen)
    lost = [
        slot
        for slot, want in seen["key"].items()
        if slot not in ways or (ways[slot] and want not in ways[slot])
    ]
    return lost + [
        slot for slot in ways if slot not in seen["key"] or not seen["why"].get(slot, seen["why"].get("*"))
    ]


# ---- What the page needs


@every_kind
def test_the_page_gets_what_every_kind_needs(question: kinds.Question) -> None:
    seen = question_view(question, PLACE)
    own = {"choose": {"options", "mix"}, "choose-many": {"options"}, "order": {"items", "mix"}}
    rest = {**own, "sort": {"groups", "items", "mix"}, "number": {"unit"}, "fill": {"text"}}[question.kind]
    shared = {"id", "revision", "kind", "goal", "ask", "hint", "explain", "sources", "key", "why"}
    assert seen.keys() == shared | rest
    assert (seen["id"], seen["kind"], seen["revision"]) == ("one", question.kind, revision(question))
    assert (seen["ask"], seen["hint"], seen["explain"]) == ("What is <em>it</em>?", "Look.", "So.")
    assert seen["goal"] == "Tell <em>types</em> apart"


@every_kind
def test_the_page_can_fill_every_slot_of_the_key(question: kinds.Question) -> None:
    assert missing(question_view(question, PLACE)) == []


@every_kind
def test_every_why_reaches_the_page(question: kinds.Question) -> None:
    said = json.dumps(question_view(question, PLACE)["why"])
    for name, why in leaves(question.model_dump()):
        if "why" in name or "whys" in name:
            assert why.replace("*all*", "<em>all</em>") in said


def test_a_source_has_a_link_where_there_is_one() -> None:
    assert question_view(QUESTIONS["choose"], PLACE)["sources"] == [
        {"label": "Paper (2020)", "link": "https://example.org/a"},
        {"label": "Book"},
    ]


def test_the_groups_of_a_sort_keep_their_order_and_markup() -> None:
    assert list(question_view(QUESTIONS["sort"], PLACE)["groups"].items()) == [
        ("young", "<em>Young</em>"),
        ("old", "Old"),
    ]


def test_the_text_of_a_fill_leaves_its_words_out_and_keeps_its_spaces() -> None:
    assert question_view(QUESTIONS["fill"], PLACE)["text"] == [
        "Made in the bone ",
        ", <em>one</em> of the ",
        " cells.",
    ]


@pytest.mark.parametrize(
    "words", ["{{one}} {{two}}", "{{one}}{{two}}", " {{one}} and {{two}} ", "{{one}},\n{{two}}"]
)
def test_a_fill_has_a_piece_of_text_before_between_and_after_its_gaps(words: str) -> None:
    whys = ("One.", "Two.")
    seen = question_view(
        made("fill", text=words, whys=whys, mistakes=({"near": "six", "why": "No."},)), PLACE
    )
    assert len(seen["text"]) == 3
    assert " ".join("".join(seen["text"]).split()) == " ".join(
        words.replace("{{one}}", "").replace("{{two}}", "").split()
    )


@every_kind
def test_a_question_goes_to_the_page_and_back_unchanged_as_json(question: kinds.Question) -> None:
    seen = question_view(question, PLACE)
    assert json.loads(json.dumps(seen, allow_nan=False)) == seen


# ---- The order owes nothing to what is right


@pytest.mark.parametrize("kind", ["choose", "choose-many"])
def test_options_come_in_the_same_order_whatever_is_right(kind: str) -> None:
    assert len({tuple(shown(choose(*rights, kind=kind))) for rights in permutations(range(4), 2)}) == 1


@pytest.mark.parametrize("kind", ["choose", "choose-many"])
def test_options_come_in_the_same_order_however_they_are_written(kind: str) -> None:
    assert len({tuple(shown(choose(1, kind=kind, says=says))) for says in permutations(SAYS)}) == 1


@pytest.mark.parametrize("kind", ["choose", "choose-many"])
def test_options_keep_their_order_where_the_author_says_so(kind: str) -> None:
    for says in permutations(SAYS):
        assert shown(choose(1, kind=kind, says=says, keep_order=True)) == list(says)
    assert "mix" not in question_view(choose(1, kind=kind, keep_order=True), PLACE)


def test_items_to_sort_come_in_the_same_order_whatever_their_groups() -> None:
    groups = [("young", "old", "young", "old"), ("old", "old", "young", "young")]
    seen = {tuple(shown(sort(*each, says=says))) for says in permutations(SAYS) for each in groups}
    assert len(seen) == 1


@pytest.mark.parametrize("says", [SAYS[:3], SAYS, (*SAYS, "Marrow")], ids=len)
def test_items_to_order_are_never_shown_in_order(says: tuple[str, ...]) -> None:
    for right in permutations(says):
        assert sorted(shown(order(*right))) == sorted(right)
        assert shown(order(*right)) != list(right)


@every_kind
def test_a_question_looks_the_same_each_time(question: kinds.Question) -> None:
    again = type(question).model_validate(question.model_dump())
    assert question_view(again, PLACE) == question_view(question, PLACE)


# ---- The revision


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every plain value in a question, with its place."""
    pairs = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else None
    )
    if pairs is None:
        yield path, value
    for step, inner in pairs or ():
        yield from leaves(inner, (*path, step))


def changed(value: Any, path: tuple[str | int, ...]) -> Any:
    """The same with one plain value changed a little."""
    if not path:
        return (
            not value if isinstance(value, bool) else value + (1 if isinstance(value, int | float) else "s")
        )
    if isinstance(value, dict):
        return {**value, path[0]: changed(value[path[0]], path[1:])}
    return tuple(changed(inner, path[1:]) if i == path[0] else inner for i, inner in enumerate(value))


@every_kind
def test_the_revision_changes_with_anything_a_question_says(question: kinds.Question) -> None:
    dumped, build = question.model_dump(), type(question).model_validate
    paths = [path for path, _ in leaves(dumped) if path not in (("kind",), ("level",))]
    revisions = {path: revision(build(changed(dumped, path))) for path in paths}
    assert len(paths) > 10
    assert len({revision(question), *revisions.values()}) == len(paths) + 1


@every_kind
def test_the_revision_stays_when_nothing_that_is_said_changes(question: kinds.Question) -> None:
    turned = dict(reversed((question.model_dump() | {"level": "deeper"}).items()))
    assert revision(type(question).model_validate(turned)) == revision(question)


def test_the_revision_changes_with_the_order_of_the_answers() -> None:
    assert revision(order(*SAYS)) != revision(order(*reversed(SAYS)))


def test_a_change_of_accents_only_changes_the_revision() -> None:
    assert revision(choose(0, says=("naive", "b"))) != revision(choose(0, says=("naïve", "b")))


# ---- Nothing that runs

EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload="alert(1)">',
    "'><b>bold</b>",
    "a < b & c > d",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script>",
    "[press](javascript:alert)",
    '[press](https://example.org/"onmouseover="alert)',
    "![see](https://example.org/a.png)",
    "<https://example.org/<script>>",
    "`<script>alert(1)</script>`",
    "**<i>both</i>**",
    "[[<script>]]",
    "[[word|<script>]]",
)
HARMLESS = {"em": set(), "strong": set(), "code": set(), "br": set(), "a": {"href", "target", "rel"}}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.odd: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or "https://"
        if not {name for name, _ in attrs} <= HARMLESS.get(tag, {None}) - {None} or tag not in HARMLESS:
            self.odd.append((tag, attrs))
        if not address.startswith("https://"):
            self.odd.append(address)


def odd(html: Any) -> list[Any]:
    """Tags, attributes and addresses that the course's texts do not have."""
    parser = _Tags()
    parser.feed(html if isinstance(html, str) else "")
    parser.close()
    return parser.odd


def pieces(seen: dict[str, Any]) -> Iterator[Any]:
    """Everything the page writes as HTML; the rest it writes as text."""
    yield from (seen[name] for name in ("goal", "ask", "hint", "explain"))
    yield from (each["say"] for name in ("options", "items") for each in seen.get(name, ()))
    yield from (html for found in seen["why"].values() for _, html in found)
    yield from seen.get("groups", {}).values()
    yield from seen.get("text", ())


EVIL_QUESTIONS: dict[str, Callable[[str], kinds.Question]] = {
    "choose": lambda evil: choose(1, says=(evil, "b", "c")),
    "choose-many": lambda evil: choose(1, kind="choose-many", says=(evil, "b", "c")),
    "sort": lambda evil: made(
        "sort",
        groups={"young": evil, "old": "Old"},
        items=tuple({"say": say, "why": evil, "group": "young"} for say in (evil, "b")),
    ),
    "order": lambda evil: order(evil, "b", "c"),
    "number": lambda evil: made(
        "number", answer=1.0, tolerance=0.0, unit="cells", mistakes=({"near": 2.0, "why": evil},)
    ),
    "fill": lambda evil: made(
        "fill", text=f"{evil} {{{{one}}}} {evil}", whys=(evil,), mistakes=({"near": "two", "why": evil},)
    ),
}


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("kind", EVIL_QUESTIONS)
def test_html_in_a_text_is_shown_as_text(kind: str, evil: str) -> None:
    question = EVIL_QUESTIONS[kind](evil).model_copy(update={"ask": evil, "hint": evil, "explain": evil})
    found = list(pieces(question_view(question, PLACE)))
    assert len(found) >= 5
    assert [tag for html in found for tag in odd(html)] == []


def test_the_check_for_html_finds_some() -> None:
    assert odd("<script>") and odd("<em onclick=x>") and odd('<a href="javascript:x">')
    assert not odd('<em>a</em> &lt;script&gt; <a href="https://a.b" rel="noopener">c</a>')


# ---- The course's own questions


def test_every_question_of_the_course_has_a_face() -> None:
    content = shipped()
    faces = {name: question_view(question, content) for name, question in content.questions.items()}
    assert json.loads(json.dumps(faces, allow_nan=False)) == faces
    assert {name: missing(seen) for name, seen in faces.items() if missing(seen)} == {}
    assert [(name, tag) for name, seen in faces.items() for html in pieces(seen) for tag in odd(html)] == []
    assert len({seen["revision"] for seen in faces.values()}) == len(faces)


def test_no_order_of_the_course_is_shown_solved() -> None:
    orders = [question for question in shipped().questions.values() if isinstance(question, kinds.Order)]
    for question in orders:
        seen = [item["id"] for item in question_view(question, shipped())["items"]]
        assert seen != [item.id for item in question.items]
