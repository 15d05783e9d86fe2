"""One question, one cited answer: retrieve, weigh, select, compose, check."""

import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from index.filter import Filter
from index.search import Retrieved, Searcher
from service.answering.check import check
from service.answering.compose import compose
from service.answering.confidence import confidence_in
from service.answering.evidence import Evidence, weigh
from service.answering.select import select
from service.records import Answer, Filtered, Timings
from service.underway import underway

EVIDENCE_PASSAGES = 8
NO_DOCUMENT = "No document matches the filters."


class Answerer:
    """Answers from whatever generation is current. Safe to use from any number of threads.

    searcher: gives the Searcher of the current generation.
    threshold: least confidence of an answer; below it the documents do not say.
    """

    def __init__(self, searcher: Callable[[], Searcher], threshold: float) -> None:
        self._searcher = searcher
        self._threshold = threshold

    def answer(self, question: str, top_k: int, chosen: Filter | None = None) -> Answer:
        """Answer a question that `service.question` allows, with the `top_k` nearest passages.

        chosen: the documents that may be quoted.
        """
        searcher = self._searcher()
        retrieved = searcher.search(question, max(top_k, EVIDENCE_PASSAGES), chosen)
        start = time.perf_counter()
        evidence, confidence = consider(question, retrieved)
        quoted = select(question, evidence) if confidence >= self._threshold else []
        draft = compose(question, quoted, retrieved.hits[:top_k])
        filtered = _filtered(retrieved)
        answer = replace(
            draft,
            id=uuid.uuid4().hex,
            answer=draft.answer if filtered is None or filtered.documents else NO_DOCUMENT,
            filtered=filtered,
            confidence=round(confidence, 4),
            generation=retrieved.generation,
            timings_ms=Timings(
                encode=round(retrieved.encode_ms, 2),
                search=round(retrieved.search_ms, 2),
                rerank=None if retrieved.rerank_ms is None else round(retrieved.rerank_ms, 2),
                answer=round((time.perf_counter() - start) * 1000, 2),
            ),
        )
        check(answer, searcher.generation.store)
        underway().answer = answer
        return answer


def _filtered(retrieved: Retrieved) -> Filtered | None:
    allowed = retrieved.allowed
    return None if allowed is None else Filtered(allowed.documents, allowed.undated)


def consider(question: str, retrieved: Retrieved) -> tuple[list[Evidence], float]:
    """The sentences that may answer, best first, and the confidence that they do."""
    evidence = weigh(question, retrieved.hits[:EVIDENCE_PASSAGES])
    return evidence, confidence_in(question, evidence)
