"""Haystack's hybrid pipeline: BM25 and embeddings, joined by reciprocal rank fusion."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self


class HaystackHybrid:
    title = "Haystack, hybrid"
    packages = ("haystack-ai", "sentence-transformers-haystack")

    def __init__(self, model: str) -> None:
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self._documents = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._questions = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        self._documents.warm_up()
        self._questions.warm_up()
        self._join(InMemoryDocumentStore())

    def _join(self, store: "InMemoryDocumentStore") -> None:  # noqa: F821
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )

        self._store = store
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", self._questions)
        self._pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store))
        self._pipeline.add_component("words", InMemoryBM25Retriever(store))
        self._pipeline.add_component("joiner", DocumentJoiner("reciprocal_rank_fusion"))
        self._pipeline.connect("embedder.embedding", "vectors.query_embedding")
        self._pipeline.connect("vectors", "joiner")
        self._pipeline.connect("words", "joiner")

    def index(self, texts: Sequence[str]) -> None:
        from haystack import Document

        documents = [Document(id=str(i), content=text) for i, text in enumerate(texts)]
        self._store.write_documents(self._documents.run(documents)["documents"])

    def search(self, question: str, k: int) -> list[int]:
        inputs = {
            "embedder": {"text": question},
            "vectors": {"top_k": k},
            "words": {"query": question, "top_k": k},
            "joiner": {"top_k": k},
        }
        found = self._pipeline.run(inputs)["joiner"]["documents"]
        return [int(document.id) for document in found]

    def save(self, folder: Path) -> None:
        folder.mkdir()
        self._store.save_to_disk(str(folder / "store.json"))

    @classmethod
    def load(cls, model: str, folder: Path) -> Self:
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        peer = cls(model)
        peer._join(InMemoryDocumentStore.load_from_disk(str(folder / "store.json")))
        return peer
