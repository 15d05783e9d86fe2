import time

from starlette.testclient import TestClient

from tests.service.apps import assert_failure


def test_the_one_model_stands_for_the_index(client: TestClient) -> None:
    listed = client.get("/v1/models").json()
    assert listed["object"] == "list"
    [model] = listed["data"]
    assert list(model) == ["id", "object", "created", "owned_by"]
    assert (model["id"], model["object"]) == ("pincite", "model")
    assert abs(model["created"] - time.time()) < 3600
    assert client.get("/v1/models/pincite").json() == model
    for name in ("gpt-4o", "pincite/x", "Pincite", "%2e%2e"):
        assert_failure(client.get(f"/v1/models/{name}"), 404, "model_not_found")


def test_without_an_index_there_is_no_model(empty_client: TestClient) -> None:
    for path in ("/v1/models", "/v1/models/pincite"):
        message = assert_failure(empty_client.get(path), 503, "index_missing")
        assert "pincite index" in message
