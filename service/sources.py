"""Where a quote stands: as an answer cites it, and as the address at which the page opens it."""

from urllib.parse import quote

from index.records import Span
from index.storage.texts_records import StoredPassage
from service.records import CitedSource, FoundPassage


def passage_id(stored: StoredPassage) -> str:
    """Return a name for a passage that holds as long as the document's version does."""
    return f"{stored.document.sha256[:16]}-{stored.passage.start}-{stored.passage.end}"


def source_of(stored: StoredPassage, span: Span) -> CitedSource:
    """Return the source of the quote at `span` of the document, which lies in the passage."""
    document = stored.document
    return CitedSource(
        document_id=document.document_id,
        title=document.title,
        sha256=document.sha256,
        passage_id=passage_id(stored),
        start=span.start,
        end=span.end,
        published=document.published,
    )


def found_passage(stored: StoredPassage, score: float) -> FoundPassage:
    """Return the passage as an answer shows it. score: from 0 to 1."""
    return FoundPassage(
        passage_id=passage_id(stored),
        document_id=stored.document.document_id,
        title=stored.document.title,
        start=stored.passage.start,
        end=stored.passage.end,
        text=stored.text,
        score=score,
    )


def quote_url(base: str, source: CitedSource) -> str:
    """Return the address of a quote, as the page makes it too (web/lib/links.js).

    base: the server's address, with a slash at its end.
    """
    place = f"documents/{quote(source.document_id)}?v={source.sha256}"
    return f"{base}{place}#char={source.start},{source.end}"
