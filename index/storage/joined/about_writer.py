"""Writes what hangs on all documents of a generation together into one new SQLite file."""

from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.originals import FileEntry
from index.records import Rows
from index.storage.joined.bases import Bases
from index.storage.origins import origin_tables
from index.storage.related.clusters import clusters_of
from index.storage.related.shingles import NUMBERS
from index.storage.related.successors import NamedDocument, successors
from index.storage.tables.new_database import new_database
from index.storage.texts import Store
from index.storage.texts_records import DocumentHead

_SCHEMA = """
CREATE TABLE clusters (
    document INTEGER PRIMARY KEY, -- its row among those of all stores
    leader INTEGER NOT NULL -- the row of a document; its own where it leads, or is alone
) STRICT;
CREATE INDEX clusters_by_leader ON clusters (leader);
-- The documents that others replace.
CREATE TABLE successors (
    document INTEGER PRIMARY KEY,
    successor TEXT NOT NULL -- the id of a document
) STRICT;
"""


def write_about(
    path: Path,
    stores: Sequence[Store],
    files: Iterable[FileEntry],
    gone: Sequence[Sequence[int]] = (),
) -> None:
    """Write which documents are nearly the same, and which replaces which, into the new file.

    stores: hold all documents of a generation, in order. files: what came of each file. gone: the
    documents of each store that are not of the generation any more, by their rows there; they are
    like no other. Raises OSError, errno ENOSPC where the disk is full; GenerationDamaged.
    """
    bases = Bases("document", (store.documents for store in stores))
    absent = {first + row for first, rows in zip(bases.firsts, gone, strict=False) for row in rows}
    leaders = _leaders_in(stores, absent)
    replaced = _successors_in(stores, bases, absent)
    with new_database(path) as connection:
        connection.executescript(_SCHEMA)
        origin_tables.FILES.make(connection)
        connection.executemany("INSERT INTO clusters VALUES (?, ?)", enumerate(leaders.tolist()))
        connection.executemany("INSERT INTO successors VALUES (?, ?)", replaced.items())
        origin_tables.add_files(connection, files)


def _leaders_in(stores: Sequence[Store], absent: Container[int]) -> Rows:
    """Return the leader of each document's cluster: int64, shape (documents,)."""
    no_signatures, no_lengths = np.empty((0, NUMBERS), np.uint16), np.empty(0, np.int64)
    signatures = np.concatenate([no_signatures, *(one.related.signatures() for one in stores)])
    lengths = np.concatenate([no_lengths, *(one.related.lengths() for one in stores)])
    names = [head.document_id for store in stores for head in sorted(store.heads(), key=_by_row)]
    leaders = np.arange(len(names), dtype=np.int64)
    live = np.array([row for row in leaders.tolist() if row not in absent], np.int64)
    found = clusters_of(signatures[live], lengths[live], [names[row] for row in live.tolist()])
    leaders[live] = live[found]
    return leaders


def _by_row(head: DocumentHead) -> int:
    return head.row


def _successors_in(stores: Sequence[Store], bases: Bases, absent: Container[int]) -> dict[int, str]:
    """Return the id of the document that replaces each that is replaced, by row."""

    def documents() -> Iterator[NamedDocument]:
        for first, store in zip(bases.firsts, stores, strict=True):
            for one in store.related.named():
                if first + one.row not in absent:
                    yield one._replace(row=first + one.row)

    found = successors(documents)
    wanted = set(found.values())
    names = {one.row: one.document_id for one in documents() if one.row in wanted} if found else {}
    return {row: names[successor] for row, successor in sorted(found.items())}
