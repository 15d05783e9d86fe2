"""Vectors that need not be made again: a passage whose text did not change keeps its own."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.generation import Gathered, Generation
from index.records import Document, Passage, PassageText, PassageVectors
from index.store import StoredPassage

Contents = Sequence[tuple[Document, list[StoredPassage]]]


@dataclass(frozen=True, slots=True)
class Split:
    """A document and its passages.

    kept: the passages as they are stored, where all are those of the generation before.
    keys, texts: otherwise, each passage's key, and how the encoder sees it.
    """

    document: Document
    passages: list[Passage]
    kept: list[StoredPassage]
    keys: list[bytes]
    texts: list[PassageText]

    @classmethod
    def keep(cls, document: Document, stored: list[StoredPassage]) -> "Split":
        return cls(document, [s.passage for s in stored], stored, [], [])

    @classmethod
    def anew(cls, document: Document, passages: list[Passage]) -> "Split":
        texts = [PassageText.cut_from(document.text, passage) for passage in passages]
        return cls(document, passages, [], [key_of(text) for text in texts], texts)


def known_vectors(
    before: Generation | None, contents: Contents, wanted: Mapping[bytes, PassageText]
) -> dict[bytes, PassageVectors]:
    """The vectors in `before`, made by the same model, of the passages with these keys.

    contents: all that `before` holds.
    """
    known: dict[bytes, PassageVectors] = {}
    if before is None or not wanted:
        return known
    texts = {text.text for text in wanted.values()}
    for stored in (stored for _, passages in contents for stored in passages):
        if stored.text in texts:
            key = key_of(PassageText.cut_from(stored.document.text, stored.passage))
            if key in wanted and key not in known:
                known[key] = _vectors(stored, before)
    return known


def _vectors(stored: StoredPassage, before: Generation) -> PassageVectors:
    [passage] = before.passages.take(np.array([stored.row]))
    sentences = before.sentences.take(np.array(stored.sentence_rows))
    words = before.words.take([(stored.word_rows[0], stored.word_rows[-1])])
    return PassageVectors(passage, sentences, words, stored.word_counts)


def kept_vectors(splits: Sequence[Split], before: Generation) -> Gathered:
    """The vectors of all passages that are kept, in order."""
    kept = [stored for split in splits for stored in split.kept]
    rows = np.array([stored.row for stored in kept], np.int64)
    sentence_rows = np.array([row for stored in kept for row in stored.sentence_rows], np.int64)
    return Gathered(
        before.passages.take(rows),
        before.sentences.take(sentence_rows),
        before.words.take([(stored.word_rows[0], stored.word_rows[-1]) for stored in kept]),
        [count for stored in kept for count in stored.word_counts],
    )


def gather(
    splits: Sequence[Split], kept: Gathered | None, known: Mapping[bytes, PassageVectors]
) -> Gathered:
    """The vectors of all passages in order.

    kept: those of the passages that are kept, in order. known: those of all others, by key.
    """
    parts: list[Gathered] = []
    at = sentence_at = word_at = 0
    for split in splits:
        if kept and split.kept:
            end = at + len(split.kept)
            sentence_end = sentence_at + sum(len(stored.sentence_rows) for stored in split.kept)
            counts = kept.word_counts[sentence_at:sentence_end]
            word_end = word_at + sum(counts)
            parts.append(
                Gathered(
                    kept.passages[at:end],
                    kept.sentences[sentence_at:sentence_end],
                    kept.words[word_at:word_end],
                    counts,
                )
            )
            at, sentence_at, word_at = end, sentence_end, word_end
        for vectors in (known[key] for key in split.keys):
            row = vectors.passage[np.newaxis]
            parts.append(Gathered(row, vectors.sentences, vectors.words, vectors.word_counts))
    return Gathered(
        np.concatenate([part.passages for part in parts]),
        np.concatenate([part.sentences for part in parts]),
        np.concatenate([part.words for part in parts]),
        [count for part in parts for count in part.word_counts],
    )


def key_of(text: PassageText) -> bytes:
    """Equal for passages that get equal vectors: the same text with the same sentences."""
    spans = ",".join(f"{span.start}-{span.end}" for span in text.sentences)
    return hashlib.sha256(f"{spans}\n{text.text}".encode()).digest()
