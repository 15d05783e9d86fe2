"""LangChain with its FAISS store: similarity alone.

LangChain's newer home of the embedder, langchain-huggingface, refuses the huggingface-hub that
the current transformers needs; langchain-community's makes the same call of sentence-transformers.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self


class LangChainFaiss:
    title = "LangChain + FAISS"
    packages = ("langchain-community",)

    def __init__(self, model: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its deprecation, see above
            from langchain_community.embeddings import HuggingFaceEmbeddings

            warnings.simplefilter("ignore")  # importing it put its own filter before that one
            self._embeddings = HuggingFaceEmbeddings(model_name=model)
        self._store: Any = None

    def index(self, texts: Sequence[str]) -> None:
        from langchain_community.vectorstores import FAISS

        ids = [str(position) for position in range(len(texts))]
        self._store = FAISS.from_texts(list(texts), self._embeddings, ids=ids)

    def search(self, question: str, k: int) -> list[int]:
        return [int(document.id) for document in self._store.similarity_search(question, k=k)]

    def save(self, folder: Path) -> None:
        self._store.save_local(str(folder))

    @classmethod
    def load(cls, model: str, folder: Path) -> Self:
        peer = cls(model)
        from langchain_community.vectorstores import FAISS

        # It pickles its texts; these are the ones that `save` has just written.
        peer._store = FAISS.load_local(
            str(folder), peer._embeddings, allow_dangerous_deserialization=True
        )
        return peer
