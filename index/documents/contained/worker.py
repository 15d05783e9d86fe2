"""The child process: it answers one request after the other, until its parent hangs up."""

import dataclasses
import socket
from collections.abc import Iterator

from index.documents.confinement.confine import Containment, allow_cpu
from index.documents.confinement.limits import ChildLimits
from index.documents.contained.file_reader import ReadFile, read_file
from index.documents.contained.frames import MOST_HEADER, Header, packed, receive
from index.documents.contained.replies import frames_of
from index.documents.contained.tasks import TASKS
from index.errors import Unreadable
from index.originals import Original

READ = "read"  # the task of reading a file; all others are in TASKS
RESULT = "result"  # of a task
FAILED = "failed"  # for want of memory, or of room for the answer
_SENT_AT_ONCE = 2**17  # bytes
_MOST_INPUT = 2**31  # bytes; how much is read is the parent's to decide

_Reply = tuple[Header, bytes]


class _OutputTooLarge(Exception):
    """The answer is larger than the limits allow."""


def serve(connection: socket.socket, limits: ChildLimits, held: Containment) -> None:
    """Say what holds for this process, then answer requests. Raises OSError."""
    connection.sendall(packed(dataclasses.asdict(held)))
    while True:
        try:
            header, data, _ = receive(connection, _MOST_INPUT)
        except EOFError:
            return
        allow_cpu(limits.cpu_for(len(data)))
        failed = ""
        try:
            _answer(connection, header, data, limits)
        except MemoryError:
            failed = "memory"  # nothing can be sent before what filled it is let go
        except _OutputTooLarge:
            failed = "output"
        if failed:
            connection.sendall(packed({FAILED: failed}))


def _answer(connection: socket.socket, header: Header, data: bytes, limits: ChildLimits) -> None:
    left = limits.output
    waiting: list[bytes] = []  # small frames go together
    size = 0
    for reply, content in _replies(header, data):
        head = packed(reply, len(content))
        left -= len(head) + len(content)
        if left < 0 or len(head) > MOST_HEADER:
            raise _OutputTooLarge
        waiting += (head, content)
        size += len(head) + len(content)
        if size > _SENT_AT_ONCE:
            connection.sendall(b"".join(waiting))
            waiting, size = [], 0
    connection.sendall(b"".join(waiting))


def _replies(header: Header, data: bytes) -> Iterator[_Reply]:
    """Yield the frames that answer a request."""
    try:
        if header["task"] == READ:
            done = read_file(Original(data=data, **header["arguments"]))
            yield from frames_of(done)
        else:
            yield {RESULT: True}, TASKS[header["task"]](data, header["arguments"])
    except MemoryError:
        raise
    except Unreadable as error:
        yield from frames_of(ReadFile(failure=error))
    except Exception as error:
        reason = f"its reader failed ({type(error).__name__})"
        yield from frames_of(ReadFile(failure=Unreadable(reason)))
