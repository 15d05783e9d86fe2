"""Guesses the encoding of a text that says none, from what its bytes mean in each that is common.

A right reading gives words of one language: its letters, one script a word, no capital after a
small letter, and signs between words. Letters of the languages are what their alphabets have
beside ASCII; which characters are frequent, charset-normalizer knows.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import NamedTuple

from charset_normalizer.constant import FREQUENCIES

_CYRILLIC = ("Russian", "Bulgarian", "Ukrainian", "Serbian")
_WESTERN = ("German", "French", "Spanish", "Portuguese", "Italian", "Catalan", "Danish", "Swedish")
_CENTRAL = ("Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian")
# What people save text in, and the languages it was made for; of two that fit, the first is taken.
_LANGUAGES_OF = {
    "cp1252": (*_WESTERN, "Icelandic"),
    "cp1251": _CYRILLIC,
    "koi8_r": ("Russian",),
    "koi8_u": ("Ukrainian",),
    "cp932": ("Japanese",),
    "euc_jp": ("Japanese",),
    "gb18030": ("Chinese",),
    "big5": ("Chinese, traditional",),
    "cp949": ("Korean",),
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "iso8859_15": _WESTERN,
    "cp1253": ("Greek",),
    "iso8859_7": ("Greek",),
    "cp1254": ("Turkish",),
    "cp1255": ("Hebrew",),
    "iso8859_8": ("Hebrew",),
    "cp1256": ("Arabic", "Farsi"),
    "iso8859_6": ("Arabic",),
    "cp1257": ("Lithuanian", "Latvian", "Estonian"),
    "cp874": ("Thai",),
    "cp866": _CYRILLIC,
    "iso8859_5": _CYRILLIC,
    "mac_cyrillic": _CYRILLIC,
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
}
_LATIN_LETTERS = {
    "German": "äöüß",
    "French": "àâæçèéêëîïôœùûüÿ",
    "Spanish": "áéíñóúü¿¡ºª",
    "Portuguese": "àáâãçéêíóôõúºª",
    "Italian": "àèéìòùî",
    "Catalan": "àçèéíïòóúü·",
    "Danish": "æøåé",
    "Swedish": "åäöé",
    "Icelandic": "áæéðíóöúýþ",
    "Polish": "ąćęłńóśźż",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîşţșț",
    "Croatian": "čćđšž",
    "Turkish": "çğıöşüâîi\N{COMBINING DOT ABOVE}",
    "Lithuanian": "ąčęėįšųūž",
    "Latvian": "āčēģīķļņšūž",
    "Estonian": "äõöüšž",
}
_MORE_LETTERS = {  # of alphabets of which the table of frequencies has the frequent ones alone
    "Russian": "шщэюяфъё",
    "Bulgarian": "шщюяфь",
    "Ukrainian": "шщюжфґє’",
    "Serbian": "њљћђџжчфхц",
    "Greek": "ζξψϊϋώΐΰ",
    "Hebrew": "ץף",
    "Arabic": "ذغظضثزئؤءآً",
    "Farsi": "يكةثذضظئءأؤ",
    "Thai": "่้ิีึืุูัำ็์เแโใไ",
}
# The rows in which the standards of East Asia hold the common characters.
_COMMON_ROWS = {
    "Japanese": ("euc_jp", 0xB0, 0xCF),
    "Chinese": ("gb2312", 0xB0, 0xD7),
    "Chinese, traditional": ("big5", 0xA4, 0xC6),
    "Korean": ("euc_kr", 0xB0, 0xC8),
}
_TYPOGRAPHY = frozenset(
    "\N{NO-BREAK SPACE}“”„‘’‚«»‹›–—…•·§°©®™€£±×²³½¼№、。，：；！？「」『』（）《》·ー"
)
_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_BETWEEN = frozenset("’‘·\N{SOFT HYPHEN}")
_SAMPLE = 4_000  # bytes


class _Deciphered(NamedTuple):
    """What the bytes are in one encoding. score: for what no language tells."""

    letters: Counter[str]
    score: float


def guessed_encoding(data: bytes) -> str:
    """Return the encoding that gives the likeliest text, "cp1252" where none stands out.

    data: text that is not UTF-8.
    """
    sample = telling_lines(data)
    best, likeliest = -1.0, "cp1252"
    for encoding, languages in _LANGUAGES_OF.items():
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        reading = _reading(sample.decode(encoding, "ignore"), encoding)
        scores = [reading.score + _fit(reading.letters, language) for language in languages]
        if max(scores) > best + 1e-6:
            best, likeliest = max(scores), encoding
    return likeliest


def telling_lines(data: bytes) -> bytes:
    """Return the lines that are not ASCII, up to a limit: the others tell nothing."""
    if len(data) <= _SAMPLE:
        return data
    sample = b""
    for line in BytesIO(data):
        sample += b"" if line.isascii() else line
        if len(sample) >= _SAMPLE:
            break
    return sample[:_SAMPLE]


def _reading(text: str, encoding: str) -> _Deciphered:
    """Return how often each letter beyond ASCII stands where one may stand, and a score."""
    letters: Counter[str] = Counter()
    score = 0.0
    for before, letter, after in _in_context(text):
        weight = len(letter.encode(encoding, "replace"))
        category = unicodedata.category(letter)
        if category[0] in "LM" or letter in "¿¡":
            if _stands_well(before, letter, after):
                letters[letter.lower()] += weight
            else:
                score -= weight
        elif letter in _TYPOGRAPHY:
            inside = before.isalpha() and after.isalpha() and letter not in _BETWEEN
            score += 0.0 if inside and not _ASIAN.match(before) else weight
        else:
            score -= (2.0 if category[0] == "C" else 1.0) * weight
    return _Deciphered(letters, score)


def _in_context(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each character beyond ASCII with the ones before and after it."""
    for found in re.finditer(r"[^\x00-\x7f]", text):
        at = found.start()
        yield text[at - 1] if at else " ", found[0], text[at + 1 : at + 2] or " "


def _stands_well(before: str, letter: str, after: str) -> bool:
    """Whether a letter fits those beside it: of its script, and no capital after a small one."""
    if _ASIAN.match(letter):
        return bool(_ASIAN.match(before) or _ASIAN.match(after) or before in _TYPOGRAPHY)
    beside = [other for other in (before, after) if other.isalpha()]
    if any(_is_latin(other) is not _is_latin(letter) for other in beside):
        return False
    return not (letter.isupper() and before.islower())


@cache
def _is_latin(letter: str) -> bool:
    return letter.isascii() or "LATIN" in unicodedata.name(letter, "") or letter in "ºª·µ¿¡"


def _fit(letters: Counter[str], language: str) -> float:
    """Return how well letters are those of a language."""
    frequent, others = _alphabet(language)
    return sum(
        count * (1.0 if letter in frequent else 0.6 if letter in others else -0.5)
        for letter, count in letters.items()
    )


@cache
def _alphabet(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the frequent letters of a language beyond ASCII, and the others."""
    if language in _LATIN_LETTERS:
        return frozenset(_LATIN_LETTERS[language]), frozenset()
    kin = [name for name in FREQUENCIES if name.rstrip("—") == language.partition(",")[0]]
    frequent = {letter for name in kin for letter in FREQUENCIES[name]}
    others = set(_MORE_LETTERS.get(language, ""))
    if language in _COMMON_ROWS:
        encoding, first, last = _COMMON_ROWS[language]
        rows = itertools.product(range(first, last + 1), range(0x40, 0xFF))
        others.update(bytes(pair).decode(encoding, "ignore") for pair in rows)
    return frozenset(frequent), frozenset(others)
