"""Tells a placeholder ("<name>", "List<String>") from a tag of HTML: it is text, and must stay.

Markdown takes both for HTML. No element has the placeholder's name, and nothing closes it.
"""

import re
from collections.abc import Iterator, Sequence

from lxml.html.defs import empty_tags, tags
from markdown_it.token import Token

from index.documents.formats.markup.html_text import is_block, is_unseen

_CLOSING = re.compile(r"</\s*([^\s<>/]+)")
_OPENING = re.compile(r"<([A-Za-z][\w.:-]*)((?:\s+[^\s<>=\"'/]+)*)\s*>")


def keep_placeholders(tokens: Sequence[Token]) -> None:
    """Let the placeholders among the tokens of a whole document be text."""
    html = list(_html_of(tokens))
    closed = {name.lower() for token in html for name in _CLOSING.findall(token.content)}
    for token in html:
        if token.type == "html_block":
            token.content = _OPENING.sub(
                lambda tag: _escaped(tag[0]) if _is_placeholder(tag, closed) else tag[0],
                token.content,
            )
    for token in tokens:
        children = token.children or []
        for before, child in zip([None, *children], children, strict=False):
            tag = _OPENING.fullmatch(child.content) if child.type == "html_inline" else None
            if tag and (_is_placeholder(tag, closed) or _is_compared(tag, before, closed)):
                child.type = "text"


def _html_of(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from (t for t in (token, *(token.children or ())) if t.type.startswith("html_"))


def _is_placeholder(tag: re.Match[str], closed: set[str]) -> bool:
    return not _is_element(tag[1].lower()) and tag[1].lower() not in closed


def _is_compared(tag: re.Match[str], before: Token | None, closed: set[str]) -> bool:
    """Whether what looks like a tag is part of a word: "a<b and c>d", "Set<A>"."""
    name = tag[1].lower()
    return (
        before is not None
        and before.type == "text"
        and before.content[-1:].isalnum()
        and not (name in closed or name in empty_tags or is_block(name) or is_unseen(name))
    )


def _is_element(name: str) -> bool:
    return name in tags or name in empty_tags or is_block(name) or is_unseen(name)


def _escaped(tag: str) -> str:
    return tag.replace("<", "&lt;").replace(">", "&gt;")
