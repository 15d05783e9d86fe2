"""The common words of English: those of the packaged model's vocabulary, the commonest first.

A WordPiece vocabulary (Wu et al., arXiv 1609.08144) is made of the most frequent words and pieces
of words of what the model learned from, and that of BERT lists them roughly in that order.
"""

from collections.abc import Mapping
from functools import cache

from index.encoder.model import default_folder

_FILE = "vocab.txt"
_SHORTEST = 2  # letters: shorter ones are letters by themselves


@cache
def common_words() -> Mapping[str, int]:
    """Return the words in lower case, each with its rank.

    Raises ModelError where the packaged model is missing.
    """
    pieces = (default_folder() / _FILE).read_text("utf-8").splitlines()
    words = [one for one in pieces if one.isascii() and one.isalpha() and len(one) >= _SHORTEST]
    return {word: rank for rank, word in enumerate(words)}
