"""`python -m tests.benchmarks.encoding SET_FOLDER`: the encoder beside sentence-transformers, and
beside what the cores can do.

All take turns on the same passages in one process. Other work on the machine slows a round, not one
contestant: so the figures to look at are the ratios, each the median of those of all rounds.
"""

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.commands.terminal import line
from index.documents.splitting.split import split
from index.encoder import Encoder
from index.encoder.model import default_folder, load_encoder
from index.records import PassageText
from index.settings import IndexSettings
from service.evaluation.dataset import read_dataset
from tests.benchmarks.flops import Shape, count_tokens

_PASSAGES = 64  # of a round
_TOKENS, _TIMES = 384, 4  # of the matrix products alone
_PAUSE_S = 0.005  # between questions, as people leave: caches cool, threads fall asleep
_START = """
import json, sys, time
start = time.perf_counter()
from index.settings import IndexSettings
from index.encoder.model import load_encoder
def memory():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
import numpy, onnxruntime, tokenizers
imported, before = time.perf_counter(), memory()
encoder = load_encoder(IndexSettings.load(precision=sys.argv[1]), print, asking=True)
loaded = time.perf_counter()
encoder.encode_question("Where do otters sleep?")
print(json.dumps([loaded - imported, memory() - before]))
"""


@dataclass(slots=True)
class Turns:
    """One contestant: what it does with the passages of a round, and how long that took."""

    name: str
    run: Callable[[Sequence[PassageText]], object]
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)

    def take(self, passages: Sequence[PassageText]) -> None:
        start, cpu = time.perf_counter(), time.process_time()
        self.run(passages)
        self.seconds.append(time.perf_counter() - start)
        self.cpu_seconds.append(time.process_time() - cpu)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an evaluation set in BEIR layout")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    encoders = {
        precision: load_encoder(
            IndexSettings.load(threads=options.threads, precision=precision), print
        )
        for precision in ("float32", "int8")
    }
    dataset = read_dataset(options.folder)
    assert dataset.corpus, "a set with documents of its own is needed"
    texts = [document.text for document in dataset.corpus.documents]
    passages = _passages(texts, encoders["float32"])
    _encode(passages, encoders, options.rounds, options.threads)
    _ask([query.text for query in dataset.queries[: options.questions]], options.threads)
    for precision in encoders:
        _start(precision)


def _passages(texts: Sequence[str], encoder: Encoder) -> list[PassageText]:
    """Of all texts, longest first, as a build hands them over."""
    found = [
        PassageText.cut_from(text, passage)
        for text in texts
        for passage in split(text, encoder.count_tokens, encoder.limit)
    ]
    return sorted(found, key=lambda passage: -len(passage.text))


def _encode(
    passages: Sequence[PassageText], encoders: dict[str, Encoder], rounds: int, threads: int
) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    folder = default_folder()
    model, shape = SentenceTransformer(str(folder), device="cpu"), Shape.of(folder)
    products = _Products(model, threads)
    matrix = Turns("matrix products alone", products)
    contestants = [
        *(Turns(f"Pincite, {name}", one.encode_passages) for name, one in encoders.items()),
        Turns(
            "sentence-transformers in torch",
            lambda block: model.encode([p.text for p in block], show_progress_bar=False),
        ),
    ]
    shares: dict[str, list[float]] = {one.name: [] for one in contestants}
    cpu_shares: dict[str, list[float]] = {one.name: [] for one in contestants}
    # Passages of all lengths in each round, and in each round others.
    for number in range(-1, rounds):  # the first one warms up
        block = passages[number % rounds :: max(1, len(passages) // _PASSAGES)][:_PASSAGES]
        tokens = count_tokens(folder, [passage.text for passage in block])
        work = sum(map(shape.operations, tokens)) / products.operations
        for one in (matrix, *contestants):
            one.take(block)
            if one is not matrix:
                shares[one.name].append(work * matrix.seconds[-1] / one.seconds[-1])
                cpu_shares[one.name].append(work * matrix.cpu_seconds[-1] / one.cpu_seconds[-1])
    line(f"{_PASSAGES} passages a round, {threads} threads, {rounds} rounds")
    for one in contestants:
        fastest = _PASSAGES / min(one.seconds[1:])
        times = [t / o for t, o in zip(contestants[-1].seconds[1:], one.seconds[1:], strict=True)]
        line(
            f"  {one.name:<32}{fastest:7.1f} passages/s at best, "
            f"{statistics.median(times):5.2f} times sentence-transformers, "
            f"{statistics.median(shares[one.name][1:]):5.0%} of the rate of matrix products "
            f"({statistics.median(cpu_shares[one.name][1:]):.0%} by processor time)"
        )


class _Products:
    """The model's own products of matrices and nothing else, on each thread by itself."""

    def __init__(self, model: Any, threads: int) -> None:
        import torch

        self._torch, self._threads = torch, threads
        layers = [part for part in model.modules() if isinstance(part, torch.nn.Linear)]
        self._factors = [
            (torch.randn(_TOKENS, w.shape[1]), w.detach().t())
            for w in (layer.weight for layer in layers)
        ]
        self.operations = threads * sum(2 * _TOKENS * b.numel() for _, b in self._factors) * _TIMES

    def __call__(self, _: object) -> None:
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(self._multiply, range(self._threads)))
        self._torch.set_num_threads(self._threads)  # those of the contestants

    def _multiply(self, _: int) -> None:
        self._torch.set_num_threads(1)
        for _ in range(_TIMES):
            for a, b in self._factors:
                self._torch.mm(a, b)


def _ask(questions: Sequence[str], threads: int) -> None:
    ways = {
        f"{precision}, {count} thread{'s' * (count > 1)}": load_encoder(
            IndexSettings.load(threads=count, precision=precision), print, asking=True
        )
        for precision, count in itertools.product(("float32", "int8"), sorted({threads, 1}))
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for question in questions:
        for name, encoder in ways.items():
            time.sleep(_PAUSE_S)
            start = time.perf_counter()
            encoder.encode_question(question)
            times[name].append((time.perf_counter() - start) * 1000)
    line(f"one question of {len(questions)}, in ms")
    for name, ms in times.items():
        tenth, half = (statistics.quantiles(ms, n=10)[i] for i in (0, 4))
        line(f"  {name:<32}{min(ms):6.2f} at best, {tenth:6.2f} in a tenth, {half:6.2f} in half")


def _start(precision: str) -> None:
    """The encoder for questions in a process of its own: the best of five starts."""
    found = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", _START, precision], capture_output=True, text=True, check=True
        )
        found.append(json.loads(done.stdout))
    seconds, megabytes = (min(column) for column in zip(*found, strict=True))
    line(f"loading, {precision}: {seconds * 1000:.0f} ms, {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
