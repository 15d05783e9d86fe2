"""Fits all three models, and measures them on articles that they were not fitted on."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.ranking import logistic
from index.ranking.signals import PASSAGE_NAMES
from service.answering import confidence, evidence
from service.answering.question import analyse
from service.evaluation import measures
from service.evaluation.run import Result, quotes_of, ranking_of
from tests.fitting.collect import Asked
from tests.fitting.data import (
    Model,
    Sentences,
    article_of,
    passages,
    ranked,
    sentences,
    whether,
)
from tests.fitting.models import calibrate, fit_choice, fit_whether

_FOLDS = 5
FIGURES = {
    "ranking": ("hit@1", "mrr@10", "ndcg@10"),
    "evidence": ("quote@1", "quote@3"),
    "confidence": ("auroc",),
}
_ORDINARY = "selqa-fit"  # questions that people asked to be answered, and all can be
_ANSWERED = 0.95
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights and the bias of each model, in the order of its signals' names."""

    passages: Model
    sentences: Model
    confidence: Model
    threshold: float


@dataclass(frozen=True, slots=True)
class Fold:
    """Questions to learn from and questions to judge, of other articles, after one weights."""

    ranking: Model
    learn: list[Sentences]
    judge: list[Sentences]

    def without(self, column: int) -> "Fold":
        """The same, without one of the sentences' signals."""
        parts = [[one.without(column) for one in part] for part in (self.learn, self.judge)]
        return Fold(self.ranking, *parts)


class Judged(dict[str, list[Result]]):
    """The results of each set."""

    def add(self, found: Iterable[tuple[str, Result]]) -> None:
        for dataset, result in found:
            self.setdefault(dataset, []).append(result)

    def figures(self, names: Sequence[str]) -> dict[str, Figures]:
        return {dataset: _figures(results, names) for dataset, results in self.items()}


def fit(asked: Sequence[Asked]) -> Fitted:
    """Fit weights, then evidence on what it ranks, then confidence on what that chooses."""
    fold = _fold(asked, [])
    evidence_model = _fit_evidence(fold.learn)
    model = _fit_confidence(fold.learn, evidence_model)
    ordinary = [one for one in fold.learn if one.asked.dataset == _ORDINARY]
    return Fitted(fold.ranking, evidence_model, model, _threshold(ordinary, evidence_model, model))


def _fit_ranking(asked: Sequence[Asked]) -> Model:
    choices = passages(asked)
    return calibrate(choices, fit_choice(choices))


def _fold(learn: Sequence[Asked], judge: Sequence[Asked]) -> Fold:
    model = _fit_ranking(learn)
    return Fold(model, sentences(ranked(learn, model)), sentences(ranked(judge, model)))


def _fit_evidence(found: Sequence[Sentences]) -> Model:
    judged = [one.choice() for one in found if one.judged]
    return calibrate(judged, fit_choice(judged))


def _fit_confidence(found: Sequence[Sentences], evidence_model: Model, without: str = "") -> Model:
    answerable = {(one.asked.dataset, one.asked.query.answerable) for one in found}
    both = [s for s in found if {(s.asked.dataset, True), (s.asked.dataset, False)} <= answerable]
    signals, right, counts = whether(both, evidence_model)
    if without:
        signals[:, confidence.NAMES.index(without)] = 0
    return fit_whether(signals, right, counts)


def _threshold(ordinary: Sequence[Sentences], evidence_model: Model, model: Model) -> float:
    """The highest confidence, in steps of 0.05, that nearly all ordinary questions reach."""
    if not ordinary:
        return 0.0
    signals, _, _ = whether(ordinary, evidence_model)
    reached = logistic.probability(signals @ model[0] + model[1])
    steps = np.arange(1, 20) / 20
    return float(max(step for step in steps if np.mean(reached >= step) >= _ANSWERED))


def cross_validated(asked: Sequence[Asked]) -> Judged:
    """What each question would bring, by set, judged by models that never saw its article."""
    results = Judged()
    for learn, judge in _folds(asked):
        results.add(_judged(_fold(learn, judge)))
    return results


