"""A question as the search sees it: its terms, how rare each is, and its vectors."""

import itertools
from dataclasses import dataclass

import numpy as np

from index.lexicon import Lexicon, terms
from index.records import QuestionVectors, Vectors
from index.words import content_words


@dataclass(frozen=True, slots=True)
class Query:
    """A question, ready to be compared with the passages of one generation.

    rarities: of its terms; total: their sum, or 1 where it has none. pairs: of terms that stand
    side by side. word_weights: shape (words,), by rarity, of sum 1, one for each of
    `vectors.words`.
    """

    text: str
    vectors: QuestionVectors
    rarities: dict[str, float]
    total: float
    pairs: tuple[tuple[str, str], ...]
    word_weights: Vectors

    @classmethod
    def of(cls, text: str, vectors: QuestionVectors, lexicon: Lexicon) -> "Query":
        found = terms(text)
        rarities = {term: lexicon.rarity(term) for term in dict.fromkeys(found)}
        return cls(
            text=text,
            vectors=vectors,
            rarities=rarities,
            total=sum(rarities.values()) or 1.0,
            pairs=tuple(itertools.pairwise(found)),
            word_weights=_word_weights(text, rarities, len(vectors.words)),
        )


def _word_weights(text: str, rarities: dict[str, float], count: int) -> Vectors:
    words = [span.of(text) for span in content_words(text)][:count]
    weights = np.array(
        [max((rarities.get(term, 0.0) for term in terms(word)), default=0.0) for word in words],
        np.float32,
    )
    total = float(weights.sum())
    return weights / total if total else np.full(len(weights), 1 / max(len(weights), 1), np.float32)
