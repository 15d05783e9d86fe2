"""Reads the database files of WordNet, whose format its manual page wndb(5WN) describes."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PARTS = {"noun": "N", "verb": "V", "adj": "A", "adv": "R"}
_HYPERNYMS = ("@", "@i")  # of a kind, and of one thing by its name


@dataclass(frozen=True, slots=True)
class Synset:
    """A meaning. file: the number of its lexicographer's file (lexnames(5WN)), 18 for persons.

    lemmas: the words that have it, as written. kinds: the offsets of the meanings above it.
    is_instance: whether it is one thing that has a name. frames: the numbers of a verb's frames.
    """

    file: int
    lemmas: tuple[str, ...]
    kinds: tuple[int, ...]
    is_instance: bool
    frames: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sense:
    """One of the meanings of a word. count: how often a text tagged by hand has the word so."""

    synset: Synset
    offset: int
    count: int


class WordNet:
    """The database in a folder: data.noun, index.sense and the others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def synsets(self) -> dict[str, dict[int, Synset]]:
        """Every meaning of a part of speech by its offset. The parts are the keys of PARTS."""
        return {part: dict(self._read(part)) for part in PARTS}

    def _read(self, part: str) -> Iterator[tuple[int, Synset]]:
        for line in (self._folder / f"data.{part}").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue  # the licence
            fields = line.partition(" | ")[0].split()
            end = 4 + 2 * int(fields[3], 16)
            pointers = int(fields[end])
            rows = [fields[end + 1 + 4 * row : end + 5 + 4 * row] for row in range(pointers)]
            above = [row for row in rows if row[0] in _HYPERNYMS]
            rest = fields[end + 1 + 4 * pointers :]
            yield (
                int(fields[0]),
                Synset(
                    file=int(fields[1]),
                    lemmas=tuple(word.partition("(")[0] for word in fields[4:end:2]),
                    kinds=tuple(int(row[1]) for row in above),
                    is_instance=any(row[0] == "@i" for row in above),
                    frames=frozenset(
                        int(number) for mark, number in itertools.pairwise(rest) if mark == "+"
                    ),
                ),
            )

    @cached_property
    def senses(self) -> dict[str, dict[str, list[Sense]]]:
        """The senses of each part of speech, by word in lower case; the most frequent first."""
        parts = dict(zip("1234", PARTS, strict=True)) | {"5": "adj"}
        found: dict[str, dict[str, list[tuple[int, Sense]]]] = {part: {} for part in PARTS}
        for line in (self._folder / "index.sense").read_text("utf-8").splitlines():
            key, offset, number, count = line.split()
            word, _, rest = key.partition("%")
            part = parts[rest[0]]
            sense = Sense(self.synsets[part][int(offset)], int(offset), int(count))
            found[part].setdefault(word, []).append((int(number), sense))
        return {
            part: {
                word: [sense for _, sense in sorted(numbered, key=lambda pair: pair[0])]
                for word, numbered in words.items()
            }
            for part, words in found.items()
        }

    def kinds_of(self, offset: int) -> frozenset[int]:
        """Return the offsets of the meanings above a noun's, and its own."""
        seen, waiting = set(), [offset]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting.extend(self.synsets["noun"][one].kinds)
        return frozenset(seen)

    def noun(self, file: int, *lemmas: str) -> int:
        """Return the offset of the meaning in a file that has these words, in this order first."""
        return next(
            offset
            for offset, synset in self.synsets["noun"].items()
            if synset.file == file and synset.lemmas[: len(lemmas)] == lemmas
        )
