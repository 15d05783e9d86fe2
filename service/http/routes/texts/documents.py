"""GET /v1/documents: the list of documents, and the text of one, to show a quote in its place."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from index.errors import DocumentMissing
from index.storage.catalogue import Order
from index.storage.texts_records import DocumentSummary
from service.errors import DocumentChanged
from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.http.routes.paging import Folder, Limit, Offset
from service.http.routes.texts.document_shape import DocumentBlock, DocumentLink, DocumentPlace

router = family("/v1/documents", "documents", 401, 404, 409, 422, 503)

MAX_TEXT = 200

Text = Annotated[
    str,
    Query(
        max_length=MAX_TEXT,
        description="Words that must all occur in the title, the id, the author or the site, "
        "ignoring case and accents. Empty for all documents.",
        examples=["kosovo nato"],
    ),
]
OrderOf = Annotated[
    Order,
    Query(description="Sort by `id`, by `title`, or by date: `newest` or `oldest`, undated last."),
]
Version = Annotated[
    str | None,
    Query(
        pattern="^[0-9a-f]{64}$",
        description="The version (`sha256`) that you expect; if the document has another one, the "
        "answer is 409.",
    ),
]


@dataclass(frozen=True, slots=True)
class DocumentList:
    """A page of the documents of one generation, in order. Lengths are in code points.

    total: how many documents match in all.
    """

    generation: int
    total: int
    documents: list[DocumentSummary]


@dataclass(frozen=True, slots=True)
class DocumentBody:
    """A document as it is indexed. Offsets of citations count code points in `text`.

    author, site, language, url: as the document says; null where it does not. superseded_by: see
    the source of a citation. copies: the ids of documents that are nearly the same. warnings: what
    was guessed, or left out, when it was read. stale: whether the file could not be read at the
    last indexing; `text` is then its last good text. blocks: what
    each part of the text is, from start to end. links: where its words point. places: where in the
    original its parts stand. All three are empty where the format has none, and in an index that an
    older version of Pincite made.
    """

    document_id: str
    title: str
    text: str
    sha256: str
    published: str | None
    author: str | None
    site: str | None
    language: str | None
    url: str | None
    superseded_by: str | None
    copies: list[str]
    warnings: list[str]
    stale: bool
    generation: int
    blocks: list[DocumentBlock]
    links: list[DocumentLink]
    places: list[DocumentPlace]


@router.get("", summary="List the documents")
def list_documents(
    parts: PartsOf,
    q: Text = "",
    folder: Folder = None,
    order: OrderOf = "id",
    limit: Limit = 100,
    offset: Offset = 0,
) -> DocumentList:
    """List the documents of the current generation, without their texts, a page at a time.

    Pages belong together only if they name the same `generation`.
    """
    generation = parts.library.searcher().generation
    rows = generation.catalogue.find(q, folder, order)
    page = generation.store.summaries_of(rows[offset : offset + limit].tolist())
    return DocumentList(generation.number, len(rows), page)


@router.get("/{document_id:path}", summary="Read one document")
def read_document(document_id: str, parts: PartsOf, v: Version = None) -> DocumentBody:
    """Return the text of one document, its title, and its shape: blocks, links and places.

    Its id is its path and may contain slashes.
    """
    generation = parts.library.searcher().generation
    document = generation.store.document(document_id)
    if document is None:
        raise DocumentMissing("the index holds no document with that id")
    if v is not None and v != document.sha256:
        raise DocumentChanged(
            "this document has changed since that version; ask for it without `v` to get its "
            "current text"
        )
    return DocumentBody(
        document_id=document.document_id,
        title=document.title,
        text=document.text,
        sha256=document.sha256,
        published=document.published,
        author=document.origin.author,
        site=document.origin.site,
        language=document.origin.language,
        url=document.origin.url,
        superseded_by=document.superseded_by,
        copies=generation.store.related.ids_of_copies(document_id),
        warnings=list(document.origin.warnings),
        stale=document.stale,
        generation=generation.number,
        blocks=list(map(DocumentBlock.of, document.shape.blocks)),
        links=[DocumentLink(link.start, link.end, link.href) for link in document.shape.links],
        places=list(map(DocumentPlace.of, document.shape.places)),
    )
