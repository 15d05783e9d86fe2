"""Frames between two processes: the lengths, a header in JSON, and bytes."""

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

Header = dict[str, Any]

MOST_HEADER = 16 * 2**20  # bytes; JSON takes up to 25 times its size when it is loaded
_LENGTHS = struct.Struct(">II")
_PART = 2**18  # bytes


class FrameError(Exception):
    """What came is no frame, or a larger one than was allowed."""


class Received(NamedTuple):
    """A header, bytes, and how many bytes both took on the way."""

    header: Header
    data: bytes
    size: int


def packed(header: Mapping[str, object], length: int = 0) -> bytes:
    """Return what goes before so many bytes of data. Lone surrogates become "?"."""
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return _LENGTHS.pack(len(head), length) + head


def receive(connection: socket.socket, most: int) -> Received:
    """Wait for the next frame, of `most` bytes at most, and return it.

    Raises EOFError at the end, FrameError for what is no such frame, and OSError. A large file
    takes its memory once.
    """
    head, length = _lengths(_exactly(connection, _LENGTHS.size), most)
    header = _header(_exactly(connection, head))
    return Received(header, _exactly(connection, length), head + length)


class Incoming:
    """The frames that come from a connection that has a timeout."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()

    def receive(self, most: int, deadline: float) -> Received:
        """Return the next frame, of `most` bytes at most.

        deadline: by time.monotonic. Raises TimeoutError when nothing came for the timeout of the
        connection, or when the deadline is over; the next call goes on from there. Else raises as
        the function of that name.
        """
        self._fill(_LENGTHS.size, deadline)
        head, length = _lengths(self._buffer[: _LENGTHS.size], most)
        start = _LENGTHS.size + head
        self._fill(start + length, deadline)
        header = _header(self._buffer[_LENGTHS.size : start])
        data = bytes(memoryview(self._buffer)[start : start + length])
        del self._buffer[: start + length]
        return Received(header, data, head + length)

    def _fill(self, length: int, deadline: float) -> None:
        while len(self._buffer) < length:
            if time.monotonic() > deadline:
                raise TimeoutError
            part = self._connection.recv(_PART)
            if not part:
                raise EOFError
            self._buffer += part


def _lengths(told: bytes | bytearray, most: int) -> tuple[int, int]:
    head, length = _LENGTHS.unpack(told)
    if head > MOST_HEADER or head + length > most:
        raise FrameError(f"a frame of {head} and {length} bytes")
    return head, length


def _header(told: bytes | bytearray) -> Header:
    try:
        header = json.loads(str(told, "utf-8"))
    except (ValueError, RecursionError) as error:
        raise FrameError("the header is no JSON") from error
    if not isinstance(header, dict):
        raise FrameError("the header is no object")
    return header


def _exactly(connection: socket.socket, length: int) -> bytes:
    content = connection.recv(length, socket.MSG_WAITALL) if length else b""
    if len(content) < length:
        raise EOFError
    return content
