"""The files of one generation, written together and opened together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.durable import write_file
from index.errors import GenerationDamaged
from index.generations import Generations, Staging
from index.lease import Lease
from index.lexicon import Lexicon, write_lexicon
from index.manifest import Manifest
from index.records import Bits, Document, Passage, Vectors
from index.store import Store, write_store
from index.vectors import VectorIndex, serialize
from index.words import WordIndex

_STORE = "store.sqlite"
_PASSAGES = "vectors/passages.faiss"
_SENTENCES = "vectors/sentences.faiss"
_WORDS = "vectors/words.bits"
_LEXICON = "lexicon"

DocumentPassages = Sequence[tuple[Document, Sequence[Passage]]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The vectors of many passages, in order.

    passages, sentences: float32, shape (n, dimension). words: uint8, shape (n, bytes).
    word_counts: how many words each sentence has.
    """

    passages: Vectors
    sentences: Vectors
    words: Bits
    word_counts: Sequence[int]


def write_generation(staging: Staging, documents: DocumentPassages, vectors: Gathered) -> None:
    """Write all files of a generation but its manifest. vectors: in the order of `documents`."""
    folder = staging.folder
    write_store(folder / _STORE, documents, vectors.word_counts)
    (folder / _PASSAGES).parent.mkdir()
    write_file(folder / _PASSAGES, serialize(vectors.passages))
    write_file(folder / _SENTENCES, serialize(vectors.sentences))
    write_file(folder / _WORDS, vectors.words.tobytes())
    texts = (d.text[p.start : p.end] for d, of_document in documents for p in of_document)
    write_lexicon(folder / _LEXICON, texts)
    check_counts(folder, len(documents), len(vectors.passages), len(vectors.sentences))


def check_counts(folder: Path, documents: int, passages: int, sentences: int) -> None:
    """Open what was written and count. Raises GenerationDamaged where one lacks something."""
    sentence_vectors = VectorIndex(folder / _SENTENCES)
    store, lexicon = Store(folder / _STORE), Lexicon(folder / _LEXICON)
    found = {
        "documents in the store": (store.documents, documents),
        "passages in the store": (store.passages, passages),
        "sentences in the store": (store.sentences, sentences),
        "passages in the lexicon": (lexicon.passages, passages),
        "passage vectors": (len(VectorIndex(folder / _PASSAGES)), passages),
        "sentence vectors": (len(sentence_vectors), sentences),
        "word vectors": (len(WordIndex(folder / _WORDS, sentence_vectors.dimension)), store.words),
    }
    wrong = [f"{have} {what}, not {want}" for what, (have, want) in found.items() if have != want]
    if wrong:
        raise GenerationDamaged(f"{folder} holds {'; '.join(wrong)}")


class Generation:
    """A published generation, verified and open for reading by any number of threads."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        folder = lease.folder
        self.manifest: Manifest = lease.manifest
        self.store = Store(folder / _STORE)
        self.passages = VectorIndex(folder / _PASSAGES)
        self.sentences = VectorIndex(folder / _SENTENCES)
        self.words = WordIndex(folder / _WORDS, self.manifest.dimension)
        self.lexicon = Lexicon(folder / _LEXICON)

    @classmethod
    def open_current(cls, generations: Generations) -> "Generation":
        """Raises IndexMissing, GenerationDamaged."""
        return cls(generations.open_current())

    @property
    def number(self) -> int:
        return self.manifest.number

    def untouched(self) -> bool:
        """Whether the files are still those that were verified when it was opened."""
        return self._lease.untouched()
