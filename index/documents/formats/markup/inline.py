"""The text of a line of Markdown: pieces without marks of emphasis, some of them links."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from index.documents.formats.markup.html_text import (
    STRUCK,
    HtmlTag,
    as_power,
    is_strike,
    is_unseen,
    may_be_title,
)
from index.documents.marks import BOXES
from index.documents.shape import Piece

_ATTRIBUTES = re.compile(r"\s*\{\s*[#.:][^{}]*\}\s*\Z|\s+\{docsify-[\w-]+\}\s*\Z")
_COMMAND = re.compile(r"\\[A-Za-z]{3,}\*?(?:\{-?\d[^{}]*\})?\s*")  # of TeX
_LONGEST_BADGE = 3  # words; what is longer says what a picture shows


class Inline(NamedTuple):
    """What stands in a paragraph, a heading or a cell. notes: the footnotes it refers to."""

    pieces: list[Piece]
    notes: list[int]


def inline_of(children: Sequence[Token]) -> Inline:
    """Return the text of inline tokens. What is struck out keeps its marks, to be told as such."""
    pieces: list[Piece] = []
    notes: list[int] = []
    hrefs: list[str | None] = []  # of the links under way
    unseen: str | None = None  # the element under way whose text no browser shows
    raised = False
    for child in children:
        if child.type == "link_open":
            hrefs.append(str(child.attrGet("href") or "") or None)
        elif child.type == "link_close" and hrefs:
            hrefs.pop()
        elif child.type == "footnote_ref":
            notes.append(child.meta["id"])
        elif child.type == "html_inline":
            tag = HtmlTag(child.content)
            if unseen:
                unseen = None if tag.closing and tag.name == unseen else unseen
                pieces.append(Piece(""))
            elif is_unseen(tag.name, tag.attributes):
                unseen = None if tag.closing else tag.name
            elif tag.name == "a":
                hrefs = hrefs[:-1] if tag.closing else [*hrefs, tag.attributes.get("href")]
            else:
                raised = not tag.closing if tag.name == "sup" else raised
                pieces.append(Piece(_text_of_tag(tag), hrefs[-1] if hrefs else None))
        elif not unseen:
            text = as_power(_text_of(child)) if raised else _text_of(child)
            pieces.append(Piece(text, hrefs[-1] if hrefs else None))
    return Inline(_closed_up(pieces), notes)


def _closed_up(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that hold text, with one blank where something between two was no text, and
    none at the start of a line.
    """
    kept: list[Piece] = []
    gap = False
    for piece in pieces:
        gap = gap or not piece.text
        text = piece.text
        if kept and kept[-1].text.endswith((" ", "\n") if gap else "\n"):
            text = text.lstrip(" ")
        if text:
            kept.append(piece._replace(text=text))
            gap = False
    return kept


def _text_of(token: Token) -> str:
    if token.type == "image":
        return "".join(piece.text for piece in inline_of(token.children or []).pieces)
    if token.type in ("s_open", "s_close"):
        return STRUCK
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    return token.content if token.type in ("text", "code_inline") else ""


def _text_of_tag(tag: HtmlTag) -> str:
    if tag.name == "br":
        return "\n"
    if tag.name == "img":
        return tag.attributes.get("alt") or ""
    if tag.name == "input" and tag.attributes.get("type") == "checkbox":
        return BOXES["checked" in tag.attributes]
    return STRUCK if is_strike(tag.name) else ""


def without_attributes(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a heading without the list of attributes after it ("{#id}")."""
    if not pieces:
        return []
    last = pieces[-1]
    return [*pieces[:-1], last._replace(text=_ATTRIBUTES.sub("", last.text))]


def is_no_text(children: Sequence[Token]) -> bool:
    """Whether a paragraph is nothing but badges, or a command of TeX."""
    if len(children) == 1 and children[0].type == "text":
        return _COMMAND.fullmatch(children[0].content) is not None
    return _is_row_of_pictures(children)


def _is_row_of_pictures(children: Sequence[Token]) -> bool:
    """Whether a paragraph is nothing but badges: pictures with few words, several or linked."""
    pictures = [child for child in children if child.type == "image"]
    linked = any(child.type == "link_open" for child in children)
    others = ("image", "link_open", "link_close", "softbreak", "hardbreak")
    return (
        len(pictures) > (0 if linked else 1)
        and all(child.type in others or not child.content.strip() for child in children)
        and all(len(_text_of(picture).split()) <= _LONGEST_BADGE for picture in pictures)
    )


def bold_first_line(children: Sequence[Token]) -> int:
    """Return how many tokens make a first line in bold that stands for a heading; 0 without one.

    It is a line of its own and no sentence, though it may be a question.
    """
    ends = [n for n, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
    end = ends[0] if ends else len(children)
    line = [child for child in children[:end] if child.type != "text" or child.content.strip()]
    types = [child.type for child in line]
    if types[:1] != ["strong_open"] or types[-1] != "strong_close" or types.count(types[-1]) != 1:
        return 0
    text = "".join(piece.text for piece in inline_of(line).pieces).strip()
    return end if may_be_title(text) else 0
