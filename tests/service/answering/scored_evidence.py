"""Evidence with scores of the test's own choosing, whatever the weights say."""

from collections.abc import Mapping

from index.ranking import logistic
from index.search import Searcher
from index.storage.document_filter import Filter
from index.storage.texts import Store
from service.answering.asking.question import Question
from service.answering.choosing.select import Selection
from service.answering.composing.compose import compose
from service.answering.composing.quoting import stretches_of
from service.answering.weighing.evidence import SEARCH_NAMES, Evidence
from service.records import Answer

NO_SIGNALS = (0.0,) * len(SEARCH_NAMES)


def logit_of(score: float) -> float:
    """Return the log-odds of a score; large ones for 0 and 1."""
    return logistic.logit_of(min(max(score, 1e-12), 1 - 1e-12))


def evidence_of(
    searcher: Searcher,
    scores: Mapping[str, float] | None = None,
    chosen: Filter | None = None,
) -> list[Evidence]:
    """Return every sentence of the index but those of copies, best first.

    scores: by how a sentence begins; every other sentence has 0.1. chosen: of which documents.
    """

    def score(text: str) -> float:
        return next((s for start, s in (scores or {}).items() if text.startswith(start)), 0.1)

    evidence = [
        Evidence(hit, number, NO_SIGNALS, logit_of(score(hit.stored.of(sentence.span))))
        for hit in searcher.search("anything", 50, chosen).hits
        for number, sentence in enumerate(hit.sentences)
    ]
    return sorted(evidence, key=lambda sentence: (-sentence.score, sentence.place))


def composed(question: Question, selection: Selection, store: Store) -> Answer:
    """Return the answer of the selected sentences, without nearest passages."""
    return compose(question, selection, stretches_of(selection.sentences, store), [])
