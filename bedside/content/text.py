"""The course's Markdown: one line of text with emphasis, links and glossary words, and no raw HTML."""

import re
from collections.abc import Iterator
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_WORD = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_MARKUP = re.compile(r"[<&\[\]`*_\\]")
_LINK = re.compile(r"https://[^\s]+\Z")


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


@cache
def _markdown(html: bool) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": html})
    markdown.inline.ruler.before("link", "word", _word_rule)
    return markdown


def _tokens(text: str, html: bool) -> list[Token]:
    return _markdown(html).parseInline(text)[0].children or []


def words(text: str) -> list[str]:
    """The ids of the glossary words marked in a text, in order."""
    return [token.meta["id"] for token in _tokens(text, False) if token.type == "word"]


def objections(text: str) -> Iterator[str]:
    """What the course's Markdown does not allow in a text, each as ``found …, expected …``."""
    if any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 for c in text):
        yield "found a control character, expected plain text"
    if re.search(r"\n\s*\n", text):
        yield "found an empty line inside the text, expected one paragraph"
    for token in _tokens(text, True) if _MARKUP.search(text) else ():
        if token.type == "html_inline" and not token.content.startswith("</"):
            yield f"found the HTML {token.content[:40]!r}, expected Markdown without HTML"
        elif token.type == "image":
            yield "found a picture, expected text; drawings belong in content/figures"
        elif token.type == "link_open" and not _LINK.match(str(token.attrs["href"])):
            yield f"found a link to {str(token.attrs['href'])[:40]!r}, expected one that begins with https://"
    # markdown-it leaves a link it holds to be dangerous as text, so it is looked for there.
    for scheme in re.findall(r"(?i)(?:\]\(|<)\s*((?:javascript|vbscript|data|file)\s*:)", text):
        yield f"found a {scheme} link, expected one that begins with https://"


def html(text: str, glossary: dict[str, tuple[str, str]] | None = None) -> str:
    """A text as HTML that holds no markup but its own; glossary maps an id to (HTML id, word).

    A glossary word becomes a button that opens the element of that HTML id; without a glossary, plain text.
    """
    return "".join(_render(token, glossary or {}) for token in _tokens(text, False))


def plain(text: str, word: dict[str, str] | None = None) -> str:
    """A text without its markup, for readers and places that show none."""
    parts = []
    for token in _tokens(text, False):
        if token.type == "word":
            parts.append(token.meta["say"] or (word or {}).get(token.meta["id"], token.meta["id"]))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


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
