"""What each page of a class is told, as JSON. What is right is in none of it before the reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bedside.classroom import vote_counts
from bedside.classroom.session import Phase
from bedside.classroom.store import Class
from bedside.classroom.vote_changes import Votes, moves, summary
from bedside.content import Content
from bedside.kinds import Question
from bedside.kinds.view import question_view
from bedside.text.markdown import plain

Told = dict[str, Any]
ANSWER = ("key", "why", "explain", "sources", "hint")  # told at the reveal
LEFT_OUT = (*ANSWER, "goal", "mix")  # a class keeps one order
SHOWN = (Phase.CLOSED, Phase.REVEALED)


@dataclass(frozen=True)
class Moment:
    """A class at one moment: the votes of both rounds of its question, who sits in it, and how many are here.

    History holds the votes of both rounds of every question asked, once the class has ended.
    """

    found: Class
    votes: tuple[Votes, Votes]
    names: tuple[str, ...]
    here: int
    history: tuple[tuple[Votes, Votes], ...] = ()

    @property
    def voted(self) -> int:
        """How many have voted in this round."""
        return len(self.votes[self.found.session.vote - 1])


def room(moment: Moment, content: Content, now: datetime) -> Told:
    """What students and the wall are told."""
    session, question = moment.found.session, _question(moment, content)
    shown, revealed = session.phase in SHOWN, session.phase is Phase.REVEALED
    whole = question_view(question, content) if question else None
    return {
        "version": moment.found.version,
        "code": moment.found.code,
        "title": moment.found.agenda.title,
        "phase": session.phase,
        "number": session.number,
        "of": session.of,
        "vote": session.vote,
        "ends": session.ends and session.ends.isoformat(),
        "now": now.isoformat(),
        "question": whole and {name: each for name, each in whole.items() if name not in LEFT_OUT},
        "tell": _tell(moment),
        "voted": moment.voted if shown else None,
        "split": _split(moment, question, typed=False) if question and shown else None,
        "answer": {name: whole[name] for name in ANSWER} if whole and revealed else None,
    }


def presenter(moment: Moment, content: Content, now: datetime) -> Told:
    """What the presenter is told."""
    session, question = moment.found.session, _question(moment, content)
    revealed = session.phase is Phase.REVEALED
    twice = session.phase in SHOWN and session.vote == 2
    return room(moment, content, now) | {
        "here": moment.here,
        "names": sorted(name for name in moment.names if name),
        "voted": moment.voted,
        "split": _split(moment, question, typed=True) if question else [],
        "moves": moves(question, *moment.votes, revealed=revealed) if question and twice else None,
        "right": _right(moment, question) if question and revealed else None,
        "steps": session.steps,
        "agenda": _agenda(moment, content),
        "summary": _summary(moment, content) if session.phase is Phase.ENDED else None,
        "join": f"{moment.found.address}/{moment.found.code}",
    }


def count(moment: Moment) -> Told:
    """What the wall is told in between."""
    return {"here": moment.here, "voted": moment.voted}


def own(seat: Any, asked: str | None, vote: int, last: Mapping[str, Any] | None) -> Told:
    """What a student is told of their own: their last vote on the question that is asked."""
    cast = last and {"question": asked, "vote": vote, **last}
    return {"name": seat.name, "seat": seat.number, "turn": seat.turn, "vote": cast}


def _question(moment: Moment, content: Content) -> Question | None:
    if moment.found.session.phase in (Phase.LOBBY, Phase.ENDED):
        return None
    return content.questions[moment.found.question]


def _tell(moment: Moment) -> str:
    agenda, session = moment.found.agenda, moment.found.session
    if session.phase is Phase.LOBBY:
        return ""
    return agenda.close if session.phase is Phase.ENDED else agenda.entries[session.number - 1].tell


def _split(moment: Moment, question: Question, typed: bool) -> list[Told]:
    session = moment.found.session
    votes = moment.votes[session.vote - 1].values()
    return vote_counts.split(question, votes, typed=typed, revealed=session.phase is Phase.REVEALED)


def _right(moment: Moment, question: Question) -> list[float | None]:
    return [
        vote_counts.right(question, votes.values()) for votes in moment.votes[: moment.found.session.vote]
    ]


def _agenda(moment: Moment, content: Content) -> list[Told]:
    done = moment.found.session.number
    return [
        {"number": number, "ask": plain(content.questions[each.question].ask), "asked": number <= done}
        for number, each in enumerate(moment.found.agenda.entries, 1)
    ]


def _summary(moment: Moment, content: Content) -> Sequence[Told]:
    entries, shown = moment.found.agenda.entries, moment.found.session.shown
    return [
        summary(number, content.questions[each.question], *votes, revealed=number <= shown)
        for number, (each, votes) in enumerate(zip(entries, moment.history, strict=False), 1)
    ]
