"""Evidence with scores of the test's own choosing, whatever the weights say."""

from collections.abc import Mapping

from index.search import Searcher
from service.answering.evidence import Evidence


def evidence_of(searcher: Searcher, scores: Mapping[str, float] | None = None) -> list[Evidence]:
    """Every sentence of the index, best first: `scores` by how a sentence begins, others 0.1."""

    def score(text: str) -> float:
        return next((s for start, s in (scores or {}).items() if text.startswith(start)), 0.1)

    found = [
        Evidence(hit, number, score(span_text), True)
        for hit in searcher.search("anything", 50).hits
        for number, sentence in enumerate(hit.sentences)
        for span_text in [hit.stored.of(sentence.span)]
    ]
    return sorted(found, key=lambda one: (-one.score, one.place))
