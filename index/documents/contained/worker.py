"""The child process: it answers one request after the other, until its parent hangs up."""

import dataclasses
import socket
from collections.abc import Iterator

from index.documents.confinement.confine import Containment, allow_cpu
from index.documents.confinement.limits import ChildLimits
from index.documents.contained.file_frames import frames_of
from index.documents.contained.file_reader import ReadFile, read_file
from index.documents.contained.frames import MOST_HEADER, Header, packed, receive
from index.documents.contained.tasks import TASKS
from index.documents.formats import READERS
from index.errors import Unreadable
from index.originals import FileReport, Original
from index.records import RawDocument, Reader

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
    kinds = _note_kinds()
    while True:
        try:
            header, data, _ = receive(connection, _MOST_INPUT)
        except EOFError:
            return
        allow_cpu(limits.cpu_for(len(data)))
        failed = ""
        try:
            _answer(connection, _replies(header, data, kinds), limits.output)
        except MemoryError:
            failed = "memory"  # nothing can be sent before what filled it is let go
        except _OutputTooLarge:
            failed = "output"
        if failed:
            connection.sendall(packed({FAILED: failed}))


def _answer(connection: socket.socket, replies: Iterator[_Reply], most: int) -> None:
    left = most
    waiting: list[bytes] = []  # small frames go together
    size = 0
    for reply, content in replies:
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


def _replies(header: Header, data: bytes, kinds: set[str]) -> Iterator[_Reply]:
    """Yield the frames that answer a request. kinds: of files that were read."""
    task, arguments = header["task"], header["arguments"]
    try:
        if task == READ:
            found = read_file(Original(data=data, **arguments))
            yield from frames_of(found, kinds)
        else:
            yield {RESULT: True}, TASKS[task].run(data, arguments)
        return
    except MemoryError:
        raise
    except Unreadable as error:
        failure = error
    except Exception as error:
        failure = Unreadable(f"its reader failed ({type(error).__name__})")
    yield from frames_of(ReadFile(failure=failure), kinds)


def _note_kinds() -> set[str]:
    """Return the kinds of the files that will have been read, those in archives too."""
    kinds: set[str] = set()

    def noting(kind: str, read: Reader) -> Reader:
        def noted(original: Original) -> Iterator[RawDocument | FileReport]:
            kinds.add(kind)
            return read(original)

        return noted

    READERS.update({kind: noting(kind, read) for kind, read in READERS.items()})
    return kinds
