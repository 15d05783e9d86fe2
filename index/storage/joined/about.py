"""Reads what hangs on all documents of a generation together: near-copies, successors, files.

It lies in a file of its own, beside the stores that hold the documents: `about_writer` tells what
its tables hold.
"""

import sqlite3
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.errors import GenerationDamaged
from index.records import Rows
from index.storage.origins.origin_tables import StoredFiles
from index.storage.tables.connections import Connections


class About:
    """What is known of all documents of a generation, read by any number of threads.

    Documents are given by their rows in the generation. documents: how many it knows. Raises
    GenerationDamaged where the file is none of its kind.
    """

    def __init__(self, path: Path) -> None:
        self._connections = Connections(path)
        try:
            [(self.documents,)] = self._connections.all("SELECT count(*) FROM clusters")
            self._connections.all("SELECT count(*) FROM successors, files LIMIT 0")
        except sqlite3.Error as error:
            raise GenerationDamaged(
                f"{path} does not tell of documents and files: {error}"
            ) from error

    @cached_property
    def files(self) -> StoredFiles:
        """What came of the files that the generation was made from."""
        return StoredFiles(self._connections)

    def leaders(self) -> Rows:
        """Return the leader of each document's cluster: int64, shape (documents,)."""
        rows = self._connections.each("SELECT leader FROM clusters ORDER BY document")
        return np.fromiter((leader for (leader,) in rows), np.int64)

    def standings_of(self, documents: Sequence[int]) -> dict[int, tuple[int, str | None]]:
        """Return, for each of some documents by row, the leader of its cluster, and the id of the
        document that replaces it; None where none does.
        """
        rows = self._connections.all(
            "SELECT document, leader, successor FROM clusters LEFT JOIN successors USING (document)"
            f" WHERE document IN ({','.join('?' * len(documents))})",
            *documents,
        )
        return {document: (leader, successor) for document, leader, successor in rows}

    def copies(self, leader: int) -> list[int]:
        """Return all documents of a cluster, in order."""
        rows = self._connections.all(
            "SELECT document FROM clusters WHERE leader = ? ORDER BY document", leader
        )
        return [document for (document,) in rows]

    def successors(self) -> dict[int, str]:
        """Return the ids of the documents that replace others, by the rows of those others."""
        rows = self._connections.all("SELECT document, successor FROM successors")
        return {row[0]: row[1] for row in rows}
