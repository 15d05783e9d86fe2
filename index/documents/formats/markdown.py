"""Reads Markdown as plain text in the same order: headings, paragraphs, "- " items, code."""

import datetime
import itertools
import re
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.records import RawDocument

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def read_markdown(document_id: str, text: str) -> RawDocument:
    """Return the text without markup, and the title and date of the front matter.

    Without a title there, the first heading is the title.
    """
    meta, body = _front_matter(text)
    tokens = _PARSER.parse(body)
    title = meta.get("title")
    return RawDocument(
        document_id=document_id,
        text=_plain(tokens),
        title=str(title).strip() or None if title else _first_heading(tokens),
        published=_date(meta.get("published", meta.get("date"))),
    )


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter, empty if there is none, and the text after it."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    try:
        meta = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError):  # ValueError: a date such as 2022-13-45
        return {}, text
    # A document may open with a rule and prose; only a mapping is front matter.
    return (meta, text[match.end() :]) if isinstance(meta, dict) else ({}, text)


def _date(value: object) -> str | None:
    """Return the date or the time in ISO 8601; None if it is neither."""
    if isinstance(value, datetime.date):  # a datetime is a date too
        return value.isoformat()
    try:
        return datetime.datetime.fromisoformat(str(value)).isoformat() if value else None
    except ValueError:
        return None


def _first_heading(tokens: list[Token]) -> str | None:
    for token, content in itertools.pairwise(tokens):
        if token.type == "heading_open":
            return _inline(content).strip() or None
    return None


def _plain(tokens: list[Token]) -> str:
    """Return the text of all blocks.

    A blank line parts blocks; a line end parts the items of a list and the rows of a table.
    """
    lines: list[str] = []
    bullet = ""
    row: list[str] | None = None
    for token in tokens:
        if token.type == "list_item_open":
            bullet = "- "
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            lines.append(" | ".join(row or []))
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_inline(token))
        elif token.type == "inline":
            lines.append(bullet + _inline(token))
            bullet = ""
        elif token.type in ("fence", "code_block"):
            lines += [token.content.rstrip("\n"), ""]
        if _ends_block(token):
            lines.append("")
    return "\n".join(lines)


def _ends_block(token: Token) -> bool:
    """Whether a blank line follows."""
    if token.type in ("heading_close", "bullet_list_close", "ordered_list_close", "table_close"):
        return token.level == 0
    # The paragraphs of a tight list are hidden: its items stay on lines of their own.
    return token.type == "paragraph_close" and not token.hidden


def _inline(token: Token) -> str:
    """Return the text of an inline token, without the marks of emphasis and link targets."""
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)
