"""Reads which documents of a store are nearly the same."""

import sqlite3
from collections.abc import Callable, Sequence

import numpy as np

from index.records import Rows
from index.storage.related.related_tables import lengths_in, signatures_in
from index.storage.related.shingles import Signatures


class RelatedDocuments:
    """The clusters of one store, read by any number of threads. Documents are given by rows.

    connection: returns the calling thread's own connection to the store.
    """

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def leaders(self, documents: int) -> Rows:
        """Return the leader of each document's cluster: int64, shape (documents,).

        documents: how many there are. In a store of an older format, each leads itself.
        """
        rows = self._connection().execute("SELECT leader FROM clusters ORDER BY document")
        leaders = np.fromiter((leader for (leader,) in rows), np.int64)
        return leaders if len(leaders) else np.arange(documents)

    def lengths(self) -> Rows:
        """Return how many characters each document has: int64, shape (documents,)."""
        return lengths_in(self._connection())

    def signatures(self) -> Signatures:
        """Return the signatures of all documents, in order of rows."""
        return signatures_in(self._connection())

    def copies(self, leader: int) -> list[int]:
        """Return all documents of a cluster, in order."""
        rows = self._connection().execute(
            "SELECT document FROM clusters WHERE leader = ? ORDER BY document", (leader,)
        )
        return [document for (document,) in rows]

    def ids_of_copies(self, document_id: str) -> list[str]:
        """Return the ids of the documents that are nearly the same as one, in order."""
        rows = self._connection().execute(
            "SELECT other.document_id FROM documents JOIN clusters AS own"
            " ON own.document = documents.row JOIN clusters ON clusters.leader = own.leader"
            " JOIN documents AS other ON other.row = clusters.document"
            " WHERE documents.document_id = ?1 AND other.document_id <> ?1 ORDER BY 1",
            (document_id,),
        )
        return [name for (name,) in rows]

    def passages_holding(self, text: str, documents: Sequence[int]) -> list[int]:
        """Return the first passage of each of the documents that holds a text, in order."""
        marks = ",".join("?" * len(documents))
        rows = self._connection().execute(
            f"SELECT min(row) FROM passages WHERE document IN ({marks}) AND instr(text, ?)"
            " GROUP BY document ORDER BY document",
            (*documents, text),
        )
        return [row for (row,) in rows]
