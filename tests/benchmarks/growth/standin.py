"""Stands in for the encoder where a million sentences would have to be encoded.

A real passage gets its real vectors. A sentence that was made up gets a vector between that of the
real sentence it comes from and one of its nearest neighbours, with noise, about as far from its
nearest neighbour as real sentences are (cosine 0.85 in the middle); each of its words gets the
vector that the word has somewhere in the corpora; its passage gets the mean of its sentences.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from index.encoder import Encoder
from index.records import PassageText, PassageVectors, QuestionVectors, Vectors
from index.storage.word_vectors import content_words
from tests.benchmarks.growth.generator import hash_of

_NEIGHBOURS, _TOWARDS, _NOISE = 8, 0.5, 0.5


def find_neighbours(work: Path) -> None:
    """Write the rows of the nearest neighbours of every real sentence, which takes a minute."""
    sentences = np.load(work / "sentences.npy")
    index = faiss.IndexFlatIP(sentences.shape[1])
    index.add(sentences)
    _, rows = index.search(sentences, _NEIGHBOURS + 1)
    np.save(work / "neighbours.npy", rows[:, 1:].astype(np.int32))


class StandIn:
    """An Encoder. Of the real one it has the tokens and the questions; vectors are made up."""

    def __init__(self, real: Encoder, work: Path) -> None:
        self.identity, self.dimension, self.limit = real.identity, real.dimension, real.limit
        self._real = real
        names = ("passages", "sentences", "words", "first_words", "passage_of", "neighbours")
        self._of = {name: np.load(work / f"{name}.npy", mmap_mode="r") for name in names}
        self._hashes, self._origins = np.load(work / "hashes.npy"), np.load(work / "origins.npy")
        self._word_rows = json.loads((work / "words.json").read_text("ascii"))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._real.count_tokens(texts)

    def encode_question(self, question: str) -> QuestionVectors:
        return self._real.encode_question(question)

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        return self._real.encode_questions(questions)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        return [self._encode(passage) for passage in passages]

    def _encode(self, passage: PassageText) -> PassageVectors:
        texts = [span.of(passage.text) for span in passage.sentences]
        words = [[word.of(text) for word in content_words(text)] for text in texts]
        origins = [self._origin(text) for text in texts]
        rows = np.array([row if row >= 0 else -1 - row for row in origins])
        sentences = np.array(self._of["sentences"][rows])
        made_up = np.array([row < 0 for row in origins])
        if made_up.any():
            sentences[made_up] = self._near(rows[made_up], sentences[made_up], passage.text)
            whole = _units(sentences.mean(axis=0))
        else:
            whole = np.array(self._of["passages"][self._of["passage_of"][rows[0]]])
        bits = [self._of["words"][self._rows_of(*one)] for one in zip(origins, words, strict=True)]
        return PassageVectors(whole, sentences, np.concatenate(bits), tuple(map(len, words)))

    def _origin(self, text: str) -> int:
        """As Origins has it; a sentence that was split otherwise comes from any."""
        wanted = hash_of(text)
        place = int(np.searchsorted(self._hashes, wanted))
        if place < len(self._hashes) and self._hashes[place] == wanted:
            return int(self._origins[place])
        return -1 - wanted % len(self._of["sentences"])

    def _near(self, rows: np.ndarray, vectors: Vectors, text: str) -> Vectors:
        """Vectors near those of `rows`, the same for the same text."""
        rng = np.random.default_rng(list(hashlib.blake2b(text.encode(), digest_size=8).digest()))
        chosen = self._of["neighbours"][rows, rng.integers(0, _NEIGHBOURS, len(rows))]
        share = _TOWARDS * rng.random((len(rows), 1), np.float32)
        mixed = vectors * (1 - share) + self._of["sentences"][chosen] * share
        noise = rng.standard_normal(mixed.shape, np.float32)
        return _units(mixed + noise * (_NOISE / self.dimension**0.5))

    def _rows_of(self, origin: int, words: Sequence[str]) -> list[int]:
        if origin >= 0:
            first = int(self._of["first_words"][origin])
            return list(range(first, first + len(words)))
        total = len(self._of["words"])
        return [self._word_rows.get(word.lower(), hash_of(word) % total) for word in words]


def _units(vectors: Vectors) -> Vectors:
    units: Vectors = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return units
