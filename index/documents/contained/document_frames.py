"""A cleaned document as a frame: its text and its numbers as bytes, the rest as a header.

The child that sends such frames reads hostile files, so that nothing it says is believed: whatever
is no document of its file, or has a shape that does not fit its text, is refused.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_type_hints

import numpy as np

from index.documents.contained.frames import FrameError, Header
from index.records import Block, BlockKind, Document, Link, Place, Rows, Shape, Span

_KINDS = tuple(BlockKind)
_BLOCK_COLUMNS = 8  # kind, start, end, level, number, header, cells, under
_NONE = np.iinfo(np.int64).min
_OWN = ("document_id", "text", "sha256", "stale", "shape")  # these fields travel otherwise
_PART_MARKS = ("#", "!", "/")  # what follows the name of a file in the ids of its parts


def document_frame(document: Document) -> tuple[Header, bytes]:
    """Return the document as the header and the bytes of a frame."""
    text, shape = document.text.encode(), document.shape
    tables = [
        _table([_row(block) for block in shape.blocks], _BLOCK_COLUMNS),
        _table([(c.start, c.end) for block in shape.blocks for c in block.cells], 2),
        _table([(link.start, link.end) for link in shape.links], 2),
        _table([(place.start, place.end) for place in shape.places], 2),
    ]
    header = {
        "document_id": document.document_id,
        "fields": {f: getattr(document, f) for f in _FIELDS},
        "text": len(text),
        "tables": [len(table) for table in tables],
        "languages": {n: b.language for n, b in enumerate(shape.blocks) if b.language is not None},
        "links": [link.href for link in shape.links],
        "places": [(place.kind, place.value, place.label) for place in shape.places],
    }
    return header, b"".join([text, *(table.tobytes() for table in tables)])


def document_of(header: Header, data: bytes, name: str) -> Document:
    """Return the document of a frame that came for the file `name`. Raises FrameError."""
    try:
        length = header["text"]
        text = str(memoryview(data)[:length], "utf-8")
        shape = _shape(header, data[length:], text)
        document_id = own_id(header["document_id"], name)
        fields = {field: _fitting(header["fields"][field], field) for field in _FIELDS}
        sha256 = hashlib.sha256(memoryview(data)[:length]).hexdigest()
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise FrameError("no document") from error
    return Document(document_id=document_id, text=text, sha256=sha256, shape=shape, **fields)


def text_of(value: object) -> str:
    """Return a value that is a text and can be stored. Raises TypeError, ValueError."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value)} is no text")
    value.encode()  # a lone surrogate is a ValueError
    return value


def own_id(value: object, name: str) -> str:
    """Return the id if it is the file's or of a part of it: no file speaks for another."""
    own = text_of(value)
    if own != name and not own.startswith(tuple(name + mark for mark in _PART_MARKS)):
        raise ValueError("an id of another file")
    return own


def _fields() -> dict[str, type]:
    hints = get_type_hints(Document)
    return {f.name: hints[f.name] for f in dataclasses.fields(Document) if f.name not in _OWN}


_FIELDS = _fields()


def _fitting(value: Any, field: str) -> Any:
    """Return the value of a field of a document if it is of its type."""
    hint = _FIELDS[field]
    kinds = get_args(hint) or (hint,)
    if kinds == (str, ...):
        return tuple(text_of(part) for part in value)
    if not isinstance(value, kinds):
        raise TypeError(f"{field} is of a wrong type")
    return text_of(value) if isinstance(value, str) else value


def _row(block: Block) -> tuple[int, ...]:
    number = block.number if block.number is not None and abs(block.number) < -_NONE else _NONE
    under = _NONE if block.under is None else block.under
    kind = _KINDS.index(block.kind)
    cells = len(block.cells)
    return kind, block.start, block.end, block.level, number, block.header, cells, under


def _table(rows: Sequence[tuple[int, ...]], columns: int) -> Rows:
    return np.array(rows, dtype="<i8").reshape(len(rows), columns)


def _shape(header: Header, data: bytes, text: str) -> Shape:
    counts, numbers = header["tables"], np.frombuffer(data, dtype="<i8")
    widths = (_BLOCK_COLUMNS, 2, 2, 2)
    sizes = [count * width for count, width in zip(counts, widths, strict=True)]
    if min(sizes) < 0 or sum(sizes) != len(numbers):
        raise ValueError("its tables do not fit its bytes")
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    tables = [part.reshape(-1, width) for part, width in zip(parts, widths, strict=True)]
    languages = {int(n): text_of(name) for n, name in header["languages"].items()}
    blocks = _blocks(tables[0], tables[1], languages, text)
    links = [
        Link(start, end, text_of(href))
        for (start, end), href in zip(tables[2].tolist(), header["links"], strict=True)
    ]
    places = [
        Place(text_of(kind), text_of(value), start, end, None if label is None else text_of(label))
        for (start, end), (kind, value, label) in zip(
            tables[3].tolist(), header["places"], strict=True
        )
    ]
    _in_order(tables[2], len(text))
    for kind in {place.kind for place in places}:
        layer = [n for n, place in enumerate(places) if place.kind == kind]
        _in_order(tables[3][layer], len(text))
    return Shape(tuple(blocks), tuple(links), tuple(places))


def _blocks(table: Rows, cells: Rows, languages: dict[int, str], text: str) -> Iterable[Block]:
    numbers = np.arange(len(table))
    _in_order(table[:, 1:3], len(text))
    under = table[:, 7]
    if not np.all((under == _NONE) | ((under >= 0) & (under < numbers))):
        raise ValueError("a block stands under one that is not before it")
    _in_order(cells, len(text))
    if np.any(table[:, (0, 6)] < 0) or table[:, 6].sum() != len(cells):
        raise ValueError("its cells are not those of its blocks")
    held = np.repeat(table[:, 1:3], table[:, 6], axis=0)  # the block of each cell
    if np.any(cells[:, 0] < held[:, 0]) or np.any(cells[:, 1] > held[:, 1]):
        raise ValueError("a cell lies outside its row")
    spans = [Span(start, end) for start, end in cells.tolist()]
    blocks, last, cell = [], 0, 0
    for n, (kind, start, end, level, number, is_header, count, above) in enumerate(table.tolist()):
        if text[last:start].strip():
            raise ValueError("text between two blocks")
        last = end
        blocks.append(
            Block(
                _KINDS[kind],
                start,
                end,
                level,
                None if number == _NONE else number,
                languages.get(n),
                bool(is_header),
                tuple(spans[cell : cell + count]) if count else (),
                None if above == _NONE else above,
            )
        )
        cell += count
    if text[last:].strip():
        raise ValueError("text after the last block")
    return blocks


def _in_order(spans: Rows, end: int) -> None:
    """Refuse spans that do not lie one after the other, in a text of that length."""
    edges = spans.ravel()
    if len(edges) and (edges[0] < 0 or edges[-1] > end or np.any(np.diff(edges) < 0)):
        raise ValueError("a span is out of place")
