"""Reads which documents of a store are nearly the same."""

from collections.abc import Iterator, Sequence

import numpy as np

from index.records import Rows
from index.storage.related.related_tables import NAMED, signatures_of
from index.storage.related.shingles import Signatures
from index.storage.related.successors import NamedDocument
from index.storage.tables.connections import Connections


class RelatedDocuments:
    """The clusters of one store, read by any number of threads. Documents are given by rows.

    Stores of formats 3 to 5 hold all documents of their index, and their clusters. In one of a
    later format each document leads itself: see index.storage.joined.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def leaders(self, documents: int) -> Rows:
        """Return the leader of each document's cluster: int64, shape (documents,).

        documents: how many there are. In a store of an older format, each leads itself.
        """
        rows = self._connections.each("SELECT leader FROM clusters ORDER BY document")
        leaders = np.fromiter((leader for (leader,) in rows), np.int64)
        return leaders if len(leaders) else np.arange(documents)

    def lengths(self) -> Rows:
        """Return how many characters each document has: int64, shape (documents,)."""
        rows = self._connections.each("SELECT characters FROM documents ORDER BY row")
        return np.fromiter((length for (length,) in rows), np.int64)

    def signatures(self) -> Signatures:
        """Return the signatures of all documents, in order of rows."""
        rows = self._connections.each("SELECT signature FROM clusters ORDER BY document")
        return signatures_of(blob for (blob,) in rows)

    def named(self) -> Iterator[NamedDocument]:
        """Yield what tells of each document which other replaces it, in order of rows."""
        return map(NamedDocument._make, self._connections.each(NAMED))

    def copies(self, leader: int) -> list[int]:
        """Return all documents of a cluster, in order."""
        rows = self._connections.all(
            "SELECT document FROM clusters WHERE leader = ? ORDER BY document", leader
        )
        return [document for (document,) in rows]

    def ids_of_copies(self, document_id: str) -> list[str]:
        """Return the ids of the documents that are nearly the same as one, in order."""
        rows = self._connections.all(
            "SELECT other.document_id FROM documents JOIN clusters AS own"
            " ON own.document = documents.row JOIN clusters ON clusters.leader = own.leader"
            " JOIN documents AS other ON other.row = clusters.document"
            " WHERE documents.document_id = ?1 AND other.document_id <> ?1 ORDER BY 1",
            document_id,
        )
        return [name for (name,) in rows]

    def ids_of(self, documents: Sequence[int]) -> list[str]:
        """Return the ids of the documents at these rows, in any order."""
        marks = ",".join("?" * len(documents))
        rows = self._connections.all(
            f"SELECT document_id FROM documents WHERE row IN ({marks})", *documents
        )
        return [name for (name,) in rows]

    def passages_holding(self, text: str, documents: Sequence[int]) -> list[int]:
        """Return the first passage of each of the documents that holds a text, in order."""
        marks = ",".join("?" * len(documents))
        rows = self._connections.all(
            f"SELECT min(row) FROM passages WHERE document IN ({marks}) AND instr(text, ?)"
            " GROUP BY document ORDER BY document",
            *documents,
            text,
        )
        return [row for (row,) in rows]
