"""Documents that look like those of the evaluation corpora, as many as are wanted.

First stand the real ones, shuffled. Each of the others is made of whole real documents of one
corpus, one after another; of their content words three in ten are replaced by others, drawn as
often as the corpus has them, and one in a hundred by a word that no corpus has, made of two, so
that the vocabulary grows as it does in real collections. Everything follows from one seed.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from index.records import RawDocument
from index.storage.word_vectors import content_words
from tests.benchmarks.growth.corpora import Corpora

CHANGED = 100  # documents that an update changes
_SEED = 11
_REPLACED, _NEW = 0.3, 0.01
_SENTENCES = 25  # of a document that is made up, at least
_QUESTIONS = 400
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Made:
    """A document to index, and its sentences, each with the row of the real one that it comes from.

    real: they are those of a real document, unchanged.
    """

    document: RawDocument
    sentences: Sequence[tuple[str, int]]
    real: bool = False


def hash_of(sentence: str) -> int:
    """Of a sentence, whatever blanks stand in it; below 2**63."""
    text = _BLANK.sub(" ", sentence).strip()
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


class Generator:
    """Makes documents of the corpora."""

    def __init__(self, corpora: Corpora) -> None:
        self._documents, self._words = corpora.documents, corpora.words
        random.Random(_SEED).shuffle(self._documents)

    def documents(self) -> Iterator[Made]:
        """Without end, the real ones first."""
        for real in self._documents:
            yield Made(real.document, real.sentences, real=True)
        rng = random.Random(_SEED)
        starts = list(range(len(self._documents)))
        number = 0
        while True:
            rng.shuffle(starts)
            for start in starts:
                number += 1
                yield self.made_up(f"made/{number:07d}", start, rng)

    def made_up(self, name: str, start: int, rng: random.Random) -> Made:
        """A document of the real one of that number, and of those that follow it."""
        first = self._documents[start]
        paragraphs: list[str] = []
        sentences: list[tuple[str, int]] = []
        while len(sentences) < _SENTENCES:
            real = self._documents[start % len(self._documents)]
            start += 1
            if real.corpus == first.corpus:
                said = [
                    (self._reworded(text, real.corpus, rng), row) for text, row in real.sentences
                ]
                paragraphs.append(" ".join(text for text, _ in said))
                sentences += said
        return Made(RawDocument(name, "\n\n".join(paragraphs), first.document.title), sentences)

    def _reworded(self, text: str, corpus: str, rng: random.Random) -> str:
        words, parts, end = self._words[corpus], [], 0
        for span in content_words(text):
            draw = rng.random()
            if draw < _REPLACED:
                word = rng.choice(words)
                if draw < _NEW:
                    other = rng.choice(words)
                    word = word[: len(word) // 2 + 1] + other[len(other) // 2 :]
                if text[span.start].isupper():  # as sentences begin
                    word = word[0].upper() + word[1:]
                parts += [text[end : span.start], word]
                end = span.end
        return "".join([*parts, text[end:]])


class Origins:
    """Where sentences come from: the rows of the real ones, by the hash of their text."""

    def __init__(self) -> None:
        self._hashes: list[int] = []
        self._rows: list[int] = []

    def add(self, made: Made) -> None:
        for text, row in made.sentences:
            self._hashes.append(hash_of(text))
            self._rows.append(row if made.real else -1 - row)  # below 0: of one that is made up

    def save(self, work: Path) -> None:
        order = np.argsort(np.array(self._hashes), kind="stable")
        np.save(work / "hashes.npy", np.array(self._hashes)[order])
        np.save(work / "origins.npy", np.array(self._rows)[order])

    def __len__(self) -> int:
        return len(self._rows)


def write(folder: Path, work: Path, sizes: Sequence[int]) -> None:
    """Write into `work` what the processes that are measured read: the documents, as many as the
    largest size needs, those that change later, the questions, and what `standin` knows.
    """
    corpora = Corpora(folder)
    corpora.save(work)
    generator, origins = Generator(corpora), Origins()
    names: list[str] = []
    counts: dict[int, int] = {}  # of documents, by size
    with (work / "documents.jsonl").open("w", encoding="ascii") as file:
        for made in generator.documents():
            _write(file, made, origins)
            names.append(made.document.document_id)
            for size in sizes:
                if len(origins) >= size:
                    counts.setdefault(size, len(names))
            if len(counts) == len(sizes):
                break
    rng = random.Random(_SEED + 1)
    for size, count in counts.items():
        with (work / f"changed-{size}.jsonl").open("w", encoding="ascii") as file:
            for number in np.linspace(0, count - 1, min(CHANGED, count // 2), dtype=int).tolist():
                start = rng.randrange(len(corpora.documents))
                _write(file, generator.made_up(names[number], start, rng), origins)
    origins.save(work)
    about = {"documents": counts, "questions": _questions(corpora, names, counts)}
    (work / "about.json").write_text(json.dumps(about), "ascii")


def _write(file: TextIO, made: Made, origins: Origins) -> None:
    origins.add(made)
    document = made.document
    file.write(json.dumps([document.document_id, document.text, document.title]) + "\n")


def _questions(
    corpora: Corpora, names: Sequence[str], counts: Mapping[int, int]
) -> dict[int, list[tuple[str, list[str]]]]:
    """For each size, questions whose right documents are there, and these."""
    every = [(question, sorted(right)) for question, right in corpora.questions]
    random.Random(_SEED).shuffle(every)
    found = {}
    for size, count in counts.items():
        there = set(names[:count])
        found[size] = [one for one in every if there.issuperset(one[1])][:_QUESTIONS]
    return found
