"""Sentences that say of other things what one says of its own: the price of each plan.

A question that compares, counts or sums up is answered by all of them together, and by one alone
only seemingly.
"""

from collections.abc import Sequence

from index.storage.words.analysis import terms
from service.answering.agreement.values import find_values
from service.answering.weighing.evidence import Evidence
from service.answering.weighing.groups import in_one_group

_ALIKE = 0.5  # of the words of the shorter sentence, numbers and dates left out


def counterparts_of(sentence: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that say of other things what a sentence says of its own.

    Of a row or an item these are the others of its list; else those of its kind that have about
    the same words and something else in a few places, and a number where it has one. evidence: best
    first, and so is the result.
    """
    words, has_values = _words(sentence.text), _has_values(sentence.text)
    told, found = {_told(sentence)}, []
    for other in evidence:
        if other.kind is not sentence.kind or _told(other) in told:
            continue
        other_words = _words(other.text)
        shared, least = len(words & other_words), min(len(words), len(other_words))
        is_alike = shared >= _ALIKE * least > 0 and _has_values(other.text) is has_values
        if is_alike or in_one_group(sentence, other):
            told.add(_told(other))
            found.append(other)
    return found


def _told(one: Evidence) -> tuple[str, ...]:
    """Return the words of a sentence and of what it stands under: copies have the same."""
    return *terms(one.text), *(upper.text for upper in one.upper)


def _words(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if not term.isdigit())


def _has_values(text: str) -> bool:
    return any(True for _ in find_values(text))
