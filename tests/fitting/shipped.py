"""The weights that are shipped -> what each question would bring, with scores of half readers."""

from collections.abc import Sequence
from pathlib import Path

from index.ranking import logistic
from index.ranking.signals import PASSAGE_NAMES
from service.answering.calibration import confidence
from service.answering.choosing import select
from service.answering.weighing import evidence
from tests.fitting.additions import quoted
from tests.fitting.collect import Asked
from tests.fitting.data import Model, Scores, ranked, sentences
from tests.fitting.measure import CrossValidated, Evidence, results_of

_ROOT = Path(__file__).parents[2]
_RANKING = _ROOT / "index" / "ranking" / "weights.json"
_FITTED = _ROOT / "service" / "answering" / "fitted.json"


def judged_as_shipped(asked: Sequence[Asked], scores: Scores, most: int) -> CrossValidated:
    """What each question would bring, read by readers that never saw it.

    The weights beside them, a few dozen numbers, are those that are shipped: they may have been
    fitted on the same questions. most: how many passages the reader reads for a question.
    """
    search = _evidence(evidence.SEARCH_NAMES, confidence.SEARCH_NAMES, "_unread")
    read = _evidence(evidence.NAMES, confidence.NAMES, "")
    found = sentences(ranked(asked, _model(_RANKING, PASSAGE_NAMES)), scores)
    runs = CrossValidated()
    runs.search.add(results_of(found, search))
    complete = [one.read(search.sentences, most) for one in found]
    runs.read.add(results_of(complete, read))
    runs.quoted.extend(
        quoted(one, read.names, read.sentences, read.addition)
        for one in complete
        if one.is_judged and one.asked.query.answerable is not False
    )
    return runs


def _evidence(names: tuple[str, ...], confidence_names: tuple[str, ...], of: str) -> Evidence:
    return Evidence(
        names,
        confidence_names,
        sentences=_model(_FITTED, names, f"evidence{of}"),
        addition=_model(_FITTED, select.NAMES, f"addition{of}"),
        confidence=_model(_FITTED, confidence_names, f"confidence{of}"),
    )


def _model(path: Path, names: Sequence[str], model: str = "") -> Model:
    loaded = logistic.load(path, names, model)
    return loaded.weights, loaded.bias
