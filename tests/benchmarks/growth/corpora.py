"""The evaluation corpora as Pincite has indexed them: texts, sentences, vectors, questions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.generations.opened import Generation
from index.generations.publish import Generations
from index.records import RawDocument
from index.storage.word_vectors import content_words
from tests.benchmarks.collection import Collection, read_collection

SETS = ("squad-fit", "clapnq-fit", "selqa-fit", "scifact-fit")


@dataclass(frozen=True, slots=True)
class Real:
    """A document: its corpus, and its sentences in order, each with its text and its row."""

    corpus: str
    document: RawDocument
    sentences: Sequence[tuple[str, int]]


class Corpora:
    """All of them together; rows count through.

    words: of each corpus, every content word as often as it occurs. questions: each with the ids
    of the right documents.
    """

    def __init__(self, folder: Path) -> None:
        self.documents: list[Real] = []
        self.words: dict[str, list[str]] = {}
        self.questions: list[tuple[str, set[str]]] = []
        self._spelled: list[str] = []  # all words in order
        self._arrays: dict[str, list[np.ndarray]] = {}
        self._passages = self._sentences = 0
        for name in SETS:
            self._read(name, read_collection(folder / name))

    def _read(self, corpus: str, collection: Collection) -> None:
        opened = Generation.open_current(Generations(collection.settings.data_dir))
        sentences: dict[str, list[tuple[str, int]]] = {}
        first_words, passage_of = [], []
        words = self.words[corpus] = []
        for stored in opened.store.all_passages():
            of_document = sentences.setdefault(stored.document.document_id, [])
            for span in stored.passage.sentences:
                text = stored.of(span)
                of_document.append((text, self._sentences + len(passage_of)))
                passage_of.append(self._passages + stored.row)
                first_words.append(len(self._spelled) + len(words))
                words += [word.of(text) for word in content_words(text)]
        self._keep("passages", opened.passages.take(np.arange(len(opened.passages))))
        self._keep("sentences", opened.sentences.take(np.arange(len(opened.sentences))))
        self._keep("words", opened.words.take([(0, len(opened.words))]))
        self._keep("first_words", np.array(first_words))
        self._keep("passage_of", np.array(passage_of))
        self._passages += len(opened.passages)
        self._sentences += len(passage_of)
        self._spelled += [word.lower() for word in words]
        for document in collection.documents:
            if of_document := sentences.get(document.document_id, []):
                self.documents.append(Real(corpus, _named(corpus, document), of_document))
        self.questions += [
            (query.text, {f"{corpus}/{name}" for name in query.relevant})
            for query in collection.queries
            if query.relevant
        ]

    def _keep(self, name: str, rows: np.ndarray) -> None:
        self._arrays.setdefault(name, []).append(rows)

    def save(self, work: Path) -> None:
        """Write the vectors, and for each word the row of one of them, for `standin`."""
        for name, parts in self._arrays.items():
            np.save(work / f"{name}.npy", np.concatenate(parts))
        rows = {word: row for row, word in enumerate(self._spelled)}
        (work / "words.json").write_text(json.dumps(rows), "ascii")


def _named(corpus: str, document: RawDocument) -> RawDocument:
    return RawDocument(f"{corpus}/{document.document_id}", document.text, document.title)
