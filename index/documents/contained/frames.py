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
_PART = 2**20  # bytes
_COPIED = 2**16  # bytes; joining what is smaller is cheaper than to send twice


class FrameError(Exception):
    """What came is no frame, or a larger one than was allowed."""


class Frame(NamedTuple):
    """A header, bytes, and how many bytes both took on the way."""

    header: Header
    data: bytes
    size: int


def packed(header: Mapping[str, object], data: bytes = b"") -> bytes:
    """Return the lengths and the header, which the data follow. Lone surrogates become "?"."""
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return _LENGTHS.pack(len(head), len(data)) + head


def send(connection: socket.socket, header: Mapping[str, object], data: bytes = b"") -> None:
    """Send a frame. Raises OSError; TimeoutError after the seconds that the connection has."""
    head = packed(header, data)
    if len(data) < _COPIED:
        connection.sendall(head + data)
    else:
        connection.sendall(head)
        connection.sendall(data)


def receive(connection: socket.socket, most: int, deadline: float | None = None) -> Frame:
    """Return the next frame, of `most` bytes at most.

    deadline: by the clock of time.monotonic. Raises EOFError at the end, FrameError for what is no
    such frame, TimeoutError, and OSError.
    """
    head, length = _LENGTHS.unpack(_exactly(connection, _LENGTHS.size, deadline))
    if head > MOST_HEADER or head + length > most:
        raise FrameError(f"a frame of {head} and {length} bytes")
    try:
        header = json.loads(_exactly(connection, head, deadline))
    except (ValueError, RecursionError) as error:
        raise FrameError("the header is no JSON") from error
    if not isinstance(header, dict):
        raise FrameError("the header is no object")
    return Frame(header, _exactly(connection, length, deadline), head + length)


def _exactly(connection: socket.socket, length: int, deadline: float | None) -> bytes:
    if deadline is None:  # then a large file takes its memory once
        content = connection.recv(length, socket.MSG_WAITALL) if length else b""
        if len(content) < length:
            raise EOFError
        return content
    parts, left = [], length
    while left:
        connection.settimeout(max(1e-3, deadline - time.monotonic()))
        part = connection.recv(min(left, _PART))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
