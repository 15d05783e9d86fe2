"""Fits the models of moves to examples, and counts what they know."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from service.collection.features import words_of
from service.collection.intents import LinearModel
from service.followups.said.moves import WITH_SUBJECT, Move, MoveModel, likeliest, move_features
from tests.fitting.intents.examples import Example
from tests.fitting.intents.learn import Matrix, fit_intents, fit_subjects, weighed

# From this probability on a follow-up is taken for a move. It is the least, in steps of 0.05, at
# which out of fold fewer than 1 in 2,000 questions of the evaluation sets are, fewer than 1 in 100
# ordinary follow-ups in English, and fewer than 1 in 20 of those that look alike or are in German
# or French.
THRESHOLD = 0.8
# A word of fewer templates is rare. With 1 no word of an example would be, as there are in
# follow-ups that people type.
_LEAST_TEMPLATES = 2

Probabilities = npt.NDArray[np.float64]


def fit(found: Sequence[Example]) -> MoveModel:
    """The models fitted on all examples."""
    vocabulary = frequent(found)
    fitted = _fit_moves(found, vocabulary)
    moves = LinearModel(fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32))
    return MoveModel(moves, fit_subjects(found, WITH_SUBJECT), vocabulary, THRESHOLD)


def out_of_fold(found: Sequence[Example]) -> Probabilities:
    """Of each move for each example, by a model fitted without its fold: (examples, moves)."""
    probabilities = np.zeros((len(found), len(Move)))
    for fold in sorted({one.fold for one in found}):
        others = [one for one in found if one.fold != fold]
        places = [place for place, one in enumerate(found) if one.fold == fold]
        vocabulary = frequent(others)
        fitted = _fit_moves(others, vocabulary)
        probabilities[places] = fitted.predict_proba(
            _rows([found[place] for place in places], vocabulary)
        )
    return probabilities


def frequent(found: Sequence[Example]) -> frozenset[str]:
    """The words of at least two templates of moves, without what is only spoken of."""
    groups: dict[str, set[str]] = {}
    for one in found:
        if one.intent != Move.NONE:
            spoken_of = one.subject if one.intent != Move.LANGUAGE else None
            for word in words_of(one.text):
                if not (spoken_of and spoken_of.start <= word.span.start < spoken_of.end):
                    groups.setdefault(word.text, set()).add(one.group)
    return frozenset(word for word, of in groups.items() if len(of) >= _LEAST_TEMPLATES)


def _fit_moves(found: Sequence[Example], vocabulary: frozenset[str]) -> LogisticRegression:
    return fit_intents(_rows(found, vocabulary), found, tuple(Move))


def _rows(found: Sequence[Example], vocabulary: frozenset[str]) -> Matrix:
    return weighed(move_features(words_of(one.text), vocabulary) for one in found)


def known(found: Sequence[Example], probabilities: Probabilities, limit: float) -> dict[str, str]:
    """For each move, how many of its examples are taken for it from this probability on; for each
    source of what is none, how many are taken for one.
    """
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for one, row in zip(found, probabilities, strict=True):
        is_none = one.intent == Move.NONE
        name = f"none, {one.source}" if is_none else one.intent
        taken_for = likeliest(row, limit)
        of[name] += 1
        right[name] += (taken_for != Move.NONE) if is_none else (taken_for == one.intent)
    return {name: f"{right[name]:,} of {of[name]:,}" for name in of}
