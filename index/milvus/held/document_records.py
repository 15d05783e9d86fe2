"""A document without its text, and its shape, as records."""

from typing import Any, NamedTuple

from index.records import Block, BlockKind, Document, Link, Origin, Place, Shape, Span
from index.storage.shapes.shape_tables import shape_hash
from index.storage.tables.document_conditions import DocumentField
from index.storage.texts_records import DocumentHead, DocumentSummary, Version

Range = tuple[int, int]


class DocumentRecord(NamedTuple):
    """A document as JSON holds it.

    tail: its text after the last passage. passages, sentences, words: the rows of its own, each the
    first and the one after the last. shape: the hash of its shape, in hexadecimal. leader: the row
    of the document that leads its cluster.
    """

    document_id: str
    title: str
    sha256: str
    published: str | None
    stale: bool
    characters: int
    tail: str
    passages: list[int]
    sentences: list[int]
    words: list[int]
    shape: str
    leader: int
    superseded_by: str | None
    file: str
    author: str | None
    site: str | None
    language: str | None
    url: str | None
    warnings: list[str]
    superseded: str | None

    @property
    def origin(self) -> Origin:
        """Where the document comes from."""
        return Origin(
            self.file,
            self.author,
            self.site,
            self.language,
            self.url,
            tuple(self.warnings),
            self.superseded,
        )

    def head(self, row: int) -> DocumentHead:
        """Return what lists need of the document at this row."""
        return DocumentHead(
            *(self.document_id, row, self.title, self.published, self.stale),
            self.author,
            self.site,
        )

    def summary(self) -> DocumentSummary:
        """Return what lists show of the document."""
        return DocumentSummary(
            *(self.document_id, self.title, self.sha256, self.published, self.stale),
            self.characters,
            self.passages[1] - self.passages[0],
            *(self.author, self.site, self.language, self.url),
        )

    def version(self, row: int) -> Version:
        """Return what builds compare of the document at this row."""
        return Version(
            *(row, self.title, self.sha256, self.published, self.stale),
            bytes.fromhex(self.shape),
            self.origin,
            *(_range(self.passages), _range(self.sentences), _range(self.words)),
        )

    def fields(self) -> dict[DocumentField, str | None]:
        """Return what documents are filtered by."""
        return {field: getattr(self, field.value) for field in DocumentField}


def _range(rows: list[int]) -> Range:
    return rows[0], rows[1]


def record_of(document: Document, version: Version, leader: int) -> DocumentRecord:
    """Return the record of a document. version: how it stands in its generation."""
    d, origin = document, document.origin
    return DocumentRecord(
        *(d.document_id, d.title, d.sha256, d.published, d.stale, len(d.text)),
        "",
        *(list(version.passages), list(version.sentences), list(version.words)),
        shape_hash(d.shape).hex(),
        leader,
        d.superseded_by,
        origin.file,
        *(origin.author, origin.site, origin.language, origin.url),
        list(origin.warnings),
        origin.superseded,
    )


def shape_record(shape: Shape) -> list[Any]:
    """Return a shape as JSON holds it."""
    blocks = [
        [
            *(b.kind.value, b.start, b.end, b.level, b.number, b.language, b.header),
            [[cell.start, cell.end] for cell in b.cells],
            b.under,
        ]
        for b in shape.blocks
    ]
    links = [[link.start, link.end, link.href] for link in shape.links]
    places = [[p.kind, p.value, p.start, p.end, p.label] for p in shape.places]
    return [blocks, links, places]


def shape_in(record: list[Any]) -> Shape:
    """Return the shape in a record. Raises ValueError, TypeError where it cannot be."""
    blocks, links, places = record
    return Shape(
        tuple(_block(*block) for block in blocks),
        tuple(Link(*link) for link in links),
        tuple(Place(*place) for place in places),
    )


def _block(*known: Any) -> Block:
    kind, start, end, level, number, language, header, cells, under = known
    spans = tuple(Span(*cell) for cell in cells)
    return Block(BlockKind(kind), start, end, level, number, language, header, spans, under)
