import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.errors import StoreAway, StoreFailed
from index.milvus.engine.address import MilvusAddress
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.generation_tables import RECORDS, fields_of, indexes_of
from tests.index.milvus.servers import MilvusServer, free_port

pytest.importorskip("pymilvus", reason="pymilvus is missing: pip install -e .[scale]")


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A socket that takes connections and never answers, as behind a network that stalls."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_network_that_stalls_ends_at_the_deadline(silent_port: int) -> None:
    address = MilvusAddress.parse(f"milvus+http://127.0.0.1:{silent_port}/docs")
    start = time.monotonic()
    with pytest.raises(StoreAway, match=r"does not answer .*see that Milvus runs"):
        MilvusConnection(address, read_s=1.0).collections()
    assert time.monotonic() - start < 30  # of a deadline of one second


def test_where_nothing_listens_it_says_so() -> None:
    address = MilvusAddress.parse(f"milvus+http://127.0.0.1:{free_port()}/docs")
    with pytest.raises(StoreAway, match=r"127.0.0.1.*docs does not answer"):
        MilvusConnection(address, read_s=1.0).collection_of("docs_current")


def test_what_milvus_refuses_is_told_in_its_words(milvus: MilvusConnection) -> None:
    with pytest.raises(StoreFailed, match=r"does not exist"):
        milvus.query("nowhere", "row == 1", ["row"])
    assert milvus.collection_of("nowhere") is None


def test_a_file_that_another_process_has_open_is_told_so(tmp_path: Path) -> None:
    server = MilvusServer(tmp_path / "lite.db")
    server.start()
    try:
        with pytest.raises(StoreFailed, match=r"another process has it open.*milvus-lite server"):
            MilvusConnection(MilvusAddress.parse(str(tmp_path / "lite.db"))).collections()
    finally:
        server.kill()


def test_a_collection_is_waited_for_as_long_as_the_store_answers(
    milvus: MilvusConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pymilvus.exceptions import MilvusException

    client, late = milvus._client(), list[str]()
    load = client.load_collection

    def load_slowly(name: str, **options: Any) -> None:
        if late.count(name) < 2:
            late.append(name)
            raise MilvusException(message="wait for loading collection timeout")
        load(name, **options)

    def does_not_answer(**_: Any) -> None:
        raise MilvusException(message="wait for the store timeout")

    monkeypatch.setattr(client, "load_collection", load_slowly)
    one, other = (f"{milvus.address.name}_{name}" for name in ("one", "other"))
    for name in (one, other):
        milvus.create(name, fields_of(RECORDS, 0))
    milvus.finish(one, indexes_of(RECORDS, "FLAT"))
    assert milvus.count(one) == 0
    with monkeypatch.context() as gone:
        gone.setattr(client, "list_collections", does_not_answer)
        with pytest.raises(StoreAway, match="does not answer"):
            milvus.finish(other, indexes_of(RECORDS, "FLAT"))
