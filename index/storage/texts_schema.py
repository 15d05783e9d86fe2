"""How the texts of a generation lie in one SQLite file: its tables, and the bytes of two columns.

Rows count from 0 and are the row numbers of the vector indexes and of the lexicon. A document's
text lies in pieces, one with each passage: a question reads the few passages that it looks at,
however long their documents are.
"""

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.records import Rows, Span
from index.storage.origins import origin_tables
from index.storage.related import related_tables
from index.storage.shapes import shape_tables
from index.storage.words import passage_languages

SCHEMA = """
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    sha256 TEXT NOT NULL, published TEXT, stale INTEGER NOT NULL,
    characters INTEGER NOT NULL, tail TEXT NOT NULL -- the text after the last passage
) STRICT;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    sentence INTEGER NOT NULL, word INTEGER NOT NULL, -- the rows of its first
    text TEXT NOT NULL, -- the document's, from the end of the passage before to the end of this
    -- uint32, little endian: of each sentence its start, its end, how many words and how many
    -- terms it has; and of each of these terms its number (index.storage.words.analysis).
    sentences BLOB NOT NULL, terms BLOB NOT NULL
) STRICT;
CREATE INDEX passages_of_document ON passages (document, end);
CREATE INDEX first_rows ON passages (sentence, word);
-- All that documents are filtered by.
CREATE INDEX documents_to_filter ON documents (published, title, document_id);
"""

# The tables of the rooms of storage, which older formats lack.
LATER = tuple(
    room.TABLES for room in (shape_tables, origin_tables, related_tables, passage_languages)
)

START, END, WORDS, TERMS = range(4)  # the columns of the table in `sentences`
SENTENCE_BYTES = 16  # of a row of that table
_NUMBER = "<u4"


def to_bytes(numbers: Sequence[int] | Sequence[Sequence[int]]) -> bytes:
    """Return numbers, or a table of them row by row, as uint32, little endian."""
    return np.array(numbers, _NUMBER).tobytes()


def sentence_table(sentences: bytes) -> Rows:
    """Return the table in `sentences`: int64, shape (sentences, 4)."""
    return np.frombuffer(sentences, _NUMBER).reshape(-1, 4).astype(np.int64)


def spans_and_word_counts(sentences: bytes) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Return where each sentence stands, and how many words it has.

    For the few sentences of a passage this takes a quarter of the time of `sentence_table`.
    """
    numbers = struct.unpack(f"<{len(sentences) // 4}I", sentences)
    spans = tuple(map(Span, numbers[START::4], numbers[END::4]))
    return spans, numbers[WORDS::4]


def term_numbers(terms: bytes) -> npt.NDArray[np.uint32]:
    """Return the numbers in `terms`: uint32, shape (terms,)."""
    return np.frombuffer(terms, _NUMBER)
