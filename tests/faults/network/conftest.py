"""A machine behind a link that stalls, and a milvus-lite on it."""

from collections.abc import Iterator

import pytest

from tests.faults.network.links import FarMachine, far_machine
from tests.index.milvus.servers import MilvusServer


@pytest.fixture(scope="module")
def far() -> Iterator[FarMachine]:
    with far_machine() as machine:
        yield machine


@pytest.fixture(scope="module")
def far_milvus(far: FarMachine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    pytest.importorskip("milvus_lite", reason="milvus-lite is missing: pip install -e .[scale]")
    server = MilvusServer(tmp_path_factory.mktemp("milvus"), far.host)
    try:
        server.start(far.inside)
        yield server
    finally:
        server.kill()
