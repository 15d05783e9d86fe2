"""The child process: it answers one request after the other, until its parent hangs up."""

import dataclasses
import socket
from collections.abc import Iterator

from index.documents.confinement.confine import Containment, allow_cpu
from index.documents.confinement.limits import Limits
from index.documents.contained.file_reader import ReadFile, read_file
from index.documents.contained.frames import MOST_HEADER, Header, packed, send
from index.documents.contained.frames import receive as receive_frame
from index.documents.contained.replies import frames_of
from index.documents.contained.tasks import TASKS
from index.errors import Unreadable
from index.originals import Original

READ = "read"  # the task of reading a file; all others are in TASKS
RESULT = "result"  # of a task
FAILED = "failed"  # for want of memory, or of room for the answer
_MOST_INPUT = 2**31  # bytes; how much is read is the parent's to decide

_Reply = tuple[Header, bytes]


class _OutputTooLarge(Exception):
    """The answer is larger than the limits allow."""


def serve(connection: socket.socket, limits: Limits, held: Containment) -> None:
    """Say what holds for this process, then answer requests. Raises OSError."""
    send(connection, dataclasses.asdict(held))
    while True:
        try:
            header, data, _ = receive_frame(connection, _MOST_INPUT)
        except EOFError:
            return
        allow_cpu(limits.cpu_s)
        failed = ""
        try:
            _answer(connection, header, data, limits)
        except MemoryError:
            failed = "memory"  # nothing can be sent before what filled it is let go
        except _OutputTooLarge:
            failed = "output"
        if failed:
            send(connection, {FAILED: failed})


def _answer(connection: socket.socket, header: Header, data: bytes, limits: Limits) -> None:
    left = limits.output
    for reply, content in _replies(header, data):
        head = packed(reply, content)
        left -= len(head) + len(content)
        if left < 0 or len(head) > MOST_HEADER:
            raise _OutputTooLarge
        connection.sendall(head)
        connection.sendall(content)


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
