"""The language of a text, told by its script and its function words: cheap, and right where it
matters.

A text in Latin letters is taken for English unless the words of another language are clearly more
frequent in it. The words are those of the package stop-words, which keeps lists for 33 languages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from stop_words import get_stop_words

from index.languages.scripts import (
    CHINESE,
    ENGLISH,
    JAPANESE,
    JOINED,
    USERS,
    has_other_than_latin,
    script_of,
    script_used_by,
    scripts_of_words,
    user_of_han,
)

_CHARACTERS = 5000  # the first ones of a text tell
_LEAST = 3  # words without which nothing is told
_MARGIN = 1.2  # so many times the words of English, or of the language that a file names
# Of a part of a document: a list of French titles is no French part.
_LEAST_OF_PART, _MARGIN_OF_PART = 8, 2
_FEW = 0.15  # of the words of a text; a language has more function words
_WITH_FUNCTION_WORDS = (
    "ar bg ca cs da de el es fa fi fr he hi hu id it nl nb pl pt ro ru sk sv tr uk vi".split()
)
LANGUAGES = (ENGLISH, *_WITH_FUNCTION_WORDS, *sorted(JOINED))
"""All languages that a text may be told to be in."""
_SAME = {"no": "nb", "nn": "nb", "iw": "he", "in": "id"}  # other codes of languages in the list
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a text: `whole`, and by the name of each script the one written in it.

    The one in each script is told from the words in that script alone, so that a word added in
    another script, though it may change `whole`, changes none of them.
    """

    whole: str
    by_script: Mapping[str | None, str] = field(default_factory=dict)

    def near(self, before: str, after: str) -> str:
        """Return the language of the word nearest to a place, of those before it if there are any.

        before, after: what stands next to the place. Without words there, it is `whole`.
        """
        own = _script_of_words(self.whole)
        if own is None and not has_other_than_latin(before + after):
            return self.whole
        scripts = (*reversed([*scripts_of_words(before)]), *scripts_of_words(after))
        script = scripts[0] if scripts else own
        usual = self.whole if script == own else script or ENGLISH
        return self.by_script.get(script, usual) if scripts else self.whole


def languages_of(text: str, stated: str | None = None) -> Languages:
    """Return the languages of a text; stated: as in `language_of`."""
    sample = text[:_CHARACTERS]
    counts, words = _counts(sample)
    named = _named(stated)
    whole = _unless_named(_told(script_of(sample), counts), named, counts, words)
    latin = {one: n for one, n in counts.items() if script_used_by(one) is None}
    told: dict[str | None, str] = {one: _told(one, counts) for one in USERS}
    told[None] = _told(None, defaultdict(int, latin))
    told[CHINESE] = user_of_han(sample)
    by_script = {
        script: _unless_named(language, named, counts, words) for script, language in told.items()
    }
    return Languages(whole, by_script)


def language_of(text: str, stated: str | None = None) -> str:
    """Return the language's ISO 639-1 code: the one of most of the text.

    stated: what the file says of its text, as BCP 47 writes it. It holds unless the text looks much
    more like another language: every template of a web page says that it is in English.
    """
    return languages_of(text, stated).whole


def language_of_part(text: str, whole: str) -> str:
    """Return the language of a part of a text in the language `whole`.

    It is another one only where that is clear: another script, or far more of its words.
    """
    script = script_of(text)
    counts, words = _counts(text)
    told = _told(script, counts)
    if script != script_used_by(whole):  # numbers alone are in no script
        return told if script or words >= _LEAST_OF_PART else whole
    clear = max(_LEAST_OF_PART, _MARGIN_OF_PART * counts[whole])
    return told if counts[told] >= clear else whole


def language_among(text: str, languages: Collection[str]) -> str:
    """Return the language of a short text, such as a question: likely one of these.

    Few words tell it. Without any, it is English if that is among them, or else the first by name.
    """
    script = script_of(text)
    counts, _ = _counts(text)
    users = [one for one in languages if script_used_by(one) == script_used_by(script or ENGLISH)]
    candidates = {*users, ENGLISH} if script is None else {*users, script}
    first = ENGLISH if ENGLISH in languages and script is None else min(candidates)
    return max(sorted(candidates), key=lambda one: (counts[one], one == first))


def is_function_word(word: str, language: str) -> bool:
    """Whether a word, in upper or lower case, is one of the function words of a language."""
    return language in _languages_of_words().get(word.lower(), ())


def is_function_word_of_any(word: str) -> bool:
    """Whether a word, in upper or lower case, is a function word of any language."""
    return word.lower() in _languages_of_words()


def function_words(language: str) -> frozenset[str]:
    """Return the function words of a language, in lower case; of LANGUAGES."""
    return frozenset(get_stop_words(language))


def _told(script: str | None, counts: Mapping[str, int]) -> str:
    """Return the language with most function words, of those that use the script.

    script: as `script_of` returns it. counts: of the function words of each language.
    """
    if script is not None:
        # Of equals the first, which uses the script most.
        return max(USERS.get(script, (script,)), key=counts.__getitem__)
    # Of equals the first by name, so that a text always has the same language.
    language = max(sorted(counts), key=counts.__getitem__, default=ENGLISH)
    enough = max(_LEAST, _MARGIN * counts[ENGLISH])
    return language if counts[language] >= enough else ENGLISH


def _counts(text: str) -> tuple[Mapping[str, int], int]:
    """Return how many function words of each language a text has, and how many words it has."""
    counts: dict[str, int] = defaultdict(int)
    known = _languages_of_words()
    words = Counter(_WORD.findall(text.lower()))
    for word in words.keys() & known.keys():
        for language in known[word]:
            counts[language] += words[word]
    return counts, words.total()


def _unless_named(told: str, named: str, counts: Mapping[str, int], words: int) -> str:
    """Return the language that a file names if it may be that of a text, or else the one told."""
    if named not in LANGUAGES or named == told or script_used_by(named) != script_used_by(told):
        return told
    is_likely = counts[named] * _MARGIN >= counts[told] or counts[told] < _FEW * words
    return named if is_likely else told


def _script_of_words(language: str) -> str | None:
    """Return the script of most words of a language, as `scripts_of_words` names it."""
    return CHINESE if language == JAPANESE else script_used_by(language)


def _named(stated: str | None) -> str:
    base = _base(stated)
    return _SAME.get(base, base)


def _base(tag: str | None) -> str:
    """Return the language of a tag as BCP 47 writes it: `pt` of `pt-BR`."""
    return re.split("[-_]", (tag or "").strip().lower())[0]


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    """Return the languages that each function word belongs to.

    The list of Ukrainian holds a Latin "a", for which every English text would have its words.
    """
    languages: dict[str, tuple[str, ...]] = {}
    for language in (ENGLISH, *_WITH_FUNCTION_WORDS):
        script = script_used_by(language)
        for word in sorted(one for one in function_words(language) if script_of(one) == script):
            languages[word] = (*languages.get(word, ()), language)
    return languages
