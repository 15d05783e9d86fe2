"""The process that the child processes are forked from: it has loaded Pincite and reads no file.

A fork takes milliseconds, a new Python a quarter of a second. Source of the idea: the zygote of
Android, and the fork server of Python's multiprocessing.
"""

import contextlib
import gc
import os
import signal
import socket
import time

from index.documents.confinement.confine import confine, readable
from index.documents.confinement.limits import ChildLimits
from index.documents.contained.frames import Header, packed, receive
from index.documents.contained.worker import serve
from index.documents.formats import READERS
from index.originals import Original

_MOST_REQUEST = 2**16  # bytes
_CONNECTION = 3  # its number in a child; the three before it lead nowhere


def main() -> None:
    """Fork and end children, as the parent asks on standard input, until it hangs up."""
    control = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    readable(programs=False)
    load(set())
    loaded: set[str] = set()
    children: set[int] = set()
    try:
        while True:
            request = receive(control, _MOST_REQUEST).header
            if "fork" in request:
                load(set(request["kinds"]) - loaded)
                loaded |= set(request["kinds"])
                children.add(pid := _fork(control, request["fork"]))
                control.sendall(packed({"pid": pid}))
            else:
                ended = _end(request["end"], request["patience_s"], children)
                control.sendall(packed({"ended": ended}))
    except (EOFError, OSError):  # the parent is gone, or closed this server
        for pid in tuple(children):
            _end(pid, 0, children)


def load(kinds: set[str]) -> None:
    """Load the libraries that read files of these kinds, so that the children have them.

    A reader loads its libraries when it reads a file: here a line, whatever it makes of that.
    """
    for kind in sorted(kinds):
        with contextlib.suppress(Exception):
            list(READERS[kind](Original("line", b"A line that stands here.\n")))
    gc.collect()
    gc.freeze()  # else a collection in a child would copy the memory that it shares


def _fork(control: socket.socket, limits: Header) -> int:
    _, [connection], _, _ = socket.recv_fds(control, 1, 1)
    pid = os.fork()
    if pid:
        os.close(connection)
        return pid
    try:
        os.setsid()  # a group of its own, to be ended with whatever it started
        os.dup2(connection, _CONNECTION, inheritable=False)
        for opened in map(int, os.listdir("/dev/fd")):  # noqa: PTH208 - only the names
            if opened > _CONNECTION:
                with contextlib.suppress(OSError):
                    os.close(opened)
        os.chdir("/")
        held = confine(ChildLimits(**limits))
        serve(socket.socket(fileno=_CONNECTION), ChildLimits(**limits), held)
    finally:
        os._exit(1)


def _end(pid: int, patience_s: float, children: set[int]) -> tuple[int, int] | None:
    """End a child, after so many seconds if it does not by itself; return how it ended.

    That is its status and the most memory that it took, as os.wait4 tells them; None for a child
    that was ended before.
    """
    if pid not in children:
        return None
    children.discard(pid)
    until = time.monotonic() + patience_s
    while not _has_ended(pid) and time.monotonic() < until:
        time.sleep(0.005)
    # What it started may outlive it. Until it is waited for, its number is no other's.
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    return status, used.ru_maxrss


def _has_ended(pid: int) -> bool:
    if not hasattr(os, "waitid"):  # macOS, with an older Python: how it ended stays unknown
        return True
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, pid, options) is not None
