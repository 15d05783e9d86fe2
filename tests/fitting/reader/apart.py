"""Keeps the passages of the evaluation sets out of what a reader learns."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from service.evaluation.dataset import read_dataset
from tests.fitting.reader.examples import Example

RUN = 12  # words
_WORD = re.compile(r"\w+")


def apart_from(examples: Iterable[Example], runs: frozenset[int]) -> Iterator[Example]:
    """Give the examples whose passages share no run of RUN words with the texts of `runs`."""
    for example in examples:
        if runs.isdisjoint(_runs(example.passage.text)):
            yield example


def runs_of(texts: Iterable[str]) -> frozenset[int]:
    """Return the hashes of all runs of RUN words in the texts."""
    return frozenset(run for text in texts for run in _runs(text))


def texts_of(folder: Path) -> Iterator[str]:
    """Give the documents of an evaluation folder. Raises UsageError if it is none."""
    corpus = read_dataset(folder).corpus
    if corpus:
        yield from (document.text for document in corpus.documents)


def _runs(text: str) -> Iterator[int]:
    words = _WORD.findall(text.casefold())
    return (hash(tuple(words[start : start + RUN])) for start in range(len(words) - RUN + 1))
