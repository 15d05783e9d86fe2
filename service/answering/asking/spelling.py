"""Slips of typing in a question: words that nobody knows, as they were most likely meant.

What was meant stands in the passages that were found, or is a common word. It is the nearest by the
optimal string alignment distance: how many letters are left out, put in, taken for others, or
exchanged with the next ones. Most misspelt words are one of these away from what was meant, and
begin with its letter (Damerau, "A technique for computer detection and correction of spelling
errors", 1964; Pollock and Zamora, "Automatic spelling correction in scientific and scholarly
text", 1984).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from rapidfuzz.distance import OSA

from index.languages.scripts import ENGLISH
from index.languages.telling import (
    function_words,
    is_function_word,
    is_function_word_of_any,
)
from service.english.function_words import is_english
from service.english.lexicon.common_words import common_words
from service.english.lexicon.given_names import is_given_name
from service.english.lexicon.inflections import base_of_verb, singular_of
from service.english.lexicon.lexicon import letters_of

_WORD = re.compile(r"(?<![\w'’./:@#-])[^\W\d_]{3,}(?![\w'’/:@-]|\.\w)")
_IN_TEXT = re.compile(r"[^\W\d_]{3,}")
_LONG = 8  # letters: two slips in such a word still leave most of it
_TELLING = 6  # letters of a word of a language whose words are not known here
_LEAST = 4  # letters: of a shorter word only two may have changed places


def may_have_slips(question: str) -> bool:
    """Whether a question has a word that nobody knows."""
    english = is_english(question)
    return any(_is_unknown(match, english) for match in _WORD.finditer(question))


def without_slips(question: str, texts: Sequence[str], is_absent: Callable[[str], bool]) -> str:
    """Return the question with what was most likely meant in place of slips.

    texts: passages that were found, titles and headings, best first. is_absent: whether no document
    has a word, in any form. Raises ModelError where the packaged model is missing.
    """
    english = is_english(question)

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        if not _is_unknown(match, english) or not is_absent(word):
            return word
        return _in_texts(word, texts) or (_common(word) if english else None) or word

    return _WORD.sub(mended, question)


def _is_unknown(match: re.Match[str], english: bool) -> bool:
    """Whether a word is none that people know, and no name."""
    word, lower = match[0], match[0].lower()
    if word[1:] != lower[1:]:
        return False
    is_name = bool(match.start()) and word != lower
    if not english:  # nouns may have capital letters
        is_known = is_function_word_of_any(lower)
        return not is_known and len(word) >= (_LONG if is_name else _TELLING)
    if is_name:
        return False
    known = lower in common_words() or lower in _contracted() or is_given_name(lower)
    return not (known or _is_word(lower))


def _is_word(lower: str) -> bool:
    """Whether it is an English word in any form."""
    if is_function_word(lower, ENGLISH) or letters_of(lower):
        return True
    return bool(base_of_verb(lower) or singular_of(lower))


@cache
def _contracted() -> frozenset[str]:
    """The words that are written with an apostrophe, without it: "whats", "dont"."""
    return frozenset(word.replace("'", "") for word in function_words(ENGLISH) if "'" in word)


def _in_texts(word: str, texts: Iterable[str]) -> str | None:
    """Return the word of the texts that is nearest to a slip; None where none is near."""
    written: dict[str, str] = {}
    for text in texts:
        for found in _IN_TEXT.findall(text):
            lower = found.lower()
            if lower[0] == word[0].lower() and (lower not in written or found == lower):
                written[lower] = found  # only names have no form in small letters
    nearest = _nearest(word.lower(), [one for one in written if not is_function_word(one, ENGLISH)])
    return written[nearest] if nearest else None


def _common(word: str) -> str | None:
    """Return the common word that is nearest to a slip; None where none is near."""
    typed = word.lower()
    alike = [one for one in common_words() if one[0] == typed[0] and _is_near(typed, one)]
    if len(typed) < _LEAST:
        alike = [one for one in alike if sorted(one) == sorted(typed)]
    return _nearest(typed, filter(_is_word, alike))


def _nearest(typed: str, words: Iterable[str]) -> str | None:
    """Return the nearest word; of several, one of which a letter was only left out or exchanged
    with the next one, as any letter may stand in the place of another; then the first.
    """
    near = [
        (OSA.distance(typed, word), _has_other_letters(typed, word), place, word)
        for place, word in enumerate(words)
        if _is_near(typed, word)
    ]
    return min(near)[-1] if near else None


def _is_near(typed: str, word: str) -> bool:
    most = 2 if len(typed) >= _LONG else 1
    return OSA.distance(typed, word, score_cutoff=most) <= most


def _has_other_letters(typed: str, word: str) -> bool:
    return bool(set(typed) - set(word)) or len(typed) > len(word)
