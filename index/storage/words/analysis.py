"""A text -> its terms: what its words have in common with other forms of the same words.

A passage is analysed by its own language. A question may be in another one than the passage that
answers it, or in none that can be told, so each of its words is looked for by the rules of every
language that the index holds.

Chinese, Japanese and Korean have no blanks, or particles that nothing parts from their words: each
two letters that stand side by side are a term, as in Lucene's CJKBigramFilter.
"""

import zlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import tantivy

from index.languages.scripts import ENGLISH, JOINED, script_of
from index.languages.telling import is_function_word, language_among
from index.records import Span
from index.storage.words.joined import is_joined, pairs, parts, telling_pairs

Ways = tuple[str, ...]
"""The terms that a word of a question may be in an index, each once: one by each language."""

_LONGEST_TERM = 60
# Words that a question is asked with, but that do not tell what it is about.
STOP_WORDS = (
    "a an and are as at be been being but by can could did do does for from had has have he her"
    " his how i if in into is it its many me much my no not of on or our please she should so some"
    " such tell than that the their them then there these they this those to was we were what when"
    " where which who whom whose why will with would you your s t"
).split()
# The names of languages whose words tantivy stems.
_STEMMED = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_WITHOUT_STOP_WORDS = frozenset(("ar", "el", "ro", "tr"))  # tantivy has no list of theirs
_SIMPLE = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build()


def terms(text: str, language: str | None = None) -> list[str]:
    """Return the index terms of a text, in order: lower case, stemmed, without stop words.

    language: of the text. Where it is not known, the script tells it, and Latin is English.
    """
    if language is None:
        language = script_of(text) or ENGLISH
    if language not in JOINED:
        return _analyzed(text, language)
    found: list[str] = []
    for part in parts(text):
        content = part.of(text)
        found += pairs(content) if is_joined(content) else _analyzed(content, ENGLISH)
    return found


def term_spans(text: str, language: str | None = None) -> Iterator[tuple[str, Span]]:
    """Yield the terms of a text, each with the word or the letters that it stands for."""
    if language is None:
        language = script_of(text) or ENGLISH
    end = 0
    for word in _words(text):
        start = text.index(word, end)
        end = start + len(word)
        for part in parts(word) if language in JOINED else [Span(0, len(word))]:
            content = part.of(word)
            size = 2 if language in JOINED and is_joined(content) else len(content)
            for place, term in enumerate(terms(content, language), start=start + part.start):
                yield term, Span(place, min(place + size, start + part.end))


def ways_of(text: str, languages: Collection[str], asked: str | None = None) -> list[Ways]:
    """Return the ways of each word of a question, in order.

    languages: those of the index. asked: the language of the question, whose function words are
    left out; by default it is told from `text`.
    """
    if set(languages) <= {ENGLISH}:
        return [(term,) for term in terms(text, ENGLISH)]
    asked = asked or language_among(text, languages)
    words = [word for word in _words(text) if not _is_passed_over(word, asked)]
    ways = [way for word in words for way in _ways_of_word(word, languages)]
    return ways or [way for word in _words(text) for way in _ways_of_word(word, languages)]


def number_of(term: str) -> int:
    """Return the number of 32 bits that stands for a term where many are stored: its CRC-32.

    Two terms may share a number. A question is compared with some 2,000 terms, so one in 200,000
    questions of ten terms takes another term for one of its own.
    """
    return zlib.crc32(term.encode())


def _is_passed_over(word: str, asked: str) -> bool:
    if asked == ENGLISH:
        return not _analyzed(word, ENGLISH)
    return is_function_word(word, asked)


def _ways_of_word(word: str, languages: Collection[str]) -> list[Ways]:
    apart = [language for language in sorted(languages) if language not in JOINED]
    whole = [term for language in apart for term in _analyzed(word, language)]
    if len(apart) == len(languages) or not is_joined(word):
        if not whole and len(apart) < len(languages):
            whole = _analyzed(word, ENGLISH)
        return [tuple(dict.fromkeys(whole))] if whole else []
    ways: list[Ways] = []
    for part in parts(word):
        content = part.of(word)
        found: Sequence[str] = (
            telling_pairs(content) if is_joined(content) else _analyzed(content, ENGLISH)
        )
        ways += [(term,) for term in found]
    # A passage in English keeps such a word whole.
    return [tuple(dict.fromkeys((*ways[0], *whole))), *ways[1:]] if ways else []


def _words(text: str) -> list[str]:
    found: list[str] = _SIMPLE.analyze(text)
    return found


def _analyzed(text: str, language: str) -> list[str]:
    analyzed: list[str] = _analyzer(language).analyze(text)
    return analyzed


@cache
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    """Return what makes terms of words in a language that puts blanks between them."""
    filters = [tantivy.Filter.remove_long(_LONGEST_TERM), tantivy.Filter.lowercase()]
    stemmer = [tantivy.Filter.stemmer(_STEMMED[language])] if language in _STEMMED else []
    folding = [tantivy.Filter.ascii_fold()]
    if language == ENGLISH:
        filters += [*folding, tantivy.Filter.custom_stopword(STOP_WORDS), *stemmer]
    else:
        # Other stemmers know the endings with their accents.
        if language in _STEMMED and language not in _WITHOUT_STOP_WORDS:
            filters.append(tantivy.Filter.stopword(_STEMMED[language]))
        filters += [*stemmer, *folding]
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in filters:
        builder = builder.filter(step)
    return builder.build()
