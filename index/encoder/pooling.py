"""Token vectors -> a passage vector, its sentence vectors and its words ("late chunking").

After Günther et al., "Late Chunking: Contextual Chunk Embeddings Using Long-Context Embedding
Models", arXiv 2409.04701. The passage runs through the model once, and the mean of a sentence's
token vectors is that sentence's vector, so it carries its context and costs nothing extra. A word's
vector is made likewise.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.records import PassageText, PassageVectors, QuestionVectors, Span, Vectors
from index.storage.word_vectors import content_words, pack

Offsets = Sequence[tuple[int, int]]
"""Where each token begins and ends in the text; both are equal for a special token."""


def pool(tokens: Vectors, offsets: Offsets, passage: PassageText) -> PassageVectors:
    """Return the mean token vectors of a passage, of its sentences, and of their words.

    tokens: float32, shape (n, dimension), a row for each token, special tokens too. A sentence
    without a token of its own (white space that the model drops) gets the passage vector.
    """
    words = [content_words(span.of(passage.text), span.start) for span in passage.sentences]
    spans = [*passage.sentences, *(word for of_sentence in words for word in of_sentence)]
    sums = _sums(tokens, _without_blanks(offsets, passage.text), spans)
    sentences = len(passage.sentences)
    return PassageVectors(
        unit(sums[-1]),
        _units(sums[:sentences]),
        pack(sums[sentences:-1]),  # a mean has the signs of its sum
        tuple(map(len, words)),
    )


def pool_question(tokens: Vectors, offsets: Offsets, question: str) -> QuestionVectors:
    """Return the mean token vectors of a question and of its words, and those of its tokens.

    tokens: float32, shape (n, dimension), a row for each token, special tokens too.
    """
    sums = _sums(tokens, _without_blanks(offsets, question), content_words(question))
    real = [i for i, (start, end) in enumerate(offsets) if start < end]
    of_text = tokens[real] if real else tokens
    return QuestionVectors(unit(sums[-1]), _units(of_text), _units(sums[:-1]))


def _without_blanks(offsets: Offsets, text: str) -> Offsets:
    """Return where each token begins and ends, without the white space that it begins with.

    Tokenizers of most multilingual models make the blank before a word part of its first token.
    """
    return [(_first_letter(start, end, text), end) for start, end in offsets]


def _first_letter(start: int, end: int, text: str) -> int:
    while start < end - 1 and text[start].isspace():
        start += 1
    return start


def _sums(tokens: Vectors, offsets: Offsets, spans: Sequence[Span]) -> Vectors:
    """Return the sum of the vectors of each span's tokens: float32, shape (spans + 1, dimension).

    A token belongs to the span that it begins in. A span without a token gets the sum of all, which
    is also the last row. tokens: float32, shape (n, dimension).
    """
    begin, end = np.array(offsets, np.int64).reshape(-1, 2).T
    begin = np.where(begin < end, begin, -1)  # a special token is in no span
    bounds = np.array([(span.start, span.end) for span in spans], np.int64).reshape(-1, 2, 1)
    chosen = np.ones((len(spans) + 1, len(tokens)), bool)
    chosen[:-1] = (bounds[:, 0] <= begin) & (begin < bounds[:, 1])
    chosen[~chosen.any(axis=1)] = True
    # One matrix product is several times as fast as a loop over spans.
    sums: Vectors = chosen.astype(np.float32) @ tokens
    return sums


def _units(rows: npt.NDArray[np.floating]) -> Vectors:
    """Return each row at length 1, a zero row unchanged: float32, shape (n, dimension)."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths, lengths, 1)).astype(np.float32)


def unit(vector: npt.NDArray[np.floating]) -> Vectors:
    """Return the vector at length 1: float32, shape (dimension,). A zero vector stays zero."""
    length = float(np.linalg.norm(vector))
    return (vector / length if length else vector).astype(np.float32)
