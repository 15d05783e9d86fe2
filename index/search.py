"""READ FIRST (reading): a question -> ranked passages, each with the signals of its sentences.

Three indexes propose passages: the vectors of passages, those of sentences, and the words. A plain
sum of their scores keeps the best few, whose texts and words are then looked at for the signals
that the fitted ranking weighs. Where they are copies of each other, the search goes on without
these. A Reranker may reorder the first of them.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial

import numpy as np
import numpy.typing as npt

from index.encoder import QuestionEncoder
from index.errors import GenerationDamaged
from index.generations.homes import HeldGeneration
from index.ranking import weights
from index.ranking.hits import PassageHit, Reranker, Retrieved
from index.ranking.near_copies import without_copies
from index.ranking.query import Numbers, Query
from index.ranking.signals import Candidates, PassageSignals, SentenceHit, signals_of
from index.ranking.superseded import successors_first
from index.records import Mask, QuestionVectors, Rows
from index.storage.document_filter import Allowed, Filter, allowed_by, everything_in
from index.storage.texts_records import StoredPassage
from index.storage.word_vectors import nearness

_POOL = 50  # candidates from each of the three ways to find a passage
_BM25_WEIGHT = 0.8  # of the scaled BM25 score, beside the scaled sum of both similarities
_LOOKED_AT = 20  # of the candidates: those whose texts and words are looked at
_MOST_ROUNDS = 3  # of searches for one question, each without the copies that the last one found
_FILTERS_KEPT = 4  # each takes a byte for each passage and each sentence

Scores = npt.NDArray[np.float64]


class Searcher:
    """Searches one generation. Safe to use from any number of threads."""

    def __init__(
        self, generation: HeldGeneration, encoder: QuestionEncoder, reranker: Reranker | None = None
    ) -> None:
        if generation.manifest.model.sha256 != encoder.identity.sha256:
            raise GenerationDamaged(
                f"generation {generation.number} was made with the model "
                f"{generation.manifest.model.name}, the settings name {encoder.identity.name}; "
                "run: pincite index"
            )
        self.generation, self.reranker = generation, reranker
        self._encoder = encoder
        # A conversation asks with the same filter again and again.
        self._allowed = lru_cache(_FILTERS_KEPT)(partial(allowed_by, store=generation.store))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens of the model each text has."""
        return self._encoder.count_tokens(texts)

    def encode(self, texts: Sequence[str]) -> list[QuestionVectors]:
        """Return the vectors of each text, as of a question. Raises ModelFailed."""
        return self._encoder.encode_questions(texts)

    def allowed(self, chosen: Filter | None) -> Allowed | None:
        """Return what a filter allows of the generation; None where there is no filter."""
        return self._allowed(chosen) if chosen else None

    def search(self, question: str, k: int, chosen: Filter | None = None) -> Retrieved:
        """Return the best `k` passages for `question`, best first.

        chosen: only passages of documents that it allows. Raises ModelFailed, GenerationDamaged.
        """
        return self._searched(question, k, chosen, lambda: self._encoder.encode_question(question))

    def search_all(
        self, questions: Sequence[str], k: int, chosen: Filter | None = None
    ) -> list[Retrieved]:
        """Return for each question what `search` returns. All are encoded in one pass.

        Raises ModelFailed, GenerationDamaged.
        """
        start = time.perf_counter()
        encoded = self._encoder.encode_questions(questions)
        each_ms = (time.perf_counter() - start) * 1000 / max(len(questions), 1)
        found = [
            self._searched(question, k, chosen, partial(_same, vectors))
            for question, vectors in zip(questions, encoded, strict=True)
        ]
        return [replace(retrieved, encode_ms=each_ms) for retrieved in found]

    def _searched(
        self,
        question: str,
        k: int,
        chosen: Filter | None,
        vectors_of: Callable[[], QuestionVectors],
    ) -> Retrieved:
        start = time.perf_counter()
        allowed = self.allowed(chosen)
        filter_ms = (time.perf_counter() - start) * 1000
        if not self.generation.manifest.documents or (allowed and not allowed.documents):
            return Retrieved(self.generation.number, (), 0.0, 0.0, filter_ms, allowed=allowed)
        start = time.perf_counter()
        vectors = vectors_of()
        encoded = time.perf_counter()
        query = Query.of(question, vectors, self.generation.lexicon)
        # A small `k` must not keep passages from the reranker.
        hits = self._rank(query, max(k, _LOOKED_AT) if self.reranker else k, allowed)
        done = time.perf_counter()
        wait_ms = vectors.waited_ms
        ms = (wait_ms, (encoded - start) * 1000 - wait_ms, (done - encoded) * 1000 + filter_ms)
        if self.reranker is None:
            return Retrieved(self.generation.number, hits, *ms, allowed=allowed)
        hits = self.reranker.rerank(question, hits)[:k]
        rerank_ms = (time.perf_counter() - done) * 1000
        return Retrieved(self.generation.number, hits, *ms, rerank_ms, allowed)

    @cached_property
    def _leaders(self) -> Rows:
        """The document that leads the cluster of each: int64, shape (documents,)."""
        store = self.generation.store
        return store.related.leaders(store.documents)

    @cached_property
    def _has_copies(self) -> bool:
        return len(np.unique(self._leaders)) < len(self._leaders)

    def _rank(self, query: Query, k: int, allowed: Allowed | None) -> tuple[PassageHit, ...]:
        """Return the best `k` passages, without those that are copied from better ones."""
        if not self._has_copies:
            return tuple(successors_first(self._ranked(query, k, allowed)))
        hits: dict[int, PassageHit] = {}
        for _ in range(_MOST_ROUNDS):
            found = self._ranked(query, max(k, _LOOKED_AT), allowed)
            hits |= {hit.stored.row: hit for hit in found}
            in_order = successors_first(sorted(hits.values(), key=lambda hit: -hit.logit))
            kept = without_copies(in_order)
            if len(kept) >= min(k, len(hits)) or len(kept) == len(in_order):
                break
            allowed = self._without_copies_of(kept, in_order, allowed)
            hits = {hit.stored.row: hit for hit in kept}
        return tuple(kept[:k])

    def _without_copies_of(
        self, kept: Sequence[PassageHit], hits: Sequence[PassageHit], allowed: Allowed | None
    ) -> Allowed:
        """Return what is allowed without the documents that are copies of those that are kept.

        Only clusters count of which a hit was not kept.
        """
        store = self.generation.store
        gone = {hit.stored.row for hit in hits} - {hit.stored.row for hit in kept}
        crowded = {hit.stored.document.cluster for hit in hits if hit.stored.row in gone}
        wanted: Mask = ~np.isin(self._leaders, sorted(crowded))
        wanted[[hit.stored.document.row for hit in kept]] = True
        passages, sentences = (np.diff(firsts) for firsts in store.firsts)
        of_passages = np.repeat(wanted, passages)
        before = allowed or everything_in(store)
        return replace(
            before,
            passages=before.passages & of_passages,
            sentences=before.sentences & np.repeat(of_passages, sentences),
        )

    def _ranked(self, query: Query, k: int, allowed: Allowed | None) -> tuple[PassageHit, ...]:
        candidates = self._shortlist(query, max(k, _LOOKED_AT), allowed)
        outlines = candidates.outlines
        passages, sentences = signals_of(query, candidates)
        logits = weights.logits(passages.astype(np.float32))
        best = np.argsort(-logits, kind="stable")[:k].tolist()
        stored = self.generation.store.stored_passages([outlines.rows[i] for i in best])
        ends = np.cumsum(outlines.sentences).tolist()
        return tuple(
            _hit(passage, float(logits[i]), passages[i], sentences[: ends[i]])
            for i, passage in zip(best, stored, strict=True)
        )

    def _shortlist(self, query: Query, most: int, allowed: Allowed | None) -> Candidates:
        """Return the candidates that a plain sum of similarity and BM25 puts first.

        That sum needs neither their texts nor their words, which are read for these alone.
        """
        rows, bm25 = self._candidates(query, allowed)
        whole = query.vectors.whole
        similarities = self.generation.passages.take(rows) @ whole
        first_rows, counts = self.generation.store.sentence_rows(rows)
        ends = np.cumsum(counts)
        starts = ends - counts
        sentence_rows = np.arange(ends[-1]) + np.repeat(first_rows - starts, counts)
        of_sentences = self.generation.sentences.take(sentence_rows) @ whole
        best_sentence = np.maximum.reduceat(of_sentences, starts)
        scores = _scaled(similarities + best_sentence) + _BM25_WEIGHT * _scaled(bm25)
        best = np.argsort(-scores, kind="stable")[:most]
        outlines = self.generation.store.outlines(rows[best].tolist())
        tokens_and_words = np.concatenate([query.vectors.tokens, query.vectors.words])
        return Candidates(
            outlines,
            similarities[best],
            np.concatenate([of_sentences[starts[i] : ends[i]] for i in best.tolist()]),
            nearness(self.generation.words.take(outlines.word_ranges), tokens_and_words),
        )

    def _candidates(self, query: Query, allowed: Allowed | None) -> tuple[Rows, Scores]:
        """Return the passages that rank high in any of the three ways, and their BM25 scores.

        Both have shape (candidates,): rows int64, ascending; scores float64, 0 without a match.
        Each way leaves out what is not allowed, so that nothing is missing behind it.
        """
        whole = query.vectors.whole
        passages, sentences = (allowed.passages, allowed.sentences) if allowed else (None, None)
        by_passage, _ = self.generation.passages.search(whole, _POOL, passages)
        by_sentence, _ = self.generation.sentences.search(whole, _POOL, sentences)
        of_sentences = self.generation.store.passages_of_sentences(by_sentence)
        by_words, bm25 = self.generation.lexicon.search(query.text, _POOL, passages)
        rows = np.unique(np.concatenate([by_passage, of_sentences, by_words]))
        scores = np.zeros(len(rows))
        scores[np.searchsorted(rows, by_words)] = bm25
        return rows, scores


def _hit(stored: StoredPassage, logit: float, signals: Numbers, sentences: Numbers) -> PassageHit:
    """Return the hit of one passage.

    signals: its own, shape (passage signals,). sentences: shape (n, sentence signals); the last
    rows are those of the passage's sentences.
    """
    spans = stored.passage.sentences
    columns = sentences[-len(spans) :].T.tolist()
    return PassageHit(
        stored, logit, PassageSignals(*signals.tolist()), tuple(map(SentenceHit, spans, *columns))
    )


def _same(vectors: QuestionVectors) -> QuestionVectors:
    return vectors


def _scaled(scores: npt.NDArray[np.floating]) -> Scores:
    """Return the scores min-max scaled to 0..1: float64, shape (n,).

    All are zero where all scores are equal, since they then tell nothing.
    """
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros(len(scores))
    return (scores.astype(np.float64) - low) / (high - low)
