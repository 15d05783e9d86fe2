"""What each paragraph of a DOCX file is: a heading, an item of a list, code, or plain text."""

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.qualified_names import attribute, child
from index.documents.formats.office.table_rows import text_of
from index.documents.formats.office.word.word_numbering import ListMark, WordNumbering
from index.documents.formats.office.word.word_runs import RunReader, WordLine
from index.documents.formats.office.word.word_styles import BODY_LEVEL, WordStyles, numbering_of
from index.documents.furniture import is_headline
from index.documents.marks import LIST_MARK
from index.documents.shape import Piece, block_of
from index.records import Block, BlockKind

_LETTER = re.compile(r"[^\W\d_]")
_DEEPEST_HEADING = 6
_MOST_WORDS_IN_BOLD = 15


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph. block: what it is. group: the list that it belongs to."""

    line: WordLine
    block: Block
    pieces: list[Piece]
    group: object = None


class ParagraphReader:
    """Reads paragraphs in the order of the document, and remembers what it said of itself.

    title: in the style of titles. first_heading: the first one of any kind.
    """

    def __init__(self, styles: WordStyles, numbering: WordNumbering) -> None:
        self.title: str | None = None
        self.first_heading: str | None = None
        self._styles = styles
        self._numbering = numbering
        self._languages: Counter[str] = Counter()
        self._heading_level = 0
        self._list: object = None  # what the items under way have in common

    @property
    def language(self) -> str | None:
        """The language that most letters are said to be in, run by run; None if that is none."""
        most = self._languages.most_common(1)
        return most[0][0] or None if most else None

    def end_list(self) -> None:
        """Let the next item begin a list."""
        self._list = None

    def read(self, paragraph: etree._Element, runs: RunReader) -> WordParagraph:
        """Return a paragraph of the body."""
        style, line, mark = self._counted(paragraph, runs)
        level = self._level_of_heading(paragraph, style, line, is_item=mark is not None)
        if level:
            self._list = None
            numbered = mark is not None and mark.number is not None
            return self._heading(level, style, line, mark.text if numbered and mark else "")
        pieces = [Piece(f"{mark.text} "), *line.pieces] if mark else line.pieces
        if mark or LIST_MARK.match(line.text.strip()):
            self._list = self._list or object()
            item = block_of(
                BlockKind.ITEM, mark.level if mark else 1, mark.number if mark else None
            )
            return WordParagraph(line, item, pieces, self._list)
        if line.text.strip():
            self._list = None
        return WordParagraph(line, block_of(self._kind(style)), pieces)

    def in_cell(self, paragraph: etree._Element, runs: RunReader) -> WordLine:
        """Return a paragraph in a cell of a table, with its mark if it is an item of a list."""
        _, line, mark = self._counted(paragraph, runs)
        if mark:
            line.pieces.insert(0, Piece(f"{mark.text} "))
        return line

    def _counted(
        self, paragraph: etree._Element, runs: RunReader
    ) -> tuple[str, WordLine, ListMark | None]:
        """Return the style of a paragraph, what it holds, and the mark before it."""
        properties = child(paragraph, "w:pPr")
        style = attribute(child(properties, "w:pStyle"), "w:val")
        line = runs.line_of(paragraph)
        self._languages += line.languages
        number, level = numbering_of(properties)
        number_of_style, level_of_style = self._styles.numbering(style)
        number = number_of_style if number is None else number
        level = level_of_style if level is None else level
        if number is None or not line.text.strip():
            return style, line, None
        return style, line, self._numbering.count(number, level or 0)

    def _kind(self, style: str) -> BlockKind:
        if self._styles.is_code(style):
            return BlockKind.CODE
        if self._styles.is_quotation(style):
            return BlockKind.QUOTATION
        return BlockKind.NOTE if self._styles.is_caption(style) else BlockKind.PARAGRAPH

    def _heading(self, level: int, style: str, line: WordLine, number: str) -> WordParagraph:
        text = text_of(line.pieces)
        self.first_heading = self.first_heading or text or None
        if self._styles.is_title(style):
            self.title = self.title or text or None
        on_one_line = [one._replace(text=one.text.replace("\n", " ")) for one in line.pieces]
        pieces = [Piece(f"{number} "), *on_one_line] if number and text else on_one_line
        return WordParagraph(line, block_of(BlockKind.HEADING, level), pieces)

    def _level_of_heading(
        self, paragraph: etree._Element, style: str, line: WordLine, is_item: bool
    ) -> int:
        """Return the level of a heading; 0 of what is none.

        A line in bold that is no sentence is one too, below the last that says that it is one.
        """
        outline = attribute(child(paragraph, "w:pPr", "w:outlineLvl"), "w:val")
        level = self._styles.heading_level(style)
        if outline.isdecimal():
            level = int(outline) + 1 if int(outline) < BODY_LEVEL else 0
        if level:
            self._heading_level = level
            return level
        text = line.text.strip()
        in_bold = line.letters > 1 and line.in_bold == line.letters and not is_item
        stands_alone = "\n" not in text and is_headline(text) and _LETTER.search(text) is not None
        if in_bold and stands_alone and len(text.split()) <= _MOST_WORDS_IN_BOLD:
            return min(self._heading_level + 1, _DEEPEST_HEADING)
        return 0
