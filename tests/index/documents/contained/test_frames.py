import json
import socket
import struct
import time
from collections.abc import Iterator

import pytest

from index.documents.contained.frames import FrameError, Incoming, packed, receive


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        other.settimeout(0.1)
        yield one, other


def raw(head: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">II", len(head), len(data)) + head + data


def soon() -> float:
    return time.monotonic() + 10


def test_frames_come_one_after_the_other(pair: tuple[socket.socket, socket.socket]) -> None:
    one, other = pair
    one.sendall(packed({"a": "ü"}, 3) + b"abc" + packed({"b": 1}))
    incoming = Incoming(other)
    assert incoming.receive(100, soon())[:2] == ({"a": "ü"}, b"abc")
    assert incoming.receive(100, soon())[:2] == ({"b": 1}, b"")
    other.sendall(packed({"c": None}, 2) + b"\0\1")
    assert receive(one, 100)[:2] == ({"c": None}, b"\0\1")


def test_a_frame_that_comes_in_pieces_is_waited_for(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    one, other = pair
    whole = packed({"a": 1}, 3) + b"abc"
    incoming = Incoming(other)
    for byte in whole[:-1]:
        one.sendall(bytes([byte]))
        with pytest.raises(TimeoutError):
            incoming.receive(100, time.monotonic() + 0.01)
    one.sendall(whole[-1:])
    assert incoming.receive(100, soon())[:2] == ({"a": 1}, b"abc")


def test_a_lone_surrogate_does_not_break_a_frame(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    pair[0].sendall(packed({"title": "a\ud800b"}))
    assert Incoming(pair[1]).receive(100, soon()).header == {"title": "a?b"}


@pytest.mark.parametrize(
    "sent",
    [
        raw(b"[]"),
        raw(b"{"),
        raw(b"\xff\xff"),
        raw(b"[" * 90_000),
        raw(json.dumps({"a": "x" * 100_000}).encode()),
        raw(b"{}", b"x" * 100_000),
        struct.pack(">II", 2**32 - 1, 0),
        struct.pack(">II", 0, 2**32 - 1),
    ],
)
def test_what_is_no_frame_or_too_large_is_refused(
    pair: tuple[socket.socket, socket.socket], sent: bytes
) -> None:
    pair[0].sendall(sent)
    pair[0].close()
    with pytest.raises(FrameError):
        Incoming(pair[1]).receive(100_000, soon())


def test_the_end_is_told(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].sendall(packed({"a": 1})[:-1])
    pair[0].close()
    with pytest.raises(EOFError):
        Incoming(pair[1]).receive(100, soon())
