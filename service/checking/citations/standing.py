"""What became of the citations of an answer that was kept, in the current generation."""

import re
import uuid
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.documents.splitting.sentences import stripped
from index.records import BlockKind, Document, Span
from index.search import Searcher
from index.storage.document_filter import Filter
from index.storage.tables.document_conditions import Condition, DocumentField, Relation
from service.answering.asking.question import analyse
from service.answering.composing.check import stands
from service.answering.considering import consider
from service.checking.citations.saved_answers import SavedCitation
from service.checking.citations.standing_records import (
    CheckedAnswer,
    CitationStanding,
    QuotedNow,
    Standing,
    StandingCounts,
)
from service.errors import BrokenCitation
from service.sources import cited_source, headings_above, source_of

_LOOKED_AT = 8  # passages in which a quote is sought that its document no longer has
_MOST_ASKED = 1000  # characters of a quote that are searched for
_DOCUMENTS_KEPT = 32
_SINCE, _NEVER = "has changed, and no longer has", "has not changed, but does not have"
_ANYWHERE = re.compile(r"\s+")


def standings(saved: Sequence[SavedCitation], searcher: Searcher) -> CheckedAnswer:
    """Return what became of each citation, in order.

    Raises GenerationDamaged, ModelFailed; BrokenCitation.
    """
    finder = _QuoteFinder(searcher)
    citations = [finder.standing(one) for one in saved]
    counts = Counter(one.standing for one in citations)
    return CheckedAnswer(
        id=uuid.uuid4().hex,
        generation=searcher.generation.number,
        citations=citations,
        counts=StandingCounts(
            stands=counts["stands"],
            moved=counts["moved"],
            changed=counts["changed"],
            gone=counts["gone"],
        ),
    )


@dataclass(frozen=True, slots=True)
class _FoundAgain:
    """What was found of one citation. See CitationStanding."""

    standing: Standing
    reason: str = ""
    now: QuotedNow | None = None
    nearest: QuotedNow | None = None


class _QuoteFinder:
    """Finds quotes in one generation."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher, self._store = searcher, searcher.generation.store
        self._document = lru_cache(_DOCUMENTS_KEPT)(self._store.document)

    def standing(self, saved: SavedCitation) -> CitationStanding:
        """Return what became of a citation. Raises BrokenCitation if a place is not what it is."""
        document = self._document(saved.was.document_id)
        found = self._in_document(saved, document) if document else self._elsewhere(saved)
        for quoted in (found.now, found.nearest):
            if quoted and not stands(quoted.quote, quoted.source, self._store):
                raise BrokenCitation(f"a quote of {quoted.source.document_id} does not stand")
        return CitationStanding(
            turn=saved.turn,
            marker=saved.marker,
            quote=saved.quote,
            was=saved.was,
            standing=found.standing,
            now=found.now,
            nearest=found.nearest,
            reason=found.reason,
        )

    def _in_document(self, saved: SavedCitation, document: Document) -> _FoundAgain:
        """Return what became of a citation whose document is there."""
        if not saved.quote.strip():
            return _FoundAgain(
                "changed", "Its quote was not kept: its document had changed before."
            )
        span = _place_of(saved, document.text)
        if span is None:
            return self._same_version(saved) or self._changed(saved)
        now = self._quoted(document, span)
        if span.start == saved.was.start and now.quote == saved.quote:
            return _FoundAgain("stands", "", now)
        same = document.sha256 == saved.was.sha256
        why = "The quote stands elsewhere in the document"
        return _FoundAgain("moved", f"{why}." if same else f"{why}, which has changed.", now)

    def _changed(self, saved: SavedCitation) -> _FoundAgain:
        changed = self._version(saved) != saved.was.sha256
        reason = f"The document {_SINCE if changed else _NEVER} the quote."
        return _FoundAgain("changed", reason, nearest=self._nearest(saved))

    def _elsewhere(self, saved: SavedCitation) -> _FoundAgain:
        """Return what became of a citation whose document is not there."""
        if not saved.quote.strip():
            return _FoundAgain("gone", "The document is not in the index.")
        if found := self._same_version(saved):
            return found
        retrieved = self._searcher.search(saved.quote[:_MOST_ASKED], _LOOKED_AT)
        for hit in retrieved.hits:
            document = self._document(hit.stored.document.document_id)
            span = _place_of(saved, document.text) if document else None
            if document and span:
                reason = "Its document is not in the index; another one has the quote."
                return _FoundAgain("moved", reason, self._quoted(document, span))
        return _FoundAgain(
            "gone", "The document is not in the index, and no other one has the quote."
        )

    def _same_version(self, saved: SavedCitation) -> _FoundAgain | None:
        """Return the quote in a document that has the same text under another name."""
        rows = self._store.documents_where(
            [Condition(DocumentField.SHA256, Relation.ONE_OF, (saved.was.sha256,))]
        )
        for summary in self._store.summaries_of(rows[:1].tolist()):
            document = self._document(summary.document_id)
            span = _place_of(saved, document.text) if document else None
            if document and span:
                reason = f"The document was renamed: it is {summary.document_id} now."
                return _FoundAgain("moved", reason, self._quoted(document, span))
        return None

    def _version(self, saved: SavedCitation) -> str:
        document = self._document(saved.was.document_id)
        return document.sha256 if document else ""

    def _nearest(self, saved: SavedCitation) -> QuotedNow | None:
        """Return the sentence of the document that is most like the quote."""
        asked = saved.quote[:_MOST_ASKED]
        chosen = Filter(documents=frozenset([saved.was.document_id]))
        retrieved = self._searcher.search(asked, _LOOKED_AT, chosen)
        for one in consider(analyse(asked), retrieved).evidence[:1]:
            stored, span = one.hit.stored, one.sentence.span
            headings = [up.text for up in one.upper[::-1] if up.kind is BlockKind.HEADING]
            places = self._store.shapes.places_at(stored.document.row, span)
            return QuotedNow(source_of(stored, span, headings, places), one.text)
        return None

    def _quoted(self, document: Document, span: Span) -> QuotedNow:
        row = self._store.row_of(document.document_id)
        passages = self._store.passages_at(row) if row is not None else []
        at = bisect_right(passages, span.start, key=lambda passage: passage.start) - 1
        passage = passages[max(at, 0)] if passages else span
        source = cited_source(
            document,
            f"{document.sha256[:16]}-{passage.start}-{passage.end}",
            span,
            headings_above(document, span.start),
            document.shape.places_of(span),
        )
        return QuotedNow(source, span.of(document.text))


def _place_of(saved: SavedCitation, text: str) -> Span | None:
    """Return where the quote stands in a text: where it stood, or else nearest to that."""
    if text[saved.was.start : saved.was.end] == saved.quote:
        return Span(saved.was.start, saved.was.end)
    spans = list(_places(saved.quote, text)) or list(_loose_places(saved.quote, text))
    return min(spans, key=lambda span: abs(span.start - saved.was.start), default=None)


def _places(quote: str, text: str) -> Iterator[Span]:
    """Yield where a quote stands word for word."""
    start = text.find(quote)
    while start >= 0:
        yield Span(start, start + len(quote))
        start = text.find(quote, start + len(quote))


def _loose_places(quote: str, text: str) -> Iterator[Span]:
    """Yield where it stands but for white space, as where a file is read in another way now."""
    words = map(re.escape, _ANYWHERE.split(quote.strip()))
    for found in re.finditer(r"\s+".join(words), text):
        yield stripped(text, Span(found.start(), found.end()))
