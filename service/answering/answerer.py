"""One question, one cited answer: retrieve, weigh, select, compose, check."""

import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from index.ranking.hits import Retrieved
from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.check import check
from service.answering.compose import compose
from service.answering.confidence import confidence_in
from service.answering.evidence import Evidence, weigh
from service.answering.select import select
from service.http.exchange.underway import underway
from service.records import Answer, Filtered, Timings

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
        """Answer a question that `service.question_text` allows, with the `top_k` nearest passages.

        chosen: the documents that may be quoted.
        """
        begun = time.perf_counter()
        searcher = self._searcher()
        retrieved = searcher.search(question, max(top_k, EVIDENCE_PASSAGES), chosen)
        found = time.perf_counter()
        evidence, confidence = consider(question, retrieved)
        quoted = select(question, evidence) if confidence >= self._threshold else []
        draft = compose(question, quoted, retrieved.hits[:top_k])
        check(draft, searcher.generation.store)
        filtered = _filtered(retrieved)
        answer = replace(
            draft,
            id=uuid.uuid4().hex,
            answer=draft.answer if filtered is None or filtered.documents else NO_DOCUMENT,
            filtered=filtered,
            confidence=round(confidence, 4),
            generation=retrieved.generation,
            timings_ms=_timings(retrieved, begun, found),
        )
        underway().answer = answer
        return answer


def _timings(retrieved: Retrieved, begun: float, found: float) -> Timings:
    """Of an answer that is there now. Every moment since the question came belongs to one part.

    begun, found: when work on it began, and when its passages were found, by the performance
    counter.
    """
    done, came = time.perf_counter(), underway().came
    total = done - (begun if came is None else came)
    rerank_ms = retrieved.rerank_ms or 0.0
    search_ms = (found - begun) * 1000 - retrieved.wait_ms - retrieved.encode_ms - rerank_ms
    return Timings(
        wait=round((total - (done - begun)) * 1000 + retrieved.wait_ms, 2),
        encode=round(retrieved.encode_ms, 2),
        search=round(search_ms, 2),
        rerank=None if retrieved.rerank_ms is None else round(rerank_ms, 2),
        answer=round((done - found) * 1000, 2),
        total=round(total * 1000, 2),
    )


def _filtered(retrieved: Retrieved) -> Filtered | None:
    allowed = retrieved.allowed
    return None if allowed is None else Filtered(allowed.documents, allowed.undated)


def consider(question: str, retrieved: Retrieved) -> tuple[list[Evidence], float]:
    """The sentences that may answer, best first, and the confidence that they do."""
    evidence = weigh(question, retrieved.hits[:EVIDENCE_PASSAGES])
    return evidence, confidence_in(question, evidence)
