import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.generations.publish import Generations
from service.http.doors.guard import SANDBOX
from service.wiring import Parts
from tests.conftest import write_files
from tests.service.apps import TEXTS, assert_failure, client_of, parts_of
from tests.service.http.routes.files.test_uploads import BEAVER, ended, send
from tests.service.http.routes.test_documents import get
from tests.toy import ToyEncoder


@pytest.fixture
def own(indexed: Generations) -> Parts:
    return parts_of(indexed, ToyEncoder())


@pytest.fixture
def own_client(own: Parts) -> Iterator[TestClient]:
    with client_of(own) as client:
        yield client


def test_an_original_is_an_attachment_that_no_browser_runs(own_client: TestClient) -> None:
    for name in TEXTS:
        reply = get(own_client.app, f"/v1/documents/{quote(name)}/original")
        assert (reply.status_code, reply.content) == (200, TEXTS[name].encode())
        headers = reply.headers
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"].startswith("attachment; filename=")
        assert headers.get_list("Content-Security-Policy") == [SANDBOX]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_its_name_is_told_in_every_script_and_breaks_no_header(own_client: TestClient) -> None:
    send(own_client, ('a"b; ö\u2028.txt', BEAVER))
    ended(own_client)
    [listed] = own_client.get("/v1/documents", params={"folder": "uploads"}).json()["documents"]
    reply = get(own_client.app, f"/v1/documents/{quote(listed['document_id'])}/original")
    assert reply.content == BEAVER
    # This client, like browsers, writes a quotation mark in a file's name as %22.
    assert reply.headers["Content-Disposition"] == (
        "attachment; filename=\"a_22b_ _.txt\"; filename*=UTF-8''a%2522b%3B%20%C3%B6.txt"
    )


@pytest.mark.parametrize("change", ["edited", "gone", "a pipe", "a link to another file"])
def test_a_file_that_is_not_as_it_was_indexed_is_not_given(
    own_client: TestClient, tmp_path: Path, change: str
) -> None:
    file = tmp_path / "documents" / "otters.txt"
    file.unlink()
    if change == "edited":
        file.write_text("Otters have changed.", "utf-8")
    elif change == "a pipe":
        os.mkfifo(file)
    elif change == "a link to another file":
        file.symlink_to(write_files(tmp_path, {"secret": "Secret."}) / "secret")
    reply = own_client.get("/v1/documents/otters.txt/original")
    assert_failure(reply, 409, "original_unavailable")


def test_a_file_without_documents_is_not_given(
    own_client: TestClient, own: Parts, indexed: Generations, tmp_path: Path
) -> None:
    (tmp_path / "documents" / "key.bin").write_bytes(b"\x00secret")
    build(indexed, ToyEncoder())
    assert own_client.get("/v1/files").json()["counts"]["unsupported"] == 1
    for name in ("key.bin", "nowhere.txt", "../pincite-data/CURRENT", "%2fetc%2fpasswd"):
        assert own_client.get(f"/v1/documents/{name}/original").status_code == 404, name


def test_a_document_may_have_that_name_itself(
    own_client: TestClient, indexed: Generations, tmp_path: Path
) -> None:
    write_files(tmp_path / "documents", {"letters/original": "A letter in its original words."})
    build(indexed, ToyEncoder())
    listed = own_client.get("/v1/documents", params={"folder": "letters"}).json()
    assert listed["total"] == 1
    body = own_client.get("/v1/documents/letters/original").json()
    assert body["text"] == "A letter in its original words."
    assert own_client.get("/v1/documents/letters/original/original").status_code == 200
