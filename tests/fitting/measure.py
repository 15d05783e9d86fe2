"""Fits all three models, and measures them on articles that they were not fitted on."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.ranking import logistic
from index.ranking.signals import PASSAGE_NAMES
from service.answering.calibration import confidence
from service.answering.weighing import evidence
from service.evaluation import measures
from service.evaluation.run import Result, quotes_of, ranking_of
from tests.fitting.additions import Quoted, fit_additions, quoted
from tests.fitting.collect import Asked
from tests.fitting.data import (
    Model,
    Scores,
    Sentences,
    passages,
    ranked,
    sentences,
    sureness,
    whether,
)
from tests.fitting.everyday.asking import SET
from tests.fitting.models import calibrate, fit_choice, fit_whether

_FOLDS = 5
FIGURES = {
    "ranking": ("hit@1", "mrr@10", "ndcg@10"),
    "evidence": ("quote@1", "quote@3"),
    "confidence": ("auroc",),
}
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Models of the choice of sentences, of what a further one adds, and of confidence.

    names, confidence_names: of the signals of the first and the last.
    """

    names: tuple[str, ...]
    confidence_names: tuple[str, ...]
    sentences: Model
    addition: Model
    confidence: Model


@dataclass(frozen=True, slots=True)
class Fitted:
    """All models: of passages, of evidence by the search alone, and with the reader."""

    passages: Model
    search: Evidence
    read: Evidence


@dataclass(frozen=True, slots=True)
class Fold:
    """Questions to learn from and questions to judge, of other articles, after one ranking."""

    ranking: Model
    learn: list[Sentences]
    judge: list[Sentences]


class Judged(dict[str, list[Result]]):
    """The results of each set."""

    def add(self, found: Iterable[tuple[str, Result]]) -> None:
        for dataset, result in found:
            self.setdefault(dataset, []).append(result)

    def figures(self, names: Sequence[str]) -> dict[str, Figures]:
        return {dataset: _figures(results, names) for dataset, results in self.items()}


def fit(asked: Sequence[Asked], scores: Scores, most: int) -> Fitted:
    """Fit the ranking, then evidence on what it ranks, then confidence on what that chooses.

    most: how many passages the reader reads for a question.
    """
    fold = _fold(asked, [], scores)
    search = _fit_search(fold.learn)
    fold = _read(fold, search.sentences, most)
    return Fitted(fold.ranking, search, _fit_read(fold.learn))


def _fit_ranking(asked: Sequence[Asked]) -> Model:
    """Fit on the sets: the folders of everyday questions are too small to rank much in."""
    choices = passages([one for one in asked if one.dataset != SET])
    return calibrate(choices, fit_choice(choices))


def _fold(learn: Sequence[Asked], judge: Sequence[Asked], scores: Scores) -> Fold:
    model = _fit_ranking(learn)
    parts = (sentences(ranked(part, model), scores) for part in (learn, judge))
    return Fold(model, *parts)


def _read(fold: Fold, search: Model, most: int) -> Fold:
    """The same fold as the reader leaves it, which reads what the search finds best."""
    parts = ([one.read(search, most) for one in part] for part in (fold.learn, fold.judge))
    return Fold(fold.ranking, *parts)


def _fit_search(found: Sequence[Sentences]) -> Evidence:
    return _fit_evidence(found, evidence.SEARCH_NAMES, confidence.SEARCH_NAMES)


def _fit_read(
    found: Sequence[Sentences],
    names: tuple[str, ...] = evidence.NAMES,
    confidence_names: tuple[str, ...] = confidence.NAMES,
) -> Evidence:
    """Fit on the questions that were read: on others the reader is silent for lack of scores."""
    return _fit_evidence([one for one in found if one.was_read], names, confidence_names)


def _fit_evidence(
    found: Sequence[Sentences], names: tuple[str, ...], confidence_names: tuple[str, ...]
) -> Evidence:
    judged = [one.choice(names) for one in found if one.is_judged]
    model = calibrate(judged, fit_choice(judged))
    answerable = {(one.asked.dataset, one.asked.query.answerable) for one in found}
    both = [s for s in found if {(s.asked.dataset, True), (s.asked.dataset, False)} <= answerable]
    signals, right, counts = whether(both, names, model)
    columns = [confidence.NAMES.index(name) for name in confidence_names]
    sure = fit_whether(signals[:, columns], right, counts)
    return Evidence(names, confidence_names, model, fit_additions(found, names, model), sure)


