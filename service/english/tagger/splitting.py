"""Cuts a text into words and punctuation marks."""

import re
from itertools import islice

_MOST = 120  # words and marks; nobody refers back to words of a longer sentence
# "St. Brigid", "Dr. Weiss": a title is cut short, so that no vowel is left.
_TITLE = r"(?<![^\W_])[A-Z][b-df-hj-np-tv-xz]{1,2}\.(?=\s[A-Z])"
_NUMBER = r"\d[\d.,]*\d(?![-'’]?[^\W_])"
# "1.5", "U.S", "Last.fm", "ASP.NET", but not the "it.Then" of two sentences
_INNER_STOP = (
    r"\.(?=\d)|(?<=\b[A-Z])\.(?=[A-Z])"
    r"|(?<=[^\W\d_]{2})\.(?=[a-z]{2})|(?<=[A-Z]{2})\.(?=[A-Z]{2})"
)
_WORD = (
    rf"[^\W_]+(?:(?:[-'’]|{_INNER_STOP})[^\W_]+)*"
    r"(?:(?<=s)['’](?!\w))?"
)
_WORD_OR_MARK = re.compile(rf"{_TITLE}|{_NUMBER}|{_WORD}|[^\w\s]")


def split(text: str) -> list[re.Match[str]]:
    """Return the words and marks of a text in order, the first 120 at most.

    "NATO's", "didn't", "up-to-date", "1,000", "Last.fm" and the "St." of "St. Brigid" are one
    word each.
    """
    return list(islice(_WORD_OR_MARK.finditer(text), _MOST))
