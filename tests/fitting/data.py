"""From what was asked and found to what the models are fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.ranking import logistic
from index.ranking.hits import PassageHit
from service.answering import confidence, evidence
from service.answering.answerer import EVIDENCE_PASSAGES
from service.answering.evidence import Evidence
from service.answering.question import analyse
from service.evaluation.measures import holds_answer
from service.evaluation.run import Quote
from tests.fitting.collect import Asked, blanked
from tests.fitting.models import Choice, Flags, Matrix

Model = tuple[Matrix, float]
_COUNTS = {"seeds-fit": 0.5}
_KIND, _BEHIND = evidence.NAMES.index("kind"), evidence.NAMES.index("behind")
_QUOTES = 3  # what is judged of the evidence


def article_of(asked: Asked) -> str:
    """The article that a question is about, by title; folds never divide one."""
    right = [h for h in asked.hits if h.stored.document.document_id in asked.query.relevant]
    return [*right, *asked.hits][0].stored.document.title


def passages(asked: Sequence[Asked]) -> list[Choice]:
    """Which passage is right, for questions with known documents."""
    return [
        Choice(
            one.dataset,
            article_of(one),
            one.signals,
            np.array([hit.stored.document.document_id in one.query.relevant for hit in one.hits]),
        )
        for one in asked
        if one.query.relevant
    ]


def ranked(asked: Sequence[Asked], model: Model) -> list[Asked]:
    """The same, with the passages scored and ordered by other weights."""
    weights, bias = model
    result = []
    for one in asked:
        logits = one.signals @ weights + bias
        order = np.argsort(-logits, kind="stable")
        hits = tuple(replace(one.hits[i], logit=float(logits[i])) for i in order.tolist())
        result.append(replace(one, hits=hits, signals=one.signals[order]))
    return result


def spreads(asked: Sequence[Asked]) -> dict[str, float]:
    """How far the logits of a question's best passages lie apart, by the weights that are shipped:
    their standard deviation, mean over the questions of each set (index.ranking.cross_encoder).
    """
    found: dict[str, list[float]] = {}
    for one in asked:
        logits = [hit.logit for hit in one.hits[:EVIDENCE_PASSAGES]]
        found.setdefault(one.dataset, []).append(float(np.std(logits)))
    return {name: float(np.mean(values)) for name, values in found.items()}


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a question's best passages, their signals and which are right."""

    asked: Asked
    found: list[tuple[PassageHit, int]]
    signals: Matrix
    right: Flags

    @property
    def judged(self) -> bool:
        """Whether it is known which are right."""
        query = self.asked.query
        return bool(query.relevant and (query.answers or query.evidence))

    def without(self, column: int) -> "Sentences":
        """The same, one signal told to be zero."""
        return replace(self, signals=blanked(self.signals, column))

    def choice(self) -> Choice:
        return Choice(self.asked.dataset, article_of(self.asked), self.signals, self.right)

    def weighed(self, model: Model) -> list[Evidence]:
        """The best evidence as `evidence.weigh` gives it, by other weights."""
        logits = self.signals @ model[0] + model[1]
        scores = logistic.probability(logits)
        return [
            Evidence(*self.found[i], float(scores[i]), float(self.signals[i, _KIND]))
            for i in np.argsort(-logits, kind="stable")[:_QUOTES].tolist()
        ]


def sentences(asked: Sequence[Asked]) -> list[Sentences]:
    result = []
    for one in asked:
        hits = one.hits[:EVIDENCE_PASSAGES]
        found = [(hit, number) for hit in hits for number in range(len(hit.sentences))]
        looked_at = [_look(one, hit) for hit in hits]
        signals = np.concatenate([signals for signals, _ in looked_at])
        logits = [hit.logit for hit, _ in found]
        signals[:, _BEHIND] = np.array(logits) - logits[0]
        right = np.concatenate([right for _, right in looked_at])
        result.append(Sentences(one, found, signals, right))
    return result


_looks: dict[tuple[str, str, int], tuple[Matrix, Flags]] = {}


def _look(one: Asked, hit: PassageHit) -> tuple[Matrix, Flags]:
    """The signals of a passage's sentences, and which are right.

    Looked up once: of these, a ranking changes only how far the passage is behind.
    """
    key = one.dataset, one.query.query_id, hit.stored.row
    if key not in _looks:
        found, signals = evidence.sentence_signals(analyse(one.query.text), [hit])
        name = hit.stored.document.document_id
        right = [holds_answer(one.query, Quote(name, text_of(hit, number))) for _, number in found]
        _looks[key] = signals, np.array(right)
    return _looks[key]


def text_of(hit: PassageHit, number: int) -> str:
    return hit.stored.of(hit.sentences[number].span)


def whether(found: Sequence[Sentences], model: Model) -> tuple[Matrix, Flags, Matrix]:
    """Signals of confidence, whether the question is answerable, and what each row counts.

    Each set counts the same, but the few questions on the seed articles half.
    """
    known = [s for s in found if s.asked.query.answerable is not None]
    rows = [
        confidence.confidence_signals(analyse(s.asked.query.text), s.weighed(model)) for s in known
    ]
    answerable = np.array([bool(s.asked.query.answerable) for s in known])
    sets = [s.asked.dataset for s in known]
    counts = np.array([_COUNTS.get(name, 1.0) / sets.count(name) for name in sets])
    return np.stack(rows), answerable, counts / counts.mean()
