"""Reads a document in reStructuredText. READ FIRST in this room.

It is read into a tree of HTML elements, which one walk turns into blocks, as it does with pages.
"""

import re

from lxml import etree

from index.documents.formats.elements.tree_text import TreeText
from index.documents.formats.rst.rst_blocks import RstBlocks
from index.documents.formats.rst.rst_inline import RstReferences, name_of
from index.documents.formats.web.page_details import day_of
from index.documents.shape import TextBuilder, normalise_piece
from index.records import RawDocument

_TAB = 8
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SUBSTITUTION = re.compile(
    r"^[ \t]*\.\. \|([^|\n]+)\|[ \t]+(?:replace|unicode)::[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.M
)
_TARGET = re.compile(r"^[ \t]*\.\. _(`[^`\n]+`|[^:\n]+):[ \t]+(\S+)[ \t]*$", re.M)
_NAMED_IN_LINE = re.compile(r"`([^`<>]{1,200}?)\s{0,20}<([^`<>\s]+)>`_(?!_)")


def read_rst(document_id: str, text: str) -> RawDocument:
    """Return the text without marks, its shape, and the title, author and date that it names."""
    text = _NO_TEXT.sub("", normalise_piece(text)).expandtabs(_TAB)
    root = etree.Element("body")
    lines = [line.rstrip() for line in text.split("\n")]
    RstBlocks(_references(text)).add_body(root, lines)
    fields = _fields(root)
    builder = TextBuilder()
    TreeText(builder).read(root)
    content, shape = builder.build()
    title = next(root.iter("h1"), None)
    return RawDocument(
        document_id=document_id,
        text=content,
        title=" ".join("".join(title.itertext()).split()) if title is not None else None,
        published=day_of(fields.get("date")),
        shape=shape,
        author=fields.get("author") or fields.get("authors"),
    )


def _references(text: str) -> RstReferences:
    """Return what names stand for anywhere in a text."""
    substitutions = {
        name_of(match[1]): " ".join(match[2].split()) for match in _SUBSTITUTION.finditer(text)
    }
    targets = {name_of(match[1]): match[2] for match in _NAMED_IN_LINE.finditer(text)}
    targets |= {name_of(match[1].strip("`")): match[2] for match in _TARGET.finditer(text)}
    return RstReferences(substitutions, targets)


def _fields(root: etree._Element) -> dict[str, str]:
    """Return the fields that a document begins with, after its title at most."""
    first = next((block for block in root if block.tag not in ("h1", "h2")), None)
    if first is None or first.tag != "dl":
        return {}
    texts = [" ".join("".join(part.itertext()).split()) for part in first]
    return dict(zip((name.lower() for name in texts[::2]), texts[1::2], strict=False))
