"""What a build takes, stage by stage: time, time of the processor, memory."""

import threading
import time
from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import Self

_EVERY_S = 0.02
# The stages of a build that progress bars are told of, in their order, and what they are here.
_STAGES = {"read": "prepare", "split": "prepare", "encode": "encode", "write": "publish"}


def memory(of: str = "VmRSS") -> float:
    """Of this process in MB (10^6 bytes). VmRSS: all. RssAnon: what is no part of a file."""
    [line] = [s for s in Path("/proc/self/status").read_text().splitlines() if s.startswith(of)]
    return int(line.split()[1]) * 1024 / 1e6


def bytes_written() -> int:
    """By this process, to files."""
    [line] = [s for s in Path("/proc/self/io").read_text().splitlines() if s.startswith("write_b")]
    return int(line.split()[1])


class Meters:
    """A Progress that measures. prepare: all before encoding; publish: all after it.

    memory: the most in MB at any moment of a stage, leaving out files that are mapped (what the
    encoder's stand-in knows). seconds, cpu: of each stage, the latter of the processor.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.cpu: dict[str, float] = defaultdict(float)
        self.memory: dict[str, float] = defaultdict(float)
        self._stage = "prepare"
        self._since = time.perf_counter(), time.process_time()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def stage(self, name: str, total: int) -> None:
        self._lap()
        self._stage = _STAGES[name]

    def advance(self, steps: int = 1) -> None:
        """How far it is in a stage does not matter."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._lap()
        self._ended.set()
        self._thread.join()

    def _lap(self) -> None:
        now = time.perf_counter(), time.process_time()
        self.seconds[self._stage] += now[0] - self._since[0]
        self.cpu[self._stage] += now[1] - self._since[1]
        self._since = now

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY_S):
            self.memory[self._stage] = max(self.memory[self._stage], memory("RssAnon"))
