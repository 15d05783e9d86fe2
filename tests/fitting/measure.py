"""Fits all three models, and measures them on articles that they were not fitted on."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index import logistic, ranking
from service.answering import confidence, evidence
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
_FIGURES = ("hit@1", "mrr@10", "ndcg@10", "quote@1", "quote@3", "auroc")
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


def fit(asked: Sequence[Asked], without: str = "") -> Fitted:
    """Fit ranking, then evidence on what it ranks, then confidence on what that chooses.

    without: a signal, as "model.name", to leave out.
    """
    choices = passages(_blind(asked, without))
    ranking_model = calibrate(choices, fit_choice(choices))
    found = _found(asked, ranking_model, without)
    judged = [one.choice() for one in found if one.judged]
    evidence_model = calibrate(judged, fit_choice(judged))
    with_both = [one for one in found if _has_both(one.asked.dataset, asked)]
    signals, answerable, counts = whether(with_both, evidence_model)
    if without.startswith("confidence."):
        signals[:, confidence.NAMES.index(without.partition(".")[2])] = 0
    model = fit_whether(signals, answerable, counts)
    ordinary = [one for one in found if one.asked.dataset == _ORDINARY]
    return Fitted(ranking_model, evidence_model, model, _threshold(ordinary, evidence_model, model))


def _threshold(ordinary: Sequence[Sentences], evidence_model: Model, model: Model) -> float:
    """The highest confidence, in steps of 0.05, that nearly all ordinary questions reach."""
    if not ordinary:
        return 0.0
    signals, _, _ = whether(ordinary, evidence_model)
    reached = logistic.probability(signals @ model[0] + model[1])
    steps = np.arange(1, 20) / 20
    return float(max(step for step in steps if np.mean(reached >= step) >= _ANSWERED))


def _has_both(dataset: str, asked: Sequence[Asked]) -> bool:
    return len({one.query.answerable for one in asked if one.dataset == dataset}) > 1


def _found(asked: Sequence[Asked], model: Model, without: str) -> list[Sentences]:
    found = sentences(ranked(asked, model))
    if without.startswith("evidence."):
        column = evidence.NAMES.index(without.partition(".")[2])
        for one in found:
            one.signals[:, column] = 0
    return found


def _blind(asked: Sequence[Asked], without: str) -> Sequence[Asked]:
    """The same, without one of the passages' signals."""
    if not without.startswith("ranking."):
        return asked
    name = without.partition(".")[2]
    return [
        replace(
            one,
            hits=tuple(replace(h, signals=replace(h.signals, **{name: 0.0})) for h in one.hits),
        )
        for one in asked
    ]


def cross_validated(asked: Sequence[Asked], without: str = "") -> dict[str, Figures]:
    """Figures of each set, every question judged by models that never saw its article."""
    fold_of = [zlib.crc32(article_of(one).encode()) % _FOLDS for one in asked]
    results: dict[str, list[Result]] = {}
    for fold in range(_FOLDS):
        model = fit([o for o, f in zip(asked, fold_of, strict=True) if f != fold], without)
        judged = [o for o, f in zip(asked, fold_of, strict=True) if f == fold]
        for one in _found(_blind(judged, without), model.passages, without):
            results.setdefault(one.asked.dataset, []).append(_result(one, model))
    return {name: _figures(found) for name, found in results.items()}


def _result(one: Sentences, model: Fitted) -> Result:
    """What the question would have brought, but for the number of quotes and the time."""
    query, found = one.asked.query, one.weighed(model.sentences)
    logit = confidence.signals_of(query.text, found) @ model.confidence[0] + model.confidence[1]
    sure = float(logistic.probability(logit))
    return Result(query, ranking_of(one.asked.hits), quotes_of(found), sure, shown=0, ms=0.0)


def _figures(results: Sequence[Result]) -> Figures:
    all_ = measures.retrieval(results) | measures.evidence(results) | measures.abstention(results)
    return {name: value for name in _FIGURES if (value := all_[name]) is not None}


def ablations(asked: Sequence[Asked]) -> dict[str, dict[str, Figures]]:
    """The figures without each signal of each model in turn."""
    models: Mapping[str, Sequence[str]] = {
        "ranking": ranking.NAMES,
        "evidence": evidence.NAMES,
        "confidence": confidence.NAMES,
    }
    return {
        f"without {model}.{name}": cross_validated(asked, f"{model}.{name}")
        for model, names in models.items()
        for name in names
    }


def table(runs: Mapping[str, Mapping[str, Figures]]) -> str:
    """A Markdown table: a line for each run, a column for each figure of each set."""
    columns = list(dict.fromkeys((s, f) for run in runs.values() for s in run for f in run[s]))
    lines = [
        "| | " + " | ".join(f"{name.removesuffix('-fit')} {figure}" for name, figure in columns),
        "|---" * (len(columns) + 1),
    ]
    for title, run in runs.items():
        cells = [f"{run[name][figure]:.3f}" for name, figure in columns]
        lines.append(f"| {title} | " + " | ".join(cells))
    return "\n".join(line + " |" for line in lines)
