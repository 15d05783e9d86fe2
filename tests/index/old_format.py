"""Turns a generation into one of format 3, whose store holds no shapes of documents."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from index.durable import remove_folder
from index.generations.manifest import MANIFEST, Manifest, record_files
from index.generations.publish import Generations

# As format 3 had it, with what its rows were copied by.
_SCHEMA = """
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    sha256 TEXT NOT NULL, published TEXT, stale INTEGER NOT NULL,
    characters INTEGER NOT NULL, tail TEXT NOT NULL
) STRICT;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    sentence INTEGER NOT NULL, word INTEGER NOT NULL,
    text TEXT NOT NULL,
    sentences BLOB NOT NULL, terms BLOB NOT NULL
) STRICT;
CREATE INDEX passages_of_document ON passages (document, end);
CREATE INDEX first_rows ON passages (sentence, word);
CREATE INDEX documents_to_filter ON documents (published, title, document_id);
INSERT INTO documents SELECT row, document_id, title, sha256, published, stale, characters, tail
    FROM new.documents;
INSERT INTO passages SELECT row, document, start, end, sentence, word, text, sentences, terms
    FROM new.passages;
"""


def store_of_format_3(path: Path) -> None:
    """Write the store at `path` anew, as format 3 would hold it."""
    new = path.with_name("new.sqlite")
    path.rename(new)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS new", (str(new),))
        connection.executescript(_SCHEMA)
    new.unlink()


def make_old(generations: Generations) -> Manifest:
    """Turn the current generation into one of format 3; return its manifest."""
    with generations.open_current() as lease:
        folder, manifest = lease.folder, lease.manifest
    store_of_format_3(folder / "store.sqlite")
    old = replace(manifest, format=3, files=record_files(folder))
    (folder / MANIFEST).write_bytes(old.to_bytes())
    if (verified := generations.data_dir / "verified").is_dir():
        remove_folder(verified)
    return old
