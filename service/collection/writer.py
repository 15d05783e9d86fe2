"""Writes a reply: words of its own, and quotes, each pinned at both ends."""

from bisect import bisect_right
from typing import Literal

from index.records import BlockKind, Span
from index.storage.texts_records import StoredPassage
from service.records import (
    NO_TIME,
    Answer,
    AnswerSpan,
    Citation,
    DocumentSpan,
    FoundPassage,
    Mode,
    quoted_sentences,
)
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

    def add(self, words: str) -> None:
        """Go on in the line, with these words."""
        self._text += words

    def quote(
        self, stored: StoredPassage, span: Span, short: Span | None = None, more: int = 0
    ) -> None:
        """Add what stands at `span` of a document, and its marker.

        stored: the passage that the span lies in. short: what of it to mark, as a span of the
        document. more: how many items of a list it leaves out.
        """
        quote, start = stored.of(span), len(self._text)
        marker = len(self._citations) + 1
        self._text += f"{quote} [{marker}]"
        self._text += f" (and {more:,} more)" if more else ""
        highlight = None
        if short is not None:
            shift = start - span.start
            highlight = AnswerSpan(short.start + shift, short.end + shift)
        at = AnswerSpan(start, start + len(quote))
        self._citations.append(
            Citation(
                marker=marker,
                answer=at,
                source=source_of(stored, span, _headings(stored, span)),
                quote=quote,
                score=1.0,
                highlight=highlight,
                context=[DocumentSpan(span.start, span.end)],
                more=more,
                also=[],
            )
        )
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
            measured=None,
            generation=0,
            citations=self._citations,
            conflicts=[],
            passages=list(self._passages.values()),
            timings_ms=NO_TIME,
            mode=mode,
            sentences=quoted_sentences(self._citations),
        )


def _headings(stored: StoredPassage, span: Span) -> list[str]:
    """Return the headings above what stands at `span` of a passage, the outermost first."""
    starts = [sentence.start for sentence in stored.passage.sentences]
    number = bisect_right(starts, span.start) - 1
    upper = stored.upper(number)
    if stored.kind_of(number) is BlockKind.ROW:
        upper = upper[1:]  # its header
    return [one.text for one in reversed(upper) if one.kind is BlockKind.HEADING]
