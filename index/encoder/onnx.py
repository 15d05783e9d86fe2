"""The exported model in ONNX Runtime: the encoder that answers questions and builds indexes."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from index.encoder import ModelIdentity
from index.encoder.pooling import pool, pool_question
from index.encoder.tokens import Encoding, TextTokenizer
from index.errors import ModelError
from index.records import PassageText, PassageVectors, QuestionVectors, Vectors

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
DESCRIPTION_FILE = "encoder.json"  # written last: an export with it is whole

# Small batches of alike length waste little on padding and stay in the cache of a core.
_BATCH = 8


class OnnxEncoder:
    """An Encoder of the model in `folder`, which `index.encoder.export` wrote.

    Raises ModelError when the folder does not hold a whole export.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        try:
            description = json.loads((folder / DESCRIPTION_FILE).read_text("utf-8"))
            self._tokenizer = TextTokenizer(folder / TOKENIZER_FILE)
            self._session = _session(folder / MODEL_FILE, threads)
        except Exception as error:  # each library has its own; none of them is for a person
            raise ModelError(
                f"the exported model in {folder} cannot be loaded ({error}); "
                "delete that folder and run the command again"
            ) from error
        self.identity = ModelIdentity(description["name"], description["sha256"])
        self.dimension: int = description["dimension"]
        self.limit: int = description["window"] - self._tokenizer.special_tokens
        self._inputs = [node.name for node in self._session.get_inputs()]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._tokenizer.count(texts)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        encodings = self._tokenizer.encode([passage.text for passage in passages])
        vectors: dict[int, PassageVectors] = {}
        order = sorted(range(len(passages)), key=lambda i: len(encodings[i].ids))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            tokens = self._run([encodings[i] for i in batch])
            for i, rows in zip(batch, tokens, strict=True):
                vectors[i] = pool(rows, encodings[i].offsets, passages[i])
        return [vectors[i] for i in range(len(passages))]

    def encode_question(self, question: str) -> QuestionVectors:
        [whole] = self._tokenizer.encode([question])
        if len(whole.ids) <= self.limit + self._tokenizer.special_tokens:
            [tokens] = self._run([whole])
            return pool_question(tokens, whole.offsets, question)
        tokens = np.concatenate(self._run(self._tokenizer.encode(self._windows(question, whole))))
        return pool_question(tokens, [], "")

    def _windows(self, question: str, encoding: Encoding) -> list[str]:
        """Cut a question of more tokens than the window into texts that fit."""
        starts = [start for start, end in encoding.offsets if start < end][:: self.limit // 2]
        return [question[a:b] for a, b in zip(starts, [*starts[1:], len(question)], strict=True)]

    def _run(self, encodings: Sequence[Encoding]) -> list[Vectors]:
        """One pass of the model: the token vectors of each text, padding left out."""
        lengths = [len(encoding.ids) for encoding in encodings]
        shape = (len(encodings), max(lengths))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : lengths[row]] = encoding.ids
            mask[row, : lengths[row]] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        [tokens] = self._session.run(None, {name: feed[name] for name in self._inputs})
        return [tokens[row, :length] for row, length in enumerate(lengths)]


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
