"""Copies an evaluation set with slips of typing in its questions.

`python -m tests.benchmarks.quality.slips SET OUT --words 2`, then `pincite evaluate OUT`.
"""

import argparse
import json
import random
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from index.languages.scripts import ENGLISH
from index.languages.telling import is_function_word

# Words that people type with a slip: not the shortest, and no names.
_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # of a keyboard: neighbours are hit by mistake
_SEED = 7


def with_slips(question: str, words: int, lot: random.Random) -> str:
    """Return the question with a slip in so many of its words, or in all that may have one."""
    places = [match.span() for match in _WORD.finditer(question) if _is_told(match)]
    for start, end in sorted(lot.sample(places, min(words, len(places))), reverse=True):
        question = question[:start] + slip_in(question[start:end], lot) + question[end:]
    return question


def slip_in(word: str, lot: random.Random) -> str:
    """Return a word of two letters or more with one slip, never in its first letter."""
    place = lot.randrange(1, len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    beside = _beside(letter.lower(), lot)
    slips = [
        before + after,
        before + letter + letter + after,
        before + beside + letter + after,
        before + beside + after,
    ]
    if after and after[0] != letter:
        slips.append(before + after[0] + letter + after[1:])
    return lot.choice(slips)


def _is_told(match: re.Match[str]) -> bool:
    word = match[0]
    is_name = bool(match.start()) and not word.islower()
    return not is_name and word[1:].islower() and not is_function_word(word, ENGLISH)


def _beside(letter: str, lot: random.Random) -> str:
    for row in _ROWS:
        place = row.find(letter)
        if place >= 0:
            return lot.choice([*row[max(place - 1, 0) : place], *row[place + 1 : place + 2]])
    return "e"


def copy_with_slips(source: Path, target: Path, words: int, every: int) -> int:
    """Copy a set. Return how many questions it has. every: 4 takes every fourth question."""
    lot = random.Random(_SEED)
    shutil.copytree(source, target)
    lines = (source / "queries.jsonl").read_text("utf-8").splitlines()[::every]
    queries = [json.loads(line) for line in lines]
    for query in queries:
        query["text"] = with_slips(query["text"], words, lot)
    written = "".join(f"{json.dumps(query)}\n" for query in queries)
    (target / "queries.jsonl").write_text(written, "utf-8")
    return len(queries)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, metavar="SET")
    parser.add_argument("target", type=Path, metavar="OUT", help="a folder that is not there yet")
    parser.add_argument("--words", type=int, default=1, help="with a slip, in each question")
    parser.add_argument("--every", type=int, default=1, help="take every so-many-th question")
    chosen = parser.parse_args(arguments)
    count = copy_with_slips(chosen.source, chosen.target, chosen.words, chosen.every)
    sys.stdout.write(f"{count:,} questions in {chosen.target}\n")


if __name__ == "__main__":
    main()
