from starlette.testclient import TestClient

from index.build import build
from index.generations import Generations
from index.rerank import BestFew
from tests.conftest import write_files
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
        assert "pincite index" in assert_failure(client.get("/readyz"), 503, "index_missing")
        folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "It is red."})
        build(generations, encoder, [folder])
        assert client.get("/readyz").json()["documents"] == 1
        write_files(folder, {"b.txt": "It is blue."})
        build(generations, encoder, [folder])
        ready = client.get("/readyz").json()
        assert (ready["generation"], ready["documents"]) == (2, 2)


def test_a_damaged_index_is_not_ready(generations: Generations, encoder: ToyEncoder) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "It is red."})
    build(generations, encoder, [folder])
    [store] = generations.data_dir.glob("generations/*/store.sqlite")
    store.write_bytes(store.read_bytes()[:-1])
    with client_of(parts_of(generations, encoder)) as client:
        assert_failure(client.get("/readyz"), 503, "index_damaged")
        assert client.get("/healthz").status_code == 200


def test_a_model_other_than_the_index_was_made_with_is_not_ready(
    generations: Generations, encoder: ToyEncoder
) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "It is red."})
    build(generations, encoder, [folder])
    with client_of(parts_of(generations, ToyEncoder(name="another"))) as client:
        message = assert_failure(client.get("/readyz"), 503, "index_damaged")
        assert "pincite index" in message
