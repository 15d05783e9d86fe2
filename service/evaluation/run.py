"""Asks the questions as a user would, and keeps what can be judged of each answer."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.building.report import ProgressListener
from index.ranking.hits import PassageHit, Retrieved
from index.search import Searcher
from service.answering.answerer import Answerer, consider
from service.answering.evidence import Evidence
from service.evaluation.dataset import JudgedQuery
from service.question_text import DEFAULT_TOP_K

MOST_DOCUMENTS = 10  # of a ranking: what the measures look at
_SENTENCES = 3
# Passages to look through for that many documents: nearly always enough, and all there are.
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
    """What one question brought.

    ranking: the first documents. sentences: the highest-scored, best first, shown or not.
    shown: how many quotes the answer shows; 0: it says that the documents do not say.
    ms: until the whole answer was there.
    """

    query: JudgedQuery
    ranking: tuple[Ranked, ...]
    sentences: tuple[Quote, ...]
    confidence: float
    shown: int
    ms: float


def ask_all(
    answerer: Answerer,
    searcher: Searcher,
    queries: Sequence[JudgedQuery],
    progress: ProgressListener,
) -> list[Result]:
    """Ask every question, one after the other."""
    progress.stage("ask", len(queries))
    for query in queries[:1]:
        answerer.answer(query.text, DEFAULT_TOP_K)  # the first answer of all pays for warming up
    results = []
    for query in queries:
        results.append(ask(answerer, searcher, query))
        progress.advance()
    return results


def ask(answerer: Answerer, searcher: Searcher, query: JudgedQuery) -> Result:
    """Answer one question, and look at what the answer was chosen from."""
    start = time.perf_counter()
    answer = answerer.answer(query.text, DEFAULT_TOP_K)
    ms = (time.perf_counter() - start) * 1000
    # Apart from the answer, which looks at few passages: to rank more would count as its time.
    retrieved, ranking = _rank(searcher, query.text)
    evidence, confidence = consider(query.text, retrieved)
    shown = len(answer.citations)
    return Result(query, ranking, quotes_of(evidence), confidence, shown, ms)


def _rank(searcher: Searcher, question: str) -> tuple[Retrieved, tuple[Ranked, ...]]:
    for width in _WIDTHS:
        retrieved = searcher.search(question, width)
        ranking = ranking_of(retrieved.hits)
        if len(ranking) == MOST_DOCUMENTS or len(retrieved.hits) < width:
            break
    return retrieved, ranking


def ranking_of(hits: Sequence[PassageHit]) -> tuple[Ranked, ...]:
    """The first documents, each where its best passage stands."""
    best: dict[str, Ranked] = {}
    for hit in hits:
        name = hit.stored.document.document_id
        best.setdefault(name, Ranked(name, hit.score))
    return tuple(best.values())[:MOST_DOCUMENTS]


def quotes_of(evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
    """The highest-scored sentences. evidence: best first."""
    return tuple(Quote(one.place[0], one.text) for one in evidence[:_SENTENCES])
