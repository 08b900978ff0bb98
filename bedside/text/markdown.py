"""The course's Markdown: one paragraph with emphasis, links and glossary words, and no raw HTML."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bedside.text.hidden import hidden
from bedside.text.phrases import quoted

_WORD = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_MARKUP = re.compile(r"[<&\[\]`*_\\]")
_SECURE = re.compile(r"https://[^\s]+\Z")
# Links that are none of ours stay behind as text, and so do marks that are not closed.
_LEFT = re.compile(
    r"(?i)\]\(\s*<?(?P<link>[^)>\s]*)"  # [words](address)
    r"|<(?P<auto>[a-z][a-z0-9+.-]*:[^>\s]*|[^<>\s@]+@[^<>\s]+)"  # <address>
    r"|\]\[|^\[[^\]]+\]:"  # [words][name] and [name]: address
    r"|(?P<loose>\[\[|\]\])"
)
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
# Between these a mark joins what it was not to join, and is not shown: 2*3*4 and (2)*3*(4) become 234.
_BEFORE = re.compile(r"[\w)\]}%°]\Z")
_AFTER = re.compile(r"[\w(\[{]")
_MARKS = {"em_open", "em_close", "strong_open", "strong_close", "code_inline"}
_ACUTE = re.compile("[´\u1ffd]")
_END = re.compile(r"([^ .,;:!?])[ .,;:!?]+\Z")
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛ʼ′`", "'") | dict.fromkeys("“”„‟«»", '"'))
_BLOCK = re.compile(r"(?m)^ {0,3}(#{1,6} |[-*+] |```|~~~)")


def _word_rule(state: StateInline, silent: bool) -> bool:
    """Read ``[[bone-marrow]]`` and ``[[bone-marrow|marrow]]``: a glossary word, and what to show for it."""
    found = _WORD.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("word", "", 0)
        token.meta = {"id": found[1], "say": found[2]}
    state.pos = found.end()
    return True


class _Markdown(MarkdownIt):
    """Markdown whose links lead to safe places alone."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        """Whether a link may stand."""
        return bool(_SECURE.match(url))


@cache
def _markdown(html: bool) -> MarkdownIt:
    markdown = _Markdown("commonmark", {"html": html})
    markdown.inline.ruler.before("link", "word", _word_rule)
    return markdown


def _tokens(text: str, html: bool = False) -> list[Token]:
    return _markdown(html).parseInline(text)[0].children or []


def words(text: str) -> list[str]:
    """The ids of the glossary words marked in a text, in order."""
    return [token.meta["id"] for token in _tokens(text) if token.type == "word"] if "[[" in text else []


def objections(text: str) -> Iterator[str]:
    """What the course's Markdown does not allow in a text, each as ``found …, expected …``."""
    if re.search(r"\n\s*\n", text.strip()):
        yield "found an empty line inside the text, expected one paragraph"
    if _BLOCK.search(text):
        yield "found a heading or a list, expected one paragraph"
    if _MARKUP.search(text):
        yield from _misused(text, _tokens(text, True))


def _misused(text: str, tokens: list[Token]) -> Iterator[str]:
    tags = [token.content for token in tokens if token.type == "html_inline"]
    if tags:
        yield f"found the HTML {quoted(', '.join(tags))}, expected Markdown without HTML"
    if any(token.type == "image" for token in tokens):
        yield "found a picture, expected text; drawings belong in figures/"
    if any(pair == ("link_open", "link_close") for pair in pairwise(token.type for token in tokens)):
        yield "found a link without words, expected it as: [words](https://…)"
    yield from _swallowed(tokens)
    said = "\n".join(token.content if token.type == "text" else "" for token in tokens)
    for found in _LEFT.finditer(said):
        address = found["link"] or found["auto"]
        if found["loose"]:
            yield f"found a loose {found['loose']}, expected a glossary word as: [[bone-marrow]]"
        elif address and _SECURE.match(address):
            wanted = "[words](https://…) without spaces or brackets"
            yield f"found a broken link to {quoted(address)}, expected {wanted}"
        elif address:
            yield f"found a link to {quoted(address)}, expected one that begins with https://"
        else:
            yield "found a link without an address, expected it as: [words](https://…)"
    yield from hidden("".join(dict.fromkeys(c for c in said if c not in text)))  # what &#x202e; stands for


