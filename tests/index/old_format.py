"""Turns a generation into one of an older format.

The store of format 3 holds no shapes of documents; that of format 5 all that is known of them.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from index.durable import remove_folder
from index.generations.manifest import MANIFEST, Manifest, files_in, record_of
from index.generations.publish import Generations
from index.storage.lexicon.lexicon_writer import write_lexicon
from index.storage.texts import Store

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


# What the store of format 5 held, and now lies in a file beside the stores.
_ABOUT_INTO_STORE = """
UPDATE clusters SET leader =
    (SELECT leader FROM about.clusters AS all_of WHERE all_of.document = clusters.document);
INSERT INTO superseded (document, successor)
    SELECT document, row FROM about.successors JOIN documents ON document_id = successor WHERE TRUE
    ON CONFLICT (document) DO UPDATE SET successor = excluded.successor;
INSERT INTO files SELECT * FROM about.files;
"""


def store_of_format_5(path: Path, about: Path) -> None:
    """Turn the store at `path`, which holds all documents, into what format 5 would hold."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS about", (str(about),))
        connection.executescript(_ABOUT_INTO_STORE)
    about.unlink()


def make_old(generations: Generations, number: int = 3) -> Manifest:
    """Turn the current generation, of one segment, into one of format 3, or 5; return its
    manifest.
    """
    with generations.open_current() as lease:
        folder, manifest, [segment] = lease.folder, lease.manifest, lease.segments
    store, about = folder / "store.sqlite", folder / "about.sqlite"
    remove_folder(folder / "lexicon")
    for name in ("store.sqlite", "vectors"):
        (segment / name).rename(folder / name)
    remove_folder(segment)
    write_lexicon(folder / "lexicon", Store(store).search_texts(), 0)
    if number == 5:
        store_of_format_5(store, about)
    else:
        store_of_format_3(store)
        about.unlink()
    files = {name: record_of(folder / name) for name in files_in(folder)}
    old = replace(manifest, format=number, segments=(), files=files)
    (folder / MANIFEST).write_bytes(old.to_bytes())
    if (verified := generations.data_dir / "verified").is_dir():
        remove_folder(verified)
    return old
