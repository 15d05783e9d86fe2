"""What may support or contradict a sentence: stretches of documents, those of each together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.records import BlockKind, Span
from index.seam.held_texts import Texts
from index.search import Searcher
from index.storage.document_filter import Filter
from index.storage.texts_records import Upper
from service.answering.asking.question import analyse
from service.answering.choosing.antecedents import leans_back
from service.answering.composing.check import stands
from service.answering.considering import EVIDENCE_PASSAGES, consider
from service.answering.weighing.evidence import Evidence
from service.checking.texts.check_records import MAX_CLAIM, EvidencePlace
from service.checking.texts.said_sentences import SaidSentence
from service.records import CitedSource
from service.sources import source_of

MOST_DOCUMENTS = 3
MOST_OF_A_DOCUMENT = 4  # sentences
_FURTHEST_BACK = 2  # sentences
_MOST_ABOVE = 300  # characters of a heading or a lead-in; a longer one tells what it is about less


@dataclass(frozen=True, slots=True)
class CitableStretch:
    """A stretch of a document. cite: returns its source."""

    text: str
    cite: Callable[[], CitedSource]


@dataclass(frozen=True, slots=True)
class Group:
    """The stretches of one document that may say something of a sentence, best first.

    Behind them comes what they stand under: headings, lead-ins, header rows, which say what they
    are about. title: of the document; "" where it is among these.
    """

    stretches: tuple[CitableStretch, ...]
    title: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All that a judge is to see; the title comes last."""
        title = (self.title,) if self.title else ()
        return (*(one.text for one in self.stretches), *title)

    def at(self, number: int | None) -> CitableStretch:
        """Return the stretch of that number among `texts`; the best one for any other."""
        known = number is not None and number < len(self.stretches)
        return self.stretches[number if known and number is not None else 0]


class EvidenceFinder(Protocol):
    """Finds what may support or contradict sentences."""

    def find(self, said: Sequence[SaidSentence]) -> list[list[Group]]:
        """Return for each sentence what was found, by document, best first."""
        ...

    def stands(self, place: EvidencePlace) -> bool:
        """Whether a quote stands where it says."""
        ...


class IndexEvidence:
    """Finds what the documents of one generation may say of sentences.

    chosen: only documents that it allows; None for all.
    """

    def __init__(self, searcher: Searcher, chosen: Filter | None = None) -> None:
        self._searcher, self._chosen = searcher, chosen
        self._store = searcher.generation.store

    def find(self, said: Sequence[SaidSentence]) -> list[list[Group]]:
        """Return for each sentence what was found, by document, best first.

        Raises ModelFailed, GenerationDamaged.
        """
        queries = [one.query[-MAX_CLAIM:] for one in said]
        retrieved = self._searcher.search_all(queries, EVIDENCE_PASSAGES, self._chosen)
        return [
            self._groups(consider(analyse(query), found).evidence)
            for query, found in zip(queries, retrieved, strict=True)
        ]

    def stands(self, place: EvidencePlace) -> bool:
        """Whether a quote stands where it says."""
        return stands(place.quote, place.source, self._store)

    def _groups(self, evidence: Sequence[Evidence]) -> list[Group]:
        by_document: dict[str, list[Evidence]] = {}
        for one in evidence:
            known = by_document.setdefault(one.document_id, [])
            if len(known) < MOST_OF_A_DOCUMENT:
                known.append(one)
        return [_group(best, self._store) for best in [*by_document.values()][:MOST_DOCUMENTS]]


def _group(evidence: Sequence[Evidence], store: Texts) -> Group:
    stretches = [_stretch(one, _whole(one), one.upper, store) for one in evidence]
    above = {
        upper.text: _stretch(one, upper.span, one.upper[number + 1 :], store)
        for one in evidence
        for number, upper in enumerate(one.upper)
        if len(upper.text) <= _MOST_ABOVE
    }
    title = evidence[0].hit.stored.document.title
    return Group((*stretches, *above.values()), "" if title in above else title)


def _stretch(
    evidence: Evidence, span: Span, upper: Sequence[Upper], store: Texts
) -> CitableStretch:
    """Return a stretch of the document of some evidence. upper: above it, the nearest first."""
    stored = evidence.hit.stored
    document = stored.document

    def cite() -> CitedSource:
        headings = [one.text for one in upper[::-1] if one.kind is BlockKind.HEADING]
        places = store.shapes.places_at(document.row, span)
        return source_of(stored, span, headings, places)

    text = store.excerpt(document.document_id, document.sha256, span.start, span.end)
    return CitableStretch(text or "", cite)


def _whole(evidence: Evidence) -> Span:
    """Return the sentence, from the one before it where it begins with a pronoun."""
    span = evidence.sentence.span
    for number in _told_before(evidence):
        if not leans_back(evidence.hit.stored.of(evidence.hit.sentences[number + 1].span)):
            break
        span = Span(evidence.hit.sentences[number].span.start, span.end)
    return span


def _told_before(evidence: Evidence) -> Iterator[int]:
    """Yield the sentences of prose before this one in its passage, the nearest first."""
    stored = evidence.hit.stored
    first = max(0, evidence.number - _FURTHEST_BACK)
    for number in range(evidence.number - 1, first - 1, -1):
        if {stored.kind_of(number), stored.kind_of(number + 1)} != {BlockKind.PARAGRAPH}:
            return
        yield number
