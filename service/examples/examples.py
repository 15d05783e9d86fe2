"""A few questions to begin with, all of them known to be answered by the documents."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from index.errors import PinciteError
from index.generations.homes import HeldGeneration
from index.search import Searcher
from index.storage.texts_records import StoredPassage
from service.answering.answerer import Answerer
from service.examples.phrasing import PhrasedQuestion, questions_of
from service.records import Answer

MOST = 6
# Limits of the search: the passages that are read, and the questions that are tried.
_MOST_DOCUMENTS, _PASSAGES_OF_EACH = 80, 3
_MOST_TRIED = 24
_LEAST_CONFIDENCE = 0.6

_log = logging.getLogger("pincite")


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and the document that its answer is cited from."""

    question: str
    document_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples for one generation; until they are `complete`, there are none."""

    generation: int
    complete: bool
    questions: list[Example]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, and the sentence of a passage from which it was made."""

    phrased: PhrasedQuestion
    stored: StoredPassage
    sentence: str


class ExampleFinder:
    """Finds the examples of a generation once, in a thread, when they are first asked for.

    searcher: returns the Searcher of the current generation.
    """

    def __init__(self, searcher: Callable[[], Searcher], answerer: Answerer) -> None:
        self._searcher, self._answerer = searcher, answerer
        self._lock = threading.Lock()
        self._examples = Examples(0, True, [])

    def current(self) -> Examples:
        """Return the examples for the generation that answers now; raises as Library.searcher."""
        generation = self._searcher().generation
        with self._lock:
            if self._examples.generation != generation.number:
                self._examples = Examples(generation.number, False, [])
                threading.Thread(target=self._find, args=(generation,), daemon=True).start()
            return self._examples

    def _find(self, generation: HeldGeneration) -> None:
        questions: list[Example] = []
        try:
            questions = find_examples(generation, self._answerer)
        except PinciteError as error:  # a page without examples is better than none
            _log.warning("no example questions: %s", error)
        except Exception:
            _log.exception("no example questions")
        finally:
            with self._lock:
                if self._examples.generation == generation.number:
                    self._examples = Examples(generation.number, True, questions)


def find_examples(generation: HeldGeneration, answerer: Answerer) -> list[Example]:
    """Return up to MOST questions, each answered with confidence by the sentence it was made from.

    They come from documents all over the collection. A question that a person would likely ask
    stands before others.
    """
    answered: list[_Candidate] = []
    for candidate in islice(_in_turn(_candidates(generation)), _MOST_TRIED):
        answer = answerer.answer(candidate.phrased.question, 1)
        if answer.generation == generation.number and _is_answered(answer, candidate):
            answered.append(candidate)
        if len(answered) == MOST:
            break
    return [
        Example(
            candidate.phrased.question,
            candidate.stored.document.document_id,
            candidate.stored.document.title,
        )
        for candidate in sorted(answered, key=lambda candidate: candidate.phrased.rank)
    ]


def _candidates(generation: HeldGeneration) -> dict[str, list[_Candidate]]:
    """Return the candidates of each document that is read, by its id, the best first."""
    store = generation.store
    rows = generation.catalogue.find()
    step = max(1, len(rows) // _MOST_DOCUMENTS)
    firsts, _ = store.firsts
    candidates = {}
    for row in rows[::step][:_MOST_DOCUMENTS].tolist():
        first, end = int(firsts[row]), int(firsts[row + 1])
        passages = store.stored_passages(range(first, min(end, first + _PASSAGES_OF_EACH)))
        made = [candidate for stored in passages for candidate in _of_passage(stored)]
        document_id = passages[0].document.document_id
        candidates[document_id] = sorted(made, key=lambda candidate: candidate.phrased)
    return candidates


def _of_passage(stored: StoredPassage) -> Iterator[_Candidate]:
    """Yield the best candidate of each sentence that makes one."""
    for span in stored.passage.sentences:
        sentence = stored.of(span)
        for phrased in questions_of(sentence, stored.text)[:1]:
            yield _Candidate(phrased, stored, sentence)


def _in_turn(candidates: Mapping[str, list[_Candidate]]) -> Iterator[_Candidate]:
    """Yield the best candidate of each document, then the second of each, and so on.

    Those whose turn it is come in the order of their ranks.
    """
    for turn in range(max(map(len, candidates.values()), default=0)):
        ranked = [of_document[turn : turn + 1] for of_document in candidates.values()]
        yield from sorted(chain(*ranked), key=lambda candidate: candidate.phrased.rank)


def _is_answered(answer: Answer, candidate: _Candidate) -> bool:
    """Whether the best citation is the sentence that the question was made from."""
    if answer.confidence < _LEAST_CONFIDENCE or not answer.citations:
        return False
    best = max(answer.citations, key=lambda citation: citation.score)
    return (
        best.source.document_id == candidate.stored.document.document_id
        and best.quote == candidate.sentence
    )
