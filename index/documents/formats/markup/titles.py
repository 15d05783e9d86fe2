"""The titles of what holds other blocks: admonitions, quotations, tabs, and of code."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from index.documents.formats.markup.inline import bold_first_line, inline_of
from index.documents.formats.markup.markdown_parser import Node
from index.documents.shape import Piece

_CALLOUT = re.compile(r"\[![\w-]+\][+-]?[ \t]*(.*)")  # of Obsidian, as the title is its own
_CONTAINER = re.compile(r"[{.\s]*+[\w-]++[ \t]*+(?:\[(?P<bracketed>.*)\]|(?P<plain>[^{}=]*))$")
_OF_CODE = re.compile(r"\b(?:tab|title|filename|caption)=(?:\"([^\"]+)\"|'([^']+)')")
_TITLE_ATTRIBUTE = re.compile(r"\btitle=\"([^\"]*)\"")
TITLES = ("admonition_title", "alert_title")
"""The types of nodes that are the title of the one above them."""


def is_callout(node: Node) -> bool:
    """Whether a quotation is an admonition: "> [!NOTE]", or "> **Note**" alone in its line."""
    tokens = _first_tokens(node)
    if tokens and _CALLOUT.match(tokens[0].content):
        return True
    bold = _bold_title(node)
    return bool(bold) and " " not in "".join(token.content for token in tokens[:bold]).strip()


def taken_title(node: Node) -> Sequence[Piece]:
    """Return the title of a node, which is taken out of a quotation; none if it has none."""
    if node.type == "blockquote":
        return _taken_of_quotation(node)
    if node.type == "fence":
        of_code = _OF_CODE.search(node.token.info)  # yaml tab="Kubernetes", js title="app.js"
        return [Piece(of_code[1] or of_code[2])] if of_code else []
    if node.type == "tab":
        return [Piece(node.token.info)]
    if node.type == "container_":
        return [Piece(_title_of_container(node.token.info))]
    titles = [child for child in node.children if child.type in TITLES]
    # Without quotes it is the kind's name ("Note"), which no author wrote.
    return inline_of(titles[0].inline).pieces if titles and '"' in node.token.info else []


def _taken_of_quotation(node: Node) -> Sequence[Piece]:
    tokens = _first_tokens(node)
    callout = _CALLOUT.match(tokens[0].content) if tokens else None
    if callout:
        tokens[0].content = ""
        return [Piece(callout[1])] if callout[1] else []
    bold = _bold_title(node)
    title = inline_of(tokens[:bold]).pieces
    del tokens[:bold]
    return title


def _bold_title(node: Node) -> int:
    """Return how many tokens are a line in bold above the rest of a quotation."""
    tokens = _first_tokens(node)
    bold = bold_first_line(tokens)
    return bold if bold < len(tokens) or len(node.children) > 1 else 0


def _first_tokens(node: Node) -> list[Token]:
    is_quotation = node.type == "blockquote" and node.children
    return node.children[0].inline if is_quotation else []


def _title_of_container(info: str) -> str:
    """Return the title in what follows ":::": "tip Title", "tip[Title]", {.tip title="Title"}."""
    attribute = _TITLE_ATTRIBUTE.search(info)
    if attribute:
        return attribute[1]
    match = _CONTAINER.match(info.strip().rstrip(": "))
    return (match["bracketed"] or match["plain"] or "").strip() if match else ""
