"""Words of opposite meaning, looked up in antonyms.txt.

The file was made from WordNet 3.1 by `python -m tests.fitting.antonyms`. Of prepositions, which
WordNet has not, words.toml names the few.
"""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("antonyms.txt")
_WORDS = Path(__file__).parents[1] / "words.toml"


def antonyms_of(word: str) -> frozenset[str]:
    """Return the words of opposite meaning to a word in its plain form."""
    return _pairs().get(word, frozenset())


@cache
def _pairs() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    lines = FILE.read_text("utf-8").splitlines()
    prepositions = tomllib.loads(_WORDS.read_text("utf-8"))["opposites"]["pairs"]
    for one, other in [*map(str.split, lines), *prepositions]:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}
