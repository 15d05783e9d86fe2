"""Text without blanks between its words: Chinese, Japanese and, with its particles, Korean."""

import re
from collections.abc import Iterator
from functools import cache

from index.languages.scripts import CHINESE, JAPANESE, JOINED_LETTERS
from index.languages.telling import function_words
from index.records import Span

_PARTS = re.compile(f"{JOINED_LETTERS}+|[^\\W_]+?(?={JOINED_LETTERS}|[\\W_]|$)")
_JOINED = re.compile(JOINED_LETTERS)


def parts(text: str) -> Iterator[Span]:
    """Yield where letters of these languages stand together, and the words and numbers between."""
    return (Span(*match.span()) for match in _PARTS.finditer(text))


def is_joined(text: str) -> bool:
    """Whether a text has letters of these languages."""
    return _JOINED.search(text) is not None


def pairs(letters: str) -> list[str]:
    """Return each two letters that stand side by side; a letter that stands alone, itself."""
    if len(letters) == 1:
        return [letters]
    return [letters[place : place + 2] for place in range(len(letters) - 1)]


def telling_pairs(letters: str) -> list[str]:
    """Return the pairs of a question but those that consist of function words ("where", "is")."""
    words = _function_words()
    telling = [pair for pair in pairs(letters) if pair not in words and not words.issuperset(pair)]
    return telling or pairs(letters)


def may_be_ends(pair: str) -> bool:
    """Whether a pair may be the ends of two words, as it holds a function word of one letter."""
    return is_joined(pair) and not _function_words().isdisjoint(pair)


@cache
def _function_words() -> frozenset[str]:
    return function_words(CHINESE) | function_words(JAPANESE)
