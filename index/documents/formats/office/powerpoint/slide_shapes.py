"""The shapes on a slide of a PPTX file: text, tables, groups, charts and diagrams."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.opc import Package
from index.documents.formats.decoding.qualified_names import (
    alternative,
    attribute,
    child,
    children,
    descendants,
    name_of,
)
from index.documents.formats.office.formulas import formula
from index.documents.formats.office.graphics import add_graphics
from index.documents.formats.office.numerals import as_letters, as_roman
from index.documents.formats.office.powerpoint.slide_styles import (
    Placeholder,
    SlideStyles,
    bullet_in,
    placeholder_of,
)
from index.documents.formats.office.table_rows import Cell, add_rows
from index.documents.shape import Piece, TextBuilder, block_of
from index.records import Block, BlockKind

_TITLES = ("title", "ctrTitle")
_ON = ("1", "true")
_MARKS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{} -", "Plain": "{}"}


@dataclass(frozen=True, slots=True)
class SlideShape:
    """A shape that may hold text. placeholder: what it stands for, None for one of its own."""

    element: etree._Element
    placeholder: Placeholder | None

    @property
    def kind(self) -> str:
        """The kind of the placeholder, as the file names it; "" also where there is none."""
        return self.placeholder.kind if self.placeholder else ""

    @property
    def is_title(self) -> bool:
        """Whether it is the title of its slide."""
        return self.kind in _TITLES

    @property
    def text(self) -> str:
        """What somebody typed into it: without fields, as the date and the slide's number are."""
        runs = (run for run in descendants(self.element, "a:r"))
        return "".join(one.text or "" for run in runs for one in children(run, "a:t")).strip()


def shapes_of(tree: etree._Element | None) -> Iterator[SlideShape]:
    """Yield the shapes on a slide, those in groups too, as they lie from back to front."""
    for one in tree if tree is not None else ():
        name = name_of(one)
        if name in ("p:sp", "p:graphicFrame", "p:cxnSp"):
            yield SlideShape(one, placeholder_of(one))
        elif name == "p:grpSp":
            yield from shapes_of(one)
        elif name == "mc:AlternateContent":
            yield from shapes_of(alternative(one))


class ShapeReader:
    """Appends shapes of one slide. last_pieces: of the paragraph that was appended last."""

    def __init__(
        self, builder: TextBuilder, package: Package, part: str, styles: SlideStyles | None
    ) -> None:
        self.last_pieces: list[Piece] = []
        self._builder = builder
        self._package = package
        self._part = part
        self._styles = styles
        self._related = package.relationships(part)

    def add(self, shape: SlideShape) -> None:
        """Append a shape."""
        for table in descendants(shape.element, "a:tbl"):
            self._add_table(table)
        if name_of(shape.element) == "p:graphicFrame":
            add_graphics(self._builder, self._package, self._related, shape.element)
        else:
            self._add_text(shape)

    def _add_text(self, shape: SlideShape) -> None:
        body = child(shape.element, "p:txBody")
        if shape.is_title:
            lines = [self._pieces(one) for one in children(body, "a:p")]
            joined = [piece for line in lines for piece in (*line, Piece(" "))]
            on_one_line = [one._replace(text=one.text.replace("\n", " ")) for one in joined]
            self._append(block_of(BlockKind.HEADING, 1), on_one_line)
            return
        group = object()
        counters: dict[int, int] = {}
        for paragraph in children(body, "a:p"):
            pieces = self._pieces(paragraph)
            if not any(piece.text.strip() for piece in pieces):
                continue
            item = self._item(paragraph, shape, body, counters)
            if item:
                block, mark = item
                self._append(block, [Piece(f"{mark} "), *pieces], group)
            else:
                counters.clear()
                self._append(block_of(BlockKind.PARAGRAPH), pieces)

    def _append(self, block: Block, pieces: list[Piece], group: object = None) -> None:
        self.last_pieces = pieces
        self._builder.add(block, pieces, group)

    def _item(
        self,
        paragraph: etree._Element,
        shape: SlideShape,
        body: etree._Element | None,
        counters: dict[int, int],
    ) -> tuple[Block, str] | None:
        """Return the item of a list that a paragraph is, and its mark; None if it is none."""
        properties = child(paragraph, "a:pPr")
        told = properties.get("lvl", "0") if properties is not None else "0"
        level = int(told) + 1 if told.isdecimal() else 1
        bullet = bullet_in(properties)
        if bullet is None:
            bullet = bullet_in(child(body, "a:lstStyle", f"a:lvl{min(level, 9)}pPr"))
        if bullet is None and self._styles:
            bullet = self._styles.bullet(self._part, shape.placeholder, level)
        name = "" if bullet is None else name_of(bullet)
        for deeper in [one for one in counters if one > level]:
            del counters[deeper]
        if bullet is None or name == "a:buNone":
            return None
        if name != "a:buAutoNum":
            return block_of(BlockKind.ITEM, level), "-"
        start = bullet.get("startAt", "1")
        first = int(start) if start.isdecimal() else 1
        counters[level] = counters.get(level, first - 1) + 1
        number = counters[level]
        return block_of(BlockKind.ITEM, level, number), _mark(number, bullet.get("type", ""))

    def _pieces(self, paragraph: etree._Element) -> list[Piece]:
        pieces: list[Piece] = []
        for one in paragraph:
            name = name_of(one)
            if name == "a:br":
                pieces.append(Piece("\n"))
            elif name == "a:r" or (name == "a:fld" and one.get("type") != "slidenum"):
                link = child(one, "a:rPr", "a:hlinkClick")
                target = self._related.get(attribute(link, "r:id"))
                href = target.target if target and target.is_external else None
                text = "".join(part.text or "" for part in children(one, "a:t"))
                pieces.append(Piece(text.replace("\x0b", "\n").replace("\t", " "), href))
            elif name != "a:pPr":
                pieces += (Piece(formula(part)) for part in descendants(one, "m:oMath"))
        return pieces

    def _add_table(self, table: etree._Element) -> None:
        properties = child(table, "a:tblPr")
        first_row = "" if properties is None else properties.get("firstRow", "")
        rows: list[list[Cell]] = []
        for row in children(table, "a:tr"):
            rows.append([])
            for column, cell in enumerate(children(row, "a:tc")):
                if cell.get("vMerge") in _ON and len(rows) > 1 and column < len(rows[-2]):
                    rows[-1].append(rows[-2][column])
                else:
                    rows[-1].append(self._cell(cell))
        add_rows(self._builder, rows, headers=(0,) if first_row in _ON and len(rows) > 1 else ())

    def _cell(self, cell: etree._Element) -> Cell:
        lines = [self._pieces(one) for one in children(child(cell, "a:txBody"), "a:p")]
        return [piece for line in lines for piece in (*line, Piece("\n"))]


def _mark(number: int, kind: str) -> str:
    """Return the mark of an item: "arabicPeriod" is "1.", "romanUcParenBoth" is "(I)"."""
    numeral = str(number)
    if kind.startswith("alpha"):
        numeral = as_letters(number)
    elif kind.startswith("roman"):
        numeral = as_roman(number)
    numeral = numeral.upper() if "Uc" in kind else numeral
    marks = (mark for ending, mark in _MARKS.items() if kind.endswith(ending))
    return next(marks, "{}.").format(numeral)
