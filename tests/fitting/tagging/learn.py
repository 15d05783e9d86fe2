"""Fits the tagger: a multinomial logistic regression of the words, and one that corrects it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from service.english.tagger.labels import CLOSED, Label
from service.english.tagger.word_features import (
    LABEL_FEATURES,
    WORD_FEATURES,
    label_features,
    word_features,
)
from tests.fitting.tagging.examples import Example

Logits = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

ORDER = list(Label)
_PLACES = {label: place for place, label in enumerate(ORDER)}
_EPOCHS = 3
_BATCH, _RATE, _DROPPED = 1024, 0.01, 0.3
_DECAY = 1e-6
_FOLDS = 2
_MISTAKES = 4  # so often a word is shown where it stands once in the treebank


class Linear(nn.Module):
    """A sum of weights, one row for each feature."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.weights = nn.EmbeddingBag(features, len(ORDER), mode="sum")
        nn.init.zeros_(self.weights.weight)

    def forward(self, rows: torch.Tensor, kept: torch.Tensor | None = None) -> torch.Tensor:
        result: torch.Tensor = self.weights(rows, per_sample_weights=kept)
        return result


def rows_of_words(examples: Sequence[Example]) -> Rows:
    """The features of every word of the examples: int64, shape (words, features of each)."""
    return np.array([row for one in examples for row in word_features(one.words)], np.int64)


def rows_of_labels(examples: Sequence[Example], logits: Logits) -> Rows:
    """The features that the labels make, as the first model tells them. logits: of every word."""
    rows: list[list[int]] = []
    start = 0
    for one in examples:
        end = start + len(one.words)
        told = [ORDER[place] for place in logits[start:end].argmax(axis=1)]
        rows += label_features(one.words, told)
        start = end
    return np.array(rows, np.int64)


def places(examples: Sequence[Example]) -> Rows:
    """The place of each right label in ORDER: int64, shape (words,)."""
    return np.array([_PLACES[label] for one in examples for label in one.labels], np.int64)


def fit(rows: Rows, right: Rows, features: int, offset: Logits | None = None) -> Logits:
    """Return the weights: float32, shape (features, labels).

    offset: logits that the model only corrects.
    """
    torch.manual_seed(0)
    model = Linear(features)
    optimizer = torch.optim.Adam(model.parameters(), lr=_RATE, weight_decay=_DECAY)
    inputs, targets = torch.from_numpy(rows), torch.from_numpy(right)
    given = torch.zeros(len(rows), len(ORDER)) if offset is None else torch.from_numpy(offset)
    steps = _EPOCHS * (len(rows) // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, steps)
    for _ in range(_EPOCHS):
        for batch in torch.randperm(len(rows)).split(_BATCH):
            part = inputs[batch]
            kept = (torch.rand(part.shape) > _DROPPED).float() / (1 - _DROPPED)
            loss = nn.functional.cross_entropy(model(part, kept) + given[batch], targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return model.weights.weight.detach().numpy()


def logits_of(weights: Logits, rows: Rows) -> Logits:
    """The sum of the weights of each row's features: float32, shape (rows, labels)."""
    parts = [weights[part].sum(axis=1) for part in np.array_split(rows, len(rows) // 4096 + 1)]
    return np.concatenate(parts).astype(np.float32)


def fit_tagger(documents: Sequence[Sequence[Example]]) -> tuple[Logits, Logits, list[str]]:
    """Return the weights of both models, fitted on the sentences of some documents, and the words
    of closed classes.

    The second model has to see labels as wrong as they will be, so those are told by models that
    were fitted without the document.
    """
    folds = [
        [one for document in documents[number::_FOLDS] for one in document]
        for number in range(_FOLDS)
    ]
    rows, right = [rows_of_words(fold) for fold in folds], [places(fold) for fold in folds]
    told = []
    for number in range(_FOLDS):
        others = [place for place in range(_FOLDS) if place != number]
        weights = fit(
            np.concatenate([rows[place] for place in others]),
            np.concatenate([right[place] for place in others]),
            WORD_FEATURES,
        )
        told.append(logits_of(weights, rows[number]))
    every, logits, answers = itertools.chain(*folds), np.concatenate(told), np.concatenate(right)
    by_label = fit(rows_of_labels(list(every), logits), answers, LABEL_FEATURES, offset=logits)
    by_word = fit(np.concatenate(rows), answers, WORD_FEATURES)
    return by_word, by_label, closed_words(itertools.chain(*documents))


def closed_words(examples: Iterable[Example]) -> list[str]:
    """Return the words in lower case that are more than once in a closed class."""
    counts = Counter(
        word.lower()
        for one in examples
        for word, label in zip(one.words, one.labels, strict=True)
        if label in CLOSED
    )
    return sorted(word for word, count in counts.items() if count > _MISTAKES)
