"""The tables of signatures and successors: made, written, copied from one store to another.

Which documents are nearly the same, and which replaces which, depends on all of them: of that a
store holds what each says, and index.storage.joined the rest. Stores of formats 3 to 5 held both.
"""

import sqlite3
from collections.abc import Iterable

import numpy as np

from index.records import Document
from index.storage.related.shingles import NUMBERS, Signatures, signature_of
from index.storage.tables.later_tables import LaterTables

TABLES = LaterTables(
    "clusters",
    """
CREATE TABLE {schema}.clusters (
    document INTEGER PRIMARY KEY,
    signature BLOB NOT NULL, -- uint16, little endian: index.storage.related.shingles
    leader INTEGER NOT NULL -- its own row; in formats 4 and 5 that of the leader of its cluster
) STRICT;
CREATE INDEX {schema}.clusters_by_leader ON clusters (leader);
-- The documents that are out of date.
CREATE TABLE {schema}.superseded (
    document INTEGER PRIMARY KEY,
    told TEXT, -- where it says that its successor is; '' if it names none; NULL if it does not say
    successor INTEGER -- NULL; in formats 4 and 5 the row of a document
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
# The columns of NamedDocument (index.storage.related.successors).
NAMED = (
    f"SELECT documents.row, document_id, title, published, url, {TOLD} FROM documents"
    " LEFT JOIN origins ON origins.document = documents.row ORDER BY documents.row"
)


def add_signature(connection: sqlite3.Connection, document: int, text: str) -> None:
    """Write the signature of the document at this row."""
    signature = signature_of(text).astype(_NUMBER).tobytes()
    connection.execute("INSERT INTO clusters VALUES (?, ?, ?)", (document, signature, document))


def add_superseded(connection: sqlite3.Connection, document: int, told: str | None) -> None:
    """Write what the document at this row says of its successor."""
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


def signatures_of(blobs: Iterable[bytes]) -> Signatures:
    """Return the signatures in rows of `clusters`: uint16, shape (rows, NUMBERS)."""
    return np.frombuffer(b"".join(blobs), _NUMBER).reshape(-1, NUMBERS)
