"""Finds passages by their words, ranked by BM25 (tantivy). Read lexicon.py first.

Each segment has an index of its own, which never changes. A generation joins those of its segments
by links, and they answer as one index does.

In: what each passage is found by, and its language; questions; the indexes of segments.
Out: an index of a segment or of several; the rows of passages, with their scores.
Unknown here: documents, sentences, vectors, and which segments a generation has.
"""

from typing import NamedTuple

from index.languages.scripts import ENGLISH

LOCK_FILES = (".tantivy-writer.lock", ".tantivy-meta.lock")  # every reader makes them


class SearchText(NamedTuple):
    """What a passage is found by, and the language that it is in."""

    text: str
    language: str = ENGLISH
