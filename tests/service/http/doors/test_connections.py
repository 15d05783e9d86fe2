import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPException

import pytest

from service.http.doors.connections import most_connections
from service.http.exchange.limits import Limits
from tests.service.apps import TEXTS, parts_of, published
from tests.service.live import Wire, ask, live, request
from tests.toy import ToyEncoder

SHORT = Limits(head_s=0.5, body_s=0.5, write_s=0.5, write_all_s=3.0, idle_s=1, connections=20)
# Together more than the buffers of a connection hold on their way.
LARGE, TIMES = "/swagger/swagger-ui-bundle.js", 12


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server with little patience, on TEXTS."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PINCITE_PORT", "0")
        folder = tmp_path_factory.mktemp("live")
        generations = published(TEXTS, folder, ToyEncoder())
        with live(parts_of(generations, ToyEncoder()), SHORT) as port:
            yield port


@pytest.fixture(scope="module")
def patient_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server that cuts nobody off because the machine is busy."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PINCITE_PORT", "0")
        generations = published(TEXTS, tmp_path_factory.mktemp("patient"), ToyEncoder())
        patience = Limits(head_s=120, body_s=120, write_s=120, write_all_s=120, idle_s=120)
        with live(parts_of(generations, ToyEncoder()), patience) as port:
            yield port


@pytest.fixture(scope="module")
def size(patient_port: int) -> int:
    """The length of LARGE."""
    with Wire(patient_port) as wire:
        wire.send(request(path=LARGE))
        return len(wire.reply().body)


def is_cut(wire: Wire, drip: Callable[[], bytes]) -> bool:
    """Whether the server ends a connection on which this goes on to come."""
    end = time.monotonic() + 120
    gone = threading.Event()

    def send() -> None:
        try:
            while not gone.wait(0.1):
                wire.send(drip())
        except OSError:
            gone.set()

    thread = threading.Thread(target=send)
    thread.start()
    ended = wire.ends()
    gone.set()
    thread.join()
    return ended and time.monotonic() < end


def serves(port: int) -> bool:
    """Whether it answers. One with little patience may cut a slow machine off a few times."""
    for _ in range(20):
        with suppress(OSError, HTTPException), Wire(port) as wire:
            wire.send(ask())
            return wire.reply().status == 200
    return False


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"G",
        b"GET /healthz HTTP/1.1\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: ",
        b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nX-",
    ],
)
def test_a_head_that_never_ends_is_cut(port: int, begun: bytes) -> None:
    with Wire(port) as wire:
        wire.send(begun)
        assert is_cut(wire, lambda: b"a" if begun else b"")
    assert serves(port)


def test_so_is_a_second_head_on_a_connection_that_was_served(port: int) -> None:
    with Wire(port) as wire:
        wire.send(request())
        assert wire.reply().status == 200
        wire.send(b"GET /heal")
        assert is_cut(wire, lambda: b"a")


def test_a_body_that_never_ends_is_told_so_and_cut(port: int) -> None:
    for size in ("Content-Length: 60000", "Transfer-Encoding: chunked"):
        with Wire(port) as wire:
            wire.send(
                b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + f"{size}\r\n\r\n".encode()
            )
            reply = wire.reply("POST")
            assert (reply.status, reply.failure()) == (408, "body_too_slow")
            assert reply.headers["connection"] == ["close"]
            assert wire.ends()


