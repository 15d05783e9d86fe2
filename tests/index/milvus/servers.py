"""A milvus-lite that serves several clients, in a process of its own that a test may kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from index.errors import StoreAway
from index.milvus.engine.address import MilvusAddress
from index.milvus.engine.connection import MilvusConnection

_START_S = 60.0


class MilvusServer:
    """milvus-lite on a free port of this machine, or of the one at an address."""

    def __init__(self, folder: Path, host: str = "127.0.0.1") -> None:
        self._folder, self._host, self.port = folder, host, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def store(self) -> str:
        """The setting that names an index in it."""
        return self.store_over(self._host)

    def store_over(self, host: str) -> str:
        """The same, by another address of its machine."""
        return f"milvus+http://{host}:{self.port}/docs"

    def connection(self, read_s: float = 10.0) -> MilvusConnection:
        return MilvusConnection(MilvusAddress.parse(self.store), read_s=read_s)

    def start(self, there: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """Start it, and wait until it answers. there: within it, this thread is on its machine."""
        program = str(Path(sys.executable).with_name("milvus-lite"))
        listens = "127.0.0.1" if self._host == "127.0.0.1" else "0.0.0.0"
        arguments = ["server", "--data-dir", str(self._folder), "--host", listens]
        with there():
            self._process = subprocess.Popen(
                [program, *arguments, "--port", str(self.port)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        end = time.monotonic() + _START_S
        while True:
            try:
                self.connection(1.0).collections()
                return
            except StoreAway:
                assert time.monotonic() < end, "milvus-lite does not start"
                time.sleep(0.2)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @contextmanager
    def stalled(self) -> Iterator[None]:
        """Let it hold connections and answer nothing."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._process.pid, signal.SIGCONT)


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
