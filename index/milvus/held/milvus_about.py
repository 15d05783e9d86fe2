"""Shapes, related documents and files of a generation in Milvus."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from index.errors import GenerationDamaged
from index.milvus.engine.record_parts import Records, numbers_in
from index.milvus.held.document_records import DocumentRecord, shape_in
from index.milvus.held.passage_records import PassageRecord
from index.originals import FileEntry, FileReport, FileStatus
from index.records import Block, Link, Place, Rows, Shape, Span
from index.storage.related.shingles import NUMBERS, Signatures

_SHAPES_KEPT = 64


class MilvusShapes:
    """The shapes of documents, read whole; the last few are kept. See HeldShapes."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.of = lru_cache(_SHAPES_KEPT)(self._of)

    def _of(self, document: int) -> Shape:
        try:
            return shape_in(self._records.one("shape", document))
        except (ValueError, TypeError) as error:
            raise GenerationDamaged(f"the shape of document {document}: {error}") from error

    def blocks_between(self, document: int, span: Span) -> dict[int, Block]:
        return {
            number: block
            for number, block in enumerate(self.of(document).blocks)
            if block.start < span.end and block.end > span.start
        }

    def blocks_at(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        blocks = self.of(document).blocks
        return {number: blocks[number] for number in sorted({*numbers}) if number < len(blocks)}

    def blocks_above(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        above: set[int] = set()
        waiting = [*self.blocks_at(document, numbers).values()]
        while waiting:
            under = waiting.pop().under
            if under is not None and under not in above:
                above.add(under)
                waiting += self.blocks_at(document, [under]).values()
        return self.blocks_at(document, [*above])

    def links_between(self, document: int, span: Span) -> list[Link]:
        links = self.of(document).links
        return [link for link in links if link.start < span.end and link.end > span.start]

    def places_at(self, document: int, span: Span) -> list[Place]:
        return self.of(document).places_of(span)


class MilvusRelated:
    """Which documents are nearly the same. See HeldRelated.

    documents_at: returns the records of documents, by rows. row_of: returns the row of an id.
    passages_of: returns the records of a document's passages.
    """

    def __init__(
        self,
        records: Records,
        documents_at: Callable[[Sequence[int]], list[DocumentRecord]],
        row_of: Callable[[str], int | None],
        passages_of: Callable[[int], list[PassageRecord]],
    ) -> None:
        self._records, self._documents_at = records, documents_at
        self._row_of, self._passages_of = row_of, passages_of

    @cached_property
    def _leaders(self) -> Rows:
        return numbers_in(self._records.one("leaders"), "<i8")

    def leaders(self, documents: int) -> Rows:
        return self._leaders

    @cached_property
    def _lengths(self) -> Rows:
        return numbers_in(self._records.one("lengths"), "<i8")

    def lengths(self) -> Rows:
        return self._lengths

    def signatures(self) -> Signatures:
        return numbers_in(self._records.one("signatures"), "<u2").reshape(-1, NUMBERS)

    def copies(self, leader: int) -> list[int]:
        copies: list[int] = np.flatnonzero(self._leaders == leader).tolist()
        return copies

    def ids_of_copies(self, document_id: str) -> list[str]:
        row = self._row_of(document_id)
        if row is None:
            return []
        others = [copy for copy in self.copies(int(self._leaders[row])) if copy != row]
        return sorted(record.document_id for record in self._documents_at(others))

    def passages_holding(self, text: str, documents: Sequence[int]) -> list[int]:
        firsts = zip(sorted(documents), self._documents_at(sorted(documents)), strict=True)
        found = []
        for row, document in firsts:
            pieces = (passage.gap + passage.text for passage in self._passages_of(row))
            held = (number for number, piece in enumerate(pieces) if text in piece)
            found += [
                document.passages[0] + number for number in [next(held, None)] if number is not None
            ]
        return found


class MilvusFiles:
    """What came of the files, read whole when first asked. See HeldFiles."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @cached_property
    def _entries(self) -> list[FileEntry]:
        return [
            FileEntry(
                file,
                location,
                FileReport(path, FileStatus(status), reason, hint),
                sha256,
                ocr,
            )
            for path, file, location, sha256, ocr, status, reason, hint in self._records.one(
                "files"
            )
        ]

    @cached_property
    def _by_path(self) -> dict[str, FileEntry]:
        return {entry.report.path: entry for entry in self._entries}

    def all(self) -> Iterator[FileEntry]:
        return iter(self._entries)

    def of(self, path: str) -> FileEntry | None:
        return self._by_path.get(path)

    def below(self, folder: str) -> Iterator[FileEntry]:
        return (e for e in self._entries if e.report.path.startswith(f"{folder}/"))

    def with_status(
        self, status: FileStatus | None, limit: int, after: str = ""
    ) -> list[FileEntry]:
        found = [
            entry
            for entry in self._entries
            if entry.report.path > after and status in (None, entry.report.status)
        ]
        return found[:limit]

    def counts(self) -> dict[FileStatus, int]:
        counts = dict.fromkeys(FileStatus, 0)
        for entry in self._entries:
            counts[entry.report.status] += 1
        return {status: count for status, count in counts.items() if count}

    def indexed_at(self, location: str) -> int:
        below = location.rstrip("/") + "/"
        return sum(
            entry.report.status is FileStatus.INDEXED
            and entry.report.path == entry.file
            and (str(entry.location) == location or str(entry.location).startswith(below))
            for entry in self._entries
        )


def file_records(entries: Iterator[FileEntry]) -> list[list[object]]:
    """Return the files as JSON holds them, by path. A path may hold bytes that are no text."""
    return [
        [
            *(e.report.path, e.file, str(e.location), e.sha256, e.ocr),
            *(e.report.status.value, e.report.reason, e.report.hint),
        ]
        for e in entries
    ]