def _swallowed(tokens: list[Token]) -> Iterator[str]:
    """Marks that a reader cannot see, since they stand within a word or a sum."""
    written, opened, marked = "", [], []
    for token in tokens:
        mark = token.markup if token.type in _MARKS else ""
        if token.nesting > 0 and mark:
            opened.append(len(written))
        written += mark + _said(token) + (mark if token.type == "code_inline" else "")
        if token.nesting <= 0 and mark:
            start = opened.pop() if token.nesting else len(written) - len(2 * mark + token.content)
            marked.append((start, len(written), mark))
    for start, end, mark in marked:
        before, after = written[:start].rstrip("*_`"), written[end:].lstrip("*_`")
        if _BEFORE.search(before) or _AFTER.match(after):
            found = written[written.rfind(" ", 0, start) + 1 : end] + written[end:].split(" ", 1)[0]
            wanted = r"expected × or \* in a sum, and marks only around whole words"
            yield f"found {quoted(found)}, of which {mark} is not shown, {wanted}"


def _said(token: Token, word: dict[str, str] | None = None) -> str:
    """What a reader sees of a token, without its markup."""
    if token.type == "word":
        name = token.meta["id"]
        return str(token.meta["say"] or (word or {}).get(name, name.replace("-", " ")))
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def html(text: str, glossary: dict[str, tuple[str, str]] | None = None) -> str:
    """A text as HTML that holds no markup but its own; glossary maps an id to (HTML id, word).

    A glossary word becomes a button that opens the element of that HTML id; without a glossary, plain text.
    """
    return "".join(_render(token, glossary or {}) for token in _tokens(text))


def plain(text: str, word: dict[str, str] | None = None) -> str:
    """A text without its markup, for readers and places that show none."""
    return "".join(_said(token, word) for token in _tokens(text))


def bare(word: str) -> str:
    """A word as a gap's words are compared: without case, accents and what nobody sees or means.

    That is outer and doubled spaces, marks of no width, a full stop or the like at its end, and whether
    quotes are curly or hyphens long. A word that is nothing but such signs stays.
    """
    letters = unicodedata.normalize("NFKD", _ACUTE.sub("'", word))  # which would be a space with an accent
    kept = (letter for letter in letters if not unicodedata.category(letter).startswith(("M", "Cf")))
    # Upper last, so that ß is SS and the two small sigmas are one; lower first, for a capital ẞ.
    said = straight("".join(kept)).lower().upper()
    return _END.sub(r"\1", _SPACES.sub(" ", said).strip(" "))


def straight(text: str) -> str:
    """A text with the hyphens and quotes of a keyboard, where it has longer or curly ones."""
    dashed = ("-" if unicodedata.category(each) == "Pd" or each == "−" else each for each in text)
    return "".join(dashed).translate(_QUOTES)


def _render(token: Token, glossary: dict[str, tuple[str, str]]) -> str:
    if token.type == "word":
        target, word = glossary.get(token.meta["id"], ("", token.meta["id"].replace("-", " ")))
        shown = escape(token.meta["say"] or word)
        if not target:
            return shown
        return f'<button type="button" class="bedside-word" popovertarget="{escape(target)}">{shown}</button>'
    if token.type == "link_open":
        return f'<a href="{escape(str(token.attrs["href"]))}" target="_blank" rel="noopener noreferrer">'
    if token.nesting:
        return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
    if token.type == "code_inline":
        return f"<code>{escape(token.content)}</code>"
    if token.type in ("softbreak", "hardbreak"):
        return " " if token.type == "softbreak" else "<br>"
    return escape(token.content)
