"""Splits the documents that changed; all others keep the passages of the generation before."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.documents.splitting.split import split
from index.encoder import Encoder
from index.generations.homes import HeldGeneration
from index.records import Document, Passage, PassageText
from index.storage.texts_records import Version


class NewPassage(NamedTuple):
    """A passage that was split just now, in its document."""

    document: Document
    passage: Passage

    def text(self) -> PassageText:
        """Return what the encoder sees of it."""
        return PassageText.cut_from(self.document.text, self.passage)

    @property
    def characters(self) -> int:
        return self.passage.end - self.passage.start


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document and its passages.

    kept: the document as it stands in the generation before, if it keeps the passages it has there.
    passages, keys: its passages and their keys (see `key_of`); empty if `kept` is set.
    """

    document: Document
    kept: Version | None = None
    passages: Sequence[Passage] = ()
    keys: Sequence[bytes] = ()

    def new_passages(self) -> Iterator[tuple[bytes, NewPassage]]:
        """Yield the passages that were split just now, each with its key."""
        for key, passage in zip(self.keys, self.passages, strict=True):
            yield key, NewPassage(self.document, passage)

    @property
    def counts(self) -> tuple[int, int]:
        """The number of passages, and the number of sentences."""
        if self.kept:
            (first, end), (first_sentence, sentence_end) = self.kept.passages, self.kept.sentences
            return end - first, sentence_end - first_sentence
        return len(self.passages), sum(len(passage.sentences) for passage in self.passages)


class Splitter:
    """Splits documents; a known one is split only at its changes.

    One whose shape or language alone changed is split too: passages that come out as they were keep
    their vectors, and it is written as it is now.

    old: the documents of the generation before, by id. before: that generation, or None if it is of
    another model.
    """

    def __init__(
        self, old: Mapping[str, Version], before: HeldGeneration | None, encoder: Encoder
    ) -> None:
        is_usable = before is not None and before.manifest.is_split_for(encoder.limit)
        self._before = before if is_usable else None
        self._old, self._encoder = old, encoder
        self._old_by_text = {version.sha256: version for version in old.values()}

    def split(self, document: Document) -> SplitDocument:
        """Return the document with its passages."""
        return self.kept(document) or split_document(
            document, self._encoder, self.texts_before(document)
        )

    def kept(self, document: Document) -> SplitDocument | None:
        """Return the document if it keeps the passages of the generation before."""
        version = self._version(document)
        if version is not None and version.has_contents_of(document):
            return SplitDocument(document, version)
        return None

    def texts_before(self, document: Document) -> Sequence[str]:
        """Return the passages of the version before; none where it does not matter."""
        version = self._version(document)
        if self._before is None or version is None:
            return ()
        return self._before.store.texts_at(version.row)

    def _version(self, document: Document) -> Version | None:
        # A file that was moved is known by its text alone.
        if self._before is None:
            return None
        return self._old.get(document.document_id) or self._old_by_text.get(document.sha256)


def split_document(
    document: Document, encoder: Encoder, before: Sequence[str] = ()
) -> SplitDocument:
    """Return the document with its passages. before: those of the version before, if any."""
    passages = split(
        *(document.text, encoder.count_tokens, encoder.limit, before, document.shape.blocks),
        document.origin.language,
    )
    keys = [key_of(PassageText.cut_from(document.text, passage)) for passage in passages]
    return SplitDocument(document, None, passages, keys)


def key_of(text: PassageText) -> bytes:
    """Return 32 bytes that are equal for equal texts with equal sentences: equal vectors, too."""
    spans = ",".join(f"{span.start}-{span.end}" for span in text.sentences)
    return hashlib.sha256(f"{spans}\n{text.text}".encode()).digest()
