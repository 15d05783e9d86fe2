"""A question as the search sees it: its terms, how rare each is, and its vectors."""

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.records import QuestionVectors, Vectors
from index.storage.lexicon import Lexicon, number_of, terms
from index.storage.word_vectors import content_words

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Query:
    """A question, ready to be compared with the passages of one generation.

    terms: each once; term_numbers: as passages are stored with, uint32, shape (terms,).
    rarities: of its terms, shape (terms,); total: their sum, or 1 where it has none.
    pairs: the places in `terms` of those that stand side by side, int64, shape (pairs, 2).
    word_weights: shape (words,), by rarity, of sum 1, one for each of `vectors.words`.
    """

    text: str
    vectors: QuestionVectors
    terms: tuple[str, ...]
    term_numbers: npt.NDArray[np.uint32]
    rarities: Numbers
    total: float
    pairs: npt.NDArray[np.int64]
    word_weights: Vectors

    @classmethod
    def of(cls, text: str, vectors: QuestionVectors, lexicon: Lexicon) -> "Query":
        found = terms(text)
        place = {term: number for number, term in enumerate(dict.fromkeys(found))}
        rarities = {term: lexicon.rarity(term) for term in place}
        pairs = [(place[one], place[two]) for one, two in itertools.pairwise(found)]
        return cls(
            text=text,
            vectors=vectors,
            terms=tuple(place),
            term_numbers=np.array([number_of(term) for term in place], np.uint32),
            rarities=np.array([*rarities.values()], np.float64),
            total=sum(rarities.values()) or 1.0,
            pairs=np.array(pairs, np.int64).reshape(-1, 2),
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
