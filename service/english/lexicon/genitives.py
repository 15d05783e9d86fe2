"""The ending of a genitive: "NATO's", "the nurses'"."""

import re

_GENITIVE = re.compile(r"['’]s$|(?<=s)['’]$")


def without_genitive(word: str) -> str:
    """Return the word without the ending of a genitive: "NATO" for "NATO's"."""
    # Nearly no word passes the first test, which costs much less than the pattern.
    return _GENITIVE.sub("", word) if word[-1:] in ("s", "'", "’") else word


def is_genitive(word: str) -> bool:
    """Whether the word ends as a genitive does."""
    return word[-1:] in ("s", "'", "’") and _GENITIVE.search(word) is not None
