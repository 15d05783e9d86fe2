from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.generations.publish import Generations
from tests.conftest import write_files
from tests.service.apps import assert_failure, client_of, parts_of
from tests.service.http.routes.files.test_uploads import BEAVER, ended, send
from tests.toy import ToyEncoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def test_every_file_is_listed_with_what_came_of_it(indexed: Generations, folder: Path) -> None:
    (folder / "a.bin").write_bytes(b"\x00\x01")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    write_files(folder, {".hidden.txt": "Hidden."})
    with client_of(parts_of(indexed, ToyEncoder())) as client:
        send(client, ("beaver.txt", BEAVER))
        ended(client)
        listed = client.get("/v1/files").json()
        assert listed["counts"] == {"indexed": 4, "broken": 1, "unsupported": 1}
        assert listed["left_out"] == {"hidden": 1}
        told = {file["path"]: file for file in listed["files"]}
        assert list(told) == sorted(told)
        assert (told["gone.txt"]["status"], told["gone.txt"]["reason"]) == (
            "broken",
            "a broken link",
        )
        assert [path for path, file in told.items() if file["added"]] == ["uploads/beaver.txt"]
        broken = client.get("/v1/files", params={"status": "broken"}).json()["files"]
        assert [file["path"] for file in broken] == ["gone.txt"]


def test_it_comes_in_pages(client: TestClient) -> None:
    paths: list[str] = []
    while True:
        after = paths[-1] if paths else ""
        page = client.get("/v1/files", params={"limit": 1, "after": after}).json()
        paths += [file["path"] for file in page["files"]]
        if not page["more"]:
            break
    assert paths == [file["path"] for file in client.get("/v1/files").json()["files"]]
    assert len(paths) == 3
    reply = client.get("/v1/files", params={"status": "lost"})
    assert "status" in assert_failure(reply, 422, "invalid_request")
