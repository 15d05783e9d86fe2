"""The files of one generation, written together and opened together.

    GENERATION/about.sqlite     what hangs on all documents together
    GENERATION/lexicon/         the word indexes of the segments, as one
    SEGMENT/store.sqlite        texts
    SEGMENT/vectors/            of passages, sentences and words
    SEGMENT/lexicon/            which passages hold which words

In formats before 6 a generation lies in one folder, as a segment does, and has no `about.sqlite`.
"""

import itertools
from array import array
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from index.durable import new_file
from index.errors import GenerationDamaged
from index.generations.homes import FolderLease, HeldSegment, Staging
from index.generations.manifest import LEXICON, Manifest, segments_of
from index.generations.segments import segment_name, serial_of
from index.originals import FileEntry
from index.records import Bits, Mask, Vectors
from index.seam.held_texts import Texts
from index.seam.held_words import WordIndex
from index.storage.catalogue import Catalogue
from index.storage.joined.about import About
from index.storage.joined.about_writer import write_about
from index.storage.joined.joined_texts import JoinedTexts
from index.storage.joined.live_only import LiveVectors, LiveWords
from index.storage.lexicon.lexicon import Lexicon
from index.storage.lexicon.lexicon_links import join_lexicons, link_files
from index.storage.lexicon.lexicon_writer import write_lexicon
from index.storage.texts import Store
from index.storage.texts_writer import CopiedDocuments, NewDocument, write_store
from index.storage.vectors import VectorIndex
from index.storage.vectors.row_files import RowFiles
from index.storage.vectors.vector_files import open_vectors, vector_writer, write_codes
from index.storage.word_vectors import row_bytes

ABOUT = "about.sqlite"
_STORE = "store.sqlite"
_PASSAGES = "vectors/passages"
_SENTENCES = "vectors/sentences"
_WORDS = "vectors/words.bits"


@dataclass(frozen=True, slots=True)
class VectorBlock:
    """The next vectors of each kind to write; they need not be of the same passages.

    passages: float32, shape (passages, dimension). sentences: float32, shape (sentences,
    dimension). words: uint8, shape (words, bytes). word_counts: the number of words of each
    sentence; empty for sentences copied from another store, which holds these numbers.
    """

    passages: Vectors
    sentences: Vectors
    words: Bits
    word_counts: Sequence[int]


class NewSegment(NamedTuple):
    """What a segment is to hold: its documents, and the vectors of all of them in that order."""

    documents: Iterable[NewDocument | CopiedDocuments]
    vectors: Iterable[VectorBlock]


def write_generation(
    staging: Staging,
    manifest: Manifest,
    segments: Iterable[NewSegment],
    files: Iterable[FileEntry] = (),
) -> Manifest:
    """Write all files of a generation except its manifest, block by block.

    manifest: says how much of everything comes, and names the segments that are shared with the
    generation before; the new ones come after them. files: what came of the files that were read.
    Returns the manifest with the names of all segments. Raises OSError, and GenerationDamaged if
    the files written hold another number of anything.
    """
    new = []
    for place, segment in enumerate(segments, start=1):
        folder = staging.segments / segment_name(staging.number, place)
        _write_segment(folder, manifest, segment)
        new.append(folder)
    shared = [staging.segments / name for name in manifest.segments]
    for name, kind in _kinds(manifest):
        like = shared[0] / name if shared else None
        write_codes([folder / name for folder in new], kind, manifest.dimension, like)
    whole = replace(manifest, segments=(*manifest.segments, *(folder.name for folder in new)))
    parts = [*shared, *new]
    put_together(staging.folder, parts, files, _gone_in(whole))
    check_counts(staging.folder, parts, whole)
    return whole


def put_together(
    folder: Path,
    segments: Sequence[Path],
    files: Iterable[FileEntry],
    gone: Sequence[Sequence[int]],
) -> None:
    """Write what makes a generation of segments. Raises OSError, GenerationDamaged.

    gone: of each segment, the rows of the documents that the generation does not hold.
    """
    write_about(folder / ABOUT, [Store(segment / _STORE) for segment in segments], files, gone)
    join_lexicons(folder / LEXICON, [segment / LEXICON for segment in segments])


def link_again(folder: Path) -> None:
    """Make the links of a generation whose files were copied without them.

    Raises OSError, GenerationDamaged.
    """
    manifest = Manifest.read(folder)
    if manifest.segments:
        parts = [segment / LEXICON for segment in segments_of(folder, manifest)]
        link_files(folder / LEXICON, parts)


def _gone_in(manifest: Manifest) -> list[list[int]]:
    return [manifest.gone.get(name, []) for name in manifest.segments]


def _write_segment(folder: Path, manifest: Manifest, segment: NewSegment) -> None:
    folder.mkdir(mode=0o700)
    word_counts = _write_vectors(folder, manifest, segment.vectors)
    write_store(folder / _STORE, segment.documents, word_counts)
    texts = Store(folder / _STORE).search_texts()
    write_lexicon(folder / LEXICON, texts, serial_of(folder.name))


