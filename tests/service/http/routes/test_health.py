import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.generations.publish import Generations
from index.homes.home import home_of
from index.milvus.current_look import LOOK_S
from index.ranking.cross_encoder import BestFew
from service.settings import Settings
from tests.conftest import write_files
from tests.index.milvus.servers import MilvusServer
from tests.service.apps import assert_failure, client_of, parts_of
from tests.toy import ToyCrossEncoder, ToyEncoder


def test_the_process_lives_with_or_without_an_index(
    client: TestClient, empty_client: TestClient
) -> None:
    for each in (client, empty_client):
        reply = each.get("/healthz")
        assert (reply.status_code, reply.json()) == (200, {"status": "ok"})


def test_readiness_tells_what_answers(client: TestClient) -> None:
    reply = client.get("/readyz")
    assert reply.status_code == 200
    assert reply.json() == {
        "status": "ready",
        "generation": 1,
        "documents": 3,
        "passages": 3,
        "sentences": 8,
        "model": {"name": "toy", "sha256": ToyEncoder().identity.sha256},
        "cross_encoder": None,
        "damaged": [],
    }


def test_readiness_names_the_cross_encoder_that_is_set(shelf: Generations) -> None:
    reranker = BestFew(ToyCrossEncoder(), 8)
    with client_of(parts_of(shelf, ToyEncoder(), reranker)) as client:
        ready = client.get("/readyz").json()
    assert ready["cross_encoder"] == {"name": "toy-cross", "sha256": "0" * 64}
    assert ready["model"]["name"] == "toy"


def test_a_server_without_an_index_becomes_ready_when_one_is_published(
    generations: Generations, encoder: ToyEncoder
) -> None:
    with client_of(parts_of(generations, encoder)) as client:
        message = assert_failure(client.get("/readyz"), 503, "index_missing")
        assert "pincite index" in message
        assert str(generations.data_dir.parent) not in message
        folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "It is red."})
        build(generations, encoder, [folder])
        assert client.get("/readyz").json()["documents"] == 1
        write_files(folder, {"b.txt": "It is blue."})
        build(generations, encoder, [folder])
        ready = client.get("/readyz").json()
        assert (ready["generation"], ready["documents"]) == (2, 2)


def test_a_damaged_index_is_not_ready_and_the_log_alone_says_where_it_lies(
    generations: Generations, encoder: ToyEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "It is red."})
    build(generations, encoder, [folder])
    [store] = generations.data_dir.glob("segments/*/store.sqlite")
    store.write_bytes(store.read_bytes()[:-1])
    with client_of(parts_of(generations, encoder)) as client:
        message = assert_failure(client.get("/readyz"), 503, "index_damaged")
        assert str(generations.data_dir) not in message
        assert "store.sqlite" in caplog.text
        assert client.get("/healthz").status_code == 200


def test_what_is_damaged_is_named_without_its_folder(
    generations: Generations, encoder: ToyEncoder
) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "It is red."})
    build(generations, encoder, [folder])
    write_files(folder, {"b.txt": "It is blue."})
    build(generations, encoder, [folder])
    (generations.data_dir / "generations" / "000002" / "manifest.json").write_text("{}")
    with client_of(parts_of(generations, encoder)) as client:
        ready = client.get("/readyz").json()
    assert ready["generation"] == 1
    [damaged] = ready["damaged"]
    assert damaged.startswith("DATA_DIR/generations/000002/manifest.json")


def test_a_model_in_a_folder_is_named_by_its_last_part(
    generations: Generations, tmp_path: Path
) -> None:
    encoder = ToyEncoder(name=str(tmp_path / "my-model"))
    build(generations, encoder, [write_files(tmp_path / "documents", {"a.txt": "It is red."})])
    with client_of(parts_of(generations, encoder)) as client:
        assert client.get("/readyz").json()["model"]["name"] == "my-model"


def test_a_model_other_than_the_index_was_made_with_is_not_ready(
    generations: Generations, encoder: ToyEncoder
) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "It is red."})
    build(generations, encoder, [folder])
    with client_of(parts_of(generations, ToyEncoder(name="another"))) as client:
        message = assert_failure(client.get("/readyz"), 503, "index_damaged")
        assert "pincite index" in message


def test_a_store_that_is_away_is_told_without_its_address_until_it_is_back(
    tmp_path: Path, encoder: ToyEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("milvus_lite", reason="milvus-lite is missing: pip install -e .[scale]")
    server = MilvusServer(tmp_path / "server")
    server.start()
    home = home_of(Settings.load(store=server.store, data_dir=tmp_path / "data"))
    build(home, encoder, [write_files(tmp_path / "documents", {"a.txt": "The lamp is red."})])
    question = {"question": "What colour is the lamp?"}
    with client_of(parts_of(home, encoder)) as client:
        assert client.get("/readyz").json()["generation"] == 1
        answer = client.post("/v1/ask", json=question).json()["answer"]
        server.kill()
        for _ in range(2):
            message = assert_failure(client.post("/v1/ask", json=question), 503, "store_away")
            assert "127.0.0.1" not in message
            assert "127.0.0.1" in caplog.text
        time.sleep(LOOK_S)
        assert_failure(client.get("/readyz"), 503, "store_away")
        assert client.get("/healthz").status_code == 200
        server.start()
        time.sleep(LOOK_S)
        assert client.get("/readyz").json()["generation"] == 1
        assert client.post("/v1/ask", json=question).json()["answer"] == answer
    server.kill()
