"""BM25 as sparse vectors, with the numbers that tantivy's ranking has.

Milvus' own full-text function cuts words by other rules, knows no stems of a dozen languages, and
counts the rarity of a word in each of its segments; the same question would find other passages.
So a passage's vector holds the weight of each of its terms, a question's the rarity of each of its
own, and their inner product is the score. Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond", 2009. A length is rounded as in Lucene and tantivy, to one of 256.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from index.storage.words.analysis import number_of

_K1, _B = 1.2, 0.75
_EXACT = 40  # terms; longer lengths are rounded down
_STEPS = 8  # lengths between two doublings of their distance
NO_TERM = 2**32 - 2  # the largest number that Milvus takes; it stands in for that above too


def _lengths() -> list[int]:
    lengths, step = [*range(_EXACT + 1)], 2
    while len(lengths) < 256:
        lengths += [lengths[-1] + step * number for number in range(1, _STEPS + 1)]
        step *= 2
    return lengths[:256]


_LENGTHS = _lengths()


def dimension_of(term: str) -> int:
    """Return the place of a term in the vectors."""
    return min(number_of(term), NO_TERM)


def passage_vector(terms: Sequence[str], mean_length: float) -> dict[int, float]:
    """Return the weights of a passage's terms. mean_length: in terms, of all passages."""
    length = _LENGTHS[bisect_right(_LENGTHS, len(terms)) - 1]
    norm = _K1 * (1 - _B + _B * length / mean_length) if mean_length else 0.0
    weights: dict[int, float] = {}
    for term, count in Counter(terms).items():
        place = dimension_of(term)
        weights[place] = weights.get(place, 0.0) + (1 + _K1) * count / (count + norm)
    return weights or {NO_TERM: 1e-6}  # Milvus refuses an empty vector


def question_vector(rarities: Mapping[str, float]) -> dict[int, float]:
    """Return the weights of a question's terms. rarities: of each, as `rarity` gives them."""
    return {dimension_of(term): rarity for term, rarity in rarities.items()}
