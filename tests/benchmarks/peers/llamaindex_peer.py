"""LlamaIndex with its own vector store: similarity alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self


class LlamaIndexVectors:
    title = "LlamaIndex"
    packages = ("llama-index-core", "llama-index-embeddings-huggingface")

    def __init__(self, model: str) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._embedding = HuggingFaceEmbedding(model)
        self._index: Any = None

    def index(self, texts: Sequence[str]) -> None:
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        nodes = [TextNode(id_=str(position), text=text) for position, text in enumerate(texts)]
        self._index = VectorStoreIndex(nodes, embed_model=self._embedding)

    def search(self, question: str, k: int) -> list[int]:
        found = self._index.as_retriever(similarity_top_k=k).retrieve(question)
        return [int(node.node_id) for node in found]

    def save(self, folder: Path) -> None:
        self._index.storage_context.persist(str(folder))

    @classmethod
    def load(cls, model: str, folder: Path) -> Self:
        from llama_index.core import StorageContext, load_index_from_storage

        peer = cls(model)
        storage = StorageContext.from_defaults(persist_dir=str(folder))
        peer._index = load_index_from_storage(storage, embed_model=peer._embedding)
        return peer
