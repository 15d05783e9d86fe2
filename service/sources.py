"""Where a quote stands, and the passage around it, as an answer names them."""

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
