"""Where a quote stands, as an answer cites it."""

from index.records import Span
from index.storage.texts_records import StoredPassage
from service.records import CitedSource


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
