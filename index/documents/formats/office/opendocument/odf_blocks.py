"""Appends the content of an OpenDocument file: headings, paragraphs, lists, tables, frames."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from index.documents.formats.decoding.qualified_names import attribute, children, name_of
from index.documents.formats.office.opendocument.odf_lines import OdfLine, line_of
from index.documents.formats.office.opendocument.odf_lists import OdfCounter, OdfList
from index.documents.formats.office.opendocument.odf_styles import OdfStyles
from index.documents.formats.office.opendocument.odf_tables import odf_rows
from index.documents.formats.office.table_rows import add_rows, in_one, text_of
from index.documents.furniture import is_headline
from index.documents.shape import Piece, TextBuilder, block_of
from index.records import BlockKind

_LETTER = re.compile(r"[^\W\d_]")
_MOST_WORDS_IN_BOLD = 15
_LINES = ("text:p", "text:h")
_TRANSPARENT = frozenset(
    "text:section text:bibliography text:index-body text:numbered-paragraph draw:text-box draw:g"
    " draw:a draw:frame draw:custom-shape draw:rect draw:ellipse draw:circle draw:polygon draw:path"
    " draw:line draw:connector draw:caption".split()
)


@dataclass(frozen=True, slots=True)
class _Within:
    """The item of a list in which a block stands.

    mark: of the item, where the block is its first. place: of the first, where it is another one.
    """

    group: object = None
    level: int = 0
    mark: str = ""
    number: int | None = None
    place: int | None = None


class OdfWriter:
    """Appends the blocks of one document. title: in the style of titles."""

    def __init__(self, builder: TextBuilder, styles: OdfStyles) -> None:
        self.title: str | None = None
        self.first_heading: str | None = None
        self._builder = builder
        self._styles = styles
        self._counter = OdfCounter(styles)
        self._heading_level = 0
        self._notes: list[tuple[int | None, etree._Element]] = []
        self._code: list[Piece] = []  # the lines under way

    def add_all(self, container: Iterable[etree._Element]) -> None:
        """Append what a body, a cell or a frame holds."""
        for one in container:
            name = name_of(one)
            if name in _LINES:
                self._add_line(one, _Within())
                continue
            self._end_code()
            if name == "text:list":
                self._add_list(one)
            elif name == "table:table":
                self._add_table(one)
            elif name in _TRANSPARENT and attribute(one, "text:display") != "none":
                self.add_all(one)
        self._end_code()

    def add_title(self, container: etree._Element) -> None:
        """Append the text of a frame as a heading."""
        lines = [line_of(one, self._styles) for one in container.iter() if name_of(one) in _LINES]
        self._add_heading(1, [piece for line in lines for piece in (*line.pieces, Piece(" "))])

    def add_notes(self) -> None:
        """Append the notes so far, each under what refers to it."""
        notes, self._notes = self._notes, []
        for under, body in notes:
            for one in body.iter():
                if name_of(one) in _LINES:
                    block = replace(block_of(BlockKind.NOTE), under=under)
                    self._builder.add(block, line_of(one, self._styles).pieces)

    def _add_line(self, element: etree._Element, within: _Within) -> int | None:
        """Append a paragraph or a heading; return its place."""
        line = line_of(element, self._styles)
        style = attribute(element, "text:style-name")
        if self._styles.is_code(style) and not within.level:
            self._code += [*line.pieces, Piece("\n")]
            return None
        self._end_code()
        place = self._add_dressed(element, style, line, within)
        self._notes += [(place, note) for note in line.notes]
        for frame in line.frames:
            self.add_all([frame])
        return place

    def _add_dressed(
        self, element: etree._Element, style: str, line: OdfLine, within: _Within
    ) -> int | None:
        if not line.text.strip():
            return None
        level = self._level_of_heading(element, style, line, bool(within.level))
        if level:
            number = within.mark if within.number is not None else ""
            if not within.level and name_of(element) == "text:h":
                number = self._counter.count_heading(level)
            if self._styles.is_named(style, "title"):
                self.title = self.title or text_of(line.pieces)
            return self._add_heading(level, line.pieces, number)
        if within.mark:
            item = block_of(BlockKind.ITEM, within.level, within.number)
            return self._builder.add(item, [Piece(f"{within.mark} "), *line.pieces], within.group)
        block = replace(block_of(self._kind(style)), under=within.place)
        return self._builder.add(block, line.pieces)

    def _kind(self, style: str) -> BlockKind:
        if self._styles.is_named(style, "quotations"):
            return BlockKind.QUOTATION
        if self._styles.is_named(style, "caption"):
            return BlockKind.NOTE
        return BlockKind.PARAGRAPH

    def _level_of_heading(
        self, element: etree._Element, style: str, line: OdfLine, is_item: bool
    ) -> int:
        """Return the level of a heading; 0 of what is none.

        A line in bold that is no sentence is one too, below the last that says that it is one.
        """
        if name_of(element) == "text:h":
            told = attribute(element, "text:outline-level")
            self._heading_level = max(1, int(told)) if told.isdecimal() else 1
            return self._heading_level
        if self._styles.is_named(style, "title"):
            return 1
        text = line.text.strip()
        in_bold = line.letters > 1 and line.in_bold == line.letters and not is_item
        stands_alone = "\n" not in text and is_headline(text) and _LETTER.search(text) is not None
        if in_bold and stands_alone and len(text.split()) <= _MOST_WORDS_IN_BOLD:
            return self._heading_level + 1
        return 0

    def _add_heading(self, level: int, pieces: Sequence[Piece], number: str = "") -> int | None:
        text = text_of(pieces)
        self.first_heading = self.first_heading or text or None
        on_one_line = [one._replace(text=one.text.replace("\n", " ")) for one in pieces]
        numbered = [Piece(f"{number} "), *on_one_line] if number and text else on_one_line
        return self._builder.add(block_of(BlockKind.HEADING, level), numbered)

    def _end_code(self) -> None:
        """Append the lines of code under way as one block."""
        self._builder.add(block_of(BlockKind.CODE), self._code)
        self._code = []

    def _add_list(self, element: etree._Element) -> None:
        under_way = self._counter.begin(element)
        self._add_items(element, under_way, under_way.style, _Within(group=element, level=1))
        self._counter.end(under_way)

    def _add_items(
        self, element: etree._Element, under_way: OdfList, style: str, within: _Within
    ) -> None:
        for item in children(element, "text:list-item", "text:list-header"):
            here = within
            parts = [*item]
            if name_of(item) == "text:list-item" and parts and name_of(parts[0]) in _LINES:
                mark, number = self._counter.count(under_way, within.level, item, style)
                here = replace(within, mark=mark, number=number)
            for one in parts:
                name = name_of(one)
                if name in _LINES:
                    place = self._add_line(one, here)
                    here = replace(here, mark="", number=None, place=here.place or place)
                elif name == "text:list":
                    inner = attribute(one, "text:style-name") or style
                    deeper = _Within(group=within.group, level=within.level + 1)
                    self._add_items(one, under_way, inner, deeper)

    def _add_table(self, table: etree._Element) -> None:
        """Append the rows of a table, or what is in its cells where it is only a frame."""
        rows = odf_rows(table)
        if max((len(row.own_cells) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row.own_cells:
                    self.add_all(cell)
            return
        lines = {cell: self._lines_in(cell) for row in rows for cell in row.own_cells}
        of_row = [[line for cell in row.own_cells for line in lines[cell]] for row in rows]
        bold = [sum(line.in_bold for line in row) for row in of_row]
        letters = [sum(line.letters for line in row) for row in of_row]
        in_bold = bold[:1] == letters[:1] and sum(bold[1:]) < sum(letters[1:])
        headers = [number for number, row in enumerate(rows) if row.is_header]
        cells = [
            [in_one(line.pieces for line in lines.get(cell, ())) for cell in row.cells]
            for row in rows
        ]
        places = add_rows(self._builder, cells, headers, emphasised=in_bold)
        self._notes += [
            (place, note)
            for place, row in zip(places, of_row, strict=True)
            for line in row
            for note in line.notes
        ]
        for cell, inside in lines.items():
            for inner in children(cell, "table:table"):
                self._add_table(inner)
            for line in inside:
                self.add_all(line.frames)

    def _lines_in(self, container: etree._Element) -> list[OdfLine]:
        """Return the paragraphs in a cell, also those in lists."""
        lines: list[OdfLine] = []
        for one in container:
            name = name_of(one)
            if name in _LINES:
                lines.append(line_of(one, self._styles))
            elif name in ("text:list", "text:list-item", "text:list-header", "text:section"):
                lines += self._lines_in(one)
        return lines
