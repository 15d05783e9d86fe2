"""Folds letters, so that a word is found whatever the case and the accents it is written with."""

import unicodedata

# A combining mark up to this class makes another letter (Devanagari, Kana); above, it is a point or
# an accent.
_MARKS_OF_THE_LETTER = 9


def folded(text: str) -> str:
    """Return the text in lower case, without accents and points on its letters.

    Texts that differ in nothing else become equal.
    """
    if text.isascii():
        return text.lower()
    spelled = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    letters = [sign for sign in spelled if unicodedata.combining(sign) <= _MARKS_OF_THE_LETTER]
    return unicodedata.normalize("NFC", "".join(letters))