def ablations(asked: Sequence[Asked]) -> dict[str, dict[str, Judged]]:
    """By model, what each question would bring without each of its signals in turn.

    Only that model is fitted anew: what others make of it is not looked at.
    """
    found: dict[str, dict[str, Judged]] = defaultdict(lambda: defaultdict(Judged))
    for learn, judge in _folds(asked):
        for column, name in enumerate(PASSAGE_NAMES):
            blind = [[one.without(column) for one in part] for part in (learn, judge)]
            model = _fit_ranking(blind[0])
            found["ranking"][name].add(map(_ranked_alone, ranked(blind[1], model)))
        whole = _fold(learn, judge)
        for column, name in enumerate(evidence.NAMES):
            blind_fold = whole.without(column)
            model = _fit_evidence(blind_fold.learn)
            found["evidence"][name].add(
                (o.asked.dataset, _quoted(o, model)) for o in blind_fold.judge
            )
        model = _fit_evidence(whole.learn)
        for name in confidence.NAMES:
            sure = _fit_confidence(whole.learn, model, name)
            found["confidence"][name].add(
                (o.asked.dataset, _result(o, model, sure)) for o in whole.judge
            )
    return found


def _ranked_alone(one: Asked) -> tuple[str, Result]:
    return one.dataset, Result(one.query, ranking_of(one.hits), (), 0.0, shown=0, ms=0.0)


def _quoted(one: Sentences, model: Model) -> Result:
    query, quotes = one.asked.query, quotes_of(one.weighed(model))
    return Result(query, ranking_of(one.asked.hits), quotes, 0.0, shown=0, ms=0.0)


def _folds(asked: Sequence[Asked]) -> Iterator[tuple[list[Asked], list[Asked]]]:
    """Questions to learn from, and the rest; no article is in both."""
    fold_of = [zlib.crc32(article_of(one).encode()) % _FOLDS for one in asked]
    for fold in range(_FOLDS):
        parts: tuple[list[Asked], list[Asked]] = ([], [])
        for one, its in zip(asked, fold_of, strict=True):
            parts[its == fold].append(one)
        yield parts


def _judged(fold: Fold) -> list[tuple[str, Result]]:
    """What the questions to be judged would bring."""
    evidence_model = _fit_evidence(fold.learn)
    model = _fit_confidence(fold.learn, evidence_model)
    return [(one.asked.dataset, _result(one, evidence_model, model)) for one in fold.judge]


def _result(one: Sentences, evidence_model: Model, model: Model) -> Result:
    """What the question would have brought, but for the number of quotes and the time."""
    query, found = one.asked.query, one.weighed(evidence_model)
    logit = confidence.confidence_signals(analyse(query.text), found) @ model[0] + model[1]
    sure = float(logistic.probability(logit))
    return Result(query, ranking_of(one.asked.hits), quotes_of(found), sure, shown=0, ms=0.0)


def _figures(results: Sequence[Result], names: Sequence[str]) -> Figures:
    all_ = measures.retrieval(results) | measures.evidence(results) | measures.abstention(results)
    return {name: value for name in names if (value := all_[name]) is not None}


def table(judged: Mapping[str, Judged], names: Sequence[str]) -> str:
    """A Markdown table: a line for each run, a column for each of the figures of each set."""
    runs = {title: run.figures(names) for title, run in judged.items()}
    columns = list(dict.fromkeys((s, f) for run in runs.values() for s in run for f in run[s]))
    lines = [
        "| | " + " | ".join(f"{name.removesuffix('-fit')} {figure}" for name, figure in columns),
        "|---" * (len(columns) + 1),
    ]
    for title, run in runs.items():
        cells = [f"{run[name][figure]:.3f}" for name, figure in columns]
        lines.append(f"| {title} | " + " | ".join(cells))
    return "\n".join(line + " |" for line in lines)