def _write_vectors(
    folder: Path, manifest: Manifest, vectors: Iterable[VectorBlock]
) -> Sequence[int]:
    """Write the files of vectors; return the word counts of all blocks, in order."""
    (folder / _PASSAGES).parent.mkdir()
    word_counts = array("I")
    with ExitStack() as files:
        passages, sentences = (
            files.enter_context(vector_writer(folder / name, kind, manifest.dimension))
            for name, kind in _kinds(manifest)
        )
        words = files.enter_context(new_file(folder / _WORDS))
        for block in vectors:
            passages(block.passages)
            sentences(block.sentences)
            words(block.words.tobytes())
            word_counts.extend(block.word_counts)
    return word_counts


def _kinds(manifest: Manifest) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the name and the kind of each vector index: of passages, of sentences."""
    return (_PASSAGES, manifest.passage_vectors), (_SENTENCES, manifest.sentence_vectors)


class _OpenedFiles:
    """The files of a generation, opened. segments: their folders, in order."""

    def __init__(self, folder: Path, segments: Sequence[Path], manifest: Manifest) -> None:
        dimension = manifest.dimension
        stores = [Store(segment / _STORE) for segment in segments]
        self.passages, self.sentences = (
            open_vectors([segment / name for segment in segments], kind, dimension)
            for name, kind in _kinds(manifest)
        )
        self.words = RowFiles([segment / _WORDS for segment in segments], row_bytes(dimension))
        self.store: Texts = stores[0]
        if manifest.segments:
            self.store = JoinedTexts(stores, About(folder / ABOUT), _gone_in(manifest))
        firsts = np.cumsum([0, *(store.passages for store in stores)]).tolist()
        serials = [serial_of(segment.name) if manifest.segments else 0 for segment in segments]
        self.lexicon = Lexicon(folder / LEXICON, dict(zip(serials, firsts, strict=False)))
        ends = itertools.accumulate(store.documents for store in stores)
        self.segments = [
            HeldSegment(name, range(end - store.documents, end), store.sentences)
            for name, store, end in zip(manifest.segments, stores, ends, strict=False)
        ]


def check_counts(folder: Path, segments: Sequence[Path], manifest: Manifest) -> None:
    """Open all files and count what they hold. Raises GenerationDamaged, which says what differs.

    manifest: says how many there must be.
    """
    parts = _OpenedFiles(folder, segments, manifest)
    store = parts.store
    live = _live_rows(store)
    counts = {
        "documents in the store": (len(store.live), manifest.documents),
        "passages in the store": (int(live[0].sum()), manifest.passages),
        "sentences in the store": (int(live[1].sum()), manifest.sentences),
        "passages in the lexicon": (parts.lexicon.passages, store.passages),
        "passage vectors": (len(parts.passages), store.passages),
        "sentence vectors": (len(parts.sentences), store.sentences),
        "word vectors": (len(parts.words), store.words),
    }
    wrong = [f"{have} {name}, not {want}" for name, (have, want) in counts.items() if have != want]
    if wrong:
        raise GenerationDamaged(f"{folder} holds {'; '.join(wrong)}")


def _live_rows(store: Texts) -> tuple[Mask, Mask]:
    """Return which passages, and which sentences, are of documents that are not gone."""
    documents = np.zeros(store.documents, np.bool_)
    documents[store.live] = True
    passages, sentences = (np.diff(firsts) for firsts in store.firsts)
    of_passages = np.repeat(documents, passages)
    return of_passages, np.repeat(of_passages, sentences)


class InFolder(Protocol):
    """Generations that lie in a folder."""

    def open_current(self) -> FolderLease: ...


class Generation:
    """A published generation, verified and open for reading by any number of threads.

    passages, sentences: the vectors of each, by row. words: one bit a dimension, by row. lexicon:
    the passages by their words. segments: those that the next generation may share. It stays locked
    against pruning as long as this object lives.
    """

    def __init__(self, lease: FolderLease) -> None:
        self._lease = lease
        self.manifest: Manifest = lease.manifest
        parts = _OpenedFiles(lease.folder, lease.segments, lease.manifest)
        self.store: Texts = parts.store
        self.passages: VectorIndex = parts.passages
        self.sentences: VectorIndex = parts.sentences
        self.lexicon: WordIndex = parts.lexicon
        self.words, self.segments = parts.words, parts.segments
        if self.manifest.gone:
            passages, sentences = _live_rows(self.store)
            self.passages = LiveVectors(self.passages, passages)
            self.sentences = LiveVectors(self.sentences, sentences)
            self.lexicon = LiveWords(parts.lexicon, passages)

    @classmethod
    def open_current(cls, generations: InFolder) -> "Generation":
        """Open the current generation. Raises IndexMissing, GenerationDamaged."""
        return cls(generations.open_current())

    @cached_property
    def catalogue(self) -> Catalogue:
        """The list of its documents, made when it is first asked for."""
        return Catalogue(self.store)

    @property
    def number(self) -> int:
        return self.manifest.number

    def untouched(self) -> bool:
        """Whether the files are still those that were verified when it was opened."""
        return self._lease.untouched()
