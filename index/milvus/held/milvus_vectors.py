"""The vectors of a generation in Milvus: of passages, of sentences, and of words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import GenerationDamaged
from index.milvus.engine.connection import MilvusConnection, Row
from index.milvus.engine.expressions import row_expressions
from index.milvus.engine.record_parts import Records, numbers_in
from index.milvus.held.milvus_texts import MilvusTexts
from index.records import Bits, Mask, Rows, Vectors
from index.storage.vectors.row_files import Range
from index.storage.word_vectors import row_bytes

MOST_FOUND = 16_384  # by one search: Milvus' own limit
_AT_ONCE = 2_000  # vectors
_DEEPER = 8  # times the expected number of rows to look through for those that are allowed

Found = tuple[Rows, npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class FieldSearch:
    """A search in one field of vectors. params: how thorough. also: what each row must meet too."""

    connection: MilvusConnection
    collection: str
    field: str
    params: Mapping[str, Any]
    also: str = ""

    def best(self, vector: Any, k: int, among: Mask | None = None) -> Found:
        """Return rows and scores of the best `k` that are allowed: int64 and float64.

        Few stretches of allowed rows are named to Milvus. Of many, the best of all rows are looked
        through first, which most often holds enough that are allowed.
        """
        k = min(k, MOST_FOUND)
        if among is None or among.all():
            return _in_order(self._hits(vector, k), k)
        if not among.any():
            return np.empty(0, np.int64), np.empty(0)
        wheres = [*row_expressions(among)]
        depth = _DEEPER * k * len(among) // int(np.count_nonzero(among))
        if len(wheres) > 1 and depth <= MOST_FOUND:
            rows, scores = _in_order(self._hits(vector, depth), depth)
            allowed = among[rows]
            if np.count_nonzero(allowed) >= k:
                return rows[allowed][:k], scores[allowed][:k]
        return _in_order([hit for where in wheres for hit in self._hits(vector, k, where)], k)

    def _hits(self, vector: Any, k: int, where: str = "") -> Sequence[Row]:
        both = " and ".join(f"({part})" for part in (self.also, where) if part)
        return self.connection.search(self.collection, self.field, vector, k, both, self.params)


def _in_order(hits: Sequence[Row], k: int) -> Found:
    rows = np.array([hit["row"] for hit in hits], np.int64)
    scores = np.array([hit["distance"] for hit in hits], np.float64)
    best = np.lexsort((rows, -scores))[:k]
    return rows[best], scores[best]


class MilvusVectors:
    """The vectors in one collection. See VectorIndex. params: of a search."""

    def __init__(
        self,
        connection: MilvusConnection,
        collection: str,
        shape: tuple[int, int],
        params: Mapping[str, Any],
    ) -> None:
        self._connection, self._collection = connection, collection
        self._search = FieldSearch(connection, collection, "dense", params)
        self._count, self.dimension = shape

    def __len__(self) -> int:
        return self._count

    def search(self, query: Vectors, k: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        if not self._count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        vector = np.asarray(query, np.float32).tolist()
        rows, scores = self._search.best(vector, k, among)
        return rows, scores.astype(np.float32)

    def take(self, rows: Rows) -> Vectors:
        rows = np.asarray(rows, np.int64)
        wanted = np.unique(rows)
        vectors = np.empty((len(wanted), self.dimension), np.float32)
        seen = 0
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE].tolist()
            for row in self._connection.get(self._collection, some, ["row", "dense"]):
                vectors[np.searchsorted(wanted, row["row"])] = row["dense"]
                seen += 1
        if seen != len(wanted):
            raise GenerationDamaged(f"{self._collection} lacks {len(wanted) - seen} vectors")
        return vectors[np.searchsorted(wanted, rows)]


class MilvusWordVectors:
    """The vectors of words, which lie in a record for each passage. See WordVectors."""

    def __init__(self, records: Records, texts: MilvusTexts, dimension: int) -> None:
        self._records, self._texts, self._width = records, texts, row_bytes(dimension)

    def __len__(self) -> int:
        count: int = self._texts.words
        return count

    def take(self, ranges: Iterable[Range]) -> Bits:
        ranges = [*ranges]
        passages = sorted({passage for part in ranges for passage in self._passages_of(part)})
        bits = dict(zip(passages, self._records.many("words", passages), strict=True))
        parts = [
            numbers_in(bits[passage], "u1").reshape(-1, self._width)[first:end]
            for part in ranges
            for passage, first, end in self._stretches(part)
        ]
        return np.concatenate([np.empty((0, self._width), np.uint8), *parts])

    def _passages_of(self, part: Range) -> range:
        first, end = part
        if first == end:
            return range(0)
        texts = self._texts
        return range(texts.passages_of_words(first), texts.passages_of_words(end - 1) + 1)

    def _stretches(self, part: Range) -> Iterator[tuple[int, int, int]]:
        """Yield each passage of a range of words, and which of its own words are in the range."""
        for passage in self._passages_of(part):
            begin = self._texts.first_word(passage)
            yield passage, max(part[0] - begin, 0), part[1] - begin
