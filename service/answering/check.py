"""The last check of an answer: every citation must stand where it says, at both ends."""

from index.storage.texts import Store
from service.errors import BrokenCitation
from service.records import Answer, AnswerSpan, CitedSource, Conflict


def check(answer: Answer, store: Store) -> None:
    """Compare every citation with the answer and with the stored documents.

    Raises BrokenCitation where they differ: no answer is better than one that cites wrongly.
    """
    for citation in answer.citations:
        if _text_at(answer, citation.answer) != citation.quote:
            raise BrokenCitation(f"citation {citation.marker} does not stand in the answer")
        if citation.highlight and not _inside(citation.highlight, citation.answer):
            raise BrokenCitation(f"citation {citation.marker} does not hold its short answer")
        quoted = [(citation.quote, citation.source)]
        for quote, source in quoted + [(copy.quote, copy.source) for copy in citation.also]:
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
        inside = quote and _inside(value.answer, quote)
        if not (inside and _text_at(answer, value.answer) == value.text):
            raise BrokenCitation(f"{value.text!r} does not stand in quote {value.marker}")


def _inside(part: AnswerSpan, whole: AnswerSpan) -> bool:
    return whole.start <= part.start < part.end <= whole.end


def _text_at(answer: Answer, span: AnswerSpan) -> str:
    return answer.answer[span.start : span.end]
