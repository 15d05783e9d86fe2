"""GET /v1/documents/{id}/original: the file that a document was read from, to keep or to open."""

from typing import Any
from urllib.parse import quote

from fastapi.responses import Response, StreamingResponse
from pydantic import TypeAdapter

from service.http.doors.guard import SANDBOX
from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.http.routes.texts.documents import DocumentBody, read_document
from service.originals.opened_file import entry_of, open_original

router = family("/v1/documents", "files", 401, 404, 409, 422, 503)

_KIND, _JSON = "application/octet-stream", "application/json"
_BODY = TypeAdapter(DocumentBody)
_BINARY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {_KIND: {"schema": {"type": "string", "format": "binary"}, "example": "…"}},
    }
}


@router.get(
    "/{document_id:path}/original",
    summary="Download the file of a document",
    response_model=None,
    response_class=StreamingResponse,
    responses=_BINARY,
)
def read_original(document_id: str, parts: PartsOf) -> Response:
    """Return the file that a document was read from, as an attachment. For a document in an
    archive or a mailbox it is the whole archive or mailbox.

    The answer is 409 if the file is gone, or no longer has the bytes that were indexed.
    """
    store = parts.library.searcher().generation.store
    named = f"{document_id}/original"
    if store.files.of(named) and not store.files.of(document_id):
        # A document may have this name itself.
        return Response(_BODY.dump_json(read_document(named, parts)), media_type=_JSON)
    original = open_original(entry_of(document_id, store))
    headers = {
        "Content-Disposition": disposition(original.name),
        "Content-Length": str(original.size),
        "Content-Security-Policy": SANDBOX,
    }
    return StreamingResponse(original.blocks(), media_type=_KIND, headers=headers)


def disposition(name: str) -> str:
    """Return the header that makes a browser save a file under its name (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
