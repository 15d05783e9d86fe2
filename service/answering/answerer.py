"""One question, one cited answer: analyse, retrieve, weigh, read, select, compose, check."""

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.ranking.hits import Retrieved
from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.asking.question import Question, analyse
from service.answering.asking.search_in_full import in_full, mended, search_for
from service.answering.asking.several_questions import parts_of
from service.answering.asking.spelling import may_have_slips
from service.answering.calibration.measured import PATH, Calibration, ModelsInUse
from service.answering.choosing.select import Selection, select
from service.answering.composing.attribution import nearest, with_best_sentences, with_copies
from service.answering.composing.check import check
from service.answering.composing.compose import compose
from service.answering.composing.joining import joined, may_be_joined
from service.answering.composing.quoting import stretches_of
from service.answering.composing.timings import timings_of
from service.answering.considering import EVIDENCE_PASSAGES, Considered, consider
from service.answering.looked import FoundAnswer, Looked
from service.collection.collection_reply import reply_to
from service.collection.intents import OF_DOCUMENTS
from service.filters import filtered_by
from service.reading.reader import Reader
from service.records import NO_TIME, Answer, Measured

_CALIBRATION = Calibration(PATH)
NO_DOCUMENT = "No document matches the filters."


class Answerer:
    """Answers from whatever generation is current. Safe to use from any number of threads.

    searcher: returns the Searcher of the current generation.
    threshold: the least confidence of an answer. Below it the documents do not say. reader: reads
    the `read_passages` best passages of each question; None where reading is off.
    """

    def __init__(
        self,
        searcher: Callable[[], Searcher],
        threshold: float,
        reader: Reader | None = None,
        read_passages: int = 0,
    ) -> None:
        self._searcher = searcher
        self._threshold = threshold
        self._reader, self._read_passages = reader, read_passages

    def answer(
        self,
        text: str,
        top_k: int,
        document_filter: Filter | None = None,
        looked: Looked | None = None,
        as_typed: bool = False,
    ) -> Answer:
        """Return the answer to a question, with the `top_k` nearest passages.

        text: a question that `service.question_text` allows. document_filter: which documents the
        answer may quote; None for all. looked: what `look` found for the same text and filter, and
        `read` has read; it is not searched again, unless too few passages were found for `top_k`.
        as_typed: whether slips of typing are left as they are, as they are where `looked` is given.
        The timings are of this one question.

        Raises IndexMissing, GenerationDamaged, ModelError, ModelFailed; BrokenCitation.
        """
        return self.found(text, top_k, document_filter, looked, as_typed).answer

    def found(
        self,
        text: str,
        top_k: int,
        document_filter: Filter | None = None,
        looked: Looked | None = None,
        as_typed: bool = False,
    ) -> FoundAnswer:
        """Return what `answer` returns, with what it was made of.

        Of several questions in one each is answered by itself, whatever was found for all.
        """
        together = self._found_together(text, top_k, document_filter, as_typed)
        return together or self._found(text, top_k, document_filter, looked, as_typed)

    def _found_together(
        self, text: str, top_k: int, document_filter: Filter | None, as_typed: bool
    ) -> FoundAnswer | None:
        """Return the answers to several questions in one, joined; None of one question, and where
        none is given.
        """
        parts, right = parts_of(text), None
        if not parts:
            return None
        if not as_typed and may_have_slips(text):
            right = self.without_slips(self.look([text], document_filter)[0])
            parts = parts_of(right) if right else parts
        each = [self._found(part.alone, top_k, document_filter, None, True) for part in parts]
        answers = [one.answer for one in each]
        if not may_be_joined(answers):
            return None
        answer = joined(text, [part.typed for part in parts], answers)
        first = next(one for one in each if one.answer.status == "answered")
        return replace(first, answer=replace(answer, corrected=right))

    def _found(
        self,
        text: str,
        top_k: int,
        document_filter: Filter | None,
        looked: Looked | None,
        as_typed: bool,
    ) -> FoundAnswer:
        """Return what `found` does of one question."""
        if looked and top_k <= EVIDENCE_PASSAGES and looked.question.aim.intent in OF_DOCUMENTS:
            aim, searcher, begun = looked.question.aim, looked.searcher, time.perf_counter()
            if reply := reply_to(text, aim, searcher, document_filter):
                return FoundAnswer(_replied(reply, searcher, top_k, begun), searcher)
            retrieved_at = time.perf_counter() - (looked.considered.read_ms or 0.0) / 1000
            begun = retrieved_at - looked.retrieved.ms / 1000
            answer = self._composed(looked, top_k, begun, retrieved_at)
            return FoundAnswer(answer, looked.searcher, looked)
        begun = time.perf_counter()
        asked, searcher = analyse(text), self._searcher()
        if reply := reply_to(text, asked.aim, searcher, document_filter):
            return FoundAnswer(_replied(reply, searcher, top_k, begun), searcher)
        most = max(top_k, EVIDENCE_PASSAGES)
        question, retrieved = search_for(searcher, asked, most, document_filter)
        retrieved_at = time.perf_counter()
        looked = Looked(searcher, question, retrieved, self.consider(question, retrieved))
        if not as_typed and (right := self.without_slips(looked)):
            other = self._looked_at(right, most, document_filter, searcher)
            if self.is_surer(other, looked):
                looked = replace(other, corrected=right)
                # What was found and read for the question as it was typed is part of the search.
                retrieved_at = time.perf_counter() - (looked.considered.read_ms or 0.0) / 1000
        answer = self._composed(looked, top_k, begun, retrieved_at)
        return FoundAnswer(replace(answer, question=text), searcher, looked)

    def _looked_at(
        self, text: str, most: int, document_filter: Filter | None, searcher: Searcher
    ) -> Looked:
        """Return what was found for a question, read. most: how many passages to search for."""
        question, retrieved = search_for(searcher, analyse(text), most, document_filter)
        return Looked(searcher, question, retrieved, self.consider(question, retrieved))

    def _composed(self, looked: Looked, top_k: int, begun: float, retrieved_at: float) -> Answer:
        """Return the answer of what was found.

        begun, retrieved_at: readings of the performance counter, in seconds.
        """
        question, searcher = looked.question, looked.searcher
        retrieved, considered = looked.retrieved, looked.considered
        sure = self.is_sure(considered.confidence)
        chosen = select(question, considered.evidence) if sure else Selection()
        store, allowed = searcher.generation.store, retrieved.allowed
        selection = with_copies(chosen, question, store, allowed.passages if allowed else None)
        quotes = stretches_of(selection.sentences, store)
        passages = nearest(retrieved.hits[:top_k], chosen, selection)
        draft = compose(question, selection, quotes, passages)
        check(draft, store)
        filtered = filtered_by(retrieved.allowed)
        return replace(
            draft,
            id=uuid.uuid4().hex,
            answer=draft.answer if filtered is None or filtered.documents else NO_DOCUMENT,
            passages=with_best_sentences(draft.passages, considered.evidence),
            filtered=filtered,
            confidence=round(considered.confidence, 4),
            measured=self._measured(searcher, considered),
            generation=retrieved.generation,
            corrected=looked.corrected,
            timings_ms=timings_of(retrieved, considered.read_ms, begun, retrieved_at),
        )

    def look(self, texts: Sequence[str], document_filter: Filter | None = None) -> list[Looked]:
        """Return what the search alone finds for each of several questions, encoded in one pass.

        Raises IndexMissing, GenerationDamaged, ModelError, ModelFailed.
        """
        searcher = self._searcher()
        asked = [*map(analyse, texts)]
        found = searcher.search_all([one.text for one in asked], EVIDENCE_PASSAGES, document_filter)
        looked = []
        for one, first in zip(asked, found, strict=True):
            question, retrieved = in_full(searcher, one, first, EVIDENCE_PASSAGES, document_filter)
            looked.append(Looked(searcher, question, retrieved, consider(question, retrieved)))
        return looked

    def read(self, looked: Looked) -> Looked:
        """Return what was found, with what the reader says of it. Raises ModelFailed."""
        return replace(looked, considered=self.consider(looked.question, looked.retrieved))

    def documents(self, document_filter: Filter | None) -> int:
        """Return how many documents a question may be answered from."""
        searcher = self._searcher()
        allowed = searcher.allowed(document_filter)
        return searcher.generation.manifest.documents if allowed is None else allowed.documents

    def is_sure(self, confidence: float) -> bool:
        """Whether an answer of that confidence is given."""
        return confidence >= self._threshold

    def is_surer(self, one: Looked, other: Looked) -> bool:
        """Whether a question has an answer, and another has none or one that is less sure."""
        sure = one.considered.confidence
        return self.is_sure(sure) and sure > other.considered.confidence

    def without_slips(self, looked: Looked) -> str | None:
        """Return a question without its slips of typing, by what was found for it; None where it
        has none.
        """
        return mended(looked.searcher, looked.question, looked.retrieved)

    def _measured(self, searcher: Searcher, considered: Considered) -> Measured | None:
        """Return what answers of about this confidence were worth; None where that is not known."""
        if not considered.evidence:
            return None
        reader, reranker = self._reader, searcher.reranker
        models = ModelsInUse(
            encoder=searcher.generation.manifest.model.sha256,
            reader=reader.identity.sha256 if reader else None,
            reader_passages=self._read_passages if reader else 0,
            cross_encoder=reranker.identity.sha256 if reranker else None,
        )
        was_read = considered.read_ms is not None
        return _CALIBRATION.measured(considered.confidence, models, was_read)

    def consider(self, question: Question, retrieved: Retrieved) -> Considered:
        """Weigh and read what a search found. Raises ModelFailed."""
        return consider(question, retrieved, self._reader, self._read_passages)


def _replied(reply: Answer, searcher: Searcher, top_k: int, begun: float) -> Answer:
    """Return a reply about the collection, checked and complete.

    begun: a reading of the performance counter, in seconds.
    """
    check(reply, searcher.generation.store)
    ms = round((time.perf_counter() - begun) * 1000, 2)
    timings = replace(NO_TIME, answer=ms, total=ms)
    passages = reply.passages[:top_k]
    return replace(reply, id=uuid.uuid4().hex, passages=passages, timings_ms=timings)
