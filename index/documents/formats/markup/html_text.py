"""Reads the HTML that stands in Markdown: the text inside tags, without comments and scripts."""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser

from lxml.html.defs import empty_tags

from index.documents.formats.markup.sections import Sections
from index.documents.shape import Piece, TextBuilder, block_of
from index.records import Block, BlockKind

STRUCK = "~~"
_STRIKES = ("del", "s", "strike")
_UNSEEN = ("script", "style", "template", "noscript", "svg", "textarea", "head")
_NOT_SHOWN = re.compile(r"\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*hidden\b", re.I)
_MAX_HEADING_WORDS = 25
_NUMBER = re.compile(r"[-+−]?\d+")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {
    "pre": BlockKind.CODE,
    "blockquote": BlockKind.QUOTATION,
    "figcaption": BlockKind.NOTE,
    "caption": BlockKind.NOTE,
    "dt": BlockKind.ITEM,
    "dd": BlockKind.ITEM,
}
# The elements that end a line in every browser, by the HTML standard's section on rendering.
_BLOCKS = frozenset(
    "address article aside center details dialog div dl fieldset figure footer form header hgroup"
    " hr html body legend main menu nav ol option p search section select summary table tbody tfoot"
    " thead ul".split()
)
_PARTS = frozenset("li tr td th".split())  # of lists and tables


class HtmlTag(HTMLParser):
    """One tag, read. name: None for a comment and the like. closing: whether it ends an element."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.name: str | None = None
        self.closing = False
        self.attributes: dict[str, str | None] = {}
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name, self.attributes = tag, dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.closing = self.name is None
        self.name = tag


def as_power(text: str) -> str:
    """Return what stands in `<sup>`, a number with raised digits: 10<sup>6</sup> is not 106."""
    return text.translate(_RAISED) if _NUMBER.fullmatch(text.strip()) else text


def is_strike(name: str | None) -> bool:
    """Whether what an element of this name holds is struck out."""
    return name in _STRIKES


def is_unseen(name: str | None, attributes: Mapping[str, str | None] | None = None) -> bool:
    """Whether no browser shows what an element of this name, with these attributes, holds."""
    if name in _UNSEEN or not attributes or name in empty_tags:
        return name in _UNSEEN
    if attributes.get("hidden", "until-found") != "until-found":
        return True
    return bool(_NOT_SHOWN.search(attributes.get("style") or ""))


def is_block(name: str | None) -> bool:
    """Whether an element of this name ends the line before it."""
    return name in _BLOCKS or name in _KINDS or name in _HEADINGS or name in _PARTS


def level_of_heading(name: str | None) -> int:
    """Return the level of a heading, of which this is the element's name; 0 of others."""
    return _HEADINGS.get(name or "", 0)


def may_be_title(line: str) -> bool:
    """Whether a line in bold may stand for a heading: it is no sentence, but maybe a question."""
    if not line or line.endswith((".", "!", ":", ",", ";")):
        return False
    return len(line.split()) <= _MAX_HEADING_WORDS


def add_html(builder: TextBuilder, markup: str, sections: Sections | None = None) -> None:
    """Append the blocks of a piece of HTML, of which tags may be missing.

    sections: those under way; what folds up (`<details>`) may go on behind this piece. None if it
    stands where no heading may stand, as in a list.
    """
    reader = _HtmlReader(builder, sections)
    reader.feed(markup)
    reader.close()
    reader.flush()


