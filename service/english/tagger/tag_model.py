"""The learned tagger: it tells the label of each word of a sentence.

A multinomial logistic regression tells the labels by the words. A second one sees the labels that
the first told around a word, and corrects them (Cohen & Carvalho 2005, "Stacked Sequential
Learning"). docs/quality.md tells what it is worth, and `python -m tests.fitting.tagging` fits it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.english.tagger.labels import CLOSED, Label
from service.english.tagger.missing_verb import misplaced_verb, missing_verb, nouns_owned
from service.english.tagger.word_features import label_features, word_features

FITTED = Path(__file__).with_name("tagger.npz")
_ORDER = tuple(Label)
_CLOSED = [place for place, label in enumerate(Label) if label in CLOSED]

Weights = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class TagModel:
    """Weights by the number of a feature: int8, shape (features, labels), times `scale`.

    by_word: of the features of words. by_label: of the features that the labels make. closed: the
    words in lower case that belong to closed classes; no other word gets such a label.
    """

    by_word: Weights
    by_label: Weights
    scale: float
    label_scale: float
    closed: frozenset[str]

    def labels_of(self, words: Sequence[str]) -> list[Label]:
        """Return the label of each word of a sentence."""
        if not words:
            return []
        logits = self.scale * _sums(self.by_word, word_features(words))
        others = [place for place, word in enumerate(words) if word.lower() not in self.closed]
        logits[np.ix_(others, _CLOSED)] = -np.inf
        told = [_ORDER[place] for place in logits.argmax(axis=1)]
        logits += self.label_scale * _sums(self.by_label, label_features(words, told))
        labels = [_ORDER[place] for place in logits.argmax(axis=1)]
        for place in nouns_owned(words, labels):
            labels[place] = Label.SINGULAR
        if missing := missing_verb(words, labels, logits):
            place, label = missing
            labels[place] = label
        elif misplaced := misplaced_verb(words, labels):
            verb, noun = misplaced
            labels[verb], labels[noun] = Label.BASE, Label.SINGULAR
        return labels


def _sums(weights: Weights, rows: Sequence[Sequence[int]]) -> npt.NDArray[np.int32]:
    """Return the sum of the weights of each row's features: int32, shape (rows, labels)."""
    sums: npt.NDArray[np.int32] = weights[np.array(rows)].sum(axis=1, dtype=np.int32)
    return sums


def load(path: Path) -> TagModel:
    """Return the model that tests.fitting.tagging has written."""
    with np.load(path) as stored:
        return TagModel(
            by_word=stored["by_word"],
            by_label=stored["by_label"],
            scale=float(stored["scale"]),
            label_scale=float(stored["label_scale"]),
            closed=frozenset(stored["closed"].tolist()),
        )


def save(
    path: Path,
    by_word: npt.NDArray[np.float32],
    by_label: npt.NDArray[np.float32],
    closed: Sequence[str],
) -> None:
    """Write a model, each weight in one byte."""
    quantized, scale = _quantized(by_word)
    labels, label_scale = _quantized(by_label)
    np.savez_compressed(
        path,
        by_word=quantized,
        by_label=labels,
        scale=scale,
        label_scale=label_scale,
        closed=np.array(closed),
    )


def _quantized(weights: npt.NDArray[np.float32]) -> tuple[Weights, np.float32]:
    scale = np.float32(np.abs(weights).max() / 127)
    return np.round(weights / scale).astype(np.int8), scale


@cache
def _fitted() -> TagModel:
    return load(FITTED)


def labels_of(words: Sequence[str]) -> list[Label]:
    """Return the label of each word of a sentence, by the model that comes with the package."""
    return _fitted().labels_of(words)
