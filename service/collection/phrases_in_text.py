"""Where the words of a subject stand in a text, in the same order and one after the other.

Words are compared as the word index has them: without case, accents and endings; stop words, such
as "the" and "of", are passed over.
"""

import re
from collections.abc import Sequence

from index.records import Span
from index.storage.lexicon import terms

_WORD = re.compile(r"[^\W_]+")  # as the word index cuts them


def holds(text: str, wanted: Sequence[str]) -> bool:
    """Whether the terms stand in the text one after the other. wanted: at least one."""
    return _next_to_each_other(terms(text), wanted)


def places_of(text: str, wanted: Sequence[str]) -> list[Span]:
    """Return the spans of a text in which the terms stand one after the other, in order."""
    words = [(term, match) for match in _WORD.finditer(text) for term in terms(match[0])]
    found, place = [], 0
    while place + len(wanted) <= len(words):
        run = words[place : place + len(wanted)]
        if [term for term, _ in run] == list(wanted):
            found.append(Span(run[0][1].start(), run[-1][1].end()))
            place += len(wanted)
        else:
            place += 1
    return found


def _next_to_each_other(words: Sequence[str], wanted: Sequence[str]) -> bool:
    count = len(wanted)
    return any(
        words[place] == wanted[0] and words[place : place + count] == wanted
        for place in range(len(words) - count + 1)
    )
