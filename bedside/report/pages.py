"""A class's results as pages for a projector; every figure stands in words or numbers, too."""

from collections.abc import Iterable, Sequence
from html import escape

from bedside.content import Content
from bedside.report import analysis
from bedside.report.analysis import FEWEST, Share
from bedside.report.findings import Finding
from bedside.report.gradebook import Gradebook
from bedside.report.handed_in import HandedIn
from bedside.report.item import Item, fewest_right, percent
from bedside.report.lesson_figures import LessonFigures
from bedside.report.question_chart import TOO_FEW, plot
from bedside.report.tables import bar, page, table
from bedside.text.markdown import html, plain

MOST = 10  # findings that are shown at once; the others are folded away


def overview(handed: HandedIn, book: Gradebook) -> str:
    """Whose answers are looked at, and what was left out and why."""
    answers = sum(map(len, handed.answers.values()))
    older = f" {book.older:,} of them are to an older edition: not counted." if book.older else ""
    said = (
        f"<p><strong>{_many(len(book.learners), 'learner')}, {_many(answers, 'answer')}.</strong>{older}</p>"
    )
    few = f"<p>{TOO_FEW}</p>" if len(book.learners) < FEWEST else ""
    rows = [(escape(each.what), escape(each.why)) for each in handed.left_out]
    left = table(f"Left out ({len(rows)})", ("What", "Why"), rows) if rows else "<p>Nothing was left out.</p>"
    others = [_list("Passed over, as they are no answers", handed.passed_over)]
    others += [_list("Perhaps one person, each counted by itself", handed.perhaps)]
    return page("A class's answers", said, few, left, *others)


def _list(caption: str, lines: Sequence[str]) -> str:
    shown = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<details><summary>{caption} ({len(lines)})</summary><ul>{shown}</ul></details>" if lines else ""


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def teach(found: Sequence[Finding], content: Content) -> str:
    """What to teach again, the most pressing first."""
    if not found:
        return page("Teach again", "<p>Nothing stands out, or there are too few answers to tell.</p>")
    head = ("Question", "Right at first", "What to go into", "What its author says to that")
    rows = [
        (
            f"{escape(plain(each.item.question.ask))} {_where(each.item, content)}",
            bar(each.item.right, each.item.asked),
            "".join(f"<p>{escape(reason)}</p>" for reason in each.reasons[1:]),
            html(each.item.settled.slips[0].why) if each.item.settled.slips else "",
        )
        for each in found
    ]
    say = "Few had these right, though the questions work: those who did well elsewhere did better here, too."
    return page("Teach again", f"<p>{say}</p>", _folded("Teach again", head, rows))


def counts(items: Iterable[Item], content: Content) -> str:
    """Of a few learners: how many were right, the fewest first."""
    rows = [
        (
            f"{escape(plain(item.question.ask))} {_where(item, content)}",
            f"{item.right} of {item.asked}",
            escape(item.later),
        )
        for item in fewest_right(items)
    ]
    head = ("Question", "Right at first", "Later")
    return page("Right at first", f"<p>{TOO_FEW}</p>", _folded("Right at first", head, rows))


def mend(found: Sequence[Finding], content: Content) -> str:
    """Which questions to mend, and why."""
    if not found:
        return page("Mend the question", "<p>Nothing stands out, or there are too few answers to tell.</p>")
    rows = [
        (
            f"{escape(plain(each.item.question.ask))} {_where(each.item, content)}",
            "".join(f"<p>{escape(reason)}</p>" for reason in each.reasons),
            f"<small>content/questions/{each.item.lesson}.yaml<br>{each.item.question.id}</small>",
        )
        for each in found
    ]
    say = "Here the question itself may be at fault. What the class knows cannot be seen from it."
    head = ("Question", "What is wrong", "Where it stands")
    return page("Mend the question", f"<p>{say}</p>", _folded("Mend the question", head, rows))


def lessons(found: Iterable[LessonFigures]) -> str:
    """How far the class came in each lesson, and how well its questions hang together."""
    rows = [
        (
            f"{escape(each.title)} <small>({each.questions} questions)</small>",
            str(each.learners),
            f"{percent(each.before)} → {percent(each.after)}<br>{escape(each.gain_in_words)}",
            f"{analysis.words(each.alpha, asked=each.complete)}<br>{escape(each.alpha_in_words)}",
            escape(each.error_in_words),
        )
        for each in found
    ]
    head = ("Lesson", "Learners", "From warm-up to look-back", "Do its questions agree? (alpha)", "Luck")
    say = (
        "The warm-up asks for a guess, the look-back asks from memory. They are different questions, so take"
        " the way from one to the other as a sign, not as a measure. Alpha says whether those who do well on"
        " one question of a lesson do well on the others, too: 1 is the most, and 0 means not at all."
        " Luck says how far chance alone moves a learner's points. Both come from those who answered all."
    )
    return page("Lessons", f"<p>{say}</p>", table("Lessons", head, rows))


def sureness(found: Share) -> str:
    """How often the sure, the fairly sure and the guessing were right."""
    names = ("a guess", "fairly sure", "sure")
    pairs = list(zip(names, found.right.tolist(), found.asked.tolist(), strict=True))
    rows = [(name, bar(right, asked), _sure_and_wrong(right, asked)) for name, right, asked in pairs]
    say = (
        "If people know what they know, those who are sure are right far more often than those who guess."
        " Where the sure are often wrong, a class holds a mistake for knowledge: begin there."
    )
    return page("Sureness", f"<p>{say}</p>", table("First answers", ("They said", "Right", "Wrong"), rows))


def one(item: Item, content: Content) -> str:
    """One question, large."""
    title = escape(plain(item.question.ask))
    return page(title, f"<h3>{html(item.question.ask)}</h3>", plot(item), hall=True)


def all_of(found: Iterable[Item], content: Content) -> str:
    """Every question, lesson by lesson, each folded to one line."""
    parts, last = [], None
    for item in found:
        if item.lesson != last:
            last = item.lesson
            parts.append(f"<h3>{escape(content.lessons[last].title)}</h3>")
        right = f"{item.right} of {item.asked} right" if item.asked else "nobody yet"
        summary = f"<summary>{escape(plain(item.question.ask))} <strong>{right}</strong></summary>"
        parts.append(f"<details>{summary}{plot(item)}</details>")
    return page("All questions", *parts)


def _where(item: Item, content: Content) -> str:
    return f"<small>({escape(content.lessons[item.lesson].title)})</small>"


def _sure_and_wrong(right: int, asked: int) -> str:
    return f"{asked - right:,} wrong" if asked else ""


def _folded(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    first, rest = rows[:MOST], rows[MOST:]
    more = table(f"{caption}, the rest", head, rest)
    return table(caption, head, first) + (
        f"<details><summary>{len(rest)} more</summary>{more}</details>" if rest else ""
    )
