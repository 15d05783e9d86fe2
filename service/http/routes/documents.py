"""GET /v1/documents: what the index holds, and each text, to show a quote in its place."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from index.errors import DocumentMissing
from index.storage.catalogue import Order
from index.storage.texts_records import DocumentSummary
from service.errors import DocumentChanged
from service.filters import MAX_ID
from service.http.routes import PartsOf
from service.http.schema import example

router = APIRouter(prefix="/v1/documents", tags=["documents"])

MOST_AT_ONCE = 500
MAX_TEXT = 200
MAX_OFFSET = 100_000_000

Text = Annotated[
    str,
    Query(
        max_length=MAX_TEXT,
        description="Words that must all stand in the title or the id, whatever the case and the "
        "accents of their letters. Empty for all documents.",
        examples=["kosovo nato"],
    ),
]
Folder = Annotated[
    str | None,
    Query(
        max_length=MAX_ID,
        pattern="[^/]",
        description="Only what lies below this folder.",
        examples=["news/2024"],
    ),
]
OrderOf = Annotated[
    Order,
    Query(description="`id`, `title`, or by date, those without one last: `newest`, `oldest`."),
]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="How many to list at most.")]
Offset = Annotated[
    int, Query(ge=0, le=MAX_OFFSET, description="How many to leave out before the first.")
]
Version = Annotated[
    str | None,
    Query(
        pattern="^[0-9a-f]{64}$",
        description="The version (`sha256`) expected; another one is answered with 409.",
    ),
]


@dataclass(frozen=True, slots=True)
class DocumentList:
    """Documents of one generation, in order. Lengths are in code points.

    total: how many there are in all that fit what was asked for.
    """

    generation: int
    total: int
    documents: list[DocumentSummary]


LIST_EXAMPLE = {
    "generation": 12,
    "total": 2,
    "documents": [
        {
            "document_id": "news/2024/mills.md",
            "title": "Mills of the valley",
            "sha256": "5fee79e4ae2b4b2eb1ef9dcd80a3c8d2d4a7b1d4f5a8a9a5b3c0b6b0d4d1a2c3",
            "published": "2024-05-31",
            "stale": False,
            "characters": 4210,
            "passages": 5,
        }
    ],
}


@dataclass(frozen=True, slots=True)
class DocumentBody:
    """A document as it is indexed; citations count code points in `text`.

    stale: its file could not be read at the last indexing; this is its last good text.
    """

    document_id: str
    title: str
    text: str
    sha256: str
    published: str | None
    stale: bool
    generation: int


@router.get("", summary="List the documents", responses={200: {"content": example(LIST_EXAMPLE)}})
def list_documents(
    parts: PartsOf,
    q: Text = "",
    folder: Folder = None,
    order: OrderOf = "id",
    limit: Limit = 100,
    offset: Offset = 0,
) -> DocumentList:
    """The documents of the current generation, without their texts, a page at a time.

    Pages that say the same `generation` fit together.
    """
    generation = parts.library.searcher().generation
    rows = generation.catalogue.find(q, folder, order)
    page = generation.store.summaries_of(rows[offset : offset + limit].tolist())
    return DocumentList(generation.number, len(rows), page)


@router.get("/{document_id:path}", summary="Read one document")
def read_document(document_id: str, parts: PartsOf, v: Version = None) -> DocumentBody:
    """The text and title of one document. Its id is its path and may contain slashes."""
    generation = parts.library.searcher().generation
    document = generation.store.document(document_id)
    if document is None:
        raise DocumentMissing("the index holds no document of that id")
    if v is not None and v != document.sha256:
        raise DocumentChanged(
            "this document has changed since; ask for it without `v` to get its current text"
        )
    return DocumentBody(
        document_id=document.document_id,
        title=document.title,
        text=document.text,
        sha256=document.sha256,
        published=document.published,
        stale=document.stale,
        generation=generation.number,
    )
