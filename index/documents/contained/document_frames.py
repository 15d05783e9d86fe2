"""A cleaned document as a frame: its text and its numbers as bytes, the rest as a header.

The child that sends such frames reads hostile files, so that nothing it says is believed: whatever
is no document of its file, or has a shape that does not fit its text, is refused.
"""

import dataclasses
import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, get_args, get_type_hints

from index.documents.contained.frames import FrameError, Header
from index.records import Block, BlockKind, Document, Link, Origin, Place, Shape, Span

_KINDS = tuple(BlockKind)
# Of a block: kind, start, end, level, number, header, cells, under. Of all others: start, end.
_COLUMNS = (8, 2, 2, 2)
_NONE = -(2**63)  # the lowest number that fits
# These fields travel otherwise, or are the parent's to fill.
_OWN = ("document_id", "text", "sha256", "stale", "shape", "origin", "file")
_PART_MARKS = ("#", "!", "/")  # what follows the name of a file in the ids of its parts


def document_frame(document: Document) -> tuple[Header, bytes]:
    """Return the document as the header and the bytes of a frame."""
    text, shape = document.text.encode(), document.shape
    cells = sum(len(block.cells) for block in shape.blocks)
    header = {
        "document_id": document.document_id,
        "fields": {field: getattr(document, field) for field in _FIELDS},
        "origin": {field: getattr(document.origin, field) for field in _ORIGIN},
        "text": len(text),
        "rows": [len(shape.blocks), cells, len(shape.links), len(shape.places)],
        "languages": {n: b.language for n, b in enumerate(shape.blocks) if b.language is not None},
        "links": [link.href for link in shape.links],
        "places": [(place.kind, place.value, place.label) for place in shape.places],
    }
    spans = chain(
        ((cell.start, cell.end) for block in shape.blocks for cell in block.cells),
        ((link.start, link.end) for link in shape.links),
        ((place.start, place.end) for place in shape.places),
    )
    return header, b"".join([text, _bytes(map(_row, shape.blocks)), _bytes(spans)])


def document_of(header: Header, data: bytes, name: str) -> Document:
    """Return the document of a frame that came for the file `name`. Raises FrameError."""
    try:
        length = header["text"]
        text = str(memoryview(data)[:length], "utf-8")
        shape = _shape(header, data[length:], text)
        document_id = own_id(header["document_id"], name)
        fields = _fitting(header["fields"], _FIELDS)
        origin = Origin(file=name, **_fitting(header["origin"], _ORIGIN))
        sha256 = hashlib.sha256(memoryview(data)[:length]).hexdigest()
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise FrameError("no document") from error
    return Document(
        document_id=document_id, text=text, sha256=sha256, shape=shape, origin=origin, **fields
    )


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


def _fields(record: type[Document | Origin]) -> dict[str, tuple[Any, ...]]:
    """Return the types that each field may have; (str, ...) for texts in a row."""
    hints = get_type_hints(record)
    names = [field.name for field in dataclasses.fields(record) if field.name not in _OWN]
    return {name: get_args(hints[name]) or (hints[name],) for name in names}


_FIELDS, _ORIGIN = _fields(Document), _fields(Origin)
_TEXTS = (str, ...)


def _fitting(values: Mapping[str, Any], types: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Return the values of fields, each of its type. Raises TypeError, ValueError, LookupError."""
    fitting: dict[str, Any] = {}
    for field, kinds in types.items():
        value = values[field]
        if kinds == _TEXTS:
            value = tuple(text_of(part) for part in value)
        elif isinstance(value, str):
            value.encode()
        if kinds != _TEXTS and not isinstance(value, kinds):
            raise TypeError(f"{field} is of a wrong type")
        fitting[field] = value
    return fitting


def _row(block: Block) -> tuple[int, ...]:
    number = block.number if block.number is not None and abs(block.number) < -_NONE else _NONE
    under = _NONE if block.under is None else block.under
    kind = _KINDS.index(block.kind)
    cells = len(block.cells)
    return kind, block.start, block.end, block.level, number, block.header, cells, under


def _bytes(rows: Iterable[Sequence[int]]) -> bytes:
    return array("q", chain.from_iterable(rows)).tobytes()


def _rows(numbers: Sequence[int], columns: int) -> list[tuple[int, ...]]:
    return list(zip(*[iter(numbers)] * columns, strict=True))


def _shape(header: Header, data: bytes, text: str) -> Shape:
    counts = header["rows"]
    edges = list(accumulate((n * w for n, w in zip(counts, _COLUMNS, strict=True)), initial=0))
    numbers = array("q", data).tolist()
    if min(counts) < 0 or edges[-1] != len(numbers):
        raise ValueError("its rows do not fit its bytes")
    blocks, cells, links, places = (
        _rows(numbers[start:end], columns)
        for start, end, columns in zip(edges, edges[1:], _COLUMNS, strict=False)
    )
    languages = {int(n): text_of(name) for n, name in header["languages"].items()}
    shape = Shape(
        tuple(_blocks(blocks, cells, languages, text)),
        tuple(
            Link(start, end, text_of(href))
            for (start, end), href in zip(links, header["links"], strict=True)
        ),
        tuple(
            Place(text_of(kind), text_of(value), start, end, label and text_of(label))
            for (start, end), (kind, value, label) in zip(places, header["places"], strict=True)
        ),
    )
    _check_order(links, len(text))
    for kind in {place.kind for place in shape.places}:
        _check_order([(p.start, p.end) for p in shape.places if p.kind == kind], len(text))
    return shape


def _blocks(
    rows: Sequence[Sequence[int]],
    cells: Sequence[Sequence[int]],
    languages: dict[int, str],
    text: str,
) -> Iterator[Block]:
    """Yield the blocks. Raises ValueError unless they fit the text and lie in order."""
    last = cell = 0
    for n, (kind, start, end, level, number, is_header, count, above) in enumerate(rows):
        if not last <= start <= end or text[last:start].strip():
            raise ValueError("a block is out of place")
        if kind < 0 or count < 0 or not (above == _NONE or 0 <= above < n):
            raise ValueError("no block")
        own = cells[cell : cell + count]
        if count:
            _check_order(own, end, start)
        cell += count
        last = end
        yield Block(
            _KINDS[kind],
            start,
            end,
            level,
            None if number == _NONE else number,
            languages.get(n),
            bool(is_header),
            tuple(Span(*span) for span in own),
            None if above == _NONE else above,
        )
    if last > len(text) or text[last:].strip() or cell != len(cells):
        raise ValueError("blocks that do not fit")


def _check_order(spans: Iterable[Sequence[int]], end: int, start: int = 0) -> None:
    """Raise ValueError unless the spans lie one after the other, from `start` to `end`."""
    last = start
    for first, stop in spans:
        if not last <= first <= stop <= end:
            raise ValueError("a span is out of place")
        last = stop
