"""Runs an exported model in ONNX Runtime: the encoder of questions and of passages."""

import itertools
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from index.encoder import ModelIdentity
from index.encoder.pooling import pool, pool_question
from index.encoder.tokens import Encoding, TextTokenizer
from index.errors import ModelError
from index.records import PassageText, PassageVectors, QuestionVectors, Vectors

MODEL_FILE = "model.onnx"
WEIGHTS_FILE = "model.onnx.data"  # mapped into memory, so that only what is used is loaded
TOKENIZER_FILE = "tokenizer.json"
DESCRIPTION_FILE = "encoder.json"  # written last: an export with it is whole

# The inputs that let a row hold several texts; not every model can have them.
POSITIONS, APART = "positions", "apart"
_CPU, _CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
_NEVER = np.float32(np.finfo(np.float32).min)

# Of a pass: enough to be worth one, and few enough for its numbers to stay in a core's cache.
_TOKENS = 384
_GPU_TOKENS = 32_768  # a GPU is fed by much at once, and has memory for it
# Of the questions in one row, where each token is compared with all others.
_ROW_TOKENS = 128
# Microseconds that a thread spins for work. By default it spins on, and keeps a core busy between
# questions.
_SPIN_US = 50


class OnnxEncoder:
    """An Encoder of the model in `folder`, which `index.encoder.export` wrote.

    asking: whether it is for questions, each on all `threads`, or for passages, each on one thread.
    gpu: whether it runs on a GPU. Raises ModelError when the folder does not hold a whole export,
    or ONNX Runtime has no GPU.
    """

    def __init__(self, folder: Path, threads: int, asking: bool = False, gpu: bool = False) -> None:
        if gpu and _CUDA not in onnxruntime.get_available_providers():
            raise ModelError(
                "ONNX Runtime has no GPU here; install onnxruntime-gpu in place of onnxruntime, "
                "or set PINCITE_RAY_GPUS to 0"
            )
        try:
            description = json.loads((folder / DESCRIPTION_FILE).read_text("utf-8"))
            self._tokenizer = TextTokenizer(folder / TOKENIZER_FILE, threads)
            self._session = open_session(folder / MODEL_FILE, threads if asking else 1, gpu)
        except Exception as error:  # each library has errors of its own, none meant for people
            raise ModelError(
                f"the exported model in {folder} cannot be loaded ({error}); "
                "delete that folder and run the command again"
            ) from error
        self.identity = ModelIdentity(**description["identity"])
        self.dimension: int = description["dimension"]
        self.limit: int = description["window"] - self._tokenizer.special_tokens
        self._workers = 1 if asking or gpu else threads
        self._joins = len(self._session.get_inputs()) > 1
        # In int8, the largest number of a pass decides how all are rounded. So each text passes
        # alone, and none changes another's vectors.
        together = _GPU_TOKENS if gpu else _TOKENS
        self._tokens = together if self.identity.precision == "float32" else 0
        if asking:
            self.encode_question("")  # the first pass takes ten times as long

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._tokenizer.count(texts)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        encodings = self._tokenizer.encode([passage.text for passage in passages])

        def encode(batch: list[int]) -> list[tuple[int, PassageVectors]]:
            tokens = self._run([encodings[i] for i in batch])
            return [
                (i, pool(rows, encodings[i].offsets, passages[i]))
                for i, rows in zip(batch, tokens, strict=True)
            ]

        batches = _batches([len(encoding) for encoding in encodings], self._tokens)
        with ThreadPoolExecutor(self._workers) as workers:
            vectors = dict(itertools.chain.from_iterable(workers.map(encode, batches)))
        return [vectors[i] for i in range(len(passages))]

    def encode_question(self, question: str) -> QuestionVectors:
        return self.encode_questions([question])[0]

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        wholes = self._tokenizer.encode(questions)
        parts = [
            self._parts(question, whole) for question, whole in zip(questions, wholes, strict=True)
        ]
        tokens = iter(self._token_vectors([part for of_question in parts for part in of_question]))
        return [
            _pooled([next(tokens) for _ in of_question], of_question, question)
            for question, of_question in zip(questions, parts, strict=True)
        ]

    def _parts(self, question: str, whole: Encoding) -> list[Encoding]:
        """Return the question as one text, or cut into several where it exceeds the window."""
        if len(whole) <= self.limit + self._tokenizer.special_tokens:
            return [whole]
        starts = [start for start, end in whole.offsets if start < end][:: self.limit // 2]
        ends = [*starts[1:], len(question)]
        return self._tokenizer.encode([question[a:b] for a, b in zip(starts, ends, strict=True)])

    def _token_vectors(self, encodings: Sequence[Encoding]) -> list[Vectors]:
        """Return the token vectors of each text, in order: float32, shape (tokens, dimension)."""
        if self._joins and self._tokens:
            rows = _rows(encodings)
            return [vectors for row in rows for vectors in self._run_joined(row)]
        vectors_of: dict[int, Vectors] = {}
        for batch in _batches([len(encoding) for encoding in encodings], self._tokens):
            vectors_of |= zip(batch, self._run([encodings[i] for i in batch]), strict=True)
        return [vectors_of[i] for i in range(len(encodings))]

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        """Run the model once over texts of one length.

        Returns their token vectors: float32, shape (texts, tokens, dimension).
        """
        ids = np.array([encoding.ids for encoding in encodings], np.int64)
        where = _where([ids.shape[1]]) if self._joins else {}
        [tokens] = self._session.run(None, {"input_ids": ids, **where})
        vectors: Vectors = tokens
        return vectors

    def _run_joined(self, encodings: Sequence[Encoding]) -> list[Vectors]:
        """Run the model once over texts of any length, one after the other in one row.

        Returns the token vectors of each text: float32, shape (tokens, dimension).
        """
        lengths = [len(encoding) for encoding in encodings]
        ids = np.concatenate([np.array(encoding.ids, np.int64) for encoding in encodings])
        [[tokens]] = self._session.run(None, {"input_ids": ids[None], **_where(lengths)})
        return np.split(tokens, np.cumsum(lengths)[:-1])


def _pooled(tokens: Sequence[Vectors], parts: Sequence[Encoding], question: str) -> QuestionVectors:
    """Return the vectors of a question from those of its parts' tokens.

    tokens: of each part, float32, shape (tokens, dimension). Of several parts, words get none.
    """
    if len(parts) == 1:
        return pool_question(tokens[0], parts[0].offsets, question)
    joined = np.concatenate(tokens)
    return pool_question(joined, [(0, 0)] * len(joined), "")


def _rows(encodings: Sequence[Encoding]) -> Iterator[list[Encoding]]:
    """Yield the texts that share a row, row by row, in order."""
    row: list[Encoding] = []
    for encoding in encodings:
        if row and sum(map(len, row)) + len(encoding) > _ROW_TOKENS:
            yield row
            row = []
        row.append(encoding)
    if row:
        yield row


def _where(lengths: Sequence[int]) -> dict[str, npt.NDArray[Any]]:
    """Return the inputs that tell the model where in a row each text stands.

    lengths: of the texts, in tokens, in order. POSITIONS: of each token in its text; int64, shape
    (1, tokens). APART: 0 between tokens of one text, else so low that they do not heed each other;
    float32, shape (tokens, tokens).
    """
    text = np.repeat(np.arange(len(lengths)), lengths)
    positions = np.concatenate([np.arange(length) for length in lengths])
    apart = np.where(text[:, None] == text, np.float32(0), _NEVER)
    return {POSITIONS: positions[None], APART: apart}


def _batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Yield the numbers of the texts that go through the model together.

    They have one length, so that no text needs padding, and about `tokens` tokens in all. The
    longest texts go first, so that the threads end at about the same time.
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    for length, numbers in itertools.groupby(order, key=lambda i: lengths[i]):
        of_length = list(numbers)
        size = max(1, tokens // max(1, length))
        yield from (of_length[begin : begin + size] for begin in range(0, len(of_length), size))


def open_session(path: Path, threads: int, gpu: bool = False) -> onnxruntime.InferenceSession:
    """Open an export that `optimise` wrote, for passes that take `threads` threads each.

    gpu: whether it runs on a GPU.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # The export was optimised when it was made. What was left out then slows it down.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.intra_op.spin_duration_us", str(_SPIN_US))
    providers = [_CUDA, _CPU] if gpu else [_CPU]
    session = onnxruntime.InferenceSession(str(path), options, providers=providers)
    if gpu and _CUDA not in session.get_providers():  # it goes on without one, which is no GPU
        raise ModelError("ONNX Runtime cannot use the GPU")
    return session
