"""Notices at the head of a page that it is out of date, known by their words.

A logistic regression of hashed words and parts of words (Weinberger et al. 2009, arXiv 0902.2206),
fitted by `python -m tests.fitting.notices` on notices in ten languages and on the first sentences
of pages that have none.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.records import Block, BlockKind, Link, Span

FEATURES = 2**13
FITTED = Path(__file__).with_name("notices.npz")
_FIRST = 4  # sentences of a page that are looked at, and headings among them
_LONGEST = 300  # characters; whoever says it says it soon
# What a notice must be likely to be one: less where it points somewhere.
_SURE, _SURE_WITH_LINK = 0.8, 0.6
_SENTENCE = re.compile(r".*?(?:[.!?;](?=\s)|[。！？]|\n|$)", re.DOTALL)
_WORD = re.compile(r"\w+")
_PARTS = (3, 4, 5)  # letters
_EDGE = "|"

Numbers = npt.NDArray[np.int64]


def successor_told(text: str, blocks: Sequence[Block], links: Sequence[Link]) -> str | None:
    """Return where the notice at the head of a document points to.

    "" where it points nowhere, None where there is no such notice.
    """
    for sentence, block_end in _first_sentences(text, blocks):
        end = min(block_end, sentence.start + _LONGEST)
        near = [link.href for link in links if sentence.start <= link.start < end]
        if likelihood(sentence.of(text)) >= (_SURE_WITH_LINK if near else _SURE):
            return near[0] if near else ""
    return None


def likelihood(sentence: str) -> float:
    """Return how likely a sentence says that its page is out of date, from 0 to 1."""
    weights, bias = _model()
    numbers = features(sentence)
    logit = bias + (float(weights[numbers].sum()) / len(numbers) ** 0.5 if len(numbers) else 0.0)
    return float(1 / (1 + np.exp(-logit)))


def features(sentence: str) -> Numbers:
    """Return the numbers of the features of a sentence, each once: int64, shape (features,)."""
    words = [word.casefold() for word in _WORD.findall(sentence)]
    words = ["0" if word.isdecimal() else word for word in words]
    numbers = {zlib.crc32(feature.encode()) & (FEATURES - 1) for feature in _features(words)}
    return np.array(sorted(numbers), np.int64)


def _features(words: Sequence[str]) -> Iterator[str]:
    """Yield words, two and three words in a row, and parts of words."""
    edged = [_EDGE, *words, _EDGE]
    for length in (1, 2, 3):
        for place in range(len(edged) - length + 1):
            yield " ".join(edged[place : place + length])
    for word in set(words):
        for length in _PARTS:
            for start in range(len(word) + 2 - length + 1):
                yield f"<{word}>"[start : start + length]


def _first_sentences(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, int]]:
    """Yield the first sentences of a document, each with the end of its block.

    Headings count too, but for one that begins the document.
    """
    left = _FIRST
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.NOTE or (number == 0 and block.kind is BlockKind.HEADING):
            continue
        for sentence in _SENTENCE.finditer(text, block.start, block.end):
            if not sentence[0].strip():
                continue
            if left == 0:
                return
            left -= 1
            end = min(sentence.end(), sentence.start() + _LONGEST)
            yield Span(sentence.start(), end), block.end


@cache
def _model() -> tuple[npt.NDArray[np.float32], float]:
    """Return the weight of each feature, float32, shape (FEATURES,), and the bias."""
    with np.load(FITTED, allow_pickle=False) as stored:
        weights: npt.NDArray[np.float32] = stored["weights"].astype(np.float32) * stored["scale"]
        return weights, float(stored["bias"])
