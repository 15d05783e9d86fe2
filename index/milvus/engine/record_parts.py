"""Records of any length under keys, in a collection whose values have 65,535 bytes at most.

A record is JSON, compressed, in as many parts as it needs. A part's key is `kind/row/part`.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import GenerationDamaged
from index.milvus.engine.connection import MilvusConnection

# Milvus wants a vector in every collection; this one is never searched.
NO_VECTOR = [0.0, 1.0]
_PART = 60_000  # characters
_AT_ONCE = 400  # keys
_FIELDS = ("key", "parts", "value")


def rows_of(kind: str, row: int, value: Any) -> list[dict[str, Any]]:
    """Return the rows to insert for a record. value: what JSON can hold."""
    data = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
    text = base64.b64encode(zlib.compress(data, 6)).decode()
    pieces = [text[at : at + _PART] for at in range(0, len(text), _PART)]
    return [
        {"key": f"{kind}/{row}/{part}", "parts": len(pieces), "value": piece, "vector": NO_VECTOR}
        for part, piece in enumerate(pieces)
    ]


def numbers_as_text(numbers: npt.NDArray[Any]) -> str:
    """Return an array as text that a record can hold."""
    return base64.b64encode(np.ascontiguousarray(numbers).tobytes()).decode()


def numbers_in(text: str, kind: str) -> npt.NDArray[Any]:
    """Return the array in a text, flat. kind: of its numbers, as numpy writes it."""
    return np.frombuffer(base64.b64decode(text), np.dtype(kind))


class Records:
    """The records in one collection, read by any number of threads."""

    def __init__(self, connection: MilvusConnection, collection: str) -> None:
        self._connection, self._collection = connection, collection

    def one(self, kind: str, row: int = 0) -> Any:
        """Return a record. Raises GenerationDamaged if it is missing."""
        return self.many(kind, [row])[0]

    def many(self, kind: str, rows: Sequence[int]) -> list[Any]:
        """Return the records of these rows, in their order. Raises GenerationDamaged."""
        found: list[Any] = []
        for at in range(0, len(rows), _AT_ONCE):
            found += self._many(kind, rows[at : at + _AT_ONCE])
        return found

    def each(self, kind: str, count: int) -> Iterator[Any]:
        """Yield the records of rows 0 to `count`, read as they are used."""
        for at in range(0, count, _AT_ONCE):
            yield from self._many(kind, range(at, min(at + _AT_ONCE, count)))

    def _many(self, kind: str, rows: Sequence[int]) -> list[Any]:
        parts = self._parts(f"{kind}/{row}/0" for row in rows)
        more = [
            f"{key[:-1]}{part}" for key, (count, _) in parts.items() for part in range(1, count)
        ]
        for at in range(0, len(more), _AT_ONCE):
            parts |= self._parts(more[at : at + _AT_ONCE])
        return [self._joined(f"{kind}/{row}", parts) for row in rows]

    def _parts(self, keys: Iterable[str]) -> dict[str, tuple[int, str]]:
        found = self._connection.get(self._collection, list(dict.fromkeys(keys)), _FIELDS)
        return {row["key"]: (row["parts"], row["value"]) for row in found}

    def _joined(self, key: str, parts: dict[str, tuple[int, str]]) -> Any:
        try:
            count, _ = parts[f"{key}/0"]
            text = "".join(parts[f"{key}/{part}"][1] for part in range(count))
            return json.loads(zlib.decompress(base64.b64decode(text)))
        except (KeyError, ValueError, zlib.error) as error:
            raise GenerationDamaged(f"{self._collection} holds no whole record {key}") from error
