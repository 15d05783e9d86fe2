"""GET /v1/documents: what the index holds, and each text, to show a quote in its place."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from index.errors import DocumentMissing
from index.stored import DocumentSummary
from service.errors import DocumentChanged
from service.routes import PartsOf

router = APIRouter(prefix="/v1/documents", tags=["documents"])

Version = Annotated[
    str | None,
    Query(
        pattern="^[0-9a-f]{64}$",
        description="The version (`sha256`) expected; another one is answered with 409.",
    ),
]


@dataclass(frozen=True, slots=True)
class DocumentList:
    """The documents of one generation, by id. Lengths are in code points."""

    generation: int
    documents: list[DocumentSummary]


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


@router.get("", summary="List the documents")
def list_documents(parts: PartsOf) -> DocumentList:
    """All documents of the current generation, without their texts."""
    generation = parts.library.searcher().generation
    return DocumentList(generation.number, generation.store.summaries())


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
