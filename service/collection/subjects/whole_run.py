"""The run of words that a model takes for the subject -> the whole subject.

The model was taught subjects of one piece. What it finds may begin with "or", of two pieces, or be
an article without its noun.
"""

from collections.abc import Callable, Sequence

from index.records import Span
from service.collection.subjects.little_words import LittleWords

# The least log-odds of a word beside the run that may be of the subject too: those of words that
# only ask lie far below.
_LIKELY_ENOUGH = -2.0


def odds_of_names(
    words: Sequence[str], logits: Sequence[float], little: LittleWords
) -> list[float]:
    """Return the log-odds of each word, with none for what joins and denies: it names nothing."""
    return [
        0.0 if little.joins(word) or little.negates(word) else logit
        for word, logit in zip(words, logits, strict=True)
    ]


def whole_run(
    run: Span, words: Sequence[str], logits: Sequence[float], little: LittleWords
) -> Span:
    """Return the run with what it is nothing without; as it is, where that is not found.

    run: places in `words`, those of a question. logits: as `odds_of_names` returns them.
    """
    start, end = run.start, run.end

    def may_be(place: int) -> bool:
        return 0 <= place < len(words) and logits[place] >= _LIKELY_ENOUGH

    def names_nothing() -> bool:
        return all(map(little.is_little, words[start:end]))

    if names_nothing():
        while may_be(end):
            end += 1
        while may_be(start - 1) and names_nothing():
            start -= 1
        if names_nothing() and not all(map(little.is_little, words[end : end + 1])):
            end += 1  # an article has its noun, however unlikely that is
    before = _joined(start - 1, -1, words, may_be, little)
    after = _joined(end, 1, words, may_be, little)
    start, end = start - before, end + after
    while end - start > 1 and little.negates(words[end - 1]):
        end -= 1
    return Span(start, end)


def _joined(
    place: int, step: int, words: Sequence[str], may_be: Callable[[int], bool], little: LittleWords
) -> int:
    """Return how many words from that place on are joined to the subject: "garlic or"."""
    count = 0
    while may_be(place + count * step):
        count += 1
    counted = [words[place + number * step] for number in range(count)]
    named = any(not little.is_little(word) for word in counted)
    return count if named and any(map(little.joins, counted)) else 0
