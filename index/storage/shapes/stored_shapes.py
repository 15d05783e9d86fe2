"""Reads the shapes of documents: whole, or the part around a span of a text."""

import itertools
import struct
from collections.abc import Iterable, Iterator, Sequence

from index.errors import GenerationDamaged
from index.records import Block, BlockKind, Link, Place, Shape, Span
from index.storage.shapes.shape_tables import BLOCK, LINK, PLACE, cells_of
from index.storage.tables.connections import Connections, SqlRow

# Blocks and links lie one after the other, so those of a span are found from the first that ends
# after its start: one look into an index, however long the document is.
_FROM_END = (
    "SELECT {columns} FROM {table} WHERE document = ?1 AND number >= (SELECT number FROM {table}"
    " WHERE document = ?1 AND end > ?2 ORDER BY end LIMIT 1) ORDER BY number"
)
_BLOCKS_FROM = _FROM_END.format(table="blocks", columns=BLOCK)
_LINKS_FROM = _FROM_END.format(table="links", columns=LINK)
# Places of one kind lie one after the other. Each kind is found from the one before it.
_KINDS = (
    "WITH RECURSIVE kinds(kind) AS (SELECT min(kind) FROM places WHERE document = ?1 UNION ALL"
    " SELECT (SELECT min(kind) FROM places WHERE document = ?1 AND kind > kinds.kind) FROM kinds"
    " WHERE kind IS NOT NULL) SELECT kind FROM kinds WHERE kind IS NOT NULL"
)
_PLACES_FROM = (
    f"SELECT {PLACE} FROM places WHERE document = ?1 AND kind = ?2 AND end > ?3 ORDER BY end"
)
# UNION, not UNION ALL: it comes to an end even where damaged blocks stand under each other.
_ABOVE = (
    "WITH RECURSIVE above(upper) AS (SELECT under FROM blocks WHERE document = ?1 AND number IN"
    " ({marks}) UNION SELECT under FROM blocks JOIN above ON document = ?1 AND number = upper)"
    f" SELECT {BLOCK} FROM above CROSS JOIN blocks ON document = ?1 AND number = upper"
    " ORDER BY number"
)


class StoredShapes:
    """The shapes of the documents of one store, read by any number of threads.

    A `document` is given by its row, a block by its number in the document, counted from 0. Every
    method raises GenerationDamaged for a row that cannot be.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def of(self, document: int) -> Shape:
        """Return the whole shape of a document; an empty one if it has none."""
        blocks = tuple(_block(row) for row in self._all("blocks", BLOCK, document))
        links = tuple(_link(row) for row in self._all("links", LINK, document))
        places = tuple(_place(row) for row in self._all("places", PLACE, document))
        return Shape(blocks, links, places)

    def blocks_between(self, document: int, span: Span) -> dict[int, Block]:
        """Return the blocks that share a character with `span`, by number and in order."""
        rows = self._rows(_BLOCKS_FROM, document, span.start)
        return _by_number(_before(span.end, rows))

    def blocks_at(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        """Return the blocks of these numbers, by number and in order, without those missing."""
        select = f"SELECT {BLOCK} FROM blocks WHERE document = ?1 AND number IN ({_marks(numbers)})"
        return _by_number(self._rows(f"{select} ORDER BY number", document, *numbers))

    def blocks_above(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        """Return the blocks that those of these numbers stand under, and what these stand under.

        They come by number and in order: headings from the outermost on, lead-ins, header rows.
        """
        select = _ABOVE.format(marks=_marks(numbers))
        return _by_number(self._rows(select, document, *numbers))

    def links_between(self, document: int, span: Span) -> list[Link]:
        """Return the links that share a character with `span`, in order."""
        rows = self._rows(_LINKS_FROM, document, span.start)
        return [_link(row) for row in _before(span.end, rows)]

    def places_at(self, document: int, span: Span) -> list[Place]:
        """Return the places that share a character with `span`: by start, the outermost first."""
        places = []
        for (kind,) in self._rows(_KINDS, document):
            rows = self._rows(_PLACES_FROM, document, kind, span.start)
            places += [_place(row) for row in _before(span.end, rows)]
        return sorted(places, key=lambda place: (place.start, -place.end))

    def _all(self, table: str, columns: str, document: int) -> Iterator[SqlRow]:
        return self._rows(
            f"SELECT {columns} FROM {table} WHERE document = ? ORDER BY number", document
        )

    def _rows(self, sql: str, *values: object) -> Iterator[SqlRow]:
        return self._connections.each(sql, *values)


def _marks(numbers: Sequence[int]) -> str:
    """Return SQL's marks for numbers that are bound after the document."""
    return ",".join(f"?{place}" for place in range(2, 2 + len(numbers)))


def _before(end: int, rows: Iterable[SqlRow]) -> Iterator[SqlRow]:
    """Yield rows, read as they are used, until one starts at `end` or after it."""
    return itertools.takewhile(lambda row: row[1] < end, rows)


def _by_number(rows: Iterable[SqlRow]) -> dict[int, Block]:
    return {row[0]: _block(row) for row in rows}


def _block(row: SqlRow) -> Block:
    number, start, end, kind, level, item, language, header, cells, under = row
    try:
        known_kind, spans = BlockKind(kind), cells_of(cells)
    except (ValueError, struct.error) as error:
        raise GenerationDamaged(
            f"the store's block {number}, characters {start} on: {error}"
        ) from error
    return Block(known_kind, start, end, level, item, language, bool(header), spans, under)


def _link(row: SqlRow) -> Link:
    return Link(*row[1:])


def _place(row: SqlRow) -> Place:
    _, start, end, kind, value, label = row
    return Place(kind, value, start, end, label)
