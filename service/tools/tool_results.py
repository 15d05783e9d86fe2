"""What the tools return. Offsets count Unicode code points, and ends are exclusive."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from index.storage.texts_records import DocumentSummary
from service.checking.texts.check_records import CheckedText
from service.records import Answer, CitedPlace, DocumentSpan, Filtered, FoundPassage

_Filtered = Annotated[Filtered | None, Field(exclude_if=lambda value: value is None)]


@dataclass(frozen=True, slots=True)
class QuoteLink:
    """The address at which Pincite's page opens `text[start:end]` of a document, marked."""

    document_id: str
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class LinkedAnswer:
    """An answer, and for each of its citations, in order, where the page opens the quote."""

    answer: Answer
    links: list[QuoteLink]


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """The passages nearest to a query, best first, and where the page opens each.

    generation: of the index. score of a passage: how likely it holds an answer, from 0 to 1.
    filtered: only where filters were set.
    """

    generation: int
    passages: list[FoundPassage]
    links: list[QuoteLink]
    filtered: _Filtered = None


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """`text[start:end]` of a document.

    characters: how many the whole document has. next_start: where to read on; null at the end.
    found: where the part of the text stands that was asked for; null where none was. headings:
    above `start`, the outermost first. places: in the original, that it touches. link: opens it.
    """

    document_id: str
    title: str
    sha256: str
    published: str | None
    author: str | None
    site: str | None
    generation: int
    characters: int
    start: int
    end: int
    text: str
    next_start: int | None
    found: DocumentSpan | None
    headings: list[str]
    places: list[CitedPlace]
    link: QuoteLink


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A page of the list of documents, in order.

    total: how many documents match in all. next_offset: of the next page; null on the last one.
    """

    generation: int
    total: int
    documents: list[DocumentSummary]
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class LinkedCheck:
    """What the documents say of each sentence, and where the page opens each place, in order."""

    check: CheckedText
    links: list[QuoteLink]
