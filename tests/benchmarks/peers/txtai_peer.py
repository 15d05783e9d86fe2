"""txtai's hybrid index: similarity and BM25, weighed half and half."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self


class TxtaiHybrid:
    title = "txtai, hybrid"
    packages = ("txtai",)

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings(path=model, hybrid=True)

    def index(self, texts: Sequence[str]) -> None:
        self._embeddings.index(texts)

    def search(self, question: str, k: int) -> list[int]:
        return [position for position, _ in self._embeddings.search(question, k)]

    def save(self, folder: Path) -> None:
        self._embeddings.save(str(folder))

    @classmethod
    def load(cls, model: str, folder: Path) -> Self:
        peer = cls(model)
        peer._embeddings.load(str(folder))
        return peer