class _HtmlReader(HTMLParser):
    """Appends blocks as their elements end."""

    def __init__(self, builder: TextBuilder, sections: Sections | None) -> None:
        super().__init__()
        self._builder = builder
        self._sections = sections
        self._pieces: list[Piece] = []
        self._block = block_of(BlockKind.PARAGRAPH)
        self._group: object = None
        self._href: str | None = None
        self._raised = False
        self._unseen: str | None = None  # the element under way whose text no browser shows
        self._depth = 0  # how many of its name lie in each other
        self._lists: list[int | None] = []  # of each list under way the last number; None: bullets
        self._table: object = None
        self._cells: list[list[Piece]] | None = None  # of the row under way
        self._header = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if self._unseen or is_unseen(tag, attributes):
            self._unseen = self._unseen or tag
            self._depth += tag == self._unseen
        elif tag in ("td", "th") and self._cells is not None:
            self._cells.append([])
            self._header = self._header and tag == "th"
        elif tag == "tr":
            self.flush()
            self._cells, self._header = [], True
        elif tag in _STARTS:
            self.flush()
            _STARTS[tag](self, attributes)
        elif tag in _BLOCKS or tag in _KINDS or tag in _HEADINGS:
            self.flush()
            level = _HEADINGS.get(tag, 1 if _KINDS.get(tag) is BlockKind.ITEM else 0)
            kind = BlockKind.HEADING if tag in _HEADINGS else _KINDS.get(tag, BlockKind.PARAGRAPH)
            self._block = block_of(kind, level)
        else:
            self._start_inline(tag, attributes)

    def _start_inline(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "a":
            self._href = attributes.get("href")
        elif tag == "img":
            self._write(attributes.get("alt") or "")
        elif tag == "br":
            self._write("\n")
        elif tag == "sup":
            self._raised = True
        elif is_strike(tag):
            self._write(STRUCK)

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            self._depth -= tag == self._unseen
            self._unseen = self._unseen if self._depth else None
        elif tag == "a":
            self._href = None
        elif tag == "sup":
            self._raised = False
        elif is_strike(tag):
            self._write(STRUCK)
        elif tag == "tr" and self._cells is not None:
            row = Block(BlockKind.ROW, 0, 0, header=self._header)
            self._builder.add_row(row, self._cells, self._table or self)
            self._cells = None
        elif tag in _BLOCKS or tag in _KINDS or tag in _HEADINGS or tag == "li":
            self.flush()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            if tag == "details" and self._sections:
                self._sections.end(self._builder)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            data = as_power(data) if self._raised else data
            code = self._block.kind is BlockKind.CODE
            self._write(data if code else re.sub(r"\s+", " ", data))

    def _write(self, text: str) -> None:
        cell = self._cells[-1] if self._cells else self._pieces
        cell.append(Piece(text, self._href))

    def flush(self) -> None:
        """Append what was read since the last block."""
        if self._cells is None:
            self._builder.add(self._block, self._pieces, self._group)
            self._pieces, self._block, self._group = [], block_of(BlockKind.PARAGRAPH), None

    def start_list(self, attributes: dict[str, str | None], ordered: bool) -> None:
        """Begin a list."""
        start = attributes.get("start") or "1"
        first = int(start) - 1 if start.isdecimal() else 0
        self._lists.append(first if ordered else None)

    def start_item(self, _: dict[str, str | None]) -> None:
        """Begin an item of a list."""
        number = self._lists[-1] if self._lists else None
        if number is not None:
            number += 1
            self._lists[-1] = number
        self._block = block_of(BlockKind.ITEM, max(1, len(self._lists)), number)
        self._group = self
        self._pieces = [Piece("- " if number is None else f"{number}. ")]

    def start_details(self, _: dict[str, str | None]) -> None:
        """Begin what folds up."""
        if self._sections:
            self._sections.begin()

    def start_summary(self, _: dict[str, str | None]) -> None:
        """Begin what is seen of it while it is folded, which is its heading."""
        if self._sections and self._sections.depth:
            self._block = block_of(BlockKind.HEADING, self._sections.level)

    def start_table(self, _: dict[str, str | None]) -> None:
        """Begin a table."""
        self._table = object()


_STARTS: dict[str, Callable[[_HtmlReader, dict[str, str | None]], None]] = {
    "ul": lambda reader, attributes: reader.start_list(attributes, ordered=False),
    "ol": lambda reader, attributes: reader.start_list(attributes, ordered=True),
    "li": _HtmlReader.start_item,
    "table": _HtmlReader.start_table,
    "details": _HtmlReader.start_details,
    "summary": _HtmlReader.start_summary,
}
