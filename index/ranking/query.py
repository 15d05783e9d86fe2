"""A question as the search sees it: its terms, how rare each is, and its vectors."""

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.languages.telling import language_among
from index.records import QuestionVectors, Vectors
from index.seam.held_words import WordIndex
from index.storage.word_vectors import content_words
from index.storage.words.analysis import Ways, number_of

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Query:
    """A question, ready to be compared with the passages of one generation.

    terms: each once, in all its ways. term_numbers: the numbers that stand for these ways in the
    store; uint32, shape (ways,). term_of: the place in `terms` of each way; int64, shape (ways,).
    rarities: of the terms; float64, shape (terms,). total: the sum of the rarities, or 1 for a
    question without terms. pairs: the places in `terms` of each two that stand side by side; int64,
    shape (pairs, 2). word_weights: of each of `vectors.words`, by rarity, with the sum 1; float32,
    shape (words,). languages: those of the generation.
    """

    text: str
    vectors: QuestionVectors
    terms: tuple[Ways, ...]
    term_numbers: npt.NDArray[np.uint32]
    term_of: npt.NDArray[np.int64]
    rarities: Numbers
    total: float
    pairs: npt.NDArray[np.int64]
    word_weights: Vectors
    languages: tuple[str, ...]

    @classmethod
    def of(cls, text: str, vectors: QuestionVectors, lexicon: WordIndex) -> "Query":
        """Analyse the question; `lexicon` tells how rare its terms are."""
        asked = language_among(text, lexicon.languages)
        in_order = lexicon.ways(text, asked)
        place = {term: number for number, term in enumerate(dict.fromkeys(in_order))}
        rarities = {term: lexicon.rarity(*term) for term in place}
        pairs = [(place[first], place[second]) for first, second in itertools.pairwise(in_order)]
        return cls(
            text=text,
            vectors=vectors,
            terms=tuple(place),
            term_numbers=np.array([number_of(way) for term in place for way in term], np.uint32),
            term_of=np.repeat(np.arange(len(place)), [len(term) for term in place]),
            rarities=np.array([*rarities.values()], np.float64),
            total=sum(rarities.values()) or 1.0,
            pairs=np.array(pairs, np.int64).reshape(-1, 2),
            word_weights=_word_weights(text, rarities, len(vectors.words), lexicon, asked),
            languages=lexicon.languages,
        )


def _word_weights(
    text: str, rarities: dict[Ways, float], count: int, lexicon: WordIndex, asked: str
) -> Vectors:
    """Return the weights of the first `count` content words, by rarity: float32, shape (count,)."""
    words = [span.of(text) for span in content_words(text)][:count]
    weights = np.array(
        [
            max((rarities.get(term, 0.0) for term in lexicon.ways(word, asked)), default=0.0)
            for word in words
        ],
        np.float32,
    )
    total = float(weights.sum())
    return weights / total if total else np.full(len(weights), 1 / max(len(weights), 1), np.float32)
