"""The script of a text: where one is used by few languages, it tells the language or nearly so."""

import re
from collections.abc import Iterator, Mapping

ENGLISH = "en"
CHINESE, JAPANESE, KOREAN = "zh", "ja", "ko"
# Each script, by the language that is likeliest to use it.
_KANA = r"\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HAN = r"々〆\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANGUL = r"\u1100-\u11ff\uac00-\ud7a3"
_SCRIPTS: Mapping[str, str] = {
    "el": r"\u0370-\u03ff\u1f00-\u1fff",
    "ru": r"\u0400-\u052f",
    "he": r"\u0590-\u05ff",
    "ar": r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "hi": r"\u0900-\u097f",
    CHINESE: _HAN + _KANA,
    KOREAN: _HANGUL,
}
USERS: Mapping[str, tuple[str, ...]] = {
    "ru": ("ru", "bg", "uk"),
    "ar": ("ar", "fa"),
}
"""The languages of a script that several use, among those that are told apart."""

JOINED = frozenset((CHINESE, JAPANESE, KOREAN))
"""Languages that write words, or words and their particles, without blanks between them."""
JOINED_LETTERS = f"[{_HAN}{_KANA}{_HANGUL}]"

_RUNS = {language: re.compile(f"[{letters}]+") for language, letters in _SCRIPTS.items()}
_ANY = re.compile(f"[{''.join(_SCRIPTS.values())}]")
_KANA_RUN = re.compile(f"[{_KANA}]+")
_WORD = re.compile(r"[^\W\d_]+")
_LONGER_WORD = re.compile(r"[^\W\d_]{2,}")
_WEIGHT = 3  # a word takes about so many times the letters that it takes in Chinese
_LEAST_KANA = 0.1  # of the letters of a Japanese text


def script_of(text: str) -> str | None:
    """Return the language that stands for the script most of a text is in; None for Latin.

    That is the one of JOINED itself, and else the first of USERS.
    """
    if _ANY.search(text) is None:
        return None
    all_letters = _letters(_WORD, text)
    counts = {language: _letters(run, text) for language, run in _RUNS.items()}
    language = max(counts, key=counts.__getitem__)
    weight = _WEIGHT if language in JOINED else 1
    if weight * counts[language] < all_letters - counts[language] or not counts[language]:
        return None
    return user_of_han(text) if language == CHINESE else language


def user_of_han(text: str) -> str:
    """Return whether the Chinese letters of a text are those of Japanese, which has its own too."""
    han = _letters(_RUNS[CHINESE], text)
    return JAPANESE if han and _letters(_KANA_RUN, text) >= _LEAST_KANA * han else CHINESE


def has_other_than_latin(text: str) -> bool:
    """Whether a text holds letters of one of the scripts that are told from Latin here."""
    return _ANY.search(text) is not None


def scripts_of_words(text: str) -> Iterator[str | None]:
    """Yield the script of each word, as `script_of` names it, but never that of Japanese.

    Passed over are single letters, which may be symbols ("5 Ω"), and words in two scripts.
    """
    for word in _LONGER_WORD.findall(text):
        if _ANY.search(word) is None:
            yield None
        else:
            yield from (one for one, run in _RUNS.items() if run.fullmatch(word))


def script_used_by(language: str) -> str | None:
    """Return what `script_of` returns for most texts of a language."""
    for script, users in USERS.items():
        if language in users:
            return script
    return language if language in _SCRIPTS or language in JOINED else None


def _letters(run: re.Pattern[str], text: str) -> int:
    return sum(map(len, run.findall(text)))
