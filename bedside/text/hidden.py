"""Characters that nobody sees and that do something all the same."""

import re
from collections.abc import Iterator

# Controls, other line ends than our own, marks that turn the direction of a line, letters lost or undefined.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\uffff"
    "\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)


def hidden(text: str) -> Iterator[str]:
    """Objections to characters that do something unseen, each named once."""
    for c in dict.fromkeys(_HIDDEN.findall(text)) if _HIDDEN.search(text) else ():
        yield f"found the hidden character U+{ord(c):04X}, expected letters and signs that can be seen"
