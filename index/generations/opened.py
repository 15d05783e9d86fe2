"""The files of one generation, written together and opened together."""

from array import array
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from index.durable import new_file
from index.errors import GenerationDamaged
from index.generations.homes import FolderLease, Staging
from index.generations.manifest import Manifest
from index.originals import FileEntry
from index.records import Bits, Vectors
from index.storage.catalogue import Catalogue
from index.storage.lexicon import Lexicon, write_lexicon
from index.storage.row_file import RowFile
from index.storage.texts import Store
from index.storage.texts_writer import CopiedDocuments, NewDocument, write_store
from index.storage.vectors import VectorIndex, open_vectors, vector_writer
from index.storage.word_vectors import row_bytes

_STORE = "store.sqlite"
_PASSAGES = "vectors/passages"
_SENTENCES = "vectors/sentences"
_WORDS = "vectors/words.bits"
_LEXICON = "lexicon"


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


def write_generation(
    staging: Staging,
    manifest: Manifest,
    documents: Iterable[NewDocument | CopiedDocuments],
    vectors: Iterable[VectorBlock],
    files: Iterable[FileEntry] = (),
) -> None:
    """Write all files of a generation except its manifest, block by block.

    manifest: says how much of everything comes. files: what came of the files that were read.
    Raises OSError, and GenerationDamaged if the files written hold another number of anything.
    """
    folder = staging.folder
    word_counts = _write_vectors(folder, manifest, vectors)
    write_store(folder / _STORE, documents, word_counts, files)
    write_lexicon(folder / _LEXICON, Store(folder / _STORE).search_texts())
    check_counts(folder, manifest)


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


def _open_vectors(folder: Path, manifest: Manifest) -> tuple[VectorIndex, VectorIndex, RowFile]:
    passages, sentences = (
        open_vectors(folder / name, kind, manifest.dimension) for name, kind in _kinds(manifest)
    )
    return passages, sentences, RowFile(folder / _WORDS, row_bytes(manifest.dimension))


def check_counts(folder: Path, manifest: Manifest) -> None:
    """Open all files and count what they hold. Raises GenerationDamaged, which says what differs.

    manifest: says how many there must be.
    """
    passages, sentences, words = _open_vectors(folder, manifest)
    store, lexicon = Store(folder / _STORE), Lexicon(folder / _LEXICON)
    counts = {
        "documents in the store": (store.documents, manifest.documents),
        "passages in the store": (store.passages, manifest.passages),
        "sentences in the store": (store.sentences, manifest.sentences),
        "passages in the lexicon": (lexicon.passages, manifest.passages),
        "passage vectors": (len(passages), manifest.passages),
        "sentence vectors": (len(sentences), manifest.sentences),
        "word vectors": (len(words), store.words),
    }
    wrong = [f"{have} {name}, not {want}" for name, (have, want) in counts.items() if have != want]
    if wrong:
        raise GenerationDamaged(f"{folder} holds {'; '.join(wrong)}")


class InFolder(Protocol):
    """Generations that lie in a folder."""

    def open_current(self) -> FolderLease: ...


class Generation:
    """A published generation, verified and open for reading by any number of threads.

    passages, sentences: the vectors of each, by row. words: one bit a dimension, by row. lexicon:
    the passages by their words. It stays locked against pruning as long as this object lives.
    """

    def __init__(self, lease: FolderLease) -> None:
        self._lease = lease
        folder = lease.folder
        self.manifest: Manifest = lease.manifest
        self.store = Store(folder / _STORE)
        self.passages, self.sentences, self.words = _open_vectors(folder, self.manifest)
        self.lexicon = Lexicon(folder / _LEXICON)

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
