"""A generation from any home -> the rows of its collections in Milvus."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np

from index.generations.homes import HeldGeneration
from index.languages.scripts import ENGLISH
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.expressions import field_values
from index.milvus.engine.generation_tables import (
    DOCUMENTS,
    KINDS,
    MOST_TERMS,
    PASSAGES,
    RECORDS,
    SENTENCES,
    Tables,
    fields_of,
    indexes_of,
)
from index.milvus.engine.record_parts import NO_VECTOR, numbers_as_text, rows_of
from index.milvus.held.bm25 import dimension_of, passage_vector
from index.milvus.held.document_records import record_of, shape_record
from index.milvus.held.milvus_about import file_records
from index.milvus.held.milvus_generation import block_counts, block_of, hash_of
from index.milvus.held.passage_records import records_of
from index.records import Rows, Vectors
from index.storage.texts_records import Version
from index.storage.vectors import VectorIndex
from index.storage.words.analysis import terms

_AT_ONCE = 500  # rows that are inserted together
_Rows = Iterable[Mapping[str, Any]]


def write_collections(
    connection: MilvusConnection, tables: Tables, source: HeldGeneration, dense: str
) -> int:
    """Make and fill the collections of a generation, all but its manifest.

    dense: how its vectors are indexed, a name in INDEXES. Returns how many bytes were inserted.
    """
    manifest = source.manifest
    for kind in KINDS:
        connection.create(tables[kind], fields_of(kind, manifest.dimension))
    words = WordCounts(source)
    size = _insert(connection, tables[DOCUMENTS], _document_rows(source))
    size += _insert(connection, tables[PASSAGES], _passage_rows(source, words))
    size += _insert(connection, tables[SENTENCES], _sentence_rows(source))
    size += _insert(
        connection, tables[RECORDS], chain(_all_records(source), _arrays(source, words))
    )
    for kind in KINDS:
        connection.finish(tables[kind], indexes_of(kind, dense))
    return size


def _insert(connection: MilvusConnection, collection: str, rows: _Rows) -> int:
    """Insert all rows, some at a time; return about how many bytes they have."""
    size, some = 0, []
    for row in rows:
        some.append(row)
        size += sum(map(_bytes_in, row.values()))
        if len(some) == _AT_ONCE:
            connection.insert(collection, some)
            some = []
    if some:
        connection.insert(collection, some)
    return size


def _bytes_in(value: object) -> int:
    if isinstance(value, str):
        return len(value.encode("utf-8", "surrogatepass"))
    return (12 if isinstance(value, dict) else 4) * len(value) if hasattr(value, "__len__") else 8


def _document_rows(source: HeldGeneration) -> Iterator[dict[str, Any]]:
    leaders = source.store.related.leaders(source.store.documents).tolist()
    for document, version in _documents(source):
        record = record_of(document, version, leaders[version.row])
        yield {"row": version.row, **field_values(record.fields()), "vector": NO_VECTOR}


def _documents(source: HeldGeneration) -> Iterator[tuple[Any, Version]]:
    versions = source.store.versions().values()
    return zip(source.store.all_documents(), versions, strict=True)


def _passage_rows(source: HeldGeneration, words: "WordCounts") -> Iterator[dict[str, Any]]:
    vectors = chain.from_iterable(_vectors(source.passages))
    for row, (text, vector) in enumerate(zip(source.store.search_texts(), vectors, strict=True)):
        of_passage = terms(*text)
        yield {
            "row": row,
            "dense": vector.tolist(),
            "sparse": passage_vector(of_passage, words.mean_length),
            "terms": sorted(set(map(dimension_of, of_passage)))[:MOST_TERMS],
        }


def _vectors(index: VectorIndex) -> Iterator[Vectors]:
    """Yield all vectors, some at a time."""
    for first in range(0, len(index), _AT_ONCE):
        yield index.take(np.arange(first, min(first + _AT_ONCE, len(index))))


def _sentence_rows(source: HeldGeneration) -> Iterator[dict[str, Any]]:
    for row, vector in enumerate(chain.from_iterable(_vectors(source.sentences))):
        yield {"row": row, "dense": vector.tolist()}


def _all_records(source: HeldGeneration) -> Iterator[dict[str, Any]]:
    leaders = source.store.related.leaders(source.store.documents).tolist()
    for document, version in _documents(source):
        passages = range(*version.passages)
        stored = source.store.stored_passages(passages) if passages else []
        tail = document.text[stored[-1].passage.end if stored else 0 :]
        record = record_of(document, version, leaders[version.row])._replace(tail=tail)
        yield from rows_of("document", version.row, record)
        yield from rows_of("shape", version.row, shape_record(document.shape))
        if not stored:
            continue
        records = records_of(stored, source.store.outlines(passages), document.text)
        for one, of_passage in zip(stored, records, strict=True):
            yield from rows_of("passage", one.row, of_passage)
            words = source.words.take([(one.word_rows[0], one.word_rows[-1])])
            yield from rows_of("words", one.row, numbers_as_text(words))


def _arrays(source: HeldGeneration, words: "WordCounts") -> Iterator[dict[str, Any]]:
    """Yield the records of which there is one."""
    store = source.store
    related = store.related
    arrays = {
        "firsts": store.firsts[0].astype("<i8"),
        "begins": _begins(source),
        "leaders": related.leaders(store.documents).astype("<i8"),
        "lengths": related.lengths().astype("<i8"),
        "signatures": related.signatures().astype("<u2"),
    }
    for name, numbers in arrays.items():
        yield from rows_of(name, 0, numbers_as_text(numbers))
    yield from rows_of("files", 0, file_records(store.files.all()))
    yield from rows_of("terms", 0, words.record())
    hashes = {
        name: [hash_of(block_of(source, name, block)) for block in range(count)]
        for name, count in block_counts(source).items()
    }
    yield from rows_of("hashes", 0, hashes)


def _begins(source: HeldGeneration) -> Rows:
    """Return the rows of each passage's first sentence and first word, and the numbers of all."""
    words = [
        stored.word_rows[0]
        for version in source.store.versions().values()
        for stored in source.store.stored_passages(range(*version.passages))
    ]
    return np.column_stack([source.store.firsts[1], [*words, source.store.words]]).astype("<i8")


class WordCounts:
    """What all passages of a generation say of its words.

    mean_length: of a passage, in terms.
    """

    def __init__(self, source: HeldGeneration) -> None:
        counts: Counter[int] = Counter()
        languages, length = set(), 0
        for text in source.store.search_texts():
            of_passage = terms(*text)
            counts.update(set(map(dimension_of, of_passage)))
            languages.add(text.language)
            length += len(of_passage)
        self.mean_length = length / max(source.store.passages, 1)
        self._counts, self._languages = counts, sorted(languages) or [ENGLISH]

    def record(self) -> tuple[list[str], str, str]:
        """Return the languages of all passages, the terms, and how many passages have each."""
        in_order = sorted(self._counts)
        return (
            self._languages,
            numbers_as_text(np.array(in_order, "<u4")),
            numbers_as_text(np.array([self._counts[term] for term in in_order], "<u4")),
        )
