"""Haystack's hybrid pipeline: BM25 and embeddings, joined by reciprocal rank fusion."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self


class HaystackHybrid:
    title = "Haystack, hybrid"
    packages = ("haystack-ai", "sentence-transformers-haystack")

    def __init__(self, model: str, store: Any = None) -> None:
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self._store = store or InMemoryDocumentStore()
        self._documents = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        questions = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        self._documents.warm_up()
        questions.warm_up()
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", questions)
        self._pipeline.add_component("vectors", InMemoryEmbeddingRetriever(self._store))
        self._pipeline.add_component("words", InMemoryBM25Retriever(self._store))
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

        return cls(model, InMemoryDocumentStore.load_from_disk(str(folder / "store.json")))
