"""Reads a treebank in the format CoNLL-U: https://universaldependencies.org/format.html."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word of a sentence.

    part: its universal part of speech. tag: its tag of the Penn Treebank. head: the number of the
    word that it depends on, from 1, 0 for none. relation: how. start, end: the offsets in the text
    of the characters that it stands in; "don't" is the word "do" and the word "n't".
    """

    form: str
    lemma: str
    part: str
    tag: str
    head: int
    relation: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is written, and its words."""

    text: str
    words: tuple[Word, ...]


def documents(folder: Path) -> Iterator[list[Sentence]]:
    """Yield the sentences of each document in and below a folder, a file for each document."""
    for path in sorted(folder.rglob("*.conllu")):
        if ".enhanced." not in path.name:
            yield list(_sentences(path.read_text("utf-8")))


def _sentences(text: str) -> Iterator[Sentence]:
    for block in text.split("\n\n"):
        lines = block.strip().splitlines()
        written = next((ln[9:] for ln in lines if ln.startswith("# text = ")), None)
        if written is not None:
            rows = [line.split("\t") for line in lines if not line.startswith("#")]
            yield Sentence(written, tuple(_words(written, rows)))


def _words(text: str, rows: list[list[str]]) -> Iterator[Word]:
    place, joined_until, joined = 0, 0, (0, 0)
    for number, form, lemma, part, tag, _, head, relation, *_ in rows:
        if "." in number:
            continue  # an empty node
        if "-" in number:
            start = text.index(form, place)
            place = start
            joined, joined_until = (start, start + len(form)), int(number.partition("-")[2])
            continue
        inside = int(number) <= joined_until
        start = text.find(form, place, joined[1] if inside else len(text))
        if start < 0:  # a part of a joined word that is spelt otherwise there
            start, end = joined
        else:
            end = start + len(form)
        yield Word(form, lemma, part, tag, int(head), relation, start, end)
        place = joined[1] if inside and int(number) == joined_until else max(place, end)
