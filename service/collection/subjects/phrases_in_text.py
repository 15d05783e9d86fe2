"""Where the words of a subject stand in a text, in the same order and one after the other.

Words are compared as the word index has them: without case, accents and endings; stop words, such
as "the" and "of", are passed over.
"""

from collections.abc import Sequence

from index.languages.scripts import ENGLISH
from index.records import Span
from index.storage.words.analysis import Ways, term_spans, terms


def holds(text: str, wanted: Sequence[Ways], language: str = ENGLISH) -> bool:
    """Whether the words stand in the text one after the other.

    wanted: at least one. language: of the text.
    """
    found = terms(text, language)
    return any(_begins(found, wanted, place) for place in range(len(found) - len(wanted) + 1))


def places_of(text: str, wanted: Sequence[Ways], language: str = ENGLISH) -> list[Span]:
    """Return the spans of a text in which the words stand one after the other, in order."""
    words = list(term_spans(text, language))
    found, place = [term for term, _ in words], 0
    spans: list[Span] = []
    while place + len(wanted) <= len(words):
        if _begins(found, wanted, place):
            spans.append(Span(words[place][1].start, words[place + len(wanted) - 1][1].end))
            place += len(wanted)
        else:
            place += 1
    return spans


def _begins(found: Sequence[str], wanted: Sequence[Ways], place: int) -> bool:
    """Whether the words stand among the terms from that place on."""
    return all(found[place + number] in ways for number, ways in enumerate(wanted))
