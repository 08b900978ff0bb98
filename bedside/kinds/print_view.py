"""A question on paper: to be printed, or read where no script runs; with its answer or without."""

from collections.abc import Iterable
from html import escape

from bedside.content import Content, models
from bedside.content.rules import GAP
from bedside.content.text import html
from bedside.kinds.view import shown

BLANK = '<span class="paper-blank" role="img" aria-label="a gap to fill"></span>'


def paper(question: models.Question, content: Content, answers: bool) -> str:
    """A question as HTML without controls; with answers, what is right, why, and where it comes from."""
    end = _explained(question, content) if answers else ""
    slots = _slots(question, answers)
    return f'<div class="on-paper"><p><strong>{html(question.ask)}</strong></p>{slots}{end}</div>'


def _slots(question: models.Question, answers: bool) -> str:
    match question:
        case models.Choose() | models.ChooseMany():
            sign = "○" if isinstance(question, models.Choose) else "☐"
            return _list(
                _option(option, "✓" if answers and option.right else sign, answers)
                for option in shown(question)
            )
        case models.Sort():
            groups = " · ".join(escape(label) for label in question.groups.values())
            put = {
                item.id: escape(question.groups[item.group]) if answers else BLANK for item in question.items
            }
            items = _list(
                f"{html(item.say)} → {put[item.id]}{_why(item, answers)}" for item in shown(question)
            )
            return f"<p>Groups: {groups}</p>{items}"
        case models.Order():
            if answers:
                return _list((f"{html(item.say)}{_why(item, True)}" for item in question.items), "ol")
            return _list(f"{BLANK} {html(item.say)}" for item in shown(question))
        case models.NumberQuestion():
            answer = f"<strong>{question.answer:,.10g}</strong>" if answers else BLANK
            return f"<p>Your answer: {answer} {escape(question.unit)}</p>"
        case models.Fill():
            return f"<p>{_filled(question, answers)}</p>"
    raise TypeError(question)


def _option(option: models.Option, sign: str, answers: bool) -> str:
    said = f"<strong>{html(option.say)}</strong> (right)" if sign == "✓" else html(option.say)
    return f'<span aria-hidden="true">{sign}</span> {said}{_why(option, answers)}'


def _why(item: models.Option | models.SortItem | models.OrderItem, answers: bool) -> str:
    return f'<br><span class="paper-why">{html(item.why)}</span>' if answers else ""


def _filled(question: models.Fill, answers: bool) -> str:
    # Split on a gap with its words in brackets gives text, words, text, …
    pieces = GAP.split(question.text)
    pieces[1::2] = [
        f"<strong>{escape(words.split('|')[0])}</strong>" if answers else BLANK for words in pieces[1::2]
    ]
    pieces[::2] = [html(piece) if piece.strip() else piece for piece in pieces[::2]]
    return "".join(pieces)


def _explained(question: models.Question, content: Content) -> str:
    labels = "; ".join(escape(content.sources[name].label) for name in question.sources)
    return f'<p>{html(question.explain)}</p><p class="bedside-source">Source: {labels}</p>'


def _list(items: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"
