"""The tables of clusters and successors: made, written, and copied from one store to another."""

import sqlite3
from collections.abc import Iterable

import numpy as np

from index.records import Document, Rows
from index.storage.related.clusters import clusters_of
from index.storage.related.shingles import NUMBERS, Signatures, signature_of
from index.storage.related.successors import successors
from index.storage.tables.later_tables import LaterTables

TABLES = LaterTables(
    "clusters",
    """
CREATE TABLE {schema}.clusters (
    document INTEGER PRIMARY KEY,
    signature BLOB NOT NULL, -- uint16, little endian: index.storage.related.shingles
    leader INTEGER NOT NULL -- the row of a document; its own where it leads, or is alone
) STRICT;
CREATE INDEX {schema}.clusters_by_leader ON clusters (leader);
-- The documents that are out of date.
CREATE TABLE {schema}.superseded (
    document INTEGER PRIMARY KEY,
    told TEXT, -- where it says that its successor is; '' if it names none; NULL if it does not say
    successor INTEGER -- the row of a document
) STRICT;
""",
)
_NUMBER = "<u2"
# Columns of a query of documents.
LEADER = "(SELECT leader FROM clusters WHERE clusters.document = documents.row)"
TOLD = "(SELECT told FROM superseded WHERE superseded.document = documents.row)"
SUPERSEDED_BY = (
    "(SELECT ifnull(newer.document_id, told) FROM superseded LEFT JOIN documents AS newer"
    " ON newer.row = successor WHERE superseded.document = documents.row)"
)


def add_signature(connection: sqlite3.Connection, document: int, text: str) -> None:
    """Write the signature of the document at this row. `complete` finds its cluster."""
    signature = signature_of(text).astype(_NUMBER).tobytes()
    connection.execute("INSERT INTO clusters VALUES (?, ?, ?)", (document, signature, document))


def add_superseded(connection: sqlite3.Connection, document: int, told: str | None) -> None:
    """Write what the document at this row says of its successor. `complete` finds that."""
    if told is not None:
        connection.execute(
            "INSERT INTO superseded (document, told) VALUES (?, ?)", (document, told)
        )


def copy_signatures(
    connection: sqlite3.Connection,
    documents: Iterable[Document],
    first: int,
    last: int,
    new_first: int,
) -> None:
    """Copy the signatures of the documents from one row to another out of the store `other`.

    first, last: their rows there, both included. new_first: the row of the first of them here. A
    store of an older format has no signatures: they are then made.
    """
    if not TABLES.are_in(connection, "other"):
        for row, document in enumerate(documents, start=new_first):
            add_signature(connection, row, document.text)
        return
    connection.execute(
        "INSERT INTO clusters SELECT document + ?1, signature, document + ?1 FROM other.clusters"
        " WHERE document BETWEEN ?2 AND ?3",
        (new_first - first, first, last),
    )


def complete(connection: sqlite3.Connection) -> None:
    """Find the clusters and the successors, when all documents are written."""
    signatures = signatures_in(connection)
    leaders = clusters_of(signatures, lengths_in(connection))
    joined = np.flatnonzero(leaders != np.arange(len(leaders)))
    connection.executemany(
        "UPDATE clusters SET leader = ? WHERE document = ?",
        zip(leaders[joined].tolist(), joined.tolist(), strict=True),
    )
    connection.executemany(
        "INSERT INTO superseded (document, successor) VALUES (?, ?)"
        " ON CONFLICT (document) DO UPDATE SET successor = excluded.successor",
        successors(connection).items(),
    )


def signatures_in(connection: sqlite3.Connection) -> Signatures:
    """Return the signatures of all documents, in order of rows: shape (documents, NUMBERS)."""
    rows = connection.execute("SELECT signature FROM clusters ORDER BY document")
    return np.frombuffer(b"".join(blob for (blob,) in rows), _NUMBER).reshape(-1, NUMBERS)


def lengths_in(connection: sqlite3.Connection) -> Rows:
    """Return how many characters each document has: int64, shape (documents,)."""
    rows = connection.execute("SELECT characters FROM documents ORDER BY row")
    return np.fromiter((length for (length,) in rows), np.int64)