def _confidence(one: Sentences, model: Evidence) -> float:
    signals = sureness(one, model.names, model.sentences)
    if signals is None:
        return 0.0
    columns = [confidence.NAMES.index(name) for name in model.confidence_names]
    weights, bias = model.confidence
    logit = signals[columns] @ weights + bias
    return float(logistic.probability(logit))


@dataclass(frozen=True, slots=True)
class CrossValidated:
    """What each question would bring, judged by models that never saw its article.

    search, read: by the search alone, and with the reader. quoted: what further quotes would add,
    with the reader.
    """

    search: Judged = field(default_factory=Judged)
    read: Judged = field(default_factory=Judged)
    quoted: list[Quoted] = field(default_factory=list)


def cross_validated(asked: Sequence[Asked], scores: Scores, most: int) -> CrossValidated:
    runs = CrossValidated()
    for learn, judge in _folds(asked):
        fold = _fold(learn, judge, scores)
        search = _fit_search(fold.learn)
        runs.search.add(results_of(fold.judge, search))
        fold = _read(fold, search.sentences, most)
        model = _fit_read(fold.learn)
        runs.read.add(results_of(fold.judge, model))
        runs.quoted.extend(
            quoted(one, model.names, model.sentences, model.addition)
            for one in fold.judge
            if one.is_judged and one.asked.query.answerable is not False
        )
    return runs


def ablations(asked: Sequence[Asked], scores: Scores, most: int) -> dict[str, dict[str, Judged]]:
    """By model, what each question would bring without each of its signals in turn.

    Only that model is fitted anew: what others make of it is not looked at.
    """
    found: dict[str, dict[str, Judged]] = defaultdict(lambda: defaultdict(Judged))
    for learn, judge in _folds(asked):
        for column, name in enumerate(PASSAGE_NAMES):
            blind = [[one.without(column) for one in part] for part in (learn, judge)]
            model = _fit_ranking(blind[0])
            found["ranking"][name].add(map(_ranked_alone, ranked(blind[1], model)))
        fold = _fold(learn, judge, scores)
        fold = _read(fold, _fit_search(fold.learn).sentences, most)
        for name in evidence.NAMES:
            blinded = _fit_read(fold.learn, _without(evidence.NAMES, name))
            found["evidence"][name].add(results_of(fold.judge, blinded))
        for name in confidence.NAMES:
            unsure = _fit_read(fold.learn, confidence_names=_without(confidence.NAMES, name))
            found["confidence"][name].add(results_of(fold.judge, unsure))
    return found


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)


def _ranked_alone(one: Asked) -> tuple[str, Result]:
    return one.dataset, Result(one.query, ranking_of(one.hits), (), 0.0, shown=0, ms=0.0)


def _folds(asked: Sequence[Asked]) -> Iterator[tuple[list[Asked], list[Asked]]]:
    """Questions to learn from, and the rest; no article is in both."""
    fold_of = [zlib.crc32(one.article.encode()) % _FOLDS for one in asked]
    for fold in range(_FOLDS):
        parts: tuple[list[Asked], list[Asked]] = ([], [])
        for one, its in zip(asked, fold_of, strict=True):
            parts[its == fold].append(one)
        yield parts


def results_of(found: Iterable[Sentences], model: Evidence) -> Iterator[tuple[str, Result]]:
    """What each question would have brought, after the name of its set."""
    return ((one.asked.dataset, _result(one, model)) for one in found)


def _result(one: Sentences, model: Evidence) -> Result:
    """What the question would have brought, but for the number of quotes and the time."""
    quotes = quotes_of(one.settled(model.names, model.sentences))
    ranking = ranking_of(one.asked.hits)
    return Result(one.asked.query, ranking, quotes, _confidence(one, model), shown=0, ms=0.0)


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
