"""The worker under strace.

strace counts calls per thread, and a build writes from several: the main one, and three of
tantivy's. So it is attached to one thread alone, and its `when=k` is the k-th call of that thread.
It counts from where it is attached: before the build, or as soon as the thread exists.
"""

import contextlib
import ctypes
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tantivy

from tests.faults.harness.worker import main as build

MAIN = "main"
# It is born when the first document is added, and writes nothing before the commit.
BORN_LATE = "docstore-compre"
_ANY_PROCESS = ctypes.c_ulong(-1)
_PR_SET_PTRACER = 0x59616D61


def main(thread: str, data_dir: str, documents: str, *strace: str) -> int:
    """thread: MAIN, or the beginning of a thread's name. strace: its command."""
    # Where only parents may trace, this lets a child do it.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY_PROCESS, 0, 0, 0)
    if thread == MAIN:
        _attach(strace, os.getpid())
    else:
        _watch_lexicon(lambda: _attach(strace, _find(thread)), late=thread == BORN_LATE)
    return build(data_dir, documents)


def _attach(strace: tuple[str, ...], thread: int) -> None:
    """Start strace on a thread. It shares standard output, so whoever reads that awaits both."""
    tracer = subprocess.Popen([*strace, "-p", str(thread)], stderr=subprocess.PIPE, text=True)
    assert tracer.stderr
    said = tracer.stderr.readline()
    if "attached" not in said:
        raise SystemExit(f"strace did not attach: {said}")


def _find(name: str) -> int:
    deadline = time.monotonic() + 120  # it has begun, or is about to
    while time.monotonic() < deadline:
        for task in Path("/proc/self/task").iterdir():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended
                if (task / "comm").read_text().startswith(name):
                    return int(task.name)
        time.sleep(0.001)
    raise SystemExit(f"there is no thread {name}")


def _watch_lexicon(attach: Callable[[], None], late: bool) -> None:
    """Have `attach` called when tantivy's threads are there, and before they write."""
    real = tantivy.Index

    class Writer:
        def __init__(self, writer: Any) -> None:
            self._writer = writer
            if not late:
                attach()

        def commit(self) -> None:
            if late:
                attach()
            self._writer.commit()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._writer, name)

    class Index:
        open = staticmethod(real.open)

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._index = real(*args, **kwargs)

        def writer(self, **kwargs: Any) -> Writer:
            return Writer(self._index.writer(**kwargs))

        def __getattr__(self, name: str) -> Any:
            return getattr(self._index, name)

    tantivy.Index = Index
