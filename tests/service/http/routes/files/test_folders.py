from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.generations.publish import Generations
from tests.conftest import write_files
from tests.service.apps import assert_failure, client_of, parts_of
from tests.service.http.routes.files.test_uploads import ended
from tests.toy import ToyEncoder

URL = "/v1/admin/roots"


@pytest.fixture
def own_client(indexed: Generations) -> Iterator[TestClient]:
    with client_of(parts_of(indexed, ToyEncoder())) as client:
        yield client


def test_a_folder_is_added_and_removed(own_client: TestClient, tmp_path: Path) -> None:
    first = str(tmp_path / "documents")
    assert own_client.get(URL).json() == {
        "roots": [first],
        "include": [],
        "exclude": [],
        "files": [3],
    }
    other = write_files(tmp_path / "other", {"beaver.txt": "The beaver fells a tree."})
    reply = own_client.post(URL, json={"add": str(other)})
    assert (reply.status_code, reply.json()["status"]) == (202, "running")
    assert ended(own_client)["report"]["added"] == 1
    listed = own_client.get(URL).json()
    assert (listed["roots"], listed["files"]) == ([first, str(other)], [3, 1])
    assert own_client.get("/v1/documents/other/beaver.txt").status_code == 200
    own_client.post(URL, json={"remove": first})
    assert ended(own_client)["report"]["removed"] == 3
    assert own_client.get(URL).json()["roots"] == [str(other)]


def test_the_last_folder_can_go(own_client: TestClient, tmp_path: Path) -> None:
    own_client.post(URL, json={"remove": str(tmp_path / "documents")})
    assert ended(own_client)["status"] == "done"
    assert own_client.get("/v1/collection").json()["documents"] == 0
    assert own_client.get("/v1/documents").json()["documents"] == []
    assert own_client.get("/v1/collection/folders").json()["folders"] == []
    assert own_client.get("/v1/collection/questions").status_code == 200
    assert own_client.get("/readyz").status_code == 200
    for question in ("How deep does the otter dive?", "What is this about?", "hello", "thanks"):
        answer = own_client.post("/v1/ask", json={"question": question}).json()
        assert answer["citations"] == answer["passages"] == [], question
    assert own_client.post("/v1/chat", json={"question": "why?"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "one path"),
        ({"add": "/a", "remove": "/b"}, "one path"),
        ({"add": "documents"}, "absolute"),
        ({"add": "/a\x00b"}, "absolute"),
        ({"remove": ""}, "absolute"),
        ({"path": "/etc"}, "does not know"),
    ],
)
def test_what_is_no_folder_is_refused(
    own_client: TestClient, body: dict[str, Any], words: str
) -> None:
    assert words in assert_failure(own_client.post(URL, json=body), 422, "invalid_request")
    assert own_client.get("/v1/admin/index").json()["status"] == "never"


def test_neither_pincites_own_files_nor_other_folders_are_taken(
    own_client: TestClient, indexed: Generations, tmp_path: Path
) -> None:
    own = {"add": str(indexed.data_dir / "generations")}
    assert "own files" in assert_failure(own_client.post(URL, json=own), 422, "invalid_request")
    for other in ({"remove": str(tmp_path)}, {"add": "/nowhere/at/all"}, {"add": "/etc/passwd/x"}):
        assert_failure(own_client.post(URL, json=other), 404, "root_not_found")
