"""What a generation holds beside its texts: shapes, related documents, files."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from index.originals import FileEntry, FileStatus
from index.records import Block, Link, Place, Rows, Shape, Span
from index.storage.related.shingles import Signatures


class HeldShapes(Protocol):
    """The shapes of documents. A `document` is given by its row, a block by its number in it.

    Every method raises GenerationDamaged for a row that cannot be.
    """

    def of(self, document: int) -> Shape:
        """Return the whole shape of a document; an empty one if it has none."""
        ...

    def blocks_between(self, document: int, span: Span) -> dict[int, Block]:
        """Return the blocks that share a character with `span`, by number and in order."""
        ...

    def blocks_at(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        """Return the blocks of these numbers, by number and in order, without those missing."""
        ...

    def blocks_above(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        """Return all blocks that those of these numbers stand under, by number and in order."""
        ...

    def links_between(self, document: int, span: Span) -> list[Link]:
        """Return the links that share a character with `span`, in order."""
        ...

    def places_at(self, document: int, span: Span) -> list[Place]:
        """Return the places that share a character with `span`: by start, the outermost first."""
        ...


class HeldRelated(Protocol):
    """Which documents, given by their rows, are nearly the same."""

    def leaders(self, documents: int) -> Rows:
        """Return the leader of each document's cluster: int64, shape (documents,)."""
        ...

    def lengths(self) -> Rows:
        """Return how many characters each document has: int64, shape (documents,)."""
        ...

    def signatures(self) -> Signatures:
        """Return the signatures of all documents, in order of rows."""
        ...

    def copies(self, leader: int) -> list[int]:
        """Return all documents of a cluster, in order."""
        ...

    def ids_of_copies(self, document_id: str) -> list[str]:
        """Return the ids of the documents that are nearly the same as one, in order."""
        ...

    def passages_holding(self, text: str, documents: Sequence[int]) -> list[int]:
        """Return the first passage of each of the documents that holds a text, in order."""
        ...


class HeldFiles(Protocol):
    """What came of the files that a generation was made from."""

    def all(self) -> Iterator[FileEntry]:
        """Yield all files, and the parts that could not be read, by path."""
        ...

    def of(self, path: str) -> FileEntry | None:
        """Return what came of the file with that id; None where there is none."""
        ...

    def below(self, folder: str) -> Iterator[FileEntry]:
        """Yield the files whose ids begin with the name of a folder, and their parts, by path."""
        ...

    def with_status(
        self, status: FileStatus | None, limit: int, after: str = ""
    ) -> list[FileEntry]:
        """Return at most `limit` files of a status whose paths come after `after`, by path."""
        ...

    def counts(self) -> dict[FileStatus, int]:
        """Return how many files have each status that any has."""
        ...

    def indexed_at(self, location: str) -> int:
        """Return how many files are plainly indexed that lie at or below an absolute path."""
        ...
