"""Writes a reply: words of its own, and quotes, each pinned at both ends."""

from typing import Literal

from index.records import Span
from index.storage.texts_records import StoredPassage
from service.records import NO_TIME, Answer, AnswerSpan, Citation, FoundPassage, Mode
from service.sources import found_passage, source_of


class Writer:
    """Writes the text of one reply from its beginning, line by line."""

    def __init__(self) -> None:
        self._text = ""
        self._citations: list[Citation] = []
        self._passages: dict[int, FoundPassage] = {}

    @property
    def quotes(self) -> int:
        """How many quotes it has so far."""
        return len(self._citations)

    def line(self, words: str = "") -> None:
        """Begin a line, with these words."""
        self._text += f"\n{words}" if self._text else words

    def quote(self, stored: StoredPassage, span: Span, short: Span | None = None) -> None:
        """Add what stands at `span` of a document, and its marker.

        stored: the passage that the span lies in. short: what of it to mark, as a span of the
        document.
        """
        quote, start = stored.of(span), len(self._text)
        marker = len(self._citations) + 1
        self._text += f"{quote} [{marker}]"
        highlight = None
        if short is not None:
            shift = start - span.start
            highlight = AnswerSpan(short.start + shift, short.end + shift)
        at = AnswerSpan(start, start + len(quote))
        source = source_of(stored, span)
        self._citations.append(Citation(marker, at, source, quote, 1.0, highlight, []))
        self._passages.setdefault(stored.row, found_passage(stored, 1.0))

    def answer(
        self,
        question: str,
        mode: Mode = "collection",
        status: Literal["answered", "unsupported"] = "answered",
    ) -> Answer:
        """Return the reply. Its id, generation and timings are left blank.

        It shows the passages of its quotes.
        """
        return Answer(
            id="",
            question=question,
            status=status,
            answer=self._text,
            confidence=float(status == "answered"),
            generation=0,
            citations=self._citations,
            conflicts=[],
            passages=list(self._passages.values()),
            timings_ms=NO_TIME,
            mode=mode,
        )


def counted(count: int, noun: str) -> str:
    """Return "1 document", "1,200 documents"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
