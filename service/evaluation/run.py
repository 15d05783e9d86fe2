"""Asks the questions as a user would, and keeps of each answer what can be judged."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.building.report import ProgressListener
from index.ranking.hits import PassageHit, Retrieved
from index.seam.held_texts import Texts
from index.search import Searcher
from service.answering.answerer import Answerer
from service.answering.asking.question import analyse
from service.answering.weighing.evidence import Evidence
from service.evaluation.dataset import JudgedQuery
from service.question_text import DEFAULT_TOP_K
from service.records import Answer

MOST_DOCUMENTS = 10  # of a ranking: as far as the measures look
_SENTENCES = 3
# How many passages to search for that many documents: usually enough, and at most.
_WIDTHS = (20, 1000)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document in a ranking, with the score of its best passage."""

    document_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that may answer, and its document."""

    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one question.

    ranking: the first documents. sentences: those with the highest scores, best first, shown or
    not. shown: how many quotes the answer shows; 0 if it says that the documents do not say.
    ms: how long the whole answer took, in milliseconds. cited: the quotes that the answer shows,
    once for each document that a citation names.
    """

    query: JudgedQuery
    ranking: tuple[Ranked, ...]
    sentences: tuple[Quote, ...]
    confidence: float
    shown: int
    ms: float
    cited: tuple[Quote, ...] = ()


def ask_all(
    answerer: Answerer,
    searcher: Searcher,
    queries: Sequence[JudgedQuery],
    progress: ProgressListener,
) -> list[Result]:
    """Return the results of all questions, asked one after the other."""
    progress.stage("ask", len(queries))
    for query in queries[:1]:
        answerer.answer(query.text, DEFAULT_TOP_K)  # the very first answer is slow
    results = []
    for query in queries:
        results.append(ask(answerer, searcher, query))
        progress.advance()
    return results


def ask(answerer: Answerer, searcher: Searcher, query: JudgedQuery) -> Result:
    """Return the result of one question, with the evidence that its answer was chosen from."""
    start = time.perf_counter()
    found = answerer.found(query.text, DEFAULT_TOP_K)
    ms = (time.perf_counter() - start) * 1000
    # A second search: the answer's own retrieves too few passages for a ranking of documents, and
    # with more of them the answer would take longer than a user's does.
    retrieved, ranking = _rank(searcher, query.text)
    judged = RightDocuments(searcher.generation.store, query.relevant)
    looked = found.looked
    # A reply about the collection looks at no evidence, and yet a set may know the right sentence.
    considered = looked.considered if looked else answerer.consider(analyse(query.text), retrieved)
    return Result(
        query=query,
        ranking=judged.ranking(ranking),
        sentences=tuple(
            replace(one, document_id=judged.name(one.document_id))
            for one in quotes_of(considered.evidence)
        ),
        confidence=considered.confidence,
        shown=len(found.answer.citations),
        ms=ms,
        cited=tuple(cited_quotes(found.answer)),
    )


class RightDocuments:
    """Documents as they are judged: one that is nearly the same as a right one is that one.

    A search finds one of several copies, and it is chance which of them a set calls right.
    """

    def __init__(self, store: Texts, right: Iterable[str]) -> None:
        related = store.related
        self._names = {copy: name for name in right for copy in related.ids_of_copies(name)}
        self._names |= {name: name for name in right}

    def ranking(self, found: Iterable[Ranked]) -> tuple[Ranked, ...]:
        """Return the documents as they are judged, each once. found: best first."""
        named: dict[str, Ranked] = {}
        for one in found:
            name = self.name(one.document_id)
            named.setdefault(name, replace(one, document_id=name))
        return tuple(named.values())

    def name(self, document_id: str) -> str:
        """Return the id that a document is judged by."""
        return self._names.get(document_id, document_id)


def cited_quotes(answer: Answer) -> Iterator[Quote]:
    """Yield the quotes of an answer, once for each document that a citation names."""
    for citation in answer.citations:
        yield Quote(citation.source.document_id, citation.quote)
        for further in citation.also:
            yield Quote(further.source.document_id, further.quote)


def _rank(searcher: Searcher, question: str) -> tuple[Retrieved, tuple[Ranked, ...]]:
    for width in _WIDTHS:
        retrieved = searcher.search(question, width)
        ranking = ranking_of(retrieved.hits)
        if len(ranking) == MOST_DOCUMENTS or len(retrieved.hits) < width:
            break
    return retrieved, ranking


def ranking_of(hits: Sequence[PassageHit]) -> tuple[Ranked, ...]:
    """Return the first documents, each at the place of its best passage. hits: best first."""
    best: dict[str, Ranked] = {}
    for hit in hits:
        document_id = hit.stored.document.document_id
        best.setdefault(document_id, Ranked(document_id, hit.score))
    return tuple(best.values())[:MOST_DOCUMENTS]


def quotes_of(evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
    """Return the sentences with the highest scores. evidence: best first."""
    return tuple(Quote(sentence.document_id, sentence.text) for sentence in evidence[:_SENTENCES])
