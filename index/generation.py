"""The files of one generation, written together and opened together."""

from collections.abc import Sequence
from pathlib import Path

from index.durable import write_file
from index.errors import GenerationDamaged
from index.generations import Generations, Staging
from index.lease import Lease
from index.lexicon import Lexicon, write_lexicon
from index.manifest import Manifest
from index.records import Document, Passage, Vectors
from index.store import Store, write_store
from index.vectors import VectorIndex, serialize

_STORE = "store.sqlite"
_PASSAGES = "vectors/passages.faiss"
_SENTENCES = "vectors/sentences.faiss"
_LEXICON = "lexicon"

DocumentPassages = Sequence[tuple[Document, Sequence[Passage]]]


def write_generation(
    staging: Staging, documents: DocumentPassages, passages: Vectors, sentences: Vectors
) -> None:
    """Write all files of a generation but its manifest.

    passages, sentences: shape (n, dimension), in the order of `documents`.
    """
    folder = staging.folder
    write_store(folder / _STORE, documents)
    (folder / _PASSAGES).parent.mkdir()
    write_file(folder / _PASSAGES, serialize(passages))
    write_file(folder / _SENTENCES, serialize(sentences))
    texts = (d.text[p.start : p.end] for d, of_document in documents for p in of_document)
    write_lexicon(folder / _LEXICON, texts)
    check_counts(folder, len(documents), len(passages), len(sentences))


def check_counts(folder: Path, documents: int, passages: int, sentences: int) -> None:
    """Open what was written and count. Raises GenerationDamaged where one lacks something."""
    store, lexicon = Store(folder / _STORE), Lexicon(folder / _LEXICON)
    found = {
        "documents in the store": (store.documents, documents),
        "passages in the store": (store.passages, passages),
        "sentences in the store": (store.sentences, sentences),
        "passages in the lexicon": (lexicon.passages, passages),
        "passage vectors": (len(VectorIndex(folder / _PASSAGES)), passages),
        "sentence vectors": (len(VectorIndex(folder / _SENTENCES)), sentences),
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
