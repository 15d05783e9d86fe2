"""Vectors that need not be made again: a passage whose text did not change keeps its own.

They are read block by block while a generation is written: all together may not fit in memory.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.building.passages.resplit import NewPassage, SplitDocument, key_of
from index.generations.homes import HeldGeneration
from index.generations.opened import NewSegment, VectorBlock
from index.records import PassageVectors
from index.storage.texts_records import InStore, Version
from index.storage.texts_writer import CopiedDocuments, NewDocument
from index.storage.vectors.row_files import Range

_KEPT = 8192  # sentences read at once: 12 MB and, of their words, 6 MB (384 dimensions)
_MADE = 512  # passages read at once


def find_rows(documents: Iterable[SplitDocument], before: HeldGeneration) -> dict[bytes, int]:
    """Return the rows of those new passages that stand in `before` too, by key."""
    rows: dict[bytes, int] = {}
    wanted = _new_passages(documents)
    # A hash rules out most passages without keeping all texts in memory; the key then decides.
    hashes = {hash(document.text[p.start : p.end]) for document, p in wanted.values()}
    for row, text in before.store.passage_texts() if wanted else ():
        if hash(text) in hashes:
            key = key_of(before.store.passage(row).as_text())
            if key in wanted:
                rows.setdefault(key, row)
    return rows


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents of the next generation, in order, and where the vectors of each passage are.

    before: the generation before, if its vectors are of the same model. rows: where new passages
    stand in it, by key. made: the vectors of all other new passages, by key.
    """

    documents: Sequence[SplitDocument]
    before: HeldGeneration | None
    rows: Mapping[bytes, int]
    made: Mapping[bytes, PassageVectors]

    def missing(self) -> dict[bytes, NewPassage]:
        """Return the new passages that have no vectors yet, by key."""
        known = self.rows.keys() | self.made.keys()
        new = _new_passages(self.documents)
        return {key: passage for key, passage in new.items() if key not in known}

    def segment(self, documents: Sequence[SplitDocument]) -> NewSegment:
        """Return what a segment of some of the documents is to hold."""
        return NewSegment(self._texts(documents), self._vectors(documents))

    def _texts(self, documents: Sequence[SplitDocument]) -> Iterator[NewDocument | CopiedDocuments]:
        """Yield what a store is to hold, in order."""
        for run in _runs(documents):
            for _, of_store in itertools.groupby(run, self._uri_of):
                splits = list(of_store)
                first, last = self._in_store(splits[0]), self._in_store(splits[-1])
                if first and last:
                    copied = [split.document for split in splits]
                    yield CopiedDocuments(first.uri, copied, first.version, last.version)
                else:
                    yield from map(self._new, splits)

    def _vectors(self, documents: Sequence[SplitDocument]) -> Iterator[VectorBlock]:
        """Yield the vectors of all passages, in order. Raises OSError, GenerationDamaged."""
        for run in _runs(documents):
            first, last = run[0].kept, run[-1].kept
            if self.before and first and last:
                yield from _kept_vectors(first, last, self.before)
                continue
            keys = [key for split in run for key in split.keys]
            for start in range(0, len(keys), _MADE):
                yield _block(list(map(self._vectors_of, keys[start : start + _MADE])))

    def _in_store(self, split: SplitDocument) -> InStore | None:
        """Return from where the document can be copied; None if it is to be written."""
        return self.before.store.in_store(split.kept) if self.before and split.kept else None

    def _uri_of(self, split: SplitDocument) -> str | None:
        """Return the store that the document can be copied from; None if it is to be written."""
        found = self._in_store(split)
        return found.uri if found else None

    def _new(self, split: SplitDocument) -> NewDocument:
        """Return a document and its passages, those it keeps too."""
        if split.kept and self.before:
            return split.document, self.before.store.passages_at(split.kept.row)
        return split.document, split.passages

    def _vectors_of(self, key: bytes) -> PassageVectors:
        if self.before and key in self.rows:
            return _stored_vectors(self.rows[key], self.before)
        return self.made[key]


def _new_passages(documents: Iterable[SplitDocument]) -> dict[bytes, NewPassage]:
    return {key: passage for split in documents for key, passage in split.new_passages()}


def _runs(documents: Sequence[SplitDocument]) -> Iterator[list[SplitDocument]]:
    """Group neighbours that were neighbours in the generation before, or that are all new."""
    run: list[SplitDocument] = []
    for document in documents:
        if run and not _follows(run[-1].kept, document.kept):
            yield run
            run = []
        run.append(document)
    if run:
        yield run


def _follows(version: Version | None, following: Version | None) -> bool:
    if version is None or following is None:
        return version is following
    return version.row + 1 == following.row


def _kept_vectors(first: Version, last: Version, before: HeldGeneration) -> Iterator[VectorBlock]:
    """Yield the vectors of all documents from the first to the last."""
    count = -(-(last.sentences[1] - first.sentences[0]) // _KEPT)  # rounded up
    for passages, sentences, words in zip(
        _parts(first.passages[0], last.passages[1], count),
        _parts(first.sentences[0], last.sentences[1], count),
        _parts(first.words[0], last.words[1], count),
        strict=True,
    ):
        yield VectorBlock(
            before.passages.take(np.arange(*passages)),
            before.sentences.take(np.arange(*sentences)),
            before.words.take([words]),
            # Where documents are copied, so are these numbers.
            [] if before.store.in_store(first) else _word_counts(range(*passages), before),
        )


def _word_counts(passages: Sequence[int], before: HeldGeneration) -> list[int]:
    """Return how many words each sentence of the passages at these rows has."""
    return before.store.outlines(passages).words.tolist() if passages else []


def _parts(first: int, end: int, count: int) -> Iterator[Range]:
    """Divide a range of rows into `count` ranges of about equal length."""
    edges = [first + (end - first) * number // count for number in range(count + 1)]
    return itertools.pairwise(edges)


def _block(passages: Sequence[PassageVectors]) -> VectorBlock:
    return VectorBlock(
        np.stack([vectors.passage for vectors in passages]),
        np.concatenate([vectors.sentences for vectors in passages]),
        np.concatenate([vectors.words for vectors in passages]),
        [count for vectors in passages for count in vectors.word_counts],
    )


def _stored_vectors(row: int, before: HeldGeneration) -> PassageVectors:
    stored = before.store.passage(row)
    [passage] = before.passages.take(np.array([row]))
    sentences = before.sentences.take(np.array(stored.sentence_rows))
    words = before.words.take([(stored.word_rows[0], stored.word_rows[-1])])
    return PassageVectors(passage, sentences, words, stored.word_counts)
