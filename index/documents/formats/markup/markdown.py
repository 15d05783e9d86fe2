"""Reads Markdown and MDX: the text without markup, in the same order, with its blocks and links."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from markdown_it.token import Token

from index.documents.formats.markup.front.front_fields import FrontMatter
from index.documents.formats.markup.front.front_matter import front_matter
from index.documents.formats.markup.html_text import add_html, may_be_title
from index.documents.formats.markup.inline import (
    bold_first_line,
    inline_of,
    is_no_text,
    without_attributes,
)
from index.documents.formats.markup.listed_lines import Listed, listed_lines, with_fields_apart
from index.documents.formats.markup.markdown_parser import Node, parse
from index.documents.formats.markup.sections import Sections
from index.documents.formats.markup.titles import (
    TITLES,
    is_callout,
    taken_title,
)
from index.documents.shape import Piece, TextBuilder, block_of
from index.records import Block, BlockKind, RawDocument, Shape

_LONGEST_BEFORE_TITLE = 200  # code points: badges, a way back, a date
_LANGUAGE = re.compile(r"[{.\s]*([\w+#-]++)(?!=)")


def read_markdown(document_id: str, text: str) -> RawDocument:
    """Return the text without markup, its shape, and the title and date of the front matter.

    Without a title there, the first heading is the title, unless it heads a later section.
    """
    return _read(document_id, text, mdx=False)


def read_mdx(document_id: str, text: str) -> RawDocument:
    """Do the same for MDX, whose imports, exports, JSX tags and expressions are no text."""
    return _read(document_id, text, mdx=True)


def _read(document_id: str, text: str, mdx: bool) -> RawDocument:
    meta, body = front_matter(text)
    reader = _MarkdownReader()
    if meta:
        reader.add_authors_and_tags(meta)
    for node in parse(body, mdx):
        reader.add(node, _Around())
    content, shape = reader.built()
    if meta and all(block.kind is BlockKind.NOTE for block in shape.blocks):
        # A page of which a template says the rest is still to be found by its title.
        reader.add_title(meta.title or PurePosixPath(document_id).stem)
        content, shape = reader.built()
    return RawDocument(
        document_id=document_id,
        text=content,
        title=(meta.title if meta else None) or reader.headline or None,
        published=meta.published if meta else None,
        shape=shape,
        author=", ".join(meta.authors) or None if meta else None,
        site=meta.site if meta else None,
        language=meta.language if meta else None,
        url=meta.url if meta else None,
        superseded=meta.superseded if meta else None,
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What a node stands in.

    kind: of its paragraphs. group: the outermost list. level: how deep it lies in lists. mark,
    number: of the item that its first paragraph is. under: the block that its blocks are about,
    where that is not told by what comes before them.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    group: object = None
    level: int = 0
    mark: tuple[Piece, ...] = ()
    number: int | None = None
    under: int | None = None


class _MarkdownReader:
    """Appends the blocks of one document.

    headline: the first heading, if it is of the first level or stands at the beginning; "" without
    any; None before there is a heading.
    """

    def __init__(self) -> None:
        self.headline: str | None = None
        self._builder = TextBuilder()
        self._sections = Sections()
        self._noted: dict[int, int | None] = {}  # the block that refers to each footnote

    def built(self) -> tuple[str, Shape]:
        """Return the text and its shape."""
        return self._builder.build()

    def add_authors_and_tags(self, meta: FrontMatter) -> None:
        """Append who wrote the document and what it is filed under, as notes."""
        for name, values in (("Author", meta.authors), ("Tags", meta.tags)):
            if values:
                piece = Piece(f"{name}: {', '.join(values)}")
                self._builder.add(block_of(BlockKind.NOTE), [piece], group=self)

    def add_title(self, title: str) -> None:
        """Append a title as a heading."""
        self._builder.add(block_of(BlockKind.HEADING, 1), [Piece(title)])

    def add(self, node: Node, around: _Around) -> int | None:
        """Append a node's blocks; return the place of the first one that is a paragraph."""
        if node.type == "heading" and not around.group:
            return self._add_heading(node, int(node.token.tag[1]))
        if node.type in ("paragraph", "heading"):
            return self._add_paragraph(node, around)
        if node.type in ("fence", "code_block"):
            self._add_code(node, around)
        elif node.type == "html_block":
            add_html(self._builder, node.token.content, None if around.group else self._sections)
        elif node.type in ("bullet_list", "ordered_list"):
            self._add_list(node, around)
        elif node.type == "dl":
            self._add_definitions(node, around)
        elif node.type == "table":
            self._add_table(node)
        else:
            self._add_container(node, around)
        return None

    def _add_container(self, node: Node, around: _Around) -> None:
        """Append what holds other blocks: a quotation, a footnote, an admonition."""
        if node.type == "blockquote" and not is_callout(node):
            around = replace(around, kind=BlockKind.QUOTATION)
        elif node.type == "footnote":
            note = self._noted.get(node.token.meta["id"])
            around = replace(around, kind=BlockKind.NOTE, under=note)
        elif node.type == "abbreviation":
            self._add_paragraph(node, replace(around, kind=BlockKind.NOTE))
        with self._under(taken_title(node), around) as inside:
            for child in node.children:
                if child.type not in TITLES:
                    self.add(child, inside)

    def _add_code(self, node: Node, around: _Around) -> None:
        language = _LANGUAGE.match(node.token.info)
        named = language[1] if language else None
        with self._under(taken_title(node), around) as inside:
            code = Block(BlockKind.CODE, 0, 0, language=named, under=inside.under)
            self._builder.add(code, [Piece(node.token.content)])

    @contextmanager
    def _under(self, title: Sequence[Piece], around: _Around) -> Iterator[_Around]:
        """Append the title of what holds blocks, if it has one; let these stand under it."""
        depth = self._sections.depth
        yield self._titled(title, around) if title else around
        if self._sections.depth > depth:
            self._sections.end(self._builder)

    def _titled(self, title: Sequence[Piece], around: _Around) -> _Around:
        """Append the title of a container; return what its blocks stand in."""
        # A document that begins with an admonition is not named after it.
        is_inside = bool(around.group) or around.under is not None
        if (
            is_inside
            or not self._sections.level
            or not may_be_title("".join(piece.text for piece in title).strip())
        ):
            place = self._builder.add(block_of(BlockKind.PARAGRAPH), title)
            return around if place is None else replace(around, under=place)
        self._builder.add(block_of(BlockKind.HEADING, self._sections.begin()), title)
        return around

    def _add_heading(self, node: Node, level: int) -> int | None:
        pieces = without_attributes(self._pieces(node))
        self._builder.leave_headings(self._sections.level)  # a line in bold is no part of it
        self._sections.level = level
        text = "".join(piece.text for piece in pieces).strip()
        if self.headline is None and text:
            heads_all = level == 1 or self._builder.length <= _LONGEST_BEFORE_TITLE
            self.headline = text if heads_all else ""
        return self._builder.add(block_of(BlockKind.HEADING, level), pieces)

    def _add_paragraph(self, node: Node, around: _Around) -> int | None:
        children = node.inline
        if is_no_text(children):
            return None
        if around.kind is BlockKind.PARAGRAPH and not around.group:
            bold = bold_first_line(children)
            heading = block_of(BlockKind.HEADING, self._sections.level + 1)
            self._builder.add(heading, inline_of(children[:bold]).pieces)
            children = children[bold:]
        before, lines = listed_lines(with_fields_apart(children))
        place = self._add_lines(before, around)
        if lines:
            self._add_listed(lines, around)
        return place

    def _add_listed(self, lines: Sequence[Listed], around: _Around) -> None:
        """Append lines of a paragraph that are a list, each beginning with its mark."""
        group = around.group or lines
        for tokens, number in lines:
            inside = _Around(group=group, level=around.level + 1, mark=(Piece(""),), number=number)
            self._add_lines(tokens, inside)

    def _add_lines(self, children: Sequence[Token], around: _Around) -> int | None:
        """Append a paragraph, or an item if it has a mark."""
        content = inline_of(children)
        kind = BlockKind.ITEM if around.mark else around.kind
        level = around.level if around.mark else 0
        block = replace(block_of(kind, level, around.number), under=around.under)
        group = around.group if around.mark else None
        pieces = [*around.mark, *content.pieces] if content.pieces else []
        place = self._builder.add(block, pieces, group)
        self._noted |= dict.fromkeys(content.notes, place)
        return place

    def _add_list(self, node: Node, around: _Around) -> None:
        inside = replace(
            around, group=around.group or node, level=around.level + 1, kind=BlockKind.PARAGRAPH
        )
        for item in node.children:
            info = item.token.info if item.token.info.isdecimal() else ""
            mark = Piece(f"{info}{item.token.markup} " if info else "- ")
            number = int(info) if info else None
            self._add_item(item, replace(inside, mark=(mark,), number=number, under=None))

    def _add_item(self, node: Node, first: _Around) -> None:
        rest = replace(first, mark=(), number=None)
        for number, child in enumerate(node.children):
            place = self.add(child, rest if number else first)
            if not number:
                rest = replace(rest, under=place)

    def _add_definitions(self, node: Node, around: _Around) -> None:
        """Append each term with its first definition as an item, further ones as items below it."""
        group = around.group or node
        term: list[Piece] = []
        for child in node.children:
            if child.type == "dt":
                term = self._pieces(child)
            else:
                level = around.level + (1 if term else 2)
                mark = (*term, Piece(": ")) if term else (Piece(""),)
                self._add_item(child, _Around(group=group, level=level, mark=mark))
                term = []

    def _add_table(self, node: Node) -> None:
        for part in node.children:
            for row in part.children:
                block = Block(BlockKind.ROW, 0, 0, header=part.type == "thead")
                self._builder.add_row(block, [self._pieces(cell) for cell in row.children], node)

    def _pieces(self, node: Node) -> list[Piece]:
        return inline_of(node.inline).pieces
