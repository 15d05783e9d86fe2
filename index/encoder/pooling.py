"""Token vectors -> a passage vector, its sentence vectors and its words ("late chunking").

After Günther et al., "Late Chunking: Contextual Chunk Embeddings Using Long-Context Embedding
Models", arXiv 2409.04701: the passage runs through the model once, and the mean of a sentence's
token vectors is that sentence's vector, so it carries its context and costs nothing extra. The
same holds for a word.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.records import Bits, PassageText, PassageVectors, QuestionVectors, Span, Vectors
from index.words import content_words, pack

Offsets = Sequence[tuple[int, int]]


def pool(tokens: Vectors, offsets: Offsets, passage: PassageText) -> PassageVectors:
    """Mean the token vectors of a passage, of each of its sentences, and of each of their words.

    tokens: shape (n, dimension), one row a token, special tokens too (their offsets are empty).
    A sentence without a token of its own (white space the model drops) gets the passage vector.
    """
    whole = unit(tokens.mean(axis=0))
    starts, real = _real(offsets)
    words = [content_words(span.of(passage.text), span.start) for span in passage.sentences]
    rows = [whole] * len(words)
    for number, sentence in enumerate(passage.sentences):
        first, end = np.searchsorted(starts, (sentence.start, sentence.end))
        if first < end:
            rows[number] = unit(tokens[real[first:end]].mean(axis=0))
    return PassageVectors(
        whole,
        np.stack(rows) if rows else np.empty((0, len(whole)), np.float32),
        _signs(tokens[real], starts, [word for of_sentence in words for word in of_sentence]),
        tuple(map(len, words)),
    )


def pool_question(tokens: Vectors, offsets: Offsets, question: str) -> QuestionVectors:
    """Mean the token vectors of a question and of each of its words; see `pool`."""
    starts, real = _real(offsets)
    sums = _sums(tokens[real], starts, content_words(question))
    own = tokens[real] if len(real) else tokens
    return QuestionVectors(unit(tokens.mean(axis=0)), _units(own), _units(sums))


def _real(offsets: Offsets) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the tokens begin that stand in the text, in order, and which of all they are."""
    real = np.array([i for i, (start, end) in enumerate(offsets) if start < end], np.int64)
    return np.array([offsets[i][0] for i in real], np.int64), real


def _signs(tokens: Vectors, starts: npt.NDArray[np.int64], words: list[Span]) -> Bits:
    # A mean has the signs of its sum.
    return pack(_sums(tokens, starts, words))


def _sums(
    tokens: Vectors, starts: npt.NDArray[np.int64], words: list[Span]
) -> npt.NDArray[np.float64]:
    """The sum of each word's token vectors; of all tokens for a word that has none of its own."""
    first = np.searchsorted(starts, [word.start for word in words])
    end = np.searchsorted(starts, [word.end for word in words])
    until = np.zeros((len(tokens) + 1, tokens.shape[1]))
    np.cumsum(tokens, axis=0, out=until[1:])
    sums: npt.NDArray[np.float64] = until[end] - until[first]
    sums[first == end] = until[-1]
    return sums


def _units(rows: npt.NDArray[np.floating]) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths, lengths, 1)).astype(np.float32)


def unit(vector: npt.NDArray[np.floating]) -> Vectors:
    """The vector at length 1, as float32. A zero vector stays zero: it has no direction."""
    length = float(np.linalg.norm(vector))
    return (vector / length if length else vector).astype(np.float32)
