"""Appends the rows of a table to a text, and finds the one that names the columns."""

from collections.abc import Collection, Iterable, Sequence

from index.documents.header_row import header_of
from index.documents.shape import Piece, TextBuilder
from index.records import Block, BlockKind

Cell = list[Piece]


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces, on one line."""
    return " ".join("".join(piece.text for piece in pieces).split())


def add_rows(
    builder: TextBuilder,
    rows: Sequence[Sequence[Cell]],
    headers: Collection[int] = (),
    emphasised: bool = False,
) -> list[int | None]:
    """Append rows; return their places among the blocks, None for one without text.

    headers: the rows that name the columns, if the file says so. emphasised: whether the first row
    looks different from the others.
    """
    if not headers:
        found = header_of([[text_of(cell) for cell in row] for row in rows], emphasised)
        headers = () if found is None else (found,)
    group = object()
    return [
        builder.add_row(Block(BlockKind.ROW, 0, 0, header=number in headers), row, group)
        for number, row in enumerate(rows)
    ]


def in_one(paragraphs: Iterable[Sequence[Piece]]) -> list[Piece]:
    """Return the pieces of the paragraphs in a cell, each paragraph on a line."""
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        if pieces and paragraph:
            pieces.append(Piece("\n"))
        pieces += paragraph
    return pieces
