"""Whether a stop ends a sentence: sentencex knows, but for what it gets wrong as a class.

It is told the words next to the stop alone, so that nothing far away changes a boundary.
"""

import re

import sentencex

from index.languages.scripts import ENGLISH, script_used_by
from index.languages.telling import is_function_word

QUOTED_ON = re.compile("と(?=[一-龯々ァ-ヶ、「『いのだかは])|って|を")
"""How a Japanese sentence goes on behind a quotation: with a particle that makes it a part.

What follows the particle tells it from adverbs ("とにかく", "ところで"), which begin a sentence."""

_AFTER_DASH = re.compile(r"[—–-]\s*(?P<letter>[^\W\d_])")
"""How a sentence goes on behind what somebody says in it: "«Иди!» — сказал он."."""

_LAST = 9  # characters; all that the patterns below need to see of the end of a sentence
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.$")
_HYPHENATED_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.-(?=[^\W\d_]\.$)")
_LETTER = re.compile(r"(?<!\S)(?P<before>[^\W\d_]{2,}) (?P<letter>[^\W\d_])\.$")
_FIRST_WORD = re.compile(r"[^\W\d_][^\s\W]+(?![\w'’-])")
_TITLE = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_A-Z]{0,3}\.$")
_UNIT = re.compile(r"(?:\d\s?|/)[a-zµ]\.$")
_LONG_WORD = re.compile(r"[^\W\d_]{7}\.$")
_ORDINAL = re.compile(r"(?<![\w.,])\d{1,2}\.$")
# Languages that write "the 3rd" as "3."
_WITH_ORDINALS = frozenset("bs cs da de et fi hr hu is lv nb nn no pl sk sl sr tr".split())
# Abbreviations that sentencex takes for ends of sentences before a number: "approx. 350".
_ANNOUNCES_NUMBER = re.compile(
    r"(?<!\w)(?:approx|art|c|ca|ch|chap|circa|col|eq|eqn|est|fig|figs|no|nos|nr|p|par|pp|ref|sec|sect"
    r"|tab|vol|vols)\.$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[$€£¥]?\d")
# Abbreviations are short and break off before a vowel: "pág. 12", "рис. 3", "oct. 1914".
_SHORT_WORD = re.compile(r"(?<![\w.])(?P<word>[^\W\d_]{2,5})\.$")
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœаеёиоуыэюяіїє")
_ONE_LETTER = re.compile(r"(?<!\w)(?P<letter>[^\W\d_])\.$")
_NEXT_LETTER = re.compile(r"[^\W\d_]\.(?:\s|$)")
_NUMBER_BEFORE = re.compile(r"(?:\d|\b[IVXLCDM]+)[\s–-]*\S\.$")
_ARABIC = script_used_by("ar")
# The whole name of a month, which sentencex takes for an abbreviation like "Jan."
_MAY = re.compile(r"(?<!\w)May\.$")


def ends_sentence(before: str, after: str, language: str) -> bool:
    """Whether the stop at the end of `before` ends a sentence, given what comes after it."""
    known = _ends_by_class(before, after, language)
    if known is not None:
        return known
    last = before[-_LAST:]
    if _INITIAL.search(last):
        language = ENGLISH  # sentencex knows of initials in few other languages
        before = before[:-_LAST] + _HYPHENATED_INITIAL.sub(" ", last)
    if not _ends(before, after, language):
        return False
    # It knows the titles that many languages share ("Dr.", "Mme.") in English, and in French none.
    return language == ENGLISH or not _TITLE.search(last) or _ends(before, after, ENGLISH)


def _ends(before: str, after: str, language: str) -> bool:
    parts = sentencex.get_sentence_boundaries(language, f"{before} {after}")
    return any(part["end_index"] == len(before) + 1 for part in parts)


def _ends_by_class(before: str, after: str, language: str) -> bool | None:
    """Return the answer for what sentencex gets wrong as a class; None for all else."""
    if after[:1].islower() and not _ends_before_lower_case(before, after):
        return False
    last = before[-_LAST:]
    if language != ENGLISH and (_goes_on(after) or _is_abbreviation(last, after, language)):
        return False
    if _UNIT.search(last) or _is_label(before, after, language):
        return True
    if language in _WITH_ORDINALS and _ORDINAL.search(last):
        # A noun follows an ordinal; a list may begin with a number, and a sentence does not end so.
        return " " in before and _function_word_begins(after, language)
    if _NUMBER.match(after):
        return False if _ANNOUNCES_NUMBER.search(last) else None
    return True if _MAY.search(last) else None


def _goes_on(after: str) -> bool:
    said = _AFTER_DASH.match(after)
    return said is not None and said["letter"].islower()


def _is_abbreviation(last: str, after: str, language: str) -> bool:
    """Whether a stop, not of English, follows an abbreviation, by the look of both sides.

    It is a short word before a number, the first letter of several ("a. C."), or a letter of a
    script that sentencex knows few abbreviations in: "А. С. Пушкин", "د. أحمد". A letter after a
    number may end a sentence: "В 1914 г. Потом".
    """
    short = _SHORT_WORD.search(last)
    if short and _NUMBER.match(after):
        word = short["word"]
        return word.islower() and word[-1] not in _VOWELS and not is_function_word(word, language)
    letter = _ONE_LETTER.search(last)
    if letter is None:
        return False
    if _NEXT_LETTER.match(after) or script_used_by(language) == _ARABIC:
        return True
    return not letter["letter"].isascii() and not _NUMBER_BEFORE.search(last)


def _is_label(before: str, after: str, language: str) -> bool:
    """Whether the last word is a letter for its own sake: "vitamin C. Few knew".

    It is no initial before a surname if a function word comes next, and a word of content stood
    before it. In English, where a capital tells a first name from other nouns, such a word leaves
    it open: "John W. Young", "Plan B. Nobody".
    """
    letter = _LETTER.search(before)
    if not letter or not _function_word_begins(after, language):
        return False
    word = letter["before"]
    if language == ENGLISH and word[0].isupper() and letter["letter"].isupper():
        return False
    return not is_function_word(word, language)


def _function_word_begins(after: str, language: str) -> bool:
    word = _FIRST_WORD.match(after)
    return word is not None and word[0][0].isupper() and is_function_word(word[0], language)


def _ends_before_lower_case(before: str, after: str) -> bool:
    """Whether a sentence may end though the next word is in lower case.

    It may before names such as iPhone, and in careless writing: a long word is no abbreviation. A
    question or a cry may stand within a sentence: "Who's Afraid?" is a play.
    """
    if not before.endswith("."):
        return False
    word = after.split(maxsplit=1)[0]
    return (
        any(letter.isupper() for letter in word) or _LONG_WORD.search(before[-_LAST:]) is not None
    )
