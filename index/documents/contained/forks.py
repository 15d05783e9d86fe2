"""Starts and ends child processes, through the fork server, which it starts when it is needed."""

import contextlib
import dataclasses
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from typing import NamedTuple

from index.documents.confinement.confine import PACKAGE, library_folders
from index.documents.confinement.limits import ChildLimits
from index.documents.contained.frames import FrameError, Header, Incoming, packed
from index.documents.formats import READERS
from index.errors import ReadersFailed

FORK_SERVER = "index.documents.contained.fork_server"
_START_S = 60.0  # for a server to load Pincite, and the libraries of a reader
SEND_BUFFER = 2**18  # bytes that can be sent to a child which does not take them yet
_MOST_REPLY = 2**16  # bytes
# Python's options keep its own variables, the user's folders and the current folder out.
_BOOTSTRAP = (
    "import importlib, json, sys; sys.path[:] = dict.fromkeys(json.loads(sys.argv[1]) + sys.path); "
    "importlib.import_module(sys.argv[2]).main()"
)
_PASSED = ("LD_LIBRARY_PATH", "TESSDATA_PREFIX")  # without them a Python, or tesseract, may fail
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",  # macOS: what is forked starts no threads
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin",
}


class Ended(NamedTuple):
    """How a child ended. status: of os.wait4. memory: the most it took; in KiB on Linux."""

    status: int
    memory: int

    @property
    def signal(self) -> int:
        """The signal that ended it; 0 for none."""
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else 0


class Forks:
    """Child processes by number. Its methods may be called from several threads.

    module: the name of the module whose `main` is the fork server.
    """

    def __init__(self, module: str = FORK_SERVER) -> None:
        self._module = module
        self._kinds: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False

    def expect(self, kinds: Iterable[str]) -> None:
        """Let every child from now on have the libraries loaded that read files of these kinds."""
        self._kinds = self._kinds | READERS.keys() & kinds

    def start(self, limits: ChildLimits) -> tuple[int, socket.socket]:
        """Return the number of a new child and the connection to it. Raises ReadersFailed."""
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        request = {"fork": dataclasses.asdict(limits), "kinds": sorted(self._kinds)}
        with theirs:
            try:
                pid = self._ask(request, theirs)["pid"]
            except BaseException:
                ours.close()
                raise
        return pid, ours

    def end(self, pid: int, patience_s: float = 0) -> Ended | None:
        """End a child, if it has not ended after so many seconds; return how it ended.

        None where nobody knows.
        """
        with contextlib.suppress(ReadersFailed):
            told = self._ask({"end": pid, "patience_s": patience_s})["ended"]
            return Ended(*told) if told else None
        return None

    def close(self) -> None:
        """End the server and all children."""
        with self._lock:
            self._closed = True
            self._stop()

    def _ask(self, request: Header, passed: socket.socket | None = None) -> Header:
        with self._lock:
            if self._closed or (self._server is None and passed is None):
                raise ReadersFailed("the processes that read files were ended")
            fresh = self._server is None
            try:
                return self._asked(request, passed)
            except (OSError, EOFError, FrameError) as error:
                self._stop()
                if fresh or passed is None:
                    reason = f"the processes that read files do not start ({error!r})"
                    raise ReadersFailed(reason) from error
            try:  # the server was ended from outside: once more with a new one
                return self._asked(request, passed)
            except (OSError, EOFError, FrameError) as error:
                self._stop()
                raise ReadersFailed(f"the processes that read files end ({error!r})") from error

    def _asked(self, request: Header, passed: socket.socket | None) -> Header:
        control = self._control or self._started()
        control.sendall(packed(request))
        if passed is not None:
            socket.send_fds(control, [b"!"], [passed.fileno()])
        return Incoming(control).receive(_MOST_REPLY, time.monotonic() + _START_S).header

    def _started(self) -> socket.socket:
        self._control, theirs = socket.socketpair()
        self._control.settimeout(_START_S)
        paths = [str(PACKAGE.parent), *map(str, library_folders())]
        with theirs:
            self._server = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
                [sys.executable, "-I", "-B", "-c", _BOOTSTRAP, json.dumps(paths), self._module],
                env=_ENVIRONMENT | {n: os.environ[n] for n in _PASSED if n in os.environ},
                cwd="/",
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the parent, which ends the children
            )
        return self._control

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            try:
                self._server.wait(2)  # it ends its children, then itself
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        self._control = self._server = None
