"""Conversations in a PostgreSQL whose network stalls: they end in time, and questions go on."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.network.endings import EACH_WAY, outcome
from tests.faults.network.links import FarMachine
from tests.service.apps import QUESTION, TEXTS, assert_failure, client_of, parts_of, published
from tests.service.postgres_server import PASSWORD, PostgresServer, postgres_server, until
from tests.toy import ToyEncoder

pytest.importorskip("psycopg", reason="pip install 'pincite[scale]'")

from service.database import postgres as postgres_file
from service.database import postgres_connection


@pytest.fixture(scope="module")
def far_postgres(far: FarMachine) -> Iterator[PostgresServer]:
    with ExitStack() as stack:
        with far.inside():
            server = stack.enter_context(postgres_server(far.host))
        yield server


@pytest.mark.parametrize("way", EACH_WAY)
def test_conversations_fail_in_time_and_go_on_when_the_network_is_back(
    far: FarMachine,
    far_postgres: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    monkeypatch.setattr(postgres_connection, "_SILENCE_S", 1.0)
    monkeypatch.setattr(postgres_file, "_WAIT_S", 2.0)
    index = published(TEXTS, tmp_path, ToyEncoder())
    parts = parts_of(index, ToyEncoder(), database_url=far_postgres.new_database())
    ask = {"question": QUESTION}
    with client_of(parts) as client:
        begun = client.post("/v1/chat", json=ask).json()["conversation_id"]
        more = {"question": "And its fur?", "conversation_id": begun}
        with far.stalled(way):
            for _ in range(3):
                reply = outcome(lambda: client.post("/v1/chat", json=more))
                assert PASSWORD not in assert_failure(reply, 503, "database_failed")
                reply = outcome(lambda: client.post("/v1/ask", json=ask))
                assert reply.json()["status"] == "answered"
            until(lambda: outcome(lambda: client.get("/readyz")).status_code == 503)
            assert client.get("/healthz").status_code == 200
        until(lambda: client.get("/readyz").status_code == 200)
        reply = client.post("/v1/chat", json=more)
        assert (reply.status_code, reply.json()["turn"]) == (200, 2)  # what failed left nothing
