"""Writes the blocks of a document into one text, every piece with the page that it stands on."""

import itertools
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from index.documents.formats.pdf.blocks.drafts import Draft
from index.documents.formats.pdf.blocks.hyphens import Joints
from index.documents.formats.pdf.blocks.paragraphs import BULLET
from index.documents.formats.pdf.layout.tables import Cell, Table
from index.documents.formats.pdf.layout.text_lines import GlyphRun, TextLine
from index.documents.marks import BULLETS
from index.documents.shape import Mark, Piece, TextBuilder, block_of
from index.records import Block, BlockKind, Shape

CHARACTER = "character"


class Labels(NamedTuple):
    """How the places of a text are named.

    pages: the mark of each page by its number, if pages have marks. traced: whether each run of
    characters also has a mark, of the kind `CHARACTER`, with its page and the index of its first
    character.
    """

    pages: Mapping[int, Mark]
    traced: bool = False


def written(drafts: Sequence[Draft], joints: Joints, labels: Labels) -> tuple[str, Shape]:
    """Return the text of the blocks and its shape."""
    writer = _PageWriter(joints, labels)
    for draft in drafts:
        writer.add(draft)
    return writer.builder.build()


class _PageWriter:
    def __init__(self, joints: Joints, labels: Labels) -> None:
        self.builder = TextBuilder()
        self._joints, self._labels = joints, labels
        self._group: object = None
        self._before: Draft | None = None

    def add(self, draft: Draft) -> None:
        """Append the block, or the rows, of a draft."""
        if draft.table:
            self._add_table(draft.table)
        else:
            self._add_lines(draft)
        self._before = draft

    def _add_lines(self, draft: Draft) -> None:
        goes_on = self._before is not None and self._before.kind is draft.kind
        if not (goes_on and (draft.follows or draft.kind is BlockKind.ITEM)):
            self._group = object()
        block = block_of(draft.kind, draft.level, draft.number)
        if draft.kind is BlockKind.CODE:
            pieces = list(self._pieces(_indented(draft.lines)))
        else:
            pieces = list(self._pieces(self._joined(draft.lines)))
        if draft.kind is BlockKind.ITEM:
            pieces = _with_known_bullet(pieces)
        self.builder.add(block, pieces, self._group)

    def _add_table(self, table: Table) -> None:
        columns = len(table.rows[0])
        last = self._before.table if self._before else None
        if not (last and len(last.rows[0]) == columns and not table.header):
            self._group = object()
        for number, row in enumerate(table.rows):
            block = Block(BlockKind.ROW, 0, 0, header=table.header and number == 0)
            cells = [list(self._pieces(self._joined(cell))) for cell in row]
            self.builder.add_row(block, cells, self._group)

    def _joined(self, lines: Cell) -> Iterator[tuple[GlyphRun, TextLine]]:
        """Yield the runs of lines that belong together, each with its line."""
        for line, after in itertools.zip_longest(lines, lines[1:]):
            runs = line.runs
            cut, between = self._joints.between(line, after) if after else (False, "")
            if cut:
                runs = [*runs[:-1], runs[-1]._replace(text=runs[-1].text[:-1])]
            yield from ((run, line) for run in runs)
            if between:
                yield GlyphRun(between, -1), line

    def _pieces(self, runs: Iterator[tuple[GlyphRun, TextLine]]) -> Iterator[Piece]:
        if self._labels.traced:
            for run, line in runs:
                yield Piece(run.text, run.href, self._marks(line, run))
            return
        alike = itertools.groupby(runs, lambda pair: (pair[1].page, pair[1].read, pair[0].href))
        for (_, _, href), group in alike:
            pairs = list(group)
            yield Piece("".join(run.text for run, _ in pairs), href, self._marks(pairs[0][1]))

    def _marks(self, line: TextLine, run: GlyphRun | None = None) -> tuple[Mark, ...]:
        page = self._labels.pages.get(line.page)
        marks = [page] if page else []
        if line.read:
            marks.append(Mark("ocr", str(line.page), "read from a picture"))
        if run and run.first >= 0:
            marks.append(Mark(CHARACTER, f"{line.page}:{run.first}"))
        return tuple(marks)


def _indented(lines: Sequence[TextLine]) -> Iterator[tuple[GlyphRun, TextLine]]:
    """Yield the runs of lines of code, with the blanks that stand for gaps, and their line ends."""
    advance = statistics.median(line.box.width / max(1, len(line.text)) for line in lines) or 1.0
    margin = {page: min(n.box.left for n in lines if n.page == page) for page in _pages(lines)}
    usual = _usual_distance(lines)
    for line, after in itertools.zip_longest(lines, lines[1:]):
        right = margin[line.page]
        for number, segment in enumerate(line.segments):
            blanks = round((segment.box.left - right) / advance)
            yield GlyphRun(" " * min(200, max(bool(number), blanks)), -1), line
            yield from ((run, line) for run in segment.runs)
            right = segment.box.right
        if after:
            gap = after.page == line.page and after.base - line.base > 1.6 * usual
            yield GlyphRun("\n\n" if gap else "\n", -1), line


def _usual_distance(lines: Sequence[TextLine]) -> float:
    distances = [b.base - a.base for a, b in itertools.pairwise(lines) if b.base > a.base]
    return min(distances) if distances else 1.0


def _pages(lines: Sequence[TextLine]) -> set[int]:
    return {line.page for line in lines}


def _with_known_bullet(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of an item with a bullet that all readers of this text know as one."""
    if not BULLET.match("".join(piece.text for piece in pieces)) or pieces[0].text[0] in BULLETS:
        return pieces
    return [pieces[0]._replace(text="•" + pieces[0].text[1:]), *pieces[1:]]
