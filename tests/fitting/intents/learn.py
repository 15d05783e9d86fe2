"""Fits the models of intents and subjects to examples."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from index.storage.words.analysis import number_of, terms
from service.collection.features import (
    INTENT_FEATURES,
    SUBJECT_FEATURES,
    Numbers,
    intent_features,
    subject_features,
    words_of,
)
from service.collection.intents import WITH_SUBJECT, Intent, IntentModel, LinearModel
from tests.fitting.intents.examples import LANGUAGES, OWN, SLOT, Example, templates

Matrix = sparse.csr_matrix
Probabilities = npt.NDArray[np.float64]

# The inverse of the strength of regularisation. Of 10, 30 and 100 the recall of intents is best
# with 30 where as many ordinary questions are mistaken.
_C, _C_SUBJECT = 30.0, 1.0
# From this probability on a question is taken for one about the collection. It is the least, in
# steps of 0.05, at which out of fold fewer than 1 in 2,000 questions of the evaluation sets are,
# and fewer than 1 in 20 of those that were written to look alike.
THRESHOLD = 0.7
# Less for a summary: without a document of that name the question is answered as any other.
SUMMARY_THRESHOLD = 0.5
SEVERAL_THRESHOLD = 0.4
# The weight of a question of our own: there are more of these than of all others, and some of them
# do count or compare. Of 0.1, 0.3 and 1 it leaves the most questions about the collection known.
_OF_OWN = 0.1


def intent_rows(texts: Sequence[str]) -> Matrix:
    """The features of each text, as IntentModel weighs them: shape (texts, features)."""
    return weighed(intent_features(words_of(text)) for text in texts)


def weighed(features: Iterable[Sequence[Numbers]]) -> Matrix:
    """The features of texts, of each kind apart, as LinearModel.probabilities weighs them."""
    rows = [
        [(numbers, 1 / np.sqrt(len(numbers))) for numbers in kinds if len(numbers)]
        for kinds in features
    ]
    return _matrix(rows, INTENT_FEATURES)


def fit_intents(
    rows: Matrix,
    examples: Sequence[Example],
    order: Sequence[str] = tuple(Intent),
) -> LogisticRegression:
    """The model of intents, whose outputs are in this order. rows: of the examples."""
    places = np.array([order.index(one.intent) for one in examples])
    weights = np.array([_OF_OWN if one.source == OWN else 1.0 for one in examples])
    return LogisticRegression(C=_C, max_iter=300).fit(rows, places, weights)


def chosen(probabilities: Probabilities) -> list[Intent]:
    """The intent of each question, as IntentModel chooses. probabilities: (questions, intents)."""
    empty = LinearModel(np.empty(0, np.float32), np.empty(0, np.float32))
    thresholds = (THRESHOLD, SUMMARY_THRESHOLD, SEVERAL_THRESHOLD)
    model = IntentModel(empty, empty, *thresholds, frozenset(), frozenset())
    return [model.chosen(row) for row in probabilities]


def fit(examples: Sequence[Example], written: Sequence[Example]) -> IntentModel:
    """The models fitted on all examples. written: those of which the subject is known."""
    fitted = fit_intents(intent_rows([one.text for one in examples]), examples)
    weights = fitted.coef_.T.astype(np.float32)
    return IntentModel(
        LinearModel(weights, fitted.intercept_.astype(np.float32)),
        fit_subjects(written),
        THRESHOLD,
        SUMMARY_THRESHOLD,
        SEVERAL_THRESHOLD,
        document_nouns(),
        asking_words(),
    )


def document_nouns() -> frozenset[int]:
    """The numbers of the terms of the words for documents in examples.toml."""
    fillers = templates()["fillers"].values()
    words = [
        word for language in fillers for slot in ("doc", "docs", "part") for word in language[slot]
    ]
    return frozenset(number_of(term) for word in words for term in terms(word))


def asking_words() -> frozenset[int]:
    """The numbers of the terms of the words beside what is named where its text is asked for."""
    lines = (
        SLOT.sub(" ", line)
        for language in LANGUAGES
        for intent in (Intent.SUMMARY, Intent.TOPICS)
        for line in templates()[language][intent]
    )
    return frozenset(number_of(term) for line in lines for term in terms(line))


def fit_subjects(written: Sequence[Example], kinds: Sequence[str] = WITH_SUBJECT) -> LinearModel:
    """The model of the words of subjects, one output for each kind of question that has any."""
    weights, biases = [], []
    for kind in kinds:
        rows, inside = [], []
        for one in written:
            if one.intent == kind and one.subject is not None:
                words = words_of(one.text)
                rows += [[(numbers, 1.0)] for numbers in subject_features(words)]
                inside += [one.subject.start <= word.span.start < one.subject.end for word in words]
        fitted = LogisticRegression(C=_C_SUBJECT, max_iter=300)
        fitted.fit(_matrix(rows, SUBJECT_FEATURES), inside)
        weights.append(fitted.coef_[0])
        biases.append(fitted.intercept_[0])
    return LinearModel(np.array(weights, np.float32).T, np.array(biases, np.float32))


def _matrix(rows: Sequence[Sequence[tuple[Numbers, float]]], features: int) -> Matrix:
    columns = [numbers for row in rows for numbers, _ in row]
    values = [np.full(len(numbers), value) for row in rows for numbers, value in row]
    ends = np.cumsum([0, *(sum(len(numbers) for numbers, _ in row) for row in rows)])
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), ends), shape=(len(rows), features)
    )
