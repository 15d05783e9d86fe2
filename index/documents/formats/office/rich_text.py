"""Reads RTF: striprtf turns it into lines of text, and its encodings into Unicode.

What striprtf leaves out and what it has no mark for is marked in the source before: headings,
footnotes, the ends of cells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from index.documents.formats.decoding.damages import damage_named
from index.documents.formats.office.properties import Properties, properties_of
from index.documents.formats.office.table_rows import add_rows
from index.documents.marks import LIST_MARK
from index.documents.shape import Piece, TextBuilder, block_of
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Block, BlockKind, RawDocument

# Marks in the text, of the characters that Unicode leaves to private use.
_HEADING, _ITEM = 0xF8D0, 0xF8E0  # with those of each level after it
_BULLET, _NOTE, _CELL, _ROW, _ROW_END = range(0xF8EB, 0xF8F0)
_MARKED = re.compile(f"[{chr(_HEADING)}-{chr(_ROW_END)}]")
_LEVELS = 9
_WHOLE_ROW = re.compile(f"{chr(_ROW)}(.*?){chr(_ROW_END)}", re.DOTALL)
_SYMBOL = re.compile("[\uf000-\uf0ff]")  # of a font of symbols
_LEVEL = re.compile(r"\\(outlinelevel|ilvl)([0-8])(?!\d)")
_MARK_OF_ITEM = re.compile(r"(?P<bullet>[^\w\s(]|o)\t|(?P<number>\(?\w{1,5}(?:\.\w{1,3})*[.)]?)\t")
_MARKS_OF_WORDS = {
    re.compile(r"\\listtext(?![a-z])"): _BULLET,
    re.compile(r"\\(?:nest)?cell(?![a-z])"): _CELL,
    re.compile(r"\\trowd(?![a-z])"): _ROW,
    re.compile(r"\\row(?![a-z])"): _ROW_END,
}
_NOTE_START = re.compile(r"\{[^{}\\]*(?:\\\*)?\\footnote(?![a-z])(?:\\ftnalt)?")
_PICTURE = re.compile(r"[0-9a-fA-F\r\n]{200,}+")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_HIDDEN = re.compile(r"\{[^{}]*\\v(?![a-z0-9])[^{}]*\}")
_ESCAPED_OR_BRACE = re.compile(r"\\[\\{}]|[{}]")


@damage_named
def read_rtf(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the document. Raises Unreadable."""
    source = _source(original.data)
    said = _properties(source)
    body, notes = _without_notes(_marked(source))
    lines = [*_LinesOfText(_text(body))]
    builder = TextBuilder()
    places = _add_lines(builder, lines)
    for number, note in enumerate(notes):
        block = replace(block_of(BlockKind.NOTE), under=places.get(number))
        builder.add(block, [Piece(_MARKED.sub("", _text(_alone(source, note))))])
    text, shape = builder.build()
    if not text:
        raise Unreadable("it holds no text", FileStatus.EMPTY)
    headings = [line.text for line in lines if line.level]
    title = said.title or (headings[0] if headings else None)
    yield RawDocument(original.name, text, title=title, shape=shape, author=said.author)


