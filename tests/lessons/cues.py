"""What someone who knows nothing can see of options: their length, their words, their place."""

import re

from bedside.kinds import Choose
from bedside.text.markdown import plain

ABSOLUTE = re.compile(
    r"\b(always|only|never|cannot|must|every\w*|all|none|no one|nothing|any|entirely|completely)\b", re.I
)
HEDGE = re.compile(
    r"\b(may|might|about|some|sometimes|often|can|could|usually|most|mostly|likely|tends?|depends)\b", re.I
)
_DENIAL = re.compile(r"\b(no|not|without|neither|nor)\b|n't\b", re.I)
_JOINT = re.compile(r"\b(and|but|because|so|since|while|although|until|unless|if|when|or)\b", re.I)
_END = re.compile(r"[.!?;:](?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile(
    r"\b(a|an|and|are|as|at|be|but|by|for|from|has|have|he|her|his|in|is|it|its|of|on|or|she|so|that|the|their"
    r"|them|then|there|they|this|to|was|were|what|when|which|who|will|with)\b"
)


def cues(question: Choose) -> dict[str, list[float]]:
    """A figure for each option, in the order on paper, by the name of the cue.

    The place counts only where the options keep theirs: elsewhere it is new each time.
    """
    said = [plain(option.say) for option in question.shown()]
    letters, words = [len(text) for text in said], [_content(text) for text in said]
    asked, places = _content(plain(question.ask)), range(len(said))
    return {
        "letters": [length / max(letters) for length in letters],
        "longest": [float(length == max(letters)) for length in letters],
        "shortest": [float(length == min(letters)) for length in letters],
        "words": [float(len(text.split())) for text in said],
        "long words": [_mean_length(text) for text in said],
        "sentences": [_count(_END, text) for text in said],
        "absolute words": [_count(ABSOLUTE, text) for text in said],
        "hedges": [_count(HEDGE, text) for text in said],
        "denials": [_count(_DENIAL, text) for text in said],
        "joined clauses": [_count(_JOINT, text) for text in said],
        "digits": [float(any(map(str.isdigit, text))) for text in said],
        "commas": [float(text.count(",")) for text in said],
        "brackets": [float("(" in text) for text in said],
        "words of the question": [_share(own, asked) for own in words],
        "words of other options": [
            _share(own, set().union(*words[:at], *words[at + 1 :])) for at, own in enumerate(words)
        ],
        "first": [float(question.keep_order and at == 0) for at in places],
        "last": [float(question.keep_order and at == places[-1]) for at in places],
    }


def _content(text: str) -> set[str]:
    """The words that carry meaning, cut to five letters so that forms of one word agree."""
    return {word[:5] for word in _WORD.findall(_SMALL.sub(" ", text.lower()))}


def _count(what: re.Pattern[str], text: str) -> float:
    return float(len(what.findall(text)))


def _mean_length(text: str) -> float:
    words = _WORD.findall(text)
    return sum(map(len, words)) / max(1, len(words))


def _share(some: set[str], others: set[str]) -> float:
    return len(some & others) / max(1, len(some))
