"""Runs any sentence-transformers model in torch: slower, for models that cannot be exported."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import SentenceTransformer

from index.encoder import ModelIdentity
from index.encoder.pooling import unit
from index.encoder.runtime import prepare
from index.errors import ModelError
from index.records import PassageText, PassageVectors, QuestionVectors, Vectors
from index.storage.word_vectors import row_bytes

_DEFAULT_WINDOW = 512  # for models without a limit of their own


class TorchEncoder:
    """An Encoder that lets the model pool as it was trained to.

    Such a model may have no token vectors, or none that may be averaged as those of an exported
    model are. So each sentence is encoded as a text of its own, and words have no vectors. Raises
    ModelError for a model that cannot be loaded. gpu: whether it runs on a GPU.
    """

    def __init__(
        self, folder: Path, identity: ModelIdentity, threads: int = 0, gpu: bool = False
    ) -> None:
        prepare(threads)
        try:
            device = "cuda" if gpu else "cpu"
            self._model = SentenceTransformer(str(folder), device=device, local_files_only=True)
        except Exception as error:  # whatever the libraries below raise, it is the model's fault
            raise ModelError(f"the model in {folder} cannot be loaded: {error}") from error
        self.identity = identity
        self.dimension: int = self._model.get_embedding_dimension() or 0
        # Two tokens stay free for those that mark the ends of a text.
        self.limit: int = (self._model.max_seq_length or _DEFAULT_WINDOW) - 2
        self._tokenizer: Any = self._model.tokenizer

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if hasattr(self._tokenizer, "encode_batch"):  # a bare `tokenizers.Tokenizer`
            encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
            return [len(encoding.ids) for encoding in encodings]
        ids = self._tokenizer(list(texts), add_special_tokens=False, truncation=False)["input_ids"]
        return [len(row) for row in ids]

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        whole = self._encode([passage.text for passage in passages])
        sentences = self._encode([s.of(p.text) for p in passages for s in p.sentences])
        ends = np.cumsum([len(passage.sentences) for passage in passages])
        none = np.empty((0, row_bytes(self.dimension)), np.uint8)
        return [
            PassageVectors(whole[i], sentences[end - count : end], none, (0,) * count)
            for i, end in enumerate(ends)
            for count in [len(passages[i].sentences)]
        ]

    def encode_question(self, question: str) -> QuestionVectors:
        return self.encode_questions([question])[0]

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        none = np.empty((0, self.dimension), np.float32)
        rows = self._model.encode_query(list(questions), show_progress_bar=False)
        return [QuestionVectors(unit(row), none, none) for row in np.asarray(rows)]

    def _encode(self, texts: list[str]) -> Vectors:
        """Return the unit vectors of texts: float32, shape (texts, dimension)."""
        rows = self._model.encode_document(texts, show_progress_bar=False)
        return np.stack([unit(row) for row in np.asarray(rows)])
