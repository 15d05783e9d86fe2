import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.wiring import Parts
from tests.conftest import write_files
from tests.service.apps import assert_failure, client_of, parts_of
from tests.toy import ToyEncoder


@pytest.fixture
def own(indexed: Generations) -> Parts:
    return parts_of(indexed, ToyEncoder())


@pytest.fixture
def operator(own: Parts) -> Iterator[TestClient]:
    """A client with a key of scope admin."""
    _, token = own.keys.create("operator", "admin", None)
    with client_of(own) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def ended(client: TestClient) -> dict[str, Any]:
    end = time.monotonic() + 120
    while (state := client.get("/v1/admin/index").json())["status"] == "running":
        assert time.monotonic() < end
        time.sleep(0.05)
    found: dict[str, Any] = state
    return found


def test_a_new_file_is_answered_from_soon_after(operator: TestClient, tmp_path: Path) -> None:
    assert operator.get("/v1/admin/index").json()["status"] == "never"
    write_files(tmp_path / "documents", {"new.txt": "The beaver fells a tree in one night."})
    reply = operator.post("/v1/admin/index")
    assert (reply.status_code, reply.json()["status"]) == (202, "running")
    state = ended(operator)
    assert state["status"] == "done"
    assert state["report"]["added"] == 1
    question = "What does the beaver fell in one night?"
    answer = operator.post("/v1/ask", json={"question": question}).json()
    assert answer["generation"] == 2
    assert "beaver fells a tree" in answer["answer"]


def test_questions_are_answered_meanwhile(
    operator: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_SECONDS", "600")
    write_files(tmp_path / "documents", {"new.txt": "The beaver fells a tree in one night."})
    operator.post("/v1/admin/index")
    assert_failure(operator.post("/v1/admin/index"), 409, "index_busy")
    answer = operator.post("/v1/ask", json={"question": "How deep does the otter dive?"}).json()
    assert (answer["status"], answer["generation"]) == ("answered", 1)
    assert operator.get("/v1/admin/index").json()["status"] == "running"


def test_while_another_process_writes_the_index_it_is_409(
    operator: TestClient, indexed: Generations
) -> None:
    with indexed.writer():
        assert "pid" in assert_failure(operator.post("/v1/admin/index"), 409, "index_busy")


@pytest.mark.slow
def test_a_path_that_is_sent_is_not_taken(
    operator: TestClient, indexed: Generations, tmp_path: Path
) -> None:
    other = write_files(tmp_path / "other", {"stranger.txt": "A stranger's text."})
    for sent in ({"json": {"path": str(other)}}, {"params": {"path": str(other)}}):
        assert operator.post("/v1/admin/index", **sent).status_code == 202  # type: ignore[arg-type]
        assert ended(operator)["report"]["added"] == 0
    with indexed.open_current() as lease:
        assert list(lease.manifest.roots) == [str(tmp_path / "documents")]


def test_without_any_key_whoever_is_on_this_machine_indexes_again(
    own: Parts, tmp_path: Path
) -> None:
    write_files(tmp_path / "documents", {"new.txt": "The beaver fells a tree in one night."})
    with client_of(own) as client:
        same_site = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
        assert client.post("/v1/admin/index", headers=same_site).status_code == 202
        assert ended(client)["report"]["added"] == 1
        for other in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://localhost:81"}):
            reply = client.post("/v1/admin/index", headers=other)
            assert_failure(reply, 403, "cross_site")
    with client_of(own, "203.0.113.9") as stranger:
        assert_failure(stranger.post("/v1/admin/index"), 401, "key_needed")


def test_the_collection_tells_whether_there_is_a_key_yet(own: Parts) -> None:
    with client_of(own) as client:
        assert client.get("/v1/collection").json()["needs_key"] is False
        _, token = own.keys.create("laptop", "ask", None)
        assert_failure(client.get("/v1/collection"), 401, "key_needed")
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/v1/collection", headers=headers).json()["needs_key"] is True
