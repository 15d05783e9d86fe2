"""`python -m tests.fitting.antonyms WORDNET [--write]`: the words of opposite meaning in WordNet.

WORDNET is the folder of the database files of WordNet 3.1. Each pair of single words that some
meaning sets against each other makes a line of service/english/lexicon/antonyms.txt; --write puts
it there. The comparatives of such adjectives ("higher", "lower") are lines of their own.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from service.english.lexicon import antonyms

_PARTS = ("noun", "verb", "adj", "adv")
_OPPOSITE = "!"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.antonyms", description=__doc__)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    by_part = {part: {*pairs_in(options.wordnet / f"data.{part}")} for part in _PARTS}
    pairs = {pair for found in by_part.values() for pair in found}
    graded = ((a, b) for a, b in by_part["adj"] if _grades(a) and _grades(b))
    pairs |= {(_comparative(a), _comparative(b)) for a, b in graded}
    lines = sorted(f"{one} {other}" for one, other in pairs)
    print(f"{len(lines):,} pairs")  # noqa: T201
    if options.write:
        antonyms.FILE.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return 0


def pairs_in(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of a part of speech, each in the order of the alphabet (wndb(5WN))."""
    synsets = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.partition(" | ")[0].split()
            synsets[fields[0]] = fields
    for fields in synsets.values():
        end = 4 + 2 * int(fields[3], 16)
        for row in range(int(fields[end])):
            mark, offset, _, places = fields[end + 1 + 4 * row : end + 5 + 4 * row]
            if mark != _OPPOSITE or offset not in synsets:
                continue
            one = _word(fields, int(places[:2], 16))
            other = _word(synsets[offset], int(places[2:], 16))
            if one.isalpha() and other.isalpha() and one != other:
                yield (one, other) if one < other else (other, one)


def _word(fields: list[str], place: int) -> str:
    return fields[4 + 2 * (place - 1)].partition("(")[0].lower()


def _grades(word: str) -> bool:
    """Whether a word is short enough that its comparative ends in "er"."""
    return len(word) <= 5 and not word.endswith(("ed", "ing", "er", "ly"))


def _comparative(word: str) -> str:
    if word.endswith("e"):
        return f"{word}r"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ier"
    vowels = "aeiou"
    doubles = word[-1] not in f"{vowels}wxy" and word[-2] in vowels and word[-3:-2] not in vowels
    return f"{word}{word[-1] if doubles else ''}er"


if __name__ == "__main__":
    sys.exit(main())