def _source(data: bytes) -> str:
    """Return the source as characters; most programs write nothing but ASCII."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("no RTF is in it")
    told = _CODE_PAGE.search(data[:2000].decode("latin-1"))
    try:
        return data.decode(f"cp{told[1]}" if told else "cp1252", "replace")
    except LookupError:
        return data.decode("latin-1")


def _marked(source: str) -> str:
    """Return the source without pictures and hidden text, with marks for what has none."""
    source = _HIDDEN.sub("", _PICTURE.sub("", source)).replace("\\bin ", "")
    source = _LEVEL.sub(lambda of: rf"{of[0]}{_mark_of_level(of[1], int(of[2]))}", source)
    for word, mark in _MARKS_OF_WORDS.items():
        source = word.sub(lambda _, code=mark: _character(code), source)  # type: ignore[misc]
    # As it is written usually, striprtf would put the address behind the words of a link.
    return source.replace(r"\fldinst{", r"\fldinst {")


def _mark_of_level(word: str, level: int) -> str:
    return _character((_ITEM if word == "ilvl" else _HEADING) + level)


def _character(code: int) -> str:
    return rf"{{\uc1\u{code - 0x10000}?}}"


def _without_notes(source: str) -> tuple[str, list[str]]:
    """Return the source with a mark for each footnote, and what these hold."""
    parts, notes, start = [], [], 0
    for note in _NOTE_START.finditer(source):
        if note.start() >= start:
            end = _end_of_group(source, note.start())
            parts += [source[start : note.start()], _character(_NOTE)]
            notes.append(source[note.end() : end - 1])
            start = end
    return "".join([*parts, source[start:]]), notes


def _end_of_group(source: str, start: int) -> int:
    """Return where the group that begins at `start` ends."""
    depth = 0
    for brace in _ESCAPED_OR_BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.end()
    return len(source)


def _alone(source: str, content: str) -> str:
    """Return a document that holds nothing but a part of `source`, with its fonts."""
    fonts = source.find("{\\fonttbl")
    table = source[fonts : _end_of_group(source, fonts)] if fonts >= 0 else ""
    head = source[: fonts if fonts >= 0 else source.find("\\", 5)]
    return f"{head}{table}{{{content}}}}}"


def _text(source: str) -> str:
    """Return the text of a source. A character beyond the first 65,536 is written as a pair."""
    text: str = rtf_to_text(source, errors="replace")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _properties(source: str) -> Properties:
    found = {}
    for name in ("title", "author"):
        at = source.rfind(f"{{\\{name} ")  # the last one is in Unicode, if one is
        if at >= 0:
            content = source[at + len(name) + 2 : _end_of_group(source, at) - 1]
            found[name] = _text(_alone(source, content))
    return properties_of(found.get("title", ""), found.get("author", ""), "")


@dataclass(frozen=True, slots=True)
class RtfLine:
    """A paragraph or a row.

    level: of a heading. depth: of an item of a list. cells: of a row. notes: how many
    it refers to.
    """

    text: str
    level: int = 0
    depth: int = 0
    cells: tuple[str, ...] = ()
    notes: int = 0


class _LinesOfText:
    """Parts a text with marks into paragraphs and rows."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._depth = 1  # of lists: it stays as it is until something else is said

    def __iter__(self) -> Iterator[RtfLine]:
        start = 0
        for row in _WHOLE_ROW.finditer(self._text):
            yield from self._paragraphs(self._text[start : row.start()])
            cells = [_clean(cell) for cell in row[1].split(chr(_CELL))]
            if any(cells):
                notes = row[0].count(chr(_NOTE))
                yield RtfLine(" ".join(cells), cells=tuple(cells[:-1]), notes=notes)
            start = row.end()
        yield from self._paragraphs(self._text[start:])

    def _paragraphs(self, text: str) -> Iterator[RtfLine]:
        for line in text.split("\n"):
            content = _clean(line)
            headings, items = _levels(line, _HEADING), _levels(line, _ITEM)
            is_item = chr(_BULLET) in line
            self._depth = items[0] if items else (self._depth if is_item else 1)
            if content:
                yield RtfLine(
                    content,
                    level=headings[0] if headings else 0,
                    depth=self._depth if is_item else 0,
                    notes=line.count(chr(_NOTE)),
                )


def _levels(line: str, first: int) -> list[int]:
    """Return the levels, from 1, that marks in a line tell, of which the first one is `first`."""
    levels = [ord(mark) - first + 1 for mark in _MARKED.findall(line)]
    return [level for level in levels if 0 < level <= _LEVELS]


def _clean(text: str) -> str:
    """Return a text without marks; a symbol before it is a bullet, others are not known."""
    text = _MARKED.sub("", text.replace("\xad", "")).strip()
    return _SYMBOL.sub("", f"- {text[1:].lstrip()}" if _SYMBOL.match(text) else text)


def _add_lines(builder: TextBuilder, lines: list[RtfLine]) -> dict[int, int | None]:
    """Append lines; return the place of what refers to each note, by the note's number."""
    places: dict[int, int | None] = {}

    def note(line: RtfLine, place: int | None) -> None:
        for _ in range(line.notes):
            places[len(places)] = place

    for is_row, run in groupby(lines, lambda line: bool(line.cells)):
        if is_row:
            rows = [*run]
            cells = [[[Piece(cell)] for cell in row.cells] for row in rows]
            for row, place in zip(rows, add_rows(builder, cells), strict=True):
                note(row, place)
            continue
        group = object()
        for line in run:
            block, text = _block(line)
            in_list = group if block.kind is BlockKind.ITEM else None
            place = builder.add(block, [Piece(text.replace("\t", " "))], in_list)
            note(line, place)
    return places


def _block(line: RtfLine) -> tuple[Block, str]:
    """Return what a paragraph is, and its text, with the mark of an item before it."""
    if line.level:
        return block_of(BlockKind.HEADING, line.level), line.text
    told = _MARK_OF_ITEM.match(line.text) if line.depth else None
    if told and told["bullet"]:
        return block_of(BlockKind.ITEM, line.depth), f"- {line.text[told.end() :]}"
    mark = told or LIST_MARK.match(line.text)
    if not mark:
        return block_of(BlockKind.PARAGRAPH), line.text
    number = re.search(r"\d+", mark[0])
    depth = max(1, line.depth)
    return block_of(BlockKind.ITEM, depth, int(number[0]) if number else None), line.text
