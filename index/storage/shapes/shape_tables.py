"""The tables of shapes and contexts (index.storage.shapes.contexts), and the rows of a shape.

A block, a link and a place is known by its document's row and its number there, counted from 0. So
documents are copied from one store to another by adding to their rows alone.
"""

import hashlib
import sqlite3
import struct
from collections.abc import Iterable, Iterator

from index.records import Block, Link, Place, Shape, Span
from index.storage.tables.later_tables import LaterTables

BLOCK = "number, start, end, kind, level, item, language, header, cells, under"
LINK = "number, start, end, href"
PLACE = "number, start, end, kind, value, label"
HASH = "hash"
_COLUMNS = {"blocks": BLOCK, "links": LINK, "places": PLACE, "shapes": HASH}
"""The columns of each table beside `document`, in order."""

TABLES = LaterTables(
    "shapes",
    """
CREATE TABLE {schema}.blocks (
    document INTEGER NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, kind TEXT NOT NULL, level INTEGER NOT NULL,
    item INTEGER, -- its number in its list
    language TEXT, header INTEGER NOT NULL,
    cells BLOB, -- uint32, little endian: of each cell its start and its end
    under INTEGER, -- the number of another block of the document
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX {schema}.blocks_by_end ON blocks (document, end);
CREATE TABLE {schema}.links (
    document INTEGER NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, href TEXT NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX {schema}.links_by_end ON links (document, end);
CREATE TABLE {schema}.places (
    document INTEGER NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, label TEXT,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX {schema}.places_by_end ON places (document, kind, end);
-- The SHA-256 of the whole shape of each document.
CREATE TABLE {schema}.shapes (document INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE {schema}.contexts (
    passage INTEGER PRIMARY KEY,
    -- What its sentences stand under outside it: the texts, a line each, and uint32, little endian:
    -- of each its start, its end, how many terms it has, its kind and what it stands under; and of
    -- each of these terms its number (index.storage.words.analysis).
    text TEXT NOT NULL, above BLOB NOT NULL, terms BLOB NOT NULL,
    -- uint32, little endian: of each sentence its kind and what it stands under: 0 for nothing,
    -- else 1 + the place among those above and then the sentences.
    sentences BLOB NOT NULL
) STRICT;
""",
)

_Row = tuple[object, ...]


def add_shape(connection: sqlite3.Connection, document: int, shape: Shape) -> None:
    """Write the shape of the document at this row."""
    rows = {
        "blocks": block_rows(shape.blocks),
        "links": link_rows(shape.links),
        "places": place_rows(shape.places),
        "shapes": [(shape_hash(shape),)],
    }
    for table, columns in _COLUMNS.items():
        marks = ", ".join("?" * len(columns.split(",")))
        connection.executemany(f"INSERT INTO {table} VALUES ({document}, {marks})", rows[table])


def copy_shapes(connection: sqlite3.Connection, first: int, last: int, new_first: int) -> None:
    """Copy the shapes of the documents from one row to another out of the store `other`.

    first, last: their rows there, both included. new_first: the row of the first of them here.
    """
    for table, columns in _COLUMNS.items():
        connection.execute(
            f"INSERT INTO {table} SELECT document + ?, {columns} FROM other.{table}"
            " WHERE document BETWEEN ? AND ? ORDER BY 1, 2",
            (new_first - first, first, last),
        )


def shape_hash(shape: Shape) -> bytes:
    """Return 32 bytes that are equal for equal shapes."""
    rows = (block_rows(shape.blocks), link_rows(shape.links), place_rows(shape.places))
    return hashlib.sha256(repr([*map(list, rows)]).encode()).digest()


def block_rows(blocks: Iterable[Block]) -> Iterator[_Row]:
    """Yield the columns of BLOCK for each block."""
    for number, b in enumerate(blocks):
        cells = _cells_to_bytes(b.cells) if b.cells else None
        kind, header = b.kind.value, int(b.header)
        yield number, b.start, b.end, kind, b.level, b.number, b.language, header, cells, b.under


def link_rows(links: Iterable[Link]) -> Iterator[_Row]:
    """Yield the columns of LINK for each link."""
    return ((number, link.start, link.end, link.href) for number, link in enumerate(links))


def place_rows(places: Iterable[Place]) -> Iterator[_Row]:
    """Yield the columns of PLACE for each place."""
    for number, p in enumerate(places):
        yield number, p.start, p.end, p.kind, p.value, p.label


def _cells_to_bytes(cells: tuple[Span, ...]) -> bytes:
    numbers = [number for cell in cells for number in (cell.start, cell.end)]
    return struct.pack(f"<{len(numbers)}I", *numbers)


def cells_of(cells: bytes | None) -> tuple[Span, ...]:
    """Return the spans in the column `cells`. Raises struct.error if these are not whole."""
    if cells is None:
        return ()
    numbers = struct.unpack(f"<{len(cells) // 4}I", cells)
    return tuple(map(Span, numbers[::2], numbers[1::2]))
