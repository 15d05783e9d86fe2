"""POST /v1/excerpts: the pieces of documents in which quotes should be read."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from index.errors import DocumentMissing, PinciteError
from index.records import Span
from index.seam.held_texts import Texts
from service.errors import BadSpan, DocumentChanged
from service.excerpts.excerpt import Excerpts, Extract
from service.filters import MAX_ID
from service.http.exchange.failures import FailureBody, Problem, failure_of
from service.http.exchange.statuses import family
from service.http.routes import PartsOf, a_number
from service.http.routes.texts.document_shape import DocumentBlock, DocumentLink
from service.records import CitedPlace
from service.sources import cited_places

router = family("/v1", "documents", 401, 422, 503)

MOST_AT_ONCE = 50
MAX_OFFSET = 2**53 - 1  # the greatest whole number that every JSON reader keeps exactly


_Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET), BeforeValidator(a_number)]


class ExcerptPlace(BaseModel):
    """A quote: `text[start:end]` of a document.

    v: the version (`sha256`) that is expected; null for whichever there is.
    """

    model_config = ConfigDict(extra="forbid")

    document_id: Annotated[str, Field(min_length=1, max_length=MAX_ID)]
    start: _Offset
    end: _Offset
    v: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None


class ExcerptsBody(BaseModel):
    """The quotes around which pieces of their documents are wanted."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"places": [{"document_id": "003_394d074cd746f86b.txt", "start": 255, "end": 350}]}
            ]
        },
    )

    places: Annotated[list[ExcerptPlace], Field(min_length=1, max_length=MOST_AT_ONCE)]


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """`text` is the document's text from `start` to `end`; blocks and links lie in it."""

    start: int
    end: int
    text: str
    blocks: list[DocumentBlock]
    links: list[DocumentLink]


@dataclass(frozen=True, slots=True)
class DocumentExcerpt:
    """The piece of a document in which a quote should be read.

    `text` is the document's text from `start` to `end`; blocks and links lie in it, and all offsets
    count code points of the document's text. cut_before, cut_after: whether the text goes on in the
    same block. above: what the piece stands under and does not hold, in order: a lead-in, the item
    around it, the header row of its table. headings: above the quote, the outermost first. places:
    where in the original it stands, the outermost first.
    """

    document_id: str
    title: str
    sha256: str
    published: str | None
    start: int
    end: int
    text: str
    blocks: list[DocumentBlock]
    links: list[DocumentLink]
    cut_before: bool
    cut_after: bool
    above: list[ExcerptPiece]
    headings: list[str]
    places: list[CitedPlace]


@dataclass(frozen=True, slots=True)
class ExcerptList:
    """For each place its excerpt or why there is none, in the order of the places."""

    generation: int
    excerpts: list[DocumentExcerpt | FailureBody]


@router.post("/excerpts", summary="Read quotes in their surroundings")
def read_excerpts(body: ExcerptsBody, parts: PartsOf) -> ExcerptList:
    """Return for each quote the piece of its document in which it should be read: the whole list
    with its lead-in, the rows beside it with the header of their table, or the paragraphs before
    and after it; about 1,500 characters at most, unless the quote is longer.

    A place that cannot be shown gets the `error` that `GET /v1/documents/{id}` would answer with;
    one whose span does not lie in the text, `invalid_request`. The others are answered all the
    same.
    """
    generation = parts.library.searcher().generation
    excerpts = [_excerpt_or_failure(generation.store, place) for place in body.places]
    return ExcerptList(generation.number, excerpts)


def _excerpt_or_failure(store: Texts, place: ExcerptPlace) -> DocumentExcerpt | FailureBody:
    try:
        return _excerpt(store, place)
    except (DocumentMissing, DocumentChanged, BadSpan) as error:
        return _failure(error)


def _failure(error: PinciteError) -> FailureBody:
    _, body = failure_of(error)
    return FailureBody(Problem(**body["error"]))


def _excerpt(store: Texts, place: ExcerptPlace) -> DocumentExcerpt:
    """Return the excerpt around a place.

    Raises DocumentMissing, DocumentChanged; BadSpan if the span does not lie in the text.
    """
    row = store.row_of(place.document_id)
    if row is None:
        raise DocumentMissing("the index holds no document with that id")
    [document] = store.summaries_of([row])
    if place.v is not None and place.v != document.sha256:
        raise DocumentChanged("this document has changed since that version")
    if not place.start < place.end <= document.characters:
        raise BadSpan("start and end must lie in the document's text, start before end")
    found = Excerpts(store, row, document).around(Span(place.start, place.end))
    piece = _piece(found.piece)
    return DocumentExcerpt(
        document_id=document.document_id,
        title=document.title,
        sha256=document.sha256,
        published=document.published,
        start=piece.start,
        end=piece.end,
        text=piece.text,
        blocks=piece.blocks,
        links=piece.links,
        cut_before=found.cut_before,
        cut_after=found.cut_after,
        above=[_piece(above) for above in found.above],
        headings=[*found.headings],
        places=cited_places(found.places),
    )


def _piece(piece: Extract) -> ExcerptPiece:
    return ExcerptPiece(
        start=piece.span.start,
        end=piece.span.end,
        text=piece.text,
        blocks=list(map(DocumentBlock.of, piece.blocks)),
        links=[DocumentLink(link.start, link.end, link.href) for link in piece.links],
    )
