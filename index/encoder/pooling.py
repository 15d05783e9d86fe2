"""Token vectors -> a passage vector and its sentence vectors ("late chunking").

After Günther et al., "Late Chunking: Contextual Chunk Embeddings Using Long-Context Embedding
Models", arXiv 2409.04701: the passage runs through the model once, and the mean of a sentence's
token vectors is that sentence's vector, so it carries its context and costs nothing extra.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.records import PassageVectors, Span, Vectors

Offsets = Sequence[tuple[int, int]]


def pool(tokens: Vectors, offsets: Offsets, sentences: Sequence[Span]) -> PassageVectors:
    """Mean the token vectors of a passage, and of each of its sentences; unit length.

    tokens: shape (n, dimension), one row a token, special tokens too (their offsets are empty).
    A sentence without a token of its own (white space the model drops) gets the passage vector.
    """
    passage = unit(tokens.mean(axis=0))
    starts = np.array([start for start, _ in offsets])
    real = np.array([start < end for start, end in offsets])
    rows = []
    for sentence in sentences:
        inside = real & (starts >= sentence.start) & (starts < sentence.end)
        rows.append(unit(tokens[inside].mean(axis=0)) if inside.any() else passage)
    return PassageVectors(passage, np.stack(rows) if rows else np.empty((0, len(passage)), "f4"))


def unit(vector: npt.NDArray[np.floating]) -> Vectors:
    """The vector at length 1, as float32. A zero vector stays zero: it has no direction."""
    length = float(np.linalg.norm(vector))
    return (vector / length if length else vector).astype(np.float32)
