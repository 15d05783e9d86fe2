"""A few questions to begin with, of which it is known that the documents answer them."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from index.errors import PinciteError
from index.generations.opened import Generation
from index.search import Searcher
from index.storage.texts_records import StoredPassage
from service.answering.answerer import Answerer
from service.examples.phrasing import Phrased, questions_of
from service.records import Answer

MOST = 4
# What looking for them may cost: passages that are read, and questions that are tried.
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
    """A question that was made from this sentence of a passage."""

    phrased: Phrased
    stored: StoredPassage
    sentence: str


class ExampleFinder:
    """Finds the examples of a generation once, in a thread, when they are first asked for.

    searcher: gives the Searcher of the current generation.
    """

    def __init__(self, searcher: Callable[[], Searcher], answerer: Answerer) -> None:
        self._searcher, self._answerer = searcher, answerer
        self._lock = threading.Lock()
        self._found = Examples(0, True, [])

    def current(self) -> Examples:
        """What is found so far for the generation that answers now. Raises as Library.searcher."""
        generation = self._searcher().generation
        with self._lock:
            if self._found.generation != generation.number:
                self._found = Examples(generation.number, False, [])
                threading.Thread(target=self._find, args=(generation,), daemon=True).start()
            return self._found

    def _find(self, generation: Generation) -> None:
        try:
            questions = find_examples(generation, self._answerer)
        except PinciteError as error:  # a page without examples is better than none
            _log.warning("no example questions: %s", error)
            questions = []
        with self._lock:
            if self._found.generation == generation.number:
                self._found = Examples(generation.number, True, questions)


def find_examples(generation: Generation, answerer: Answerer) -> list[Example]:
    """Up to MOST questions, each answered with confidence from the sentence that it was made of.

    They are taken from documents all over the collection, the questions that are most like a
    person's first.
    """
    found: list[_Candidate] = []
    for one in islice(_in_turn(_candidates(generation)), _MOST_TRIED):
        answer = answerer.answer(one.phrased.question, 1)
        if answer.generation == generation.number and _is_answered(answer, one):
            found.append(one)
        if len(found) == MOST:
            break
    return [
        Example(one.phrased.question, one.stored.document.document_id, one.stored.document.title)
        for one in sorted(found, key=lambda one: one.phrased.rank)
    ]


def _candidates(generation: Generation) -> dict[str, list[_Candidate]]:
    """The questions of each document that was looked at, the best first."""
    store = generation.store
    rows = generation.catalogue.find()
    step = max(1, len(rows) // _MOST_DOCUMENTS)
    firsts, _ = store.firsts
    candidates = {}
    for row in rows[::step][:_MOST_DOCUMENTS].tolist():
        first, end = int(firsts[row]), int(firsts[row + 1])
        passages = store.stored_passages(range(first, min(end, first + _PASSAGES_OF_EACH)))
        found = [one for stored in passages for one in _of_passage(stored)]
        candidates[passages[0].document.document_id] = sorted(found, key=lambda one: one.phrased)
    return candidates


def _of_passage(stored: StoredPassage) -> Iterator[_Candidate]:
    for span in stored.passage.sentences:
        sentence = stored.of(span)
        for phrased in questions_of(sentence, stored.text)[:1]:
            yield _Candidate(phrased, stored, sentence)


def _in_turn(candidates: Mapping[str, list[_Candidate]]) -> Iterator[_Candidate]:
    """The best of each document, those of the best kinds first; then the second of each."""
    for turn in range(max(map(len, candidates.values()), default=0)):
        having = [found[turn] for found in candidates.values() if turn < len(found)]
        yield from sorted(having, key=lambda one: one.phrased.rank)


def _is_answered(answer: Answer, one: _Candidate) -> bool:
    """Whether what is cited first of all is the sentence itself."""
    if answer.confidence < _LEAST_CONFIDENCE or not answer.citations:
        return False
    best = max(answer.citations, key=lambda citation: citation.score)
    return (best.source.document_id, best.quote) == (one.stored.document.document_id, one.sentence)
