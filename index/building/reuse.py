"""Vectors that need not be made again: a passage whose text did not change keeps its own.

They are read in blocks, as a generation is written: all of them may be more than the memory holds.
"""

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.generations.opened import Block, Generation
from index.records import Document, Passage, PassageText, PassageVectors
from index.storage.row_file import Range
from index.storage.texts_records import Version
from index.storage.texts_writer import CopiedDocuments, NewDocument

_KEPT = 8192  # sentences read at once: 12 MB and, of their words, 6 MB (384 dimensions)
_MADE = 512  # passages read at once

New = tuple[Document, Passage]
"""A passage that is split anew."""


@dataclass(frozen=True, slots=True)
class Split:
    """A document and its passages.

    kept: where the passages are those of the generation before, the document as it stands there;
    passages, keys: otherwise, the passages, and the key of each.
    """

    document: Document
    kept: Version | None = None
    passages: Sequence[Passage] = ()
    keys: Sequence[bytes] = ()

    @classmethod
    def anew(cls, document: Document, passages: Sequence[Passage]) -> "Split":
        keys = [key_of(PassageText.cut_from(document.text, passage)) for passage in passages]
        return cls(document, None, passages, keys)

    def places(self) -> Iterator[tuple[bytes, New]]:
        """The passages that are split anew, by key."""
        return ((k, (self.document, p)) for k, p in zip(self.keys, self.passages, strict=True))

    @property
    def counts(self) -> tuple[int, int]:
        """How many passages and how many sentences."""
        if self.kept:
            (first, end), (first_sentence, sentence_end) = self.kept.passages, self.kept.sentences
            return end - first, sentence_end - first_sentence
        return len(self.passages), sum(len(passage.sentences) for passage in self.passages)


@dataclass(frozen=True, slots=True)
class AtHand:
    """The vectors that need not be made, and those that were: where to read them.

    before: the generation before, if it is of the same model. rows: of passages that are split
    anew, by key, where the same ones stand in it. made: the vectors of the others, by key.
    """

    before: Generation | None
    rows: Mapping[bytes, int]
    made: Mapping[bytes, PassageVectors]

    def of(self, key: bytes) -> PassageVectors:
        """The vectors of a passage that is split anew."""
        if self.before and key in self.rows:
            return _vectors(self.rows[key], self.before)
        return self.made[key]


def rows_of(
    wanted: Mapping[bytes, tuple[Document, Passage]], before: Generation
) -> dict[bytes, int]:
    """Of the passages with these keys, the rows in `before` of those that stand there too."""
    rows: dict[bytes, int] = {}
    # Hashes of texts, since the texts themselves may be all there are; the keys decide.
    texts = {hash(document.text[p.start : p.end]) for document, p in wanted.values()}
    for row, text in before.store.passage_texts() if wanted else ():
        if hash(text) in texts:
            stored = before.store.passage(row)
            key = key_of(PassageText.cut_from(stored.text, stored.passage, stored.passage.start))
            if key in wanted:
                rows.setdefault(key, row)
    return rows


def documents(splits: Sequence[Split], at_hand: AtHand) -> Iterator[NewDocument | CopiedDocuments]:
    """What the store is to hold, in order."""
    for run in _runs(splits):
        first, last = run[0].kept, run[-1].kept
        if at_hand.before and first and last:
            uri = at_hand.before.store.uri
            yield CopiedDocuments(uri, [split.document for split in run], first, last)
        else:
            yield from ((split.document, split.passages) for split in run)


def blocks(splits: Sequence[Split], at_hand: AtHand) -> Iterator[Block]:
    """The vectors of all passages in order. Raises OSError, GenerationDamaged."""
    for run in _runs(splits):
        if at_hand.before and run[0].kept and run[-1].kept:
            yield from _kept(run[0].kept, run[-1].kept, at_hand.before)
            continue
        keys = [key for split in run for key in split.keys]
        for start in range(0, len(keys), _MADE):
            yield _stacked([at_hand.of(key) for key in keys[start : start + _MADE]])


def _runs(splits: Sequence[Split]) -> Iterator[list[Split]]:
    """Neighbours that were neighbours before as well, or that are all split anew."""
    run: list[Split] = []
    for split in splits:
        if run and not _follows(run[-1].kept, split.kept):
            yield run
            run = []
        run.append(split)
    if run:
        yield run


def _follows(one: Version | None, other: Version | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.row + 1 == other.row


def _kept(first: Version, last: Version, before: Generation) -> Iterator[Block]:
    """The vectors of all documents from the first to the last."""
    count = -(-(last.sentences[1] - first.sentences[0]) // _KEPT)  # rounded up
    for passages, sentences, words in zip(
        _pieces(first.passages[0], last.passages[1], count),
        _pieces(first.sentences[0], last.sentences[1], count),
        _pieces(first.words[0], last.words[1], count),
        strict=True,
    ):
        yield Block(
            before.passages.take(np.arange(*passages)),
            before.sentences.take(np.arange(*sentences)),
            before.words.take([words]),
            [],
        )


def _pieces(first: int, end: int, count: int) -> Iterator[Range]:
    """Cut into `count` ranges that are about equal."""
    edges = [first + (end - first) * number // count for number in range(count + 1)]
    return itertools.pairwise(edges)


def _stacked(vectors: Sequence[PassageVectors]) -> Block:
    return Block(
        np.stack([of_passage.passage for of_passage in vectors]),
        np.concatenate([of_passage.sentences for of_passage in vectors]),
        np.concatenate([of_passage.words for of_passage in vectors]),
        [count for of_passage in vectors for count in of_passage.word_counts],
    )


def _vectors(row: int, before: Generation) -> PassageVectors:
    stored = before.store.passage(row)
    [passage] = before.passages.take(np.array([row]))
    sentences = before.sentences.take(np.array(stored.sentence_rows))
    words = before.words.take([(stored.word_rows[0], stored.word_rows[-1])])
    return PassageVectors(passage, sentences, words, stored.word_counts)


def key_of(text: PassageText) -> bytes:
    """Equal for passages that get equal vectors: the same text with the same sentences."""
    spans = ",".join(f"{span.start}-{span.end}" for span in text.sentences)
    return hashlib.sha256(f"{spans}\n{text.text}".encode()).digest()
