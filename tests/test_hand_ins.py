"""What arrives from a learning platform: archives as they come, one person twice, large classes, several classes."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from bedside.classroom.agenda import Agenda, Entry
from bedside.classroom.ballots import context
from bedside.classroom.store import ClassStore
from bedside.learner import answer_file
from bedside.learner.answer_file import Export
from bedside.learner.response import Response
from bedside.learner.store import Records
from bedside.report import file_walk
from bedside.report.class_results import ClassResults, main
from bedside.report.handed_in import HandedIn, collect
from bedside.report.ledger import Ledger, Stack
from bedside.report.waiting import BETWEEN_LINES, PATIENCE, Waiting
from tests.answers import NOW
from tests.classes import COURSE, QUESTION, answer, hand_in, handed, results

ANOTHER = "causes-baby"


def export(learner: str, *answers: Response, name: str = "") -> str:
    """The text of a file of this learner's answers."""
    theirs = [each.model_copy(update={"learner": learner}) for each in answers or (answer(),)]
    return answer_file.write(Export(learner, name, tuple(theirs)), NOW)


def packed(members: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, inside in members.items():
            archive.writestr(name, inside)
    return out.getvalue()


def archive(folder: Path, members: dict[str, str | bytes]) -> Path:
    path = folder / "submissions.zip"
    path.write_bytes(packed(members))
    return path


def reasons(found: HandedIn) -> list[str]:
    return [left.why for left in found.left_out]


# Archives


def test_a_platforms_archive_is_read_as_it_comes(tmp_path: Path) -> None:
    path = archive(tmp_path, {
        "Anna Berg_12345_assignsubmission_file_/neutropenia-Calm-Otter-42.jsonl": export("anna"),
        "Anna Berg_12345_assignsubmission_file_/second week/answers (1).jsonl.txt": export("anna", answer(ANOTHER)),
        "Ben Čapek_12346_assignsubmission_file_/answers.json": export("ben"),
        "Cy_12347_assignsubmission_file_answers.txt": export("cy"),
        "group b\\Dora\\answers.jsonl": export("dora"),
        "Eve_12349_assignsubmission_file_/mine.zip": packed({"all/answers": export("eve")}),
        "Eve_12349_assignsubmission_onlinetext_/onlinetext.html": "<p>My answers are in the file.</p>",
        "__MACOSX/._answers.jsonl": b"\0\5\26\7",
        ".hidden/answers.jsonl": b"\0",
        "empty folder/": b"",
    })  # fmt: skip
    found = handed(path)
    assert {learner: len(answers) for learner, answers in found.answers.items()} == {
        "anna": 2, "ben": 1, "cy": 1, "dora": 1, "eve": 1,
    }  # fmt: skip
    assert not found.left_out
    assert [Path(each).name for each in found.passed_over] == ["onlinetext.html"]
    assert f"{path}/Eve_12349_assignsubmission_file_/mine.zip/all/answers" in found.used


def test_an_archive_in_a_folder_is_read_too_and_other_files_are_named(tmp_path: Path) -> None:
    archive(tmp_path, {"answers.jsonl": export("anna")})
    hand_in(tmp_path / "late", answer())
    (tmp_path / "plan.docx").write_bytes(packed({"word/document.xml": "<w/>"}))
    (tmp_path / "rest.rar").write_bytes(b"Rar!\x1a\7\1\0")
    found = handed(tmp_path)
    assert list(found.answers) == ["anna", "otter"]
    assert found.passed_over == (str(tmp_path / "plan.docx"),)
    assert reasons(found) == ["this is not a zip archive that can be opened here; unpack it first"]


def test_two_files_of_one_name_in_an_archive_are_both_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("answers.jsonl", export("anna"))
        made.writestr("answers.jsonl", export("ben"))
    (tmp_path / "two.zip").write_bytes(out.getvalue())
    assert list(handed(tmp_path / "two.zip").answers) == ["anna", "ben"]


def test_names_of_old_programs_arrive_readable(tmp_path: Path) -> None:
    whole = packed({"J??rg/answers.jsonl": "damaged"})
    for name in (
        b"J\x94\x94rg",
        b"J\xc3\xb6rg",
    ):  # öö in code page 437; ö in UTF-8, without the mark that says so
        (tmp_path / "old.zip").write_bytes(whole.replace(b"J??rg", name))
        left = handed(tmp_path / "old.zip").left_out[0]
        assert left.what.replace("öö", "ö").endswith("old.zip/Jörg/answers.jsonl")


def locked(members: dict[str, str | bytes]) -> bytes:
    """An archive whose members say that they are encrypted."""
    whole = bytearray(packed(members))
    for start, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        whole[whole.find(start) + place] |= 1
    return bytes(whole)


def torn(members: dict[str, str | bytes]) -> bytes:
    """An archive with a member that was changed on the way."""
    whole = bytearray(packed(members, zipfile.ZIP_STORED))
    whole[whole.find(b'"answers"')] ^= 1
    return bytes(whole)


def nested(members: dict[str, str | bytes]) -> bytes:
    whole = packed(members)
    for _ in range(file_walk.DEEPEST + 1):
        whole = packed({"in.zip": whole})
    return whole


@pytest.mark.parametrize(("make", "why"), [
    (lambda members: packed(members)[:-30], "this zip archive is damaged, or only a part of it; fetch it once more"),
    (lambda members: packed({"in.zip": packed(members), "rest": "x" * 9000}, zipfile.ZIP_STORED)[:-5000], "this zip archive is damaged, or only a part of it; fetch it once more"),
    (locked, "locked with a password; unpack it first"),
    (torn, "it is damaged inside its archive; fetch that once more"),
    (lambda members: packed(members, zipfile.ZIP_LZMA), "packed in a way that cannot be read here; unpack it first"),
    (nested, "an archive inside an archive, too large or too deep; unpack it first"),
    (lambda _: packed({}), "this archive holds no exported answers (files that end in .jsonl)"),
    (lambda _: packed({"plan.txt": "Monday"}), "this archive holds no exported answers (files that end in .jsonl)"),
    (lambda _: b"<html>Log in first</html>", "this is not a zip archive that can be opened here; unpack it first"),
], ids=["cut short", "cut behind an archive inside", "locked", "torn", "packed oddly", "too deep", "empty", "of others", "no archive"])  # fmt: skip
def test_an_archive_that_cannot_be_used_says_why(
    tmp_path: Path, make: Callable[[dict[str, str | bytes]], bytes], why: str
) -> None:
    (tmp_path / "class.zip").write_bytes(make({"answers.jsonl": export("anna")}))
    hand_in(tmp_path, answer())
    found = handed(tmp_path / "class.zip", tmp_path / "otter.jsonl")
    assert reasons(found) == [why]
    assert list(found.answers) == ["otter"]


def test_what_unpacks_to_too_much_is_refused_in_words_and_without_the_memory(tmp_path: Path) -> None:
    zeros = bytes(file_walk.LARGEST + 10_000_000)
    path = archive(
        tmp_path, {"answers.jsonl": zeros, "rest.bin": zeros, "in.zip": packed({"a.jsonl": zeros})}
    )
    del zeros
    tracemalloc.start()
    found = handed(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reasons(found) == ["it has 60 MB, and answers have less than 50 MB"] * 2
    assert found.passed_over == (f"{path}/rest.bin",)
    assert peak < 30_000_000


def test_an_archive_of_too_many_answers_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path, {f"{n}.jsonl": export(f"learner {n}") for n in range(4)})
    monkeypatch.setattr(file_walk, "LARGEST_IN_ALL", 1000)
    found = handed(path)
    assert reasons(found) == ["it unpacks to more than 0 MB: the rest was not looked at"]
    assert 0 < len(found.answers) < 4


def test_a_file_named_by_itself_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = hand_in(tmp_path, answer(), name="upload.download")
    assert list(handed(path).answers) == ["otter"]
    assert list(handed(tmp_path).answers) == ["otter"]


# One person on two devices


def test_two_learners_with_one_name_are_named_as_perhaps_one_person_and_stay_two(tmp_path: Path) -> None:
    for learner, name in (("a1", "Anna  Berg"), ("b2", "anna berg"), ("c3", "Ben"), ("d4", ""), ("e5", "")):
        (tmp_path / f"{learner}.jsonl").write_text(export(learner, name=name))
    found = handed(tmp_path)
    assert len(found.answers) == 5
    both = f"{tmp_path / 'a1.jsonl'} and {tmp_path / 'b2.jsonl'}"
    assert found.perhaps == (f"{both} have the same name",)


def test_the_same_mistakes_in_the_same_order_are_named_and_the_same_right_answers_are_not(
    tmp_path: Path,
) -> None:
    names = [question.id for question in COURSE.questions.values() if question.kind == "choose"][:20]

    def sheet(learner: str, wrong: int) -> None:
        slips = [next(o.id for o in COURSE.questions[name].options if not o.right) for name in names[:wrong]]
        slipped = [answer(name, {"choice": slip}) for name, slip in zip(names, slips, strict=False)]
        (tmp_path / f"{learner}.jsonl").write_text(export(learner, *slipped, *map(answer, names[wrong:])))

    for learner, wrong in (("a", 6), ("b", 6), ("c", 0), ("d", 0)):
        sheet(learner, wrong)
    found = handed(tmp_path)
    assert len(found.answers) == 4
    same = f"{tmp_path / 'a.jsonl'} and {tmp_path / 'b.jsonl'} have the same answers, mistakes included"
    assert found.perhaps == (same,)


# Many


def test_answers_come_out_of_a_ledger_as_they_went_in() -> None:
    ledger = Ledger()
    odd = answer(given={"choice": True}), answer(given={"choice": 1.0}, confidence=3, hint=True, seconds=0.1)
    whole = [
        *odd,
        answer(answered_at=NOW - timedelta(microseconds=1)),
        answer(id=UUID(int=0)),
        answer(attempt=10_000),
    ]
    stack = Stack(ledger, "otter", ledger.pack(whole))
    assert list(stack) == whole and stack == whole
    assert [type(each.given["choice"]) for each in stack[:2]] == [bool, float]
    assert stack[-1] == whole[-1] and len(stack) == 5


def test_a_large_class_is_kept_in_little_memory(tmp_path: Path) -> None:
    names = list(COURSE.questions)[:100]
    answers = [answer(name) for name in names]
    for number in range(30):
        theirs = [
            each.model_copy(update={"id": UUID(int=1000 * number + n)}) for n, each in enumerate(answers)
        ]
        (tmp_path / f"{number}.jsonl").write_text(export(f"learner {number}", *theirs))
    handed(tmp_path / "0.jsonl")
    tracemalloc.start()
    found = handed(tmp_path)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(map(len, found.answers.values())) == 3000
    assert kept < 3000 * 200  # bytes an answer; a whole Response has ten times as many


class Terminal(io.StringIO):
    """Something to be written to that may be a terminal."""

    def __init__(self, live: bool) -> None:
        super().__init__()
        self.isatty = lambda: live


def waited(live: bool, pace: float) -> str:
    """What is said while a hundred files are read, one every so many seconds."""
    now = [0.0]
    out = Terminal(live)
    waiting = Waiting(out, lambda: now[0])
    waiting.more(100)
    for _ in range(100):
        now[0] += pace
        waiting.step()
    waiting.end()
    return out.getvalue()


def test_who_waits_is_told_how_far_it_is_and_who_does_not_is_told_nothing() -> None:
    assert waited(True, PATIENCE / 101) == waited(False, PATIENCE / 101) == ""
    told = waited(True, 0.5).split("\r")
    assert told[1] == "Reading 4 of 100" and told[2] == "Reading 5 of 100" and told[-1] == ""
    assert not told[-2].strip()
    lines = waited(False, 0.5).splitlines()
    assert lines[0] == "Reading 4 of 100"
    assert len(lines) == 1 + (50 - PATIENCE) // BETWEEN_LINES


# A database of several classes


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database with two classes, and answers outside them."""
    url = f"sqlite:///{tmp_path / 'classes.sqlite'}"
    records = Records(url)
    register = ClassStore(records, lambda: NOW)
    codes = [register.begin(Agenda("Causes", (Entry(QUESTION),), ""), "http://here")[0] for _ in range(2)]
    for days, code in enumerate(codes):
        _, seat = register.sit(code, "Anna")
        when = NOW - timedelta(days=9 - days)
        records.add(answer(context=context(code, 1), learner=seat.learner, answered_at=when))
    records.add(answer(learner="alone", answered_at=NOW - timedelta(days=30)))
    records.close()
    (tmp_path / "codes").write_text(" ".join(codes))
    return url


@pytest.fixture
def codes(url: str, tmp_path: Path) -> list[str]:
    return (tmp_path / "codes").read_text().split()


def of(found: HandedIn) -> list[str]:
    return sorted(answers[0].context for answers in found.answers.values())


def test_a_database_of_several_classes_names_them_and_mixes_nothing_unasked(
    url: str, codes: list[str]
) -> None:
    found = handed(url)
    assert not found.answers
    day = [f"{when.day} {when:%B %Y}" for when in (NOW - timedelta(days=days) for days in (9, 8, 30))]
    assert reasons(found) == [
        f"which class is meant? There is {codes[1]} (Causes, 1 learner, {day[1]}); {codes[0]} (Causes, 1 learner, "
        f"{day[0]}); none (outside classes, 1 learner, {day[2]}). Name one, as --class {codes[1]} "
        f'(in a notebook, only="{codes[1]}"), or all'
    ]


def test_the_class_that_is_named_is_read_alone_and_all_only_when_asked(url: str, codes: list[str]) -> None:
    def only(*wanted: str) -> HandedIn:
        return collect([url], COURSE, NOW, only=wanted)

    first, second = (context(code, 1) for code in codes)
    assert of(only(codes[0].lower())) == of(handed(url, codes[0])) == [first]
    assert of(only("none")) == ["lesson"]
    assert of(only(*codes)) == sorted([first, second])
    everything = only("all")
    assert of(everything) == sorted([first, second, "lesson"])
    assert len(everything.perhaps) == 1 and "have the same name" in everything.perhaps[0]
    assert "there is no vote of a class BBBBBB in it" in reasons(only("bbbbbb"))[0]


def test_the_command_asks_which_class_is_meant(
    url: str, codes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([url]) == 1
    assert "which class is meant?" in capsys.readouterr().out
    assert main([url], only=[codes[0]]) == 0
    assert "from 1 learners" in capsys.readouterr().out


# What shows whether the teaching worked


GUESS = next(iter(COURSE.lessons["causes"].warm_up))
REST = [
    each.id
    for each in COURSE.questions_of("causes")
    if each.kind == "choose" and each.id not in (GUESS, QUESTION)
][:5]


def slip(name: str) -> dict[str, str]:
    return {"choice": next(option.id for option in COURSE.questions[name].options if not option.right)}


def nobody(learner: int) -> bool:
    return False


def everyone(learner: int) -> bool:
    return True


def strong(learner: int) -> bool:
    """Every other of the class is right on five other questions."""
    return learner % 2 == 1


def some(learner: int) -> bool:
    return strong(learner) and learner % 3 > 0


def told(*tries: tuple[str, int, Callable[[int], bool]], name: str) -> ClassResults:
    """A class of 24 with these tries at a question, each a context, an attempt, and who was right."""
    return results(*(
        [
            *(answer(each, None if strong(n) else slip(each)) for each in REST),
            *(
                answer(name, None if right(n) else slip(name), context=place, attempt=attempt)
                for place, attempt, right in tries
            ),
        ]
        for n in range(24)
    ))  # fmt: skip


def to_teach(found: ClassResults, name: str) -> list[tuple[str, ...]]:
    return [each.reasons for each in found.to_teach if each.item.question.id == name]


def test_a_guess_before_the_reading_is_no_failure_to_teach_nor_a_fault_of_the_question() -> None:
    found = told(("lesson", 1, nobody), ("lesson", 2, strong), name=GUESS)
    assert not to_teach(found, GUESS)
    faults = [reason for each in found.to_mend if each.item.question.id == GUESS for reason in each.reasons]
    assert not [reason for reason in faults if not reason.startswith("Nobody took")]
    item = next(each for each in found.items if each.question.id == GUESS)
    assert (item.right, item.asked, item.settled.asked) == (0, 24, 0)


def test_what_is_not_known_in_review_is_to_be_taught_again_though_it_began_as_a_guess() -> None:
    found = told(("lesson", 1, nobody), ("lesson", 2, strong), ("review", 1, some), name=GUESS)
    first, second, *_ = to_teach(found, GUESS)[0]
    assert first == "0 of 24 had it right at first."
    assert second == "In review, 8 of 24 had it right. That is what counts here."


def test_after_two_votes_the_second_one_says_what_to_teach_again() -> None:
    first, second = ("class:BCDFGH:1", 1), ("class:BCDFGH:2", 2)
    assert to_teach(told((*first, some), name=QUESTION), QUESTION)
    assert not to_teach(told((*first, some), (*second, everyone), name=QUESTION), QUESTION)
    reasons = to_teach(told((*first, strong), (*second, some), name=QUESTION), QUESTION)[0]
    assert reasons[:2] == (
        "12 of 24 had it right at first.",
        "After they talked, 8 of 24 had it right. That is what counts here.",
    )
    assert "(16 of the 16 who were wrong)" in reasons[2]


def test_of_fewer_than_ten_learners_the_command_prints_the_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(8):
        given = None if number < 3 else slip(QUESTION)
        day = NOW - timedelta(days=900)
        theirs = [answer(given=given, answered_at=day), answer(GUESS, slip(GUESS), answered_at=day)]
        (tmp_path / f"{number}.jsonl").write_text(export(f"learner {number}", *theirs))
    assert main([tmp_path]) == 0
    out = capsys.readouterr().out
    assert "Fewer than 10 learners: counts alone, since rates of so few would mean little." in out
    said = " ".join(out.split())
    assert f"1. {GUESS} 0 of 8 right; a guess before the reading" in said
    assert f"2. {QUESTION} 3 of 8 right; “" in said and "5 times" in said
    assert "%" not in out


def test_each_class_that_is_not_there_is_named(url: str) -> None:
    found = collect([url], COURSE, NOW, only=["bbbbbb", "cccccc"])
    assert [why.split(". ")[0] for why in reasons(found)] == [
        f"there is no vote of a class {code} in it" for code in ("BBBBBB", "CCCCCC")
    ]


def test_what_was_passed_over_and_who_may_be_one_person_stand_on_the_page_as_text() -> None:
    found = HandedIn((), (), {}, ("<b>plan</b>.docx",), ("<i>a</i> and b have the same name",))
    markup = ClassResults(found, COURSE)._repr_html_()
    assert "Passed over, as they are no answers (1)" in markup and "&lt;b&gt;plan&lt;/b&gt;.docx" in markup
    assert "Perhaps one person, each counted by itself (1)" in markup and "<i>a" not in markup
