"""Reads DOCX (WordprocessingML, ECMA-376 part 1): body, tables, text boxes, notes, headers."""

from collections.abc import Iterator, Sequence

from lxml import etree

from index.documents.formats.decoding.damages import damage_named
from index.documents.formats.decoding.opc import Package, open_package
from index.documents.formats.decoding.qualified_names import (
    alternative,
    attribute,
    child,
    children,
    name_of,
)
from index.documents.formats.office.graphics import add_graphics
from index.documents.formats.office.properties import properties_of_package
from index.documents.formats.office.table_rows import add_rows, in_one
from index.documents.formats.office.word.word_margins import add_headers, add_notes
from index.documents.formats.office.word.word_numbering import WordNumbering
from index.documents.formats.office.word.word_paragraphs import ParagraphReader
from index.documents.formats.office.word.word_runs import RunReader, WordLine
from index.documents.formats.office.word.word_styles import WordStyles
from index.documents.formats.office.word.word_tables import WordRow, word_rows
from index.documents.shape import Piece, TextBuilder, block_of
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import BlockKind, RawDocument, Shape

_CONTAINERS = ("w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:sdtContent")


@damage_named
def read_docx(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the document. Raises Unreadable."""
    package = open_package(original.data)
    reader = _WordReader(package)
    text, shape = reader.built()
    if not text:
        raise Unreadable("it holds no text", FileStatus.EMPTY)
    said = properties_of_package(package)
    paragraphs = reader.paragraphs
    yield RawDocument(
        document_id=original.name,
        text=text,
        title=paragraphs.title or said.title or paragraphs.first_heading,
        shape=shape,
        author=said.author,
        language=said.language or paragraphs.language,
    )


class _WordReader:
    """Appends the blocks of one document."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main_part("word/document.xml")
        self._styles = WordStyles(self._part("styles"))
        self._related = package.relationships(self._main)
        self._runs = RunReader(self._styles, self._related)
        self._builder = TextBuilder()
        self._noted: dict[tuple[str, str], int | None] = {}
        self._code: list[Piece] = []  # the lines under way
        self._initial: list[Piece] = []  # a large letter, with which the next paragraph begins
        self.paragraphs = ParagraphReader(self._styles, WordNumbering(self._part("numbering")))

    def built(self) -> tuple[str, Shape]:
        """Return the text and its shape."""
        body = child(self._package.xml(self._main), "w:body")
        if body is None:
            raise Unreadable("it has no body")
        self._add_blocks(body)
        self._end_code()
        add_notes(self._builder, self._package, self._main, self._styles, self._noted)
        title = self.paragraphs.title
        add_headers(self._builder, self._package, self._main, self._styles, title)
        return self._builder.build()

    def _part(self, kind: str) -> etree._Element | None:
        return self._package.optional_xml(next(self._package.related(self._main, kind), None))

    def _add_blocks(self, container: etree._Element) -> None:
        for one in container:
            name = name_of(one)
            if name == "w:p":
                self._add_paragraph(one)
            elif name == "w:tbl":
                self._add_table(one)
            elif name == "w:sdt":
                gallery = child(one, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
                if attribute(gallery, "w:val") != "Table of Contents":
                    self._add_blocks(one)
            elif name in _CONTAINERS:
                self._add_blocks(one)
            elif name == "mc:AlternateContent":
                self._add_blocks(alternative(one))

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        read = self.paragraphs.read(paragraph, self._runs)
        if read.block.kind is BlockKind.CODE:
            self._code += [*read.pieces, Piece("\n")]
            return
        self._end_code()
        properties = child(paragraph, "w:pPr")
        if attribute(child(properties, "w:framePr"), "w:dropCap", "none") != "none":
            self._initial = read.pieces
            return
        if not self._styles.is_contents(attribute(child(properties, "w:pStyle"), "w:val")):
            place = self._builder.add(read.block, [*self._initial, *read.pieces], read.group)
            self._initial = []
            self._noted |= dict.fromkeys(read.line.notes, place)
        self._add_drawings([read.line])

    def _end_code(self) -> None:
        """Append the lines of code under way as one block."""
        self._builder.add(block_of(BlockKind.CODE), self._code)
        self._code = []

    def _add_drawings(self, lines: Sequence[WordLine]) -> None:
        for line in lines:
            for drawing in line.drawings:
                for box in _text_boxes(drawing):
                    self._add_blocks(box)
                add_graphics(self._builder, self._package, self._related, drawing)

    def _add_table(self, table: etree._Element) -> None:
        """Append a table: its rows, or what is in its cells where it only frames or places them."""
        self._end_code()
        self.paragraphs.end_list()
        rows = word_rows(table, self._styles)
        is_frame = max((row.width for row in rows), default=0) < 2
        run: list[WordRow] = []
        for row in rows:
            if not (is_frame or row.is_layout):
                run.append(row)
                continue
            self._add_rows(run)
            run = []
            for cell in row.own_cells:
                self._add_blocks(cell)
        self._add_rows(run)
        self.paragraphs.end_list()

    def _add_rows(self, rows: Sequence[WordRow]) -> None:
        """Append rows; behind them the tables and text boxes in their cells."""
        lines = {cell: self._lines_in(cell) for row in rows for cell in row.own_cells}
        of_row = [[line for cell in row.own_cells for line in lines[cell]] for row in rows]
        bold = [sum(line.in_bold for line in row) for row in of_row]
        letters = [sum(line.letters for line in row) for row in of_row]
        in_bold = bold[:1] == letters[:1] and sum(bold[1:]) < sum(letters[1:])
        cells = [
            [in_one(line.pieces for line in lines.get(cell, ())) for cell in row.cells]
            for row in rows
        ]
        headers = [number for number, row in enumerate(rows) if row.is_header]
        places = add_rows(self._builder, cells, headers, emphasised=in_bold)
        for place, row in zip(places, of_row, strict=True):
            self._noted |= {note: place for line in row for note in line.notes}
        for cell, inside in lines.items():
            for table in children(cell, "w:tbl"):
                self._add_table(table)
            self._add_drawings(inside)

    def _lines_in(self, container: etree._Element) -> list[WordLine]:
        """Return the paragraphs in a cell."""
        lines: list[WordLine] = []
        for one in container:
            name = name_of(one)
            if name == "w:p":
                lines.append(self.paragraphs.in_cell(one, self._runs))
            elif name == "w:sdt" or name in _CONTAINERS:
                lines += self._lines_in(one)
        return lines


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the contents of the text boxes in a drawing, each once."""
    if name_of(element) == "mc:AlternateContent":
        element = alternative(element)
    for one in element:
        if name_of(one) == "w:txbxContent":
            yield one
        else:
            yield from _text_boxes(one)
