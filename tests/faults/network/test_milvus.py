"""An index in a Milvus whose network stalls: what is told, what goes on, and what is seen after."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.errors import PinciteError, StoreAway
from index.generations.homes import Home
from index.milvus.builder_lock import BuilderLock
from index.milvus.engine import connection as connection_file
from index.milvus.engine.address import MilvusAddress
from index.milvus.engine.connection import MilvusConnection
from index.milvus.milvus_home import MilvusGenerations
from index.search import Searcher
from tests.conftest import write_files
from tests.faults.network.endings import EACH_WAY, outcome
from tests.faults.network.links import NO_REPLIES, NO_REQUESTS, FarMachine
from tests.index.milvus.servers import MilvusServer
from tests.service.apps import assert_failure, client_of, parts_of
from tests.service.postgres_server import until
from tests.toy import ToyEncoder

QUESTION = "What colour is the lamp?"
_READ_S, _WRITE_S = 1.0, 3.0

HomeOver = Callable[[str], MilvusGenerations]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "documents", {"a.txt": "The lamp is red.", "b.txt": "It rains."})


@pytest.fixture
def home_over(
    far_milvus: MilvusServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> HomeOver:
    """Opens one index by an address of the far machine, each time as another machine would."""
    monkeypatch.setattr(connection_file, "WRITE_S", _WRITE_S)
    name = f"t{secrets.token_hex(6)}"

    def over(host: str) -> MilvusGenerations:
        address = MilvusAddress(f"http://{host}:{far_milvus.port}", name)
        milvus = MilvusConnection(address, read_s=_READ_S)
        lock = BuilderLock(milvus, beat_s=0.2, dead_s=1.5)
        return MilvusGenerations(milvus, tmp_path / secrets.token_hex(4), lock=lock)

    return over


def answer(home: Home) -> str:
    searcher = Searcher(home.open_current().generation(), ToyEncoder())
    return searcher.search(QUESTION, 1).hits[0].stored.text


def paint(folder: Path, colour: str) -> None:
    (folder / "a.txt").write_text(f"The lamp is {colour}.", "utf-8")


def collections_of(home: MilvusGenerations) -> list[str]:
    name = home._connection.address.name
    return [one for one in home._connection.collections() if one.startswith(f"{name}_")]


@pytest.mark.parametrize("way", EACH_WAY)
def test_questions_end_with_a_sentence_and_are_answered_when_the_network_is_back(
    far: FarMachine, home_over: HomeOver, folder: Path, way: str
) -> None:
    home, question = home_over(far.host), {"question": QUESTION}
    build(home, ToyEncoder(), [folder])
    with client_of(parts_of(home, ToyEncoder())) as client:
        told = client.post("/v1/ask", json=question).json()["answer"]
        with far.stalled(way):
            for _ in range(3):
                reply = outcome(lambda: client.post("/v1/ask", json=question))
                assert far.host not in assert_failure(reply, 503, "store_away")
            assert_failure(outcome(lambda: client.get("/readyz")), 503, "store_away")
            assert client.get("/healthz").status_code == 200
        until(lambda: client.get("/readyz").status_code == 200)
        assert client.post("/v1/ask", json=question).json()["answer"] == told
        paint(folder, "blue")
        build(home, ToyEncoder(), [folder])
        assert "blue" in client.post("/v1/ask", json=question).json()["answer"]


@contextmanager
def stalled_at(far: FarMachine, way: str, home: MilvusGenerations, call: str) -> Iterator[None]:
    """Let the link stall when a builder first makes a call about its new generation."""
    does = getattr(home._connection, call)

    def stall_and_do(*arguments: Any) -> Any:
        if any("_g0" in str(one) for one in arguments[:2]) and not stalled.is_set():
            stalled.set()
            far.stall(way)
        return does(*arguments)

    stalled = threading.Event()
    setattr(home._connection, call, stall_and_do)
    try:
        yield
        assert stalled.is_set()
    finally:
        setattr(home._connection, call, does)
        far.mend()


@pytest.mark.slow
@pytest.mark.parametrize("way", EACH_WAY)
@pytest.mark.parametrize(
    "call",
    [
        "insert",
        pytest.param("create", marks=pytest.mark.slow),
        pytest.param("finish", marks=pytest.mark.slow),
    ],
)
def test_a_build_ends_with_a_sentence_and_what_was_published_answers_on(
    far: FarMachine, home_over: HomeOver, folder: Path, way: str, call: str
) -> None:
    home, other = home_over(far.host), home_over(far.steady_host)
    build(home, ToyEncoder(), [folder])
    whole = collections_of(other)
    paint(folder, "blue")
    with stalled_at(far, way, home, call):
        failed = outcome(lambda: build(home, ToyEncoder(), [folder]))
        assert "does not answer" in str(failed)
        assert isinstance(failed, StoreAway)
        assert (other.numbers(), answer(other)) == ([1], "The lamp is red.")
    encoder = ToyEncoder()
    until(lambda: not isinstance(outcome(lambda: build(home, encoder, [folder])), PinciteError))
    assert encoder.encoded == 0  # what was encoded is kept
    for each in (home, other):
        assert answer(each) == "The lamp is blue."
    assert len(collections_of(other)) == 2 * len(whole)  # nothing of the build that failed


@pytest.mark.slow
@pytest.mark.parametrize("way", [NO_REQUESTS, NO_REPLIES])
def test_a_builder_that_does_not_learn_whether_it_published_leaves_a_whole_generation(
    far: FarMachine, home_over: HomeOver, folder: Path, way: str
) -> None:
    home, other = home_over(far.host), home_over(far.steady_host)
    build(home, ToyEncoder(), [folder])
    paint(folder, "blue")
    with stalled_at(far, way, home, "alter_alias"):
        assert isinstance(outcome(lambda: build(home, ToyEncoder(), [folder])), StoreAway)
        arrived = way == NO_REPLIES
        assert answer(other) == ("The lamp is blue." if arrived else "The lamp is red.")
        # Another machine takes over, and what the first one sent late must not undo its work.
        paint(folder, "green")
        build(other, ToyEncoder(), [folder])
        assert answer(other) == "The lamp is green."
    until(lambda: outcome(lambda: answer(home)) == "The lamp is green.")
    time.sleep(5)  # in which TCP sends again what it kept
    assert answer(other) == "The lamp is green."


@pytest.mark.slow
def test_after_a_long_stall_the_network_is_tried_again_soon(
    far: FarMachine, home_over: HomeOver, folder: Path
) -> None:
    home = home_over(far.host)
    build(home, ToyEncoder(), [folder])
    ends = time.monotonic() + 90
    with far.stalled(NO_REPLIES):
        while time.monotonic() < ends:  # a server that is asked meanwhile
            assert isinstance(outcome(lambda: answer(home)), StoreAway)
            time.sleep(1)
    until(lambda: outcome(lambda: answer(home)) == "The lamp is red.", seconds=15)
