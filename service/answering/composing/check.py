"""The last check of an answer: every citation must stand where it says, at both ends.

In the answer stands its quote, or, where an LLM has worded the answer, a sentence that names it.
"""

from index.seam.held_texts import Texts
from service.errors import BrokenCitation
from service.records import (
    VERBATIM,
    Answer,
    AnswerSentence,
    AnswerSpan,
    Citation,
    CitedSource,
    Conflict,
)


def check(answer: Answer, store: Texts) -> None:
    """Compare every citation with the answer and with the stored documents.

    Raises BrokenCitation where they differ: no answer is better than one that cites wrongly.
    """
    for citation in answer.citations:
        if not _stands_in(answer, citation):
            raise BrokenCitation(f"citation {citation.marker} does not stand in the answer")
        if citation.highlight and not _inside(citation.highlight, citation.answer):
            raise BrokenCitation(f"citation {citation.marker} does not hold its short answer")
        quoted = [(citation.quote, citation.source)]
        for quote, source in quoted + [(copy.quote, copy.source) for copy in citation.also]:
            if not stands(quote, source, store):
                raise BrokenCitation(
                    f"citation {citation.marker} of {source.document_id} does not stand "
                    f"at {source.start} to {source.end}"
                )
    for conflict in answer.conflicts:
        _check_conflict(answer, conflict)
    for sentence in answer.sentences:
        _check_sentence(answer, sentence)


def _stands_in(answer: Answer, citation: Citation) -> bool:
    """Whether a citation's span in the answer is its quote, or a sentence that names it."""
    if answer.mode != "worded":
        return _text_at(answer, citation.answer) == citation.quote
    return any(
        citation.marker in sentence.markers
        and (sentence.start, sentence.end) == (citation.answer.start, citation.answer.end)
        and 0 <= sentence.start < sentence.end <= len(answer.answer)
        for sentence in answer.sentences
    )


def stands(quote: str, source: CitedSource, store: Texts) -> bool:
    """Whether a quote stands where its source says, in that version of the document."""
    return quote == store.excerpt(source.document_id, source.sha256, source.start, source.end)


def _check_sentence(answer: Answer, sentence: AnswerSentence) -> None:
    text = answer.answer[sentence.start : sentence.end]
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    if not text or not {*sentence.markers} <= quotes.keys():
        raise BrokenCitation(f"the sentence at {sentence.start} names what is not cited")
    if sentence.support == VERBATIM and text not in {quotes[one] for one in sentence.markers}:
        raise BrokenCitation(f"the sentence at {sentence.start} is not the quote that it names")


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
