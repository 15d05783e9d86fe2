"""READ FIRST: what each tool does: it calls a part, and adds where the page opens what it cites."""

from collections.abc import Callable
from dataclasses import dataclass

from index.errors import DocumentMissing
from index.records import Document, Span
from index.storage.texts_records import StoredPassage
from service.collection.scope import Scope
from service.errors import DocumentChanged
from service.filters import filter_of, filtered_by
from service.records import Answer, CitedSource, DocumentSpan
from service.sources import (
    cited_places,
    cited_source,
    found_passage,
    headings_above,
    quote_url,
    source_of,
)
from service.tools.document_places import part_to_read
from service.tools.tool_arguments import (
    AskArguments,
    CheckArguments,
    ListArguments,
    ReadArguments,
    SearchArguments,
)
from service.tools.tool_results import (
    DocumentPage,
    DocumentPart,
    FoundPassages,
    LinkedAnswer,
    LinkedCheck,
    QuoteLink,
)
from service.wiring import Parts


class Unwanted(Exception):
    """Nobody waits any longer for what a tool is working on."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The tools, for one call. They raise PinciteError.

    base: the server's address, with a slash at its end; links begin with it. observed: hears of the
    answer, and returns it. is_wanted: whether somebody still waits for the result.
    """

    parts: Parts
    base: str
    observed: Callable[[Callable[[], Answer]], Answer] = lambda ask: ask()
    is_wanted: Callable[[], bool] = lambda: True

    def ask(self, asked: AskArguments) -> LinkedAnswer:
        """Return the cited answer to a question."""
        chosen = filter_of(asked.filters)
        answer = self.observed(
            lambda: self.parts.answerer.answer(asked.question, asked.top_k, chosen)
        )
        return LinkedAnswer(answer, [self._link(one.source) for one in answer.citations])

    def search(self, asked: SearchArguments) -> FoundPassages:
        """Return the passages that are nearest to a query, with their scores."""
        searcher = self.parts.library.searcher()
        found = searcher.search(asked.query, asked.top_k, filter_of(asked.filters))
        return FoundPassages(
            found.generation,
            [found_passage(hit.stored, round(hit.score, 4)) for hit in found.hits],
            [self._link(_source_of_all(hit.stored)) for hit in found.hits],
            filtered_by(found.allowed),
        )

    def read_document(self, asked: ReadArguments) -> DocumentPart:
        """Return a part of a document. Raises DocumentMissing, DocumentChanged, BadArguments."""
        generation = self.parts.library.searcher().generation
        document = generation.store.document(asked.document_id)
        if document is None:
            raise DocumentMissing(
                "the index holds no document with that id; list_documents and search give the ids"
            )
        if asked.version is not None and asked.version != document.sha256:
            raise DocumentChanged(
                "the document has changed since that version; leave out version to read it as it "
                "is now, and look for your place again"
            )
        return self._part(document, asked, generation.number)

    def _part(self, document: Document, asked: ReadArguments, generation: int) -> DocumentPart:
        span, found = part_to_read(document, asked)
        places = [
            place
            for place in document.shape.places
            if place.start < span.end and span.start < place.end
        ]
        return DocumentPart(
            document_id=document.document_id,
            title=document.title,
            sha256=document.sha256,
            published=document.published,
            author=document.origin.author,
            site=document.origin.site,
            generation=generation,
            characters=len(document.text),
            start=span.start,
            end=span.end,
            text=span.of(document.text),
            next_start=span.end if span.end < len(document.text) else None,
            found=DocumentSpan(found.start, found.end) if found else None,
            headings=headings_above(document, span.start),
            places=cited_places(places),
            link=self._link(cited_source(document, "", span)),
        )

    def list_documents(self, asked: ListArguments) -> DocumentPage:
        """Return a page of the list of documents."""
        searcher = self.parts.library.searcher()
        generation = searcher.generation
        matching = generation.catalogue.find(asked.query, None, asked.order)
        rows = Scope(searcher, filter_of(asked.filters)).allowed_of(matching)
        end = asked.offset + asked.limit
        return DocumentPage(
            generation.number,
            len(rows),
            generation.store.summaries_of(rows[asked.offset : end].tolist()),
            end if end < len(rows) else None,
        )

    def check(self, asked: CheckArguments) -> LinkedCheck:
        """Return what the documents say of a text, or of claims. Raises Unwanted too."""
        chosen = filter_of(asked.filters)
        if asked.text is not None:
            checked = self.parts.checker.check_text(asked.text, chosen, advance=self._go_on)
        else:
            checked = self.parts.checker.check_claims(asked.claims or [], chosen)
        places = (place for one in checked.sentences for _, place in one.places())
        links = (self._link(place.source) for place in places)
        return LinkedCheck(checked, list(dict.fromkeys(links)))

    def _go_on(self, done: int, total: int) -> None:
        if done < total and not self.is_wanted():
            raise Unwanted

    def _link(self, source: CitedSource) -> QuoteLink:
        url = quote_url(self.base, source)
        return QuoteLink(source.document_id, source.start, source.end, url)


def _source_of_all(stored: StoredPassage) -> CitedSource:
    return source_of(stored, Span(stored.passage.start, stored.passage.end))
