"""The exported reader in ONNX Runtime."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoder import ModelIdentity
from index.encoder.onnx import MODEL_FILE, TOKENIZER_FILE, open_session
from index.encoder.tokens import TextTokenizer
from index.errors import ModelError, ModelFailed
from index.records import PassageText, Span
from service.reading.embeddings import TablePlace
from service.reading.pair import Pair, pair_of
from service.reading.reader import PassageReading

DESCRIPTION_FILE = "reader.json"  # written last: an export with it is whole
INPUTS = ("words", "token_types", "pool")
OUTPUTS = ("span", "answers")
_NOTHING = Span(0, 0)

Floats = npt.NDArray[np.float32]


class OnnxReader:
    """A Reader of the export in `folder`, which `service.reading.exporting` wrote.

    Every passage is a pass of its own, on one thread: what a pass costs grows with its tokens, so
    nothing is gained by joining passages, and two passages on two cores take the time of one.
    The threads are shared by all questions. Raises ModelError where the folder holds no whole
    export.
    """

    def __init__(self, folder: Path, identity: ModelIdentity, threads: int) -> None:
        self.identity = identity
        try:
            self._words = table_of(folder).open()
            self._tokenizer = TextTokenizer(folder / TOKENIZER_FILE, threads)
            self._session = open_session(folder / MODEL_FILE, threads=1)
        except Exception as error:  # each library has its own; none of them is for a person
            raise ModelError(
                f"the exported reader in {folder} cannot be loaded ({error}); "
                "delete that folder and run the command again"
            ) from error
        self._workers = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self.read("", [PassageText("", ())])  # the first pass takes several times as long

    def read(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        asked, *told = self._tokenizer.encode([question, *(passage.text for passage in passages)])
        pairs = [
            pair_of(asked, encoding, passage.sentences)
            for encoding, passage in zip(told, passages, strict=True)
        ]
        try:
            return list(self._workers.map(self._read, pairs))
        except Exception as error:
            raise ModelFailed(f"the reader {self.identity.name} failed: {error}") from error

    def _read(self, pair: Pair) -> PassageReading:
        read = pair.sentences[:, 1] > 0
        count = len(read)
        pool = np.zeros((count, len(pair.ids)), np.float32)
        for row, (start, end) in enumerate(pair.sentences.tolist()):
            pool[row, start:end] = 1 / max(end - start, 1)
        words = self._words[pair.ids][np.newaxis]
        fed = dict(zip(INPUTS, (words, pair.types[np.newaxis], pool), strict=True))
        tokens, answers = self._session.run(list(OUTPUTS), fed)
        found = [_best_span(tokens, pair, *ends) for ends in pair.sentences.tolist()]
        return PassageReading(
            read=read,
            answers=np.where(read, answers, np.nan).astype(np.float32),
            span=np.array([logit for logit, _ in found], np.float32),
            short=tuple(span for _, span in found),
        )


def table_of(folder: Path) -> TablePlace:
    """Return where the export in a folder says that its word embeddings lie. Raises OSError."""
    description = json.loads((folder / DESCRIPTION_FILE).read_text("utf-8"))
    at = description["embeddings"]
    return TablePlace(Path(at["path"]), at["offset"], *description["shape"])


def _best_span(tokens: Floats, pair: Pair, start: int, end: int) -> tuple[float, Span]:
    """Return the best short answer between two tokens of the row, and its logit less that of none.

    tokens: start and end logits, shape (tokens, 2). That of none stands at `[CLS]`, as in SQuAD 2.0
    (Devlin et al., arXiv 1810.04805).
    """
    if end <= start:
        return float("nan"), _NOTHING
    starts, ends = tokens[start:end].T
    best_starts = np.maximum.accumulate(starts)
    last = int(np.argmax(best_starts + ends))
    first = int(np.argmax(starts[: last + 1]))
    logit = float(starts[first] + ends[last] - tokens[0].sum())
    offsets = pair.offsets[start - pair.first : end - pair.first]
    return logit, Span(int(offsets[first, 0]), int(offsets[last, 1]))
