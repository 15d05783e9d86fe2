"""The language of a text, told by its function words: cheap, and right where it matters.

A text is taken for English unless the words of another language are clearly more frequent in it.
The words are those of the package stop-words, which keeps lists for 33 languages.
"""

import re
from collections import Counter, defaultdict
from functools import cache

from stop_words import get_stop_words

_CHARACTERS = 5000  # the first ones of a text tell
_LEAST = 3  # words without which nothing is told
_MARGIN = 1.2  # so many times the words of English
_LANGUAGES = "ar bg ca cs da de el es fi fr he hi hu id it nl nb pl pt ro ru sk sv tr uk vi".split()
_WORD = re.compile(r"[^\W\d_]+")
ENGLISH = "en"


def language_of(text: str) -> str:
    """Return the language's ISO 639-1 code."""
    counts: dict[str, int] = defaultdict(int)
    known = _languages_of_words()
    words = Counter(_WORD.findall(text[:_CHARACTERS].lower()))
    for word in words.keys() & known.keys():
        for language in known[word]:
            counts[language] += words[word]
    # Of equals the first by name, so that a text always has the same language.
    language = max(sorted(counts), key=counts.__getitem__, default=ENGLISH)
    count = counts[language]
    return language if count >= max(_LEAST, _MARGIN * counts[ENGLISH]) else ENGLISH


def is_function_word(word: str, language: str) -> bool:
    """Whether a word, in upper or lower case, is one of the function words of a language."""
    return language in _languages_of_words().get(word.lower(), ())


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    """Return the languages that each function word belongs to."""
    languages: dict[str, tuple[str, ...]] = {}
    for language in (ENGLISH, *_LANGUAGES):
        for word in get_stop_words(language):
            languages[word] = (*languages.get(word, ()), language)
    return languages
