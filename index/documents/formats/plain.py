"""Reads plain text: what its lines look like tells its blocks.

Blank lines part stretches. A stretch is a list, a quotation ("> "), code (indented, and looking
like it), a headline, or else a paragraph, whose lines are joined where they belong together.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from index.documents.formats.lines import is_code, joined, words_of
from index.documents.furniture import is_headline, is_page_line
from index.documents.marks import LIST_MARK
from index.documents.shape import Piece, TextBuilder, block_of, normalise_piece
from index.records import Block, BlockKind, RawDocument, Shape

_QUOTED = re.compile(r"[^\S\n]{0,3}>[^\S\n]?")
_UNDERLINE = re.compile(r"[=\-~]{3,}$")
_HASHES = re.compile(r"(#{1,6})[^\S\n]+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]")
_CODE_INDENT = 4


def read_plain(document_id: str, text: str) -> RawDocument:
    """Return the document with its shape."""
    text, shape = _PlainText(normalise_piece(text)).built()
    return RawDocument(document_id, text, shape=shape)


class _PlainText:
    """A plain text on its way to its blocks."""

    def __init__(self, text: str) -> None:
        self._builder = TextBuilder()
        self._words = words_of(text)
        lines = text.split("\n")
        tabs = [line.expandtabs(_CODE_INDENT) if line[:1] == "\t" else line for line in lines]
        self._stretches = list(_stretches(tabs))

    def built(self) -> tuple[str, Shape]:
        """Return the text and its shape."""
        for number, lines in enumerate(self._stretches):
            last = number + 1 == len(self._stretches)
            self._add(lines, first=not number, last=last)
        return self._builder.build()

    def _add(self, lines: list[str], first: bool, last: bool) -> None:
        if all(_QUOTED.match(line) for line in lines):
            self._add_quotation([_QUOTED.sub("", line, count=1) for line in lines])
            return
        if min(map(_indent, lines)) >= _CODE_INDENT and is_code(lines):
            self._add_block(block_of(BlockKind.CODE), _dedented(lines))
            return
        group = object()
        level = _heading_level(lines, first, last)
        if level:
            headline = _HASHES.sub("", lines[0].strip())
            self._add_block(block_of(BlockKind.HEADING, level), [headline], group)
            underlined = len(lines) > 1 and _UNDERLINE.match(lines[1].strip())
            lines = lines[2:] if underlined else lines[1:]
        for part in _paragraphs(lines):
            self._add_paragraph_or_list(part, group)

    def _add_quotation(self, lines: Sequence[str]) -> None:
        for part in _stretches([line.strip() for line in lines]):
            self._add_block(block_of(BlockKind.QUOTATION), joined(part, self._words))

    def _add_paragraph_or_list(self, lines: Sequence[str], group: object) -> None:
        """Add the blocks of a stretch; single line ends part them, as in the file."""
        starts = [n for n, line in enumerate(lines) if LIST_MARK.match(line.strip())]
        indents: list[int] = []  # of the item under way and those that hold it
        for start, end in itertools.pairwise(sorted({0, *starts, len(lines)})):
            part = joined([line.strip() for line in lines[start:end]], self._words)
            if start not in starts:
                self._add_block(block_of(BlockKind.PARAGRAPH), part, group)
                continue
            indent = _indent(lines[start])
            indents = [*(other for other in indents if other < indent), indent]
            number = _NUMBER.match(part[0])
            item = block_of(BlockKind.ITEM, len(indents), int(number[1]) if number else None)
            # Lines that are not indented, and do not run on from the item's, come after the list.
            inside = all(_indent(line) > indent for line in lines[start + 1 : end])
            self._add_block(item, part if inside else part[:1], group)
            if not inside:
                self._add_block(block_of(BlockKind.PARAGRAPH), part[1:], group)

    def _add_block(self, block: Block, lines: Sequence[str], group: object = None) -> None:
        self._builder.add(block, [Piece("\n".join(lines))], group)


def _stretches(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the runs of lines that are not blank."""
    for blank, run in itertools.groupby(lines, lambda line: not line.strip()):
        if not blank:
            yield list(run)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _dedented(lines: Sequence[str]) -> list[str]:
    margin = min(map(_indent, lines))
    return [line[margin:] for line in lines]


def _heading_level(lines: Sequence[str], first: bool, last: bool) -> int:
    """Return the level of the headline that a stretch begins with; 0 if it begins with none."""
    line = lines[0].strip()
    if hashes := _HASHES.match(line):
        return len(hashes[1])
    if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()) and _indent(lines[1]) < _CODE_INDENT:
        return 1 if lines[1].strip().startswith("=") else 2
    if not is_headline(line) or is_page_line(line):
        return 0
    if len(lines) == 1:
        return 0 if last else 1 if first else 2
    return 1 if first and _is_headed(line, lines[1].strip()) else 0


def _is_headed(line: str, after: str) -> bool:
    """Whether the line after a text's first one shows that it is a headline."""
    if LIST_MARK.match(after):
        return True
    return after.endswith((".", "!", "?")) and len(after.split()) >= 2 * len(line.split())


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Part a stretch where an indented first line begins a paragraph, as books set them."""
    if not lines:
        return
    margin = min(map(_indent, lines))
    part: list[str] = []
    for line in lines:
        begins = margin < _indent(line) and not LIST_MARK.match(line.strip())
        if part and begins and part[-1].rstrip().endswith((".", "!", "?", "”", '"')):
            yield part
            part = []
        part.append(line)
    yield part
