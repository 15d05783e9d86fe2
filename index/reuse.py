"""Vectors that need not be made again: a passage whose text did not change keeps its own."""

import hashlib
from collections.abc import Collection

import numpy as np

from index.generation import Generation
from index.records import PassageText, PassageVectors


def known_vectors(
    before: Generation | None, wanted: Collection[bytes]
) -> dict[bytes, PassageVectors]:
    """The vectors in `before`, made by the same model, of the passages with these keys."""
    known: dict[bytes, PassageVectors] = {}
    for stored in before.store.all_passages() if before else ():
        key = key_of(PassageText.cut_from(stored.document.text, stored.passage))
        if before and key in wanted and key not in known:
            [passage] = before.passages.take(np.array([stored.row]))
            sentences = before.sentences.take(np.array(stored.sentence_rows))
            known[key] = PassageVectors(passage, sentences)
    return known


def key_of(text: PassageText) -> bytes:
    """Equal for passages that get equal vectors: the same text with the same sentences."""
    spans = ",".join(f"{span.start}-{span.end}" for span in text.sentences)
    return hashlib.sha256(f"{spans}\n{text.text}".encode()).digest()
