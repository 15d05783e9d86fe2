"""Documents as resources: `pincite://documents/{id}`, listed a page at a time, read as text."""

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from index.errors import DocumentMissing
from index.storage.texts_records import DocumentSummary
from service.errors import BadArguments
from service.library import Library

URI_TEMPLATE = "pincite://documents/{+document_id}{?start}"
MAX_RESOURCE = 100_000  # code points of one reading
_LISTED = 100


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """A page of the list. cursor: of the next one; None on the last."""

    documents: list[DocumentSummary]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class ResourceText:
    """What was read. rest: the address of the rest of a long document; None where there is none."""

    text: str
    rest: str | None


def uri_of(document_id: str, start: int = 0) -> str:
    """Return the address of a document, from a character on."""
    return f"pincite://documents/{quote(document_id)}{f'?start={start}' if start else ''}"


def list_resources(library: Library, cursor: str | None) -> ResourcePage:
    """Return a page of the documents by id. Raises BadArguments for a cursor of another list."""
    generation = library.searcher().generation
    offset = 0 if cursor is None else _offset_in(cursor, generation.number)
    rows = generation.catalogue.find()
    end = offset + _LISTED
    documents = generation.store.summaries_of(rows[offset:end].tolist())
    more = end < len(rows)
    return ResourcePage(documents, f"{generation.number}.{end}" if more else None)


def read_resource(library: Library, uri: str) -> ResourceText:
    """Return the text of a document, at most MAX_RESOURCE code points.

    Raises DocumentMissing; BadArguments for an address that is none.
    """
    parts = urlsplit(uri)
    if parts.scheme != "pincite" or parts.netloc != "documents" or parts.path in ("", "/"):
        raise BadArguments(f"resources have addresses such as {uri_of('folder/name.md')}")
    start = _start_in(parts.query)
    document_id = unquote(parts.path.removeprefix("/"))
    document = library.searcher().generation.store.document(document_id)
    if document is None:
        raise DocumentMissing("the index holds no document with that id")
    end = start + MAX_RESOURCE
    rest = uri_of(document_id, end) if end < len(document.text) else None
    return ResourceText(document.text[start:end], rest)


def _start_in(query: str) -> int:
    values = parse_qs(query, keep_blank_values=True, max_num_fields=2) if query else {}
    start = values.pop("start", ["0"])[-1]
    if values or not (start.isascii() and start.isdecimal() and len(start) < 10):
        raise BadArguments("after ? comes only start=N: read from that character on")
    return int(start)


def _offset_in(cursor: str, generation: int) -> int:
    number, _, offset = cursor.partition(".")
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 10):
        raise BadArguments("that cursor is not one of this list")
    if number != str(generation):
        raise BadArguments("the index has changed since; begin the list again, without a cursor")
    return int(offset)
