"""Starting the processes that are measured, talking to them, and ending them."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.benchmarks.speed.load import ask

_ORDER_S = 900  # longest that an order may take
_START_S = 300
_POLL_S = 0.02
_STOP_S = 10


class Died(Exception):
    """A process that ended, or did not answer in time; its last words."""


class Worker:
    """`tests.benchmarks.speed.worker` in a process of its own."""

    def __init__(self, name: str, work: Path) -> None:
        self.name, self._log = name, work / f"{name}.worker.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.benchmarks.speed.worker", name, str(work)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
            )

    def started(self) -> Self:
        """Itself, once its model is loaded. Raises Died."""
        self._read()
        return self

    def order(self, do: str, **details: Any) -> dict[str, Any]:
        """Let it do something, and wait for the reply. Raises Died."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps({"do": do, **details}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise Died(_last_words(self._log)) from error
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        timer = threading.Timer(_ORDER_S, self._process.kill)
        timer.start()
        line = self._process.stdout.readline()
        timer.cancel()
        if not line:
            raise Died(_last_words(self._log))
        reply: dict[str, Any] = json.loads(line)
        return reply

    def stop(self) -> None:
        stop(self._process)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that has answered its first question, `ready_s` after it was started."""

    port: int
    ready_s: float
    pid: int

    def cpu_s(self) -> float:
        """What the process has used of the processor since it began, in seconds."""
        import psutil

        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)

    def memory_mb(self) -> float:
        """Resident memory of the process and its children, in MB (10^6 bytes)."""
        import psutil

        process = psutil.Process(self.pid)
        family = [process, *process.children(recursive=True)]
        return float(sum(one.memory_info().rss for one in family) / 1e6)


@contextmanager
def serving(command: Sequence[str], port: int, question: str, log: Path) -> Iterator[Server]:
    """Start a server, and end it afterwards. Raises Died if it does not come to answer."""
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_S)
        while ask(connection, question).status != http.client.OK:
            if process.poll() is not None or time.perf_counter() > start + _START_S:
                raise Died(_last_words(log))
            time.sleep(_POLL_S)
        ready_s = time.perf_counter() - start
        connection.close()
        yield Server(port, ready_s, process.pid)
    finally:
        stop(process)


def stop(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _last_words(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "it ended without a word"
