"""From what was asked and found to what the models are fitted on."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from index.ranking.hits import PassageHit
from index.ranking.logistic import Logistic
from index.records import BlockKind, Span
from service.answering.asking.question import Question, analyse
from service.answering.calibration import confidence
from service.answering.considering import EVIDENCE_PASSAGES, settled
from service.answering.contrary.contraries import contraries
from service.answering.weighing import evidence
from service.answering.weighing.evidence import Evidence, SentenceReading, scored
from service.answering.weighing.groups import rows_told_apart
from service.evaluation.measures import holds_answer
from service.evaluation.run import Quote
from tests.fitting.collect import Asked
from tests.fitting.models import Choice, Flags, Matrix

Model = tuple[Matrix, float]
Scores = Mapping[tuple[str, str, str], tuple[list[float], list[float]]]
_COUNTS = {"seeds-fit": 0.5}
_ALL_NAMES = (*evidence.SEARCH_NAMES, *evidence.NAMES[-2:])


def passages(asked: Sequence[Asked]) -> list[Choice]:
    """Which passage is right, for questions with known documents."""
    return [
        Choice(
            one.dataset,
            one.article,
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
    """The sentences of a question's best passages, in order, and which of them are right.

    Each has its reading, where the scores hold one.
    """

    asked: Asked
    evidence: tuple[Evidence, ...]
    right: Flags

    @property
    def is_judged(self) -> bool:
        """Whether it is known which are right."""
        query = self.asked.query
        return bool(query.relevant and (query.answers or query.evidence))

    @property
    def is_prose(self) -> bool:
        return all(one.kind is BlockKind.PARAGRAPH for one in self.evidence)

    @property
    def question(self) -> Question:
        return _analysed(self.asked.query.text)

    @property
    def was_read(self) -> bool:
        return any(sentence.reading for sentence in self.evidence)

    def signals(self, names: Sequence[str]) -> Matrix:
        """Those of these names, of search and reader: shape (sentences, names)."""
        columns = [_ALL_NAMES.index(name) for name in names]
        rows = [(*sentence.signals, *sentence.read_signals) for sentence in self.evidence]
        return np.array(rows, np.float64).reshape(-1, len(_ALL_NAMES))[:, columns]

    def choice(self, names: Sequence[str]) -> Choice:
        """The sentences to choose from, by the signals of these names."""
        return Choice(self.asked.dataset, self.asked.article, self.signals(names), self.right)

    def read(self, search: Model, most: int) -> "Sentences":
        """Keep the readings of the passages that would be read, and drop the others.

        search: the model that says which passages have the best sentences.
        """
        told = self.weighed(evidence.SEARCH_NAMES, search)
        best = rows_told_apart(self.question.telling_terms, told)
        kept = {id(hit) for hit in evidence.passages_of(best)[:most]}
        complete = [
            sentence if id(sentence.hit) in kept else replace(sentence, reading=None)
            for sentence in self.evidence
        ]
        return replace(self, evidence=tuple(complete))

    def weighed(self, names: Sequence[str], model: Model) -> list[Evidence]:
        """The evidence with the scores of a model of the signals of these names, best first."""
        return scored(self.evidence, self.signals(names).tolist(), Logistic(*model))

    def settled(self, names: Sequence[str], model: Model) -> list[Evidence]:
        """What of it may be quoted, best first, as an answer has it.

        In prose nearly every answer has just the best, and most questions are about prose.
        """
        found = self.weighed(names, model)
        return found if self.is_prose else settled(self.question, found)


def sentences(asked: Sequence[Asked], scores: Scores) -> list[Sentences]:
    result = []
    for one in asked:
        hits = one.hits[:EVIDENCE_PASSAGES]
        looked_at = [_look(one, hit, scores) for hit in hits]
        behind = [hit.logit - hits[0].logit for hit in hits]
        found = [
            replace(sentence, hit=hit, signals=(logit, *sentence.signals[1:]))
            for hit, logit, (of_hit, _) in zip(hits, behind, looked_at, strict=True)
            for sentence in of_hit
        ]
        right = np.concatenate([right for _, right in looked_at])
        result.append(Sentences(one, tuple(found), right))
    return result


_looks: dict[tuple[str, str, bool, int], tuple[list[Evidence], Flags]] = {}


def _look(one: Asked, hit: PassageHit, scores: Scores) -> tuple[list[Evidence], Flags]:
    """The sentences of a passage in order, and which are right.

    Looked up once: of these, a ranking changes only how far the passage is behind.
    """
    key = one.dataset, one.query.query_id, bool(one.query.relevant), hit.stored.row
    if key not in _looks:
        found = evidence.weigh([hit])
        found.sort(key=lambda sentence: sentence.number)
        read = scores.get((one.dataset, one.query.query_id, name_of(hit)))
        if read:
            found = [
                replace(sentence, reading=SentenceReading(answers, span, Span(0, 0)))
                for sentence, answers, span in zip(found, *read, strict=True)
            ]
        hidden = contraries(_analysed(one.query.text), found)
        found = [sentence for sentence in found if sentence.place not in hidden]
        quotes = [Quote(sentence.document_id, sentence.text) for sentence in found]
        right = np.array([holds_answer(one.query, quote) for quote in quotes], np.bool_)
        _looks[key] = found, right
    return _looks[key]


_analysed = cache(analyse)


def name_of(hit: PassageHit) -> str:
    """What a file of scores calls a passage: the beginning of its text's SHA-256."""
    return hashlib.sha256(hit.stored.text.encode()).hexdigest()[:16]


def load_scores(path: Path) -> Scores:
    """What readers that saw neither question nor article say of each sentence of the passages found
    for it: by set, question and passage, the logits `answers` and `span` of its sentences.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {
            (line["set"], line["id"], passage["text_sha256"]): (passage["answers"], passage["span"])
            for line in map(json.loads, lines)
            for passage in line["passages"]
        }


def whether(
    found: Sequence[Sentences], names: Sequence[str], model: Model
) -> tuple[Matrix, Flags, Matrix]:
    """Signals of confidence, whether the question is answerable, and what each row counts.

    names, model: of the choice of evidence. The signals are as in confidence.NAMES. Each set counts
    the same, but the few questions on the seed articles half.
    """
    told = [(s, sureness(s, names, model)) for s in found if s.asked.query.answerable is not None]
    known = [s for s, signals in told if signals is not None]
    rows = [signals for _, signals in told if signals is not None]
    answerable = np.array([bool(s.asked.query.answerable) for s in known])
    sets = [s.asked.dataset for s in known]
    counts = np.array([_COUNTS.get(name, 1.0) / sets.count(name) for name in sets])
    return np.stack(rows), answerable, counts / counts.mean()


def sureness(one: Sentences, names: Sequence[str], model: Model) -> Matrix | None:
    """The signals of confidence, as in confidence.NAMES; None where nothing may be quoted."""
    found = one.settled(names, model)
    return confidence.signals_in(one.question, found) if found else None
