"""GET /v1/documents/{id}/pages/{n}.png and …/rectangles: a quote where it stands in a PDF."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import Response

from index.errors import DocumentMissing
from index.records import Document, Span
from index.seam.held_texts import Texts
from service.errors import DocumentChanged
from service.http.doors.guard import SANDBOX
from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.http.routes.paging import MAX_OFFSET
from service.http.routes.texts.documents import Version
from service.originals.page_pictures import Shares
from service.wiring import Parts

router = family("/v1/documents", "files", 401, 404, 409, 422, 503)

_MOST_PAGES = 100_000
_PNG = "image/png"
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The page",
        "content": {_PNG: {"schema": {"type": "string", "format": "binary"}, "example": "…"}},
    },
    304: {"description": "The page is as `If-None-Match` has it"},
}

PageNumber = Annotated[int, Path(ge=1, le=_MOST_PAGES, description="Which page, from 1.")]
Start = Annotated[int, Query(ge=0, le=MAX_OFFSET, description="Where the quote starts.")]
End = Annotated[int, Query(ge=1, le=MAX_OFFSET, description="Where it ends, exclusive.")]
MaybeStart = Annotated[int | None, *Start.__metadata__]
MaybeEnd = Annotated[int | None, *End.__metadata__]


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page on which a quote stands, and where: a rectangle for each line.

    rectangles: left, top, right and bottom, each as a share (0 to 1) of the width or height of the
    page's picture, from its top left corner.
    """

    page: int
    rectangles: list[Shares]


@dataclass(frozen=True, slots=True)
class QuotePlaces:
    """Where in a PDF a quote stands, page by page."""

    document_id: str
    start: int
    end: int
    pages: list[MarkedPage]


@router.get(
    "/{document_id:path}/pages/{page}.png",
    summary="Draw a page of a PDF",
    response_class=Response,
    responses=_PICTURE,
)
def read_page(
    request: Request,
    document_id: str,
    page: PageNumber,
    parts: PartsOf,
    start: MaybeStart = None,
    end: MaybeEnd = None,
    v: Version = None,
) -> Response:
    """Return a page of a document that is a PDF as a picture, with the quote `text[start:end]`
    marked where it stands on that page.

    The answer is 404 if the document is no PDF, and 409 if its file is gone or has changed since
    it was indexed, or cannot be drawn.
    """
    document, store = _document(document_id, parts, v)
    span = None if start is None or end is None else Span(start, end)
    tag = f'"{parts.pictures.tag_of(document, store, page, span)}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": SANDBOX,
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    picture = parts.pictures.picture(document, store, page, span)
    return Response(picture, media_type=_PNG, headers=headers)


@router.get("/{document_id:path}/rectangles", summary="Find where in a PDF a quote stands")
def find_rectangles(
    document_id: str, parts: PartsOf, start: Start, end: End, v: Version = None
) -> QuotePlaces:
    """Return on which pages of a document that is a PDF the quote `text[start:end]` stands, and
    where on them. The list is empty for what stands on none, as a title from elsewhere.
    """
    document, store = _document(document_id, parts, v)
    found = parts.pictures.rectangles(document, store, Span(start, end))
    pages = [MarkedPage(page, found[page]) for page in sorted(found)]
    return QuotePlaces(document_id, start, end, pages)


def _document(document_id: str, parts: Parts, version: str | None) -> tuple[Document, Texts]:
    store = parts.library.searcher().generation.store
    document = store.document(document_id)
    if document is None:
        raise DocumentMissing("the index holds no document with that id")
    if version is not None and version != document.sha256:
        raise DocumentChanged("this document has changed since that version")
    return document, store
