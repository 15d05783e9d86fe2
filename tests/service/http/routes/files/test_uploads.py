import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.indexing.indexer import Indexing
from service.indexing.wish import Wish
from service.originals import opened_file
from service.wiring import Parts
from tests.index.documents.objects.storage import Storage
from tests.index.documents.objects.test_bucket import stalling
from tests.service.apps import assert_failure, client_of, parts_of
from tests.toy import ToyEncoder

BEAVER = b"The beaver fells a tree in one night."
QUESTION = "What does the beaver fell in one night?"


@pytest.fixture
def own(indexed: Generations) -> Parts:
    return parts_of(indexed, ToyEncoder(), max_upload_file_mib=1, max_upload_files=3)


@pytest.fixture
def own_client(own: Parts) -> Iterator[TestClient]:
    with client_of(own) as client:
        yield client


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Response:
    reply: Response = client.post(
        "/v1/documents", files=[("files", file) for file in files], data=fields
    )
    return reply


def ended(client: TestClient) -> dict[str, Any]:
    """What the server says of the indexing once it is done."""
    end = time.monotonic() + 120
    while (state := client.get("/v1/admin/index").json())["status"] == "running":
        assert time.monotonic() < end
        time.sleep(0.05)
    found: dict[str, Any] = state
    return found


def held(parts: Parts) -> list[bytes]:
    folders = [parts.uploads.folder / "files", parts.uploads.folder / "incoming"]
    return [path.read_bytes() for f in folders if f.is_dir() for path in f.iterdir()]


def test_a_file_that_is_sent_is_answered_from_until_it_is_removed(
    own_client: TestClient, own: Parts
) -> None:
    reply = send(own_client, ("beaver.txt", BEAVER), ("kelp.md", b"# Kelp\n\nKelp grows."))
    assert reply.status_code == 202
    body = reply.json()
    assert [file["document_id"] for file in body["taken"]] == [
        "uploads/beaver.txt",
        "uploads/kelp.md",
    ]
    assert (body["refused"], body["indexing"]["status"]) == ([], "running")
    assert ended(own_client)["report"]["added"] == 2
    answer = own_client.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["citations"][0]["source"]["document_id"] == "uploads/beaver.txt"
    again = send(own_client, ("beaver.txt", BEAVER)).json()["taken"]
    assert [(file["document_id"], file["known"]) for file in again] == [
        ("uploads/beaver.txt", True)
    ]
    ended(own_client)
    removed = own_client.delete("/v1/documents/uploads/beaver.txt")
    assert (removed.status_code, removed.json()["status"]) == (202, "running")
    assert ended(own_client)["report"]["removed_documents"] == ["uploads/beaver.txt"]
    assert own_client.get("/v1/documents/uploads/beaver.txt").status_code == 404
    assert BEAVER not in held(own)


