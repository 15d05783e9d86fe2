"""Questions to ask next: made from what stands around an answer's quotes, and tried beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from index.documents.marks import QUESTION_MARKS
from index.generations.homes import HeldGeneration
from index.records import BlockKind, Document, Span
from index.storage.document_filter import Filter
from index.storage.words.analysis import terms
from service.answering.answerer import Answerer
from service.conversation.turns import PastTurn
from service.examples.phrasing import questions_of
from service.records import Answer, Citation

MOST = 3
_MOST_TRIED = 8
_MOST_DOCUMENTS = 3
_AROUND = 2  # passages before and after the one that is quoted
_NEAR = 20  # headings before and after
_LEAST_CONFIDENCE = 0.6
_LONGEST = 120  # characters
# Why, when, where and what somebody did. "What is ...?" is seldom what one asks next.
_RANKS = (0, 1, 3)


@dataclass(frozen=True, slots=True)
class _QuotedPlace:
    """A stretch of a document."""

    document_id: str
    span: Span

    def meets(self, other: "_QuotedPlace") -> bool:
        """Whether both have text in common."""
        return (
            self.document_id == other.document_id
            and self.span.start < other.span.end
            and other.span.start < self.span.end
        )


@dataclass(frozen=True, slots=True)
class _NextQuestion:
    """A question, and where its answer stands. rank: 0 is likely what a person asks."""

    rank: int
    question: str
    place: _QuotedPlace


def suggest(
    generation: HeldGeneration,
    answerer: Answerer,
    turns: Sequence[PastTurn],
    document_filter: Filter | None = None,
) -> list[str]:
    """Return up to MOST questions that the documents answer, the best first.

    They come from the passages that the last turn quotes, from those around them, and from headings
    near by that are questions. Each is answered from where it was made, with confidence, and with
    nothing that the conversation has quoted. turns: those so far, the last one last.
    """
    asked = [frozenset(terms(turn.standalone_question)) for turn in turns]
    quoted = [_place_of(citation) for turn in turns for citation in turn.citations]
    found: list[str] = []
    candidates = (
        candidate
        for candidate in _candidates(generation, turns[-1].citations)
        if not any(map(candidate.place.meets, quoted)) and not _is_asked(candidate, asked)
    )
    for candidate in islice(candidates, _MOST_TRIED):
        place = _answered_at(answerer.answer(candidate.question, 1, document_filter))
        if place is None or not place.meets(candidate.place) or any(map(place.meets, quoted)):
            continue
        found.append(candidate.question)
        asked.append(frozenset(terms(candidate.question)))
        quoted.append(place)
        if len(found) == MOST:
            break
    return found


def _is_asked(candidate: _NextQuestion, asked: Sequence[frozenset[str]]) -> bool:
    """Whether a question of the conversation has all of the candidate's terms, or the reverse."""
    own = frozenset(terms(candidate.question))
    return any(own <= others or others <= own for others in asked)


def _answered_at(answer: Answer) -> _QuotedPlace | None:
    """Return where the best quote of an answer stands; None if it is not sure."""
    if answer.confidence < _LEAST_CONFIDENCE or not answer.citations:
        return None
    return _place_of(max(answer.citations, key=lambda citation: citation.score))


def _place_of(citation: Citation) -> _QuotedPlace:
    source = citation.source
    return _QuotedPlace(source.document_id, Span(source.start, source.end))


def _candidates(
    generation: HeldGeneration, citations: Sequence[Citation]
) -> Iterator[_NextQuestion]:
    """Yield the candidates of each document that is cited, by turns, the best of each first."""
    places: dict[str, list[Span]] = {}
    for citation in citations:
        places.setdefault(citation.source.document_id, []).append(_place_of(citation).span)
    made = [
        sorted(_of_document(generation, document_id, spans), key=lambda candidate: candidate.rank)
        for document_id, spans in islice(places.items(), _MOST_DOCUMENTS)
    ]
    seen = set()
    for candidate in chain.from_iterable(zip_longest(*made)):
        if candidate is not None and candidate.question not in seen:
            seen.add(candidate.question)
            yield candidate


def _of_document(
    generation: HeldGeneration, document_id: str, quotes: Sequence[Span]
) -> Iterator[_NextQuestion]:
    document = generation.store.document(document_id)
    if document is not None:
        yield from _headings(document, quotes)
        yield from _statements(generation, document, quotes)


def _headings(document: Document, quotes: Sequence[Span]) -> Iterator[_NextQuestion]:
    """Yield the headings near the quotes that ask something; what they ask is answered below."""
    headings = [block for block in document.shape.blocks if block.kind is BlockKind.HEADING]
    ends = [block.start for block in headings[1:]] + [len(document.text)]
    before = sum(block.start <= quotes[0].start for block in headings)
    near = range(max(0, before - _NEAR), min(len(headings), before + _NEAR))
    # What follows the quote comes first, as one reads on.
    for number in sorted(near, key=lambda n: (n < before, abs(n - before))):
        heading = headings[number]
        text = document.text[heading.start : heading.end]
        if text.endswith(QUESTION_MARKS) and len(text) <= _LONGEST:
            below = _QuotedPlace(document.document_id, Span(heading.end, ends[number]))
            yield _NextQuestion(0, text, below)


def _statements(
    generation: HeldGeneration, document: Document, quotes: Sequence[Span]
) -> Iterator[_NextQuestion]:
    """Yield questions that sentences around the quotes answer."""
    store = generation.store
    row = store.row_of(document.document_id)
    passages = [] if row is None else store.passages_at(row)
    quoted = {n for n, p in enumerate(passages) for q in quotes if p.start <= q.start < p.end}
    around = {n + step for n in quoted for step in range(-_AROUND, _AROUND + 1)}
    for number in sorted(around & set(range(len(passages)))):
        passage = passages[number]
        text = document.text[passage.start : passage.end]
        for sentence in passage.sentences:
            for phrased in questions_of(sentence.of(document.text), text)[:1]:
                if phrased.rank in _RANKS:
                    place = _QuotedPlace(document.document_id, sentence)
                    yield _NextQuestion(phrased.rank, phrased.question, place)
