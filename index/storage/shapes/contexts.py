"""The table that holds what the sentences of each passage are and stand under, and its bytes.

A store of format 3 has none. A passage without a row there has no context.
"""

import itertools
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.records import BlockKind, Context, Rows, Span

JOIN = "LEFT JOIN contexts ON contexts.passage = passages.row"
_KINDS = tuple(BlockKind)  # a kind is stored as its place here
_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_NUMBER = "<u4"


def add_context(
    connection: sqlite3.Connection,
    row: int,
    context: Context,
    above: Sequence[str],
    term_numbers: Sequence[Sequence[int]],
) -> None:
    """Write the context of the passage at `row`.

    above: the texts of `context.above`, a line each. term_numbers: of each of these.
    """
    if not context.kinds:
        return
    under = [0 if upper is None else upper + 1 for upper in context.under]
    kinds = [_CODES[kind] for kind in context.kinds]
    rows = [*zip(kinds, under, strict=True)]
    table = [
        (span.start, span.end, len(numbers), *row)
        for span, numbers, row in zip(context.above, term_numbers, rows, strict=False)
    ]
    numbers = list(itertools.chain.from_iterable(term_numbers))
    columns = "\n".join(above), _bytes(table), _bytes(numbers), _bytes(rows[len(table) :])
    connection.execute("INSERT INTO contexts VALUES (?, ?, ?, ?, ?)", (row, *columns))


def copy_contexts(connection: sqlite3.Connection, first: int, end: int, new_first: int) -> None:
    """Copy the contexts of the passages `first` to before `end` out of the store `other`.

    new_first: the row of the first of them here.
    """
    connection.execute(
        "INSERT INTO contexts SELECT passage + ?, text, above, terms, sentences"
        " FROM other.contexts WHERE passage >= ? AND passage < ? ORDER BY 1",
        (new_first - first, first, end),
    )


def context_of(above: bytes | None, sentences: bytes | None) -> Context:
    """Return the context in the columns `above` and `sentences`. None: the passage has no row.

    Raises struct.error, IndexError, where the bytes are damaged.
    """
    if above is None or sentences is None:
        return Context()
    uppers, numbers = _numbers(above), _numbers(sentences)
    kinds, under = uppers[3::5] + numbers[::2], uppers[4::5] + numbers[1::2]
    return Context(
        above=tuple(map(Span, uppers[::5], uppers[1::5])),
        kinds=tuple(_KINDS[code] for code in kinds),
        under=tuple(upper - 1 if upper else None for upper in under),
    )


class ContextTables(NamedTuple):
    """The contexts of some passages, one after the other.

    above: how many sentences stand above each passage; int64, shape (passages,). under: of those
    above, and then of the sentences of each passage, the place among these of what it stands under,
    counted from 1, and 0 for nothing; int64, shape (above, passage by passage,) and (sentences,).
    terms: how many each of those above has; int64, shape (above,). term_numbers: of all of these;
    uint32, shape (terms,).
    """

    above: Rows
    under_of_above: Rows
    under_of_sentences: Rows
    terms: Rows
    term_numbers: npt.NDArray[np.uint32]


def context_tables(
    rows: Iterable[tuple[bytes | None, bytes | None, bytes | None]], sentences: Sequence[int]
) -> ContextTables:
    """Return the contexts in the columns `above`, `terms` and `sentences` of some passages.

    sentences: how many each passage has.
    """
    above, numbers, of_sentences = [], [], []
    for (one, two, three), count in zip(rows, sentences, strict=True):
        above.append(one or b"")
        numbers.append(two or b"")
        of_sentences.append(bytes(8 * count) if three is None else three)
    table = np.frombuffer(b"".join(above), _NUMBER).reshape(-1, 5).astype(np.int64)
    under = np.frombuffer(b"".join(of_sentences), _NUMBER).reshape(-1, 2).astype(np.int64)
    return ContextTables(
        above=np.array([len(one) // 20 for one in above], np.int64),
        under_of_above=table[:, 4],
        under_of_sentences=under[:, 1],
        terms=table[:, 2],
        term_numbers=np.frombuffer(b"".join(numbers), _NUMBER),
    )


def _bytes(numbers: Sequence[int] | Sequence[tuple[int, ...]]) -> bytes:
    return np.array(numbers, _NUMBER).tobytes()


def _numbers(blob: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(blob) // 4}I", blob)
