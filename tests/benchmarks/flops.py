"""The arithmetic of the encoder, counted, and how fast the machine multiplies float32 matrices."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

_SIDE = 2048  # of the matrices: large enough for a matrix product to reach its full rate


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a BERT encoder. width: of a token's vector; inner: of the feed-forward layer."""

    layers: int
    width: int
    inner: int

    @classmethod
    def of(cls, model: Path) -> Self:
        """As the model folder's config.json says."""
        config = json.loads((model / "config.json").read_text("utf-8"))
        names = ("num_hidden_layers", "hidden_size", "intermediate_size")
        return cls(*(config[name] for name in names))

    def operations(self, tokens: int) -> int:
        """Operations of the matrix products for one text; a multiplication and an addition are two.

        tokens: those of the text and the special ones, without padding. A layer projects each token
        four times (query, key, value, output), compares each token with each and mixes as many
        values, and sends each through the feed-forward layer and back.
        """
        project = 4 * 2 * tokens * self.width**2
        attend = 2 * 2 * tokens**2 * self.width
        feed = 2 * 2 * tokens * self.width * self.inner
        return self.layers * (project + attend + feed)


def count_tokens(model: Path, texts: Sequence[str]) -> list[int]:
    """How many tokens the model sees of each text, special tokens too; nothing is cut off."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return [len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts))]


def matrix_rate(seconds: float) -> float:
    """Operations a second of float32 matrix products in numpy, on as many threads as it takes."""
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((_SIDE, _SIDE), np.float32) for _ in range(2))
    out = np.empty_like(a)
    np.matmul(a, b, out=out)  # the first one starts the threads
    times = []
    until = time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        start = time.perf_counter()
        np.matmul(a, b, out=out)
        times.append(time.perf_counter() - start)
    return 2 * _SIDE**3 / float(np.median(times))