def test_a_password_and_the_wish_to_read_pictures_go_with_the_files(
    own_client: TestClient, own: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes: list[Wish] = []

    def soon(wish: Wish) -> Indexing:
        wishes.append(wish)
        return Indexing("running")

    monkeypatch.setattr(own.indexer, "soon", soon)
    for fields in ({}, {"password": "s3cret", "ocr": "true"}, {"ocr": "false"}):
        assert send(own_client, ("a.txt", BEAVER), **fields).status_code == 202
    assert wishes == [Wish(), Wish(password="s3cret", ocr=True), Wish()]
    refused = send(own_client, ("a.txt", BEAVER), ocr="yes")
    assert assert_failure(refused, 422, "invalid_request") == "ocr: either true or false"


def test_hostile_names_become_labels(own_client: TestClient, own: Parts) -> None:
    names = ["../../etc/passwd.txt", "C:\\x\\a.txt", "a\u202eb.txt"]
    taken = send(own_client, *((name, name.encode()) for name in names)).json()["taken"]
    assert [file["document_id"] for file in taken] == [
        "uploads/passwd.txt",
        "uploads/a.txt",
        "uploads/ab.txt",
    ]
    assert {path.name for path in own.uploads.folder.iterdir()} == {
        "names.json",
        "files",
        "incoming",
        "lock",
    }
    long = send(own_client, ("x" * 300 + ".txt", b"Long.")).json()["taken"][0]["document_id"]
    assert len(long) == len("uploads/") + 150


def test_what_cannot_be_taken_is_named_and_the_rest_is_taken(
    own_client: TestClient, own: Parts
) -> None:
    body = send(own_client, ("...", b"dots"), ("big.txt", b"x" * (2**20 + 1)), ("b.txt", BEAVER))
    assert [file["document_id"] for file in body.json()["taken"]] == ["uploads/b.txt"]
    assert [(file["name"], file["reason"]) for file in body.json()["refused"]] == [
        ("...", "its name has no letter or digit that can be kept"),
        ("big.txt", "larger than 1 MiB"),
    ]
    assert held(own) == [BEAVER]
    body = send(own_client, *((f"{n}.txt", str(n).encode()) for n in range(5))).json()
    assert (len(body["taken"]), len(body["refused"])) == (3, 2)
    assert "more files" in body["refused"][0]["reason"]


def test_of_far_more_files_than_may_come_at_once_the_rest_is_counted(
    own_client: TestClient,
) -> None:
    body = send(own_client, *((f"{n}.txt", str(n).encode()) for n in range(2000))).json()
    assert [file["document_id"] for file in body["taken"]] == [f"uploads/{n}.txt" for n in range(3)]
    assert [file["name"] for file in body["refused"]] == [
        *(f"{n}.txt" for n in range(3, 6)),
        "1,994 more files",
    ]
    told = {(file["reason"], file["hint"]) for file in body["refused"]}
    assert told == {("more files than may come at once", "send 3 at a time")}
    body = send(own_client, *((f"{n}.txt", b"x") for n in range(7))).json()
    assert body["refused"][-1]["name"] == "1 more file"


def test_where_nothing_is_taken_nothing_happens(own_client: TestClient, own: Parts) -> None:
    url, kind = "/v1/documents", "multipart/form-data; boundary=x"
    part = 'Content-Disposition: form-data; name="{}"; filename="a.txt"\r\n\r\nText\r\n'
    whole = f"--x\r\n{part.format('files')}--x--\r\n"
    for content, content_type, words in (
        ("{}", "application/json", "multipart/form-data"),
        (whole, "multipart/form-data", "multipart/form-data"),
        (whole, "multipart/form-data; boundary=" + "y" * 80, "form"),
        ("", kind, "ends too early"),
        ("--x--\r\n", kind, "no file"),
        (whole[:-8], kind, "ends too early"),
        (whole[:-30], kind, "ends too early"),
        ("garbage" + whole, kind, "form"),
        (f"--x\r\n{part.format('other')}--x--\r\n", kind, "does not know"),
        (whole.replace('; filename="a.txt"', ""), kind, "does not know"),
    ):
        reply = own_client.post(url, content=content, headers={"Content-Type": content_type})
        assert words in assert_failure(reply, 422, "invalid_request"), content
    assert "letter or digit" in assert_failure(
        send(own_client, ("..", BEAVER)), 422, "invalid_request"
    )
    assert held(own) == []
    assert own_client.get("/v1/admin/index").json()["status"] == "never"


def test_files_that_are_too_large_together_are_refused_and_leave_nothing(
    indexed: Generations,
) -> None:
    own = parts_of(indexed, ToyEncoder(), max_upload_mib=1)
    with client_of(own) as client:
        files = [(f"{n}.txt", bytes(600_000)) for n in range(2)]
        assert "1 MiB" in assert_failure(send(client, *files), 413, "body_too_large")
        assert held(own) == []

        def pieces() -> Iterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
            for _ in range(20):
                yield b"x" * 100_000

        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        reply = client.post("/v1/documents", content=pieces(), headers=kind)
        assert_failure(reply, 413, "body_too_large")
        assert held(own) == []


@pytest.mark.slow
def test_files_that_come_while_others_are_indexed_follow_right_after(
    own_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_SECONDS", "1")
    assert not send(own_client, ("a.txt", BEAVER)).json()["indexing"]["followed"]
    time.sleep(0.5)
    state = send(own_client, ("b.txt", b"Kelp grows a foot a day.")).json()["indexing"]
    assert (state["status"], state["followed"]) == ("running", True)
    assert ended(own_client)["status"] == "done"
    listed = own_client.get("/v1/documents", params={"folder": "uploads"}).json()
    assert listed["total"] == 2


def test_only_what_was_added_can_be_removed(own_client: TestClient) -> None:
    message = assert_failure(own_client.delete("/v1/documents/otters.txt"), 409, "not_uploaded")
    assert "of a folder" in message
    for name in ("nowhere", "uploads/nowhere.txt", "../../etc/passwd", "uploads/..%2f..%2fx"):
        reply = own_client.delete(f"/v1/documents/{name}")
        assert reply.status_code in (404, 405), name
    assert own_client.get("/v1/admin/index").json()["status"] == "never"


def test_who_added_a_file_is_remembered(own_client: TestClient, own: Parts) -> None:
    key, token = own.keys.create("operator", "admin", None)
    own_client.headers["Authorization"] = f"Bearer {token}"
    assert send(own_client, ("a.txt", BEAVER)).status_code == 202
    [upload] = own.uploads.all()
    assert upload.added_by == key.key_id
    assert upload.added_at.startswith("20")
    ended(own_client)


def test_a_full_disk_is_said(
    own_client: TestClient, own: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.uploads.incoming.IncomingFile.write", full)
    message = assert_failure(send(own_client, ("a.txt", BEAVER)), 503, "storage_failed")
    assert "No space left" in message
    assert str(tmp_path) not in message
    assert held(own) == []


@pytest.fixture
def servers(
    indexed: Generations, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[TestClient, TestClient]]:
    """Two servers of one index that keep what is added in object storage."""
    monkeypatch.setenv("PINCITE_UPLOADS", "s3://papers/added")
    parts = [parts_of(indexed, ToyEncoder(), max_upload_file_mib=1) for _ in range(2)]
    with client_of(parts[0]) as one, client_of(parts[1]) as other:
        yield one, other


@pytest.mark.filterwarnings("ignore")
def test_what_one_server_takes_another_answers_from_and_opens(
    servers: tuple[TestClient, TestClient],
) -> None:
    one, other = servers
    assert send(one, ("beaver.txt", BEAVER)).status_code == 202
    assert ended(one)["report"]["added"] == 1
    answer = other.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["citations"][0]["source"]["document_id"] == "uploads/beaver.txt"
    original = other.get("/v1/documents/uploads/beaver.txt/original")
    assert (original.status_code, original.content) == (200, BEAVER)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_one_server_takes_another_answers_from_opens_and_removes(
    servers: tuple[TestClient, TestClient], storage: Storage, indexed: Generations
) -> None:
    one, other = servers
    reply = send(one, ("beaver.txt", BEAVER), ("big.txt", b"x" * (2**20 + 1)))
    assert (reply.status_code, len(reply.json()["refused"])) == (202, 1)
    assert ended(one)["report"]["added"] == 1
    answer = other.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["citations"][0]["source"]["document_id"] == "uploads/beaver.txt"
    original = other.get("/v1/documents/uploads/beaver.txt/original")
    assert (original.status_code, original.content) == (200, BEAVER)
    listed = {file["path"]: file["added"] for file in other.get("/v1/files").json()["files"]}
    assert listed["uploads/beaver.txt"]
    assert list(listed.values()).count(True) == 1
    assert send(other, ("beaver.txt", BEAVER)).json()["taken"][0]["known"]
    ended(other)
    assert send(other, ("beaver.txt", b"Another beaver.")).json()["taken"][0]["document_id"] == (
        "uploads/beaver (2).txt"
    )
    assert ended(other)["report"]["added"] == 1
    assert other.delete("/v1/documents/uploads/beaver.txt").status_code == 202
    assert ended(other)["report"]["removed_documents"] == ["uploads/beaver.txt"]
    assert one.get("/v1/documents/uploads/beaver.txt").status_code == 404
    assert list(storage.objects("added/files/").values()) == [b"Another beaver."]
    assert not list((indexed.data_dir / "uploads" / "incoming").iterdir())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_storage_that_stalls_is_503_in_time_and_answers_go_on(
    servers: tuple[TestClient, TestClient], storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = servers
    send(one, ("beaver.txt", BEAVER))
    ended(one)
    monkeypatch.setattr(opened_file, "_PATIENCE_S", 1.0)
    with stalling(storage, monkeypatch):
        for reply in (
            send(one, ("a.txt", b"Text")),
            one.delete("/v1/documents/uploads/beaver.txt"),
            one.get("/v1/documents/uploads/beaver.txt/original"),
        ):
            message = assert_failure(reply, 503, "bucket_away")
            assert message.startswith("the object storage of the files does not answer; ")
        answer = one.post("/v1/ask", json={"question": QUESTION}).json()
        assert answer["citations"][0]["source"]["document_id"] == "uploads/beaver.txt"
    assert list(storage.objects("added/files/").values()) == [BEAVER]
    assert send(one, ("a.txt", b"Text")).status_code == 202
    ended(one)


@pytest.mark.filterwarnings("ignore")
def test_storage_that_refuses_tells_nobody_where_it_is(
    servers: tuple[TestClient, TestClient], storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    with storage.asking_for_keys():
        message = assert_failure(send(servers[0], ("a.txt", BEAVER)), 503, "bucket_failed")
    assert message == (
        "the object storage of the files refuses what is asked; the server's log says why; nothing "
        "was changed"
    )
    assert "s3://papers/added: the keys in use do not open it" in caplog.text
