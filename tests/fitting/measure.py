"""Fits all three models, and measures them on articles that they were not fitted on."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index import logistic, ranking
from service.answering import confidence, evidence
from service.evaluation.measures import auroc
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
    rows: dict[str, list[Figures]] = {}
    for fold in range(_FOLDS):
        model = fit([o for o, f in zip(asked, fold_of, strict=True) if f != fold], without)
        judged = [o for o, f in zip(asked, fold_of, strict=True) if f == fold]
        for one in _found(_blind(judged, without), model.passages, without):
            rows.setdefault(one.asked.dataset, []).append(_judge(one, model))
    return {name: _means(found) for name, found in rows.items()}


def _judge(one: Sentences, model: Fitted) -> Figures:
    """Each figure of one question that can be told, and its confidence."""
    query = one.asked.query
    row: Figures = {}
    if query.relevant:
        order = list(dict.fromkeys(hit.stored.document.document_id for hit in one.asked.hits))
        places = [place for place, name in enumerate(order[:10]) if name in query.relevant]
        row["hit@1"] = float(0 in places)
        row["mrr@10"] = 1 / (places[0] + 1) if places else 0.0
        ideal = sum(1 / np.log2(place + 2) for place in range(min(10, len(query.relevant))))
        row["ndcg@10"] = sum(1 / np.log2(place + 2) for place in places) / ideal
    if one.judged:
        best = np.argsort(-(one.signals @ model.sentences[0]), kind="stable")[:3]
        row["quote@1"] = float(one.right[best[0]])
        row["quote@3"] = float(one.right[best].any())
    if query.answerable is not None:
        signals = confidence.signals_of(query.text, one.weighed(model.sentences))
        logit = signals @ model.confidence[0] + model.confidence[1]
        row["confidence"] = float(logistic.probability(logit))
        row["answerable"] = float(query.answerable)
    return row


def _means(rows: Sequence[Figures]) -> Figures:
    names = ("hit@1", "mrr@10", "ndcg@10", "quote@1", "quote@3")
    found = {name: [row[name] for row in rows if name in row] for name in names}
    figures = {name: float(np.mean(values)) for name, values in found.items() if values}
    known = [row for row in rows if "confidence" in row]
    area = auroc(
        np.array([row["confidence"] for row in known]),
        np.array([row["answerable"] > 0 for row in known]),
    )
    return figures | ({"auroc": area} if area is not None else {})


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
