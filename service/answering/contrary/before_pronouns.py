"""The sentences before one that begins with a pronoun: they name what it is about."""

from collections.abc import Iterator

from index.records import BlockKind
from service.answering.agreement.back_pointing import pronoun_that_points_back
from service.answering.weighing.evidence import Evidence

_FURTHEST_BACK = 3  # sentences


def before_pronouns(one: Evidence) -> Iterator[str]:
    """Yield the sentences of prose before one in its passage, the nearest first.

    They end with the first that begins with no pronoun. There is none if the sentence itself begins
    otherwise.
    """
    stored, sentences = one.hit.stored, one.hit.sentences
    for number in range(one.number, max(one.number - _FURTHEST_BACK, 0), -1):
        if pronoun_that_points_back(stored.of(sentences[number].span)) is None:
            return
        if {stored.kind_of(number - 1), stored.kind_of(number)} != {BlockKind.PARAGRAPH}:
            return
        yield stored.of(sentences[number - 1].span)


def naming(one: Evidence) -> Iterator[str]:
    """Yield what may name the thing that a sentence is of, the nearest first: itself, those before
    its pronoun, and what it stands under.
    """
    yield one.text
    yield from before_pronouns(one)
    yield from one.above
