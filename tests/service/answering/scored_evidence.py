"""Evidence with scores of the test's own choosing, whatever the weights say."""

from collections.abc import Mapping

from index.ranking import logistic
from index.search import Searcher
from service.answering.evidence import SEARCH_NAMES, Evidence

NO_SIGNALS = (0.0,) * len(SEARCH_NAMES)


def logit_of(score: float) -> float:
    """Return the log-odds of a score; large ones for 0 and 1."""
    return logistic.logit_of(min(max(score, 1e-12), 1 - 1e-12))


def evidence_of(searcher: Searcher, scores: Mapping[str, float] | None = None) -> list[Evidence]:
    """Return every sentence of the index, best first.

    scores: by how a sentence begins; every other sentence has 0.1.
    """

    def score(text: str) -> float:
        return next((s for start, s in (scores or {}).items() if text.startswith(start)), 0.1)

    evidence = [
        Evidence(hit, number, NO_SIGNALS, logit_of(score(hit.stored.of(sentence.span))))
        for hit in searcher.search("anything", 50).hits
        for number, sentence in enumerate(hit.sentences)
    ]
    return sorted(evidence, key=lambda sentence: (-sentence.score, sentence.place))
