"""A published generation in Milvus: opened, kept, checked. See HeldGeneration and HeldLease."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Self

import numpy as np

from index.errors import GenerationDamaged
from index.generations.homes import HeldGeneration, HeldSegment
from index.generations.manifest import Manifest
from index.generations.verify import problems_in
from index.milvus.engine.client_failures import CollectionGone
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.generation_tables import (
    DOCUMENTS,
    INDEXES,
    KINDS,
    PASSAGES,
    RECORDS,
    SENTENCES,
    Tables,
)
from index.milvus.engine.record_parts import Records
from index.milvus.held.milvus_texts import MilvusTexts
from index.milvus.held.milvus_vectors import MilvusVectors, MilvusWordVectors
from index.milvus.held.milvus_words import MilvusWords
from index.records import Bits, Vectors
from index.storage.catalogue import Catalogue

WORDS = "words"
HASHED = 512  # vectors that share a hash
_SAMPLES = 20  # of these, of each kind of vectors, when a generation is verified


def hash_of(vectors: Vectors | Bits) -> str:
    """Return what shows any later change to vectors, in hexadecimal."""
    return hashlib.sha256(np.ascontiguousarray(vectors).tobytes()).hexdigest()


def block_of(generation: HeldGeneration, name: str, block: int) -> Vectors | Bits:
    """Return the vectors that share a hash. name: PASSAGES, SENTENCES or WORDS."""
    first = block * HASHED
    if name == WORDS:
        return generation.words.take([(first, min(first + HASHED, len(generation.words)))])
    vectors = generation.passages if name == PASSAGES else generation.sentences
    return vectors.take(np.arange(first, min(first + HASHED, len(vectors))))


def block_counts(generation: HeldGeneration) -> dict[str, int]:
    """Return how many blocks of vectors have a hash, by name."""
    counts = {
        PASSAGES: len(generation.passages),
        SENTENCES: len(generation.sentences),
        WORDS: len(generation.words),
    }
    return {name: -(-count // HASHED) for name, count in counts.items()}  # rounded up


class MilvusGeneration:
    """A generation in Milvus, open for reading by any number of threads. See HeldGeneration."""

    def __init__(self, connection: MilvusConnection, tables: Tables, manifest: Manifest) -> None:
        self.manifest = manifest
        self.segments: Sequence[HeldSegment] = ()  # each generation has collections of its own
        params = INDEXES[manifest.passage_vectors][1]
        records = Records(connection, tables[RECORDS])
        self.store = MilvusTexts(connection, tables)
        self.passages = MilvusVectors(
            connection, tables[PASSAGES], (manifest.passages, manifest.dimension), params
        )
        self.sentences = MilvusVectors(
            connection, tables[SENTENCES], (manifest.sentences, manifest.dimension), params
        )
        self.words = MilvusWordVectors(records, self.store, manifest.dimension)
        self.lexicon = MilvusWords(connection, tables[PASSAGES], records, manifest.passages)

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.store)

    @property
    def number(self) -> int:
        return self.manifest.number

    def untouched(self) -> bool:
        """Collections are written once; CURRENT's alias tells of a new generation."""
        return True


class MilvusLease:
    """A generation whose collections are all there and hold as much as its manifest says.

    Nothing keeps another machine from pruning it. But a server goes over to a new generation within
    a second, and the one before is kept too.
    """

    def __init__(self, connection: MilvusConnection, tables: Tables, manifest: Manifest) -> None:
        self._connection, self.tables, self.manifest = connection, tables, manifest

    def generation(self) -> MilvusGeneration:
        return MilvusGeneration(self._connection, self.tables, self.manifest)

    def size(self) -> int:
        """Return how many bytes were inserted; what Milvus makes of them is not counted."""
        return sum(record.size for record in self.manifest.files.values())

    def problems(self) -> list[str]:
        try:
            check_counts(self._connection, self.tables, self.manifest)
            generation = self.generation()
            return self._wrong_hashes(generation) + problems_in(generation)
        except (GenerationDamaged, CollectionGone) as error:
            return [str(error)]

    def _wrong_hashes(self, generation: MilvusGeneration) -> list[str]:
        """Return which of the sampled texts and vectors are not those that were written."""
        hashes = Records(self._connection, self.tables[RECORDS]).one("hashes")
        wrong = []
        for name in (PASSAGES, SENTENCES, WORDS):
            blocks = np.linspace(0, max(len(hashes[name]) - 1, 0), _SAMPLES, dtype=np.int64)
            for block in np.unique(blocks).tolist() if hashes[name] else []:
                if hash_of(block_of(generation, name, block)) != hashes[name][block]:
                    wrong.append(f"{name}: vectors from {block * HASHED} on are not as written")
        for document in generation.store.all_documents():
            if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
                wrong.append(f"{document.document_id}: its text is not that of its hash")
        return wrong

    def release(self) -> None:
        """Do nothing: it holds no lock."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def check_counts(connection: MilvusConnection, tables: Tables, manifest: Manifest) -> None:
    """Count the rows of all collections. Raises GenerationDamaged, which says what differs."""
    wanted = {
        DOCUMENTS: manifest.documents,
        PASSAGES: manifest.passages,
        SENTENCES: manifest.sentences,
    }
    wrong = []
    for kind in KINDS:
        have = connection.count(tables[kind])
        want = wanted.get(kind, have)
        if have != want:
            wrong.append(f"{have} {kind}, not {want}")
    if wrong:
        raise GenerationDamaged(f"generation {tables.number} holds {'; '.join(wrong)}")
