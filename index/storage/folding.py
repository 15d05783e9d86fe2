"""What two spellings have in common for whoever looks for a word."""

import unicodedata

# Combining classes: up to this, a mark makes another letter (Devanagari, Kana); above, it is a
# point or an accent.
_MARKS_OF_THE_LETTER = 9


def folded(text: str) -> str:
    """What is the same of two texts that differ only in the case of their letters, and in accents
    and points on them.
    """
    if text.isascii():
        return text.lower()
    spelled = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    bare = [sign for sign in spelled if unicodedata.combining(sign) <= _MARKS_OF_THE_LETTER]
    return unicodedata.normalize("NFC", "".join(bare))
