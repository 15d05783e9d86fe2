"""A question as the learned models see it: its words, and the numbers of their features.

Features are hashed (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning",
arXiv 0902.2206), so that a model is one array and has no vocabulary.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.records import Span
from index.storage.folding import folded

Numbers = npt.NDArray[np.int64]

INTENT_FEATURES = 2**14
SUBJECT_FEATURES = 2**13

_WORD = re.compile(r"\w+(?:[./-]\w+)*")
_PARTS_OF_WORDS = (3, 4, 5)  # letters
_EDGE = "|"  # stands before the first word and after the last


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `span` of a question. text: without case and accents."""

    text: str
    span: Span


def words_of(question: str) -> list[Word]:
    """Return the words of a question in order; "report_2024.pdf" is one."""
    return [Word(folded(match[0]), Span(*match.span())) for match in _WORD.finditer(question)]


def intent_features(words: Iterable[Word]) -> tuple[Numbers, Numbers]:
    """Return the numbers of the features that tell what a question is after.

    The first are of words and of two and three words in a row, the second of parts of words, which
    know a word in spite of a typing error. int64, shape (features of the kind,), each number once.
    """
    texts = [word.text for word in words]
    return (
        _numbers(_rows_of_words(texts), INTENT_FEATURES),
        _numbers(_parts_of_words(texts), INTENT_FEATURES),
    )


def subject_features(words: Iterable[Word]) -> list[Numbers]:
    """Return, for each word, the numbers of the features that tell whether it names the subject.

    int64, shape (features,) each.
    """
    edge = [_EDGE] * 3
    texts = [*edge, *(word.text for word in words), *edge]
    return [_numbers(_around(texts, place), SUBJECT_FEATURES) for place in range(3, len(texts) - 3)]


def _rows_of_words(texts: list[str]) -> Iterator[str]:
    yield from texts
    edged = [_EDGE, *texts, _EDGE]
    for place, text in enumerate(edged[1:], 1):
        yield f"{edged[place - 1]} {text}"
        if place > 1:
            yield f"{edged[place - 2]} {edged[place - 1]} {text}"
            yield f"{edged[place - 2]} * {text}"


def _parts_of_words(texts: list[str]) -> Iterator[str]:
    for text in set(texts):
        whole = f"<{text}>"
        for length in _PARTS_OF_WORDS:
            for start in range(len(whole) - length + 1):
                yield whole[start : start + length]


def _around(texts: list[str], place: int) -> Iterator[str]:
    """Yield the features of the word at `place`: itself, its neighbours, and what joins them."""
    before, word, after = texts[place - 1], texts[place], texts[place + 1]
    yield f"0 {word}"
    yield f"-1 {before}"
    yield f"+1 {after}"
    yield f"-2 {texts[place - 2]}"
    yield f"+2 {texts[place + 2]}"
    yield f"-10 {before} {word}"
    yield f"0+1 {word} {after}"
    yield f"-2-1 {texts[place - 2]} {before}"
    yield f"+1+2 {after} {texts[place + 2]}"
    yield f"-1+1 {before} {after}"
    yield f"-3 {texts[place - 3]} {texts[place - 2]} {before}"
    yield f"+3 {after} {texts[place + 2]} {texts[place + 3]}"
    for length in (3, 4):
        yield f"< {word[:length]}"
        yield f"> {word[-length:]}"


def _numbers(features: Iterable[str], count: int) -> Numbers:
    """Return the number of each feature, below `count`, which is a power of two."""
    numbers = {zlib.crc32(feature.encode()) & (count - 1) for feature in features}
    return np.fromiter(numbers, np.int64, len(numbers))