def test_what_goes_on_to_be_sent_after_a_refusal_is_cut(port: int) -> None:
    with Wire(port) as wire:
        wire.send(b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n")
        assert wire.reply("POST").failure() == "body_too_large"
        assert is_cut(wire, lambda: b"x" * 1000)


def test_a_large_body_can_be_sent_to_its_end_and_learns_that_it_was_too_large(
    patient_port: int,
) -> None:
    body = b"x" * 5_000_000
    with Wire(patient_port) as wire:
        wire.send(request("POST", "/v1/ask", body, Content_Type="application/json"))
        assert wire.reply("POST").failure() == "body_too_large"
        wire.send(ask())
        assert wire.reply("POST").status == 200, "the connection is still good"


def test_a_connection_that_idles_is_ended(port: int) -> None:
    with Wire(port) as wire:
        wire.send(request())
        assert wire.reply().status == 200
        assert wire.ends()
    assert serves(port)


def replies_that_fill(port: int) -> Wire:
    """A connection on which more is asked for than its buffers hold."""
    wire = Wire(port)
    wire.send(request(path=LARGE) * TIMES)
    return wire


def taken(wire: Wire, at_a_time: int, pause_s: float) -> int:
    """How many bytes come until the connection ends."""
    received = 0
    with suppress(ConnectionError):
        while piece := wire.sock.recv(at_a_time):
            received += len(piece)
            time.sleep(pause_s)
    return received


@pytest.mark.slow
def test_who_takes_no_reply_is_cut(port: int, size: int) -> None:
    with replies_that_fill(port) as wire:
        time.sleep(2.5)
        assert taken(wire, 1 << 20, 0) < size * TIMES, "the rest was not kept for it"
    assert serves(port)


@pytest.mark.slow
def test_who_takes_them_by_drips_is_cut_too(port: int, size: int) -> None:
    with replies_that_fill(port) as wire:
        assert taken(wire, 50_000, 0.1) < size * TIMES
    assert serves(port)


def test_who_takes_them_gets_all(patient_port: int, size: int) -> None:
    with replies_that_fill(patient_port) as wire:
        for _ in range(TIMES):
            assert len(wire.reply().body) == size


def test_of_more_connections_than_may_be_the_last_are_refused(port: int) -> None:
    with ExitStack() as opened:
        for _ in range(SHORT.connections):
            opened.enter_context(Wire(port))
        with Wire(port) as wire:
            reply = wire.reply()
            assert (reply.status, reply.failure()) == (503, "overloaded")
            assert reply.headers["retry-after"] == ["1"]
            assert wire.ends()
    for _ in range(100):  # the server sees them end when it comes to it
        if serves(port):
            return
        time.sleep(0.1)
    raise AssertionError("it does not recover")


def test_there_are_no_more_than_the_process_may_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def room(files: int) -> int:
        monkeypatch.setattr("resource.getrlimit", lambda _: (files, files))
        return most_connections(Limits(connections=1000))

    assert [room(files) for files in (1024, 100_000, resource.RLIM_INFINITY)] == [824, 1000, 1000]
    assert room(64) >= 1


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",  # the beginning of TLS
        b"GET /\r\n\r\n",
        b"\x00" * 100 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    ],
)
def test_what_is_no_http_gets_a_failure_as_all_others(port: int, sent: bytes) -> None:
    with Wire(port) as wire:
        wire.send(sent)
        reply = wire.reply()
        assert (reply.status, reply.failure()) == (400, "bad_request")
        assert wire.ends()


def test_what_turns_out_to_be_none_after_it_was_answered_is_cut_without_a_word(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with Wire(port) as wire:
        wire.send(
            b"POST /nowhere HTTP/1.1\r\nHost: evil\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
        )
        assert wire.reply("POST").failure() == "host_not_allowed"
        wire.send(b"cdeXX no chunk at all\r\n")
        assert wire.ends()
    assert "Traceback" not in caplog.text


def test_nobody_is_told_what_serves(port: int) -> None:
    with Wire(port) as wire:
        wire.send(request())
        assert "server" not in wire.reply().headers


def test_to_speak_another_protocol_is_not_offered(port: int) -> None:
    with Wire(port) as wire:
        wire.send(
            request(
                path="/v1/ask",
                Connection="Upgrade",
                Upgrade="websocket",
                Sec_WebSocket_Version="13",
                Sec_WebSocket_Key="x3JJHMbDL1EzLkh9GBhXDw==",
            )
        )
        assert wire.reply().failure() == "method_not_allowed"
