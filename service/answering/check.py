"""The last look at an answer: every citation must stand where it says, at both ends."""

from index.storage.texts import Store
from service.errors import BrokenCitation
from service.records import Answer, AnswerSpan, CitedSource, Conflict


def check(answer: Answer, store: Store) -> None:
    """Compare every citation with the answer and with the stored documents.

    Raises BrokenCitation: showing nothing is better than a quote that points elsewhere.
    """
    for citation in answer.citations:
        if _of(answer, citation.answer) != citation.quote:
            raise BrokenCitation(f"citation {citation.marker} does not stand in the answer")
        quoted = [(citation.quote, citation.source)]
        for quote, source in quoted + [(other.quote, other.source) for other in citation.also]:
            if not _stands(quote, source, store):
                raise BrokenCitation(
                    f"citation {citation.marker} of {source.document_id} does not stand "
                    f"at {source.start} to {source.end}"
                )
    for conflict in answer.conflicts:
        _check_conflict(answer, conflict)


def _stands(quote: str, source: CitedSource, store: Store) -> bool:
    return quote == store.excerpt(source.document_id, source.sha256, source.start, source.end)


def _check_conflict(answer: Answer, conflict: Conflict) -> None:
    quotes = {citation.marker: citation.answer for citation in answer.citations}
    for value in conflict.values:
        quote = quotes.get(value.marker)
        inside = quote and quote.start <= value.answer.start < value.answer.end <= quote.end
        if not (inside and _of(answer, value.answer) == value.text):
            raise BrokenCitation(f"{value.text!r} does not stand in quote {value.marker}")


def _of(answer: Answer, span: AnswerSpan) -> str:
    return answer.answer[span.start : span.end]
