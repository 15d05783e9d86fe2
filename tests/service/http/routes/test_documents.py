import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import anyio
import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from index.build import build
from index.generations.publish import Generations
from index.records import RawDocument
from service.http.app import create_app
from tests.conftest import write_files
from tests.index.shaped import SHAPE, TEXT
from tests.service.apps import TEXTS, assert_failure, client_of, parts_of, published
from tests.service.conftest import forget_settings
from tests.toy import ToyEncoder

ClientOn = Callable[[Mapping[str, str]], TestClient]


def get(app: ASGIApp, path: str) -> httpx2.Response:
    """GET as a server hands it on: the path decoded once (the test client decodes it twice)."""

    async def send() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    return anyio.run(send)


def test_the_list_names_every_document_without_its_text(client: TestClient) -> None:
    listing = client.get("/v1/documents").json()
    assert list(listing) == ["generation", "total", "documents"]
    assert (listing["generation"], listing["total"]) == (1, len(TEXTS))
    assert [document["document_id"] for document in listing["documents"]] == sorted(TEXTS)
    mills = listing["documents"][-1]
    text = client.get("/v1/documents/rivers/mills.md").json()["text"]
    assert mills == {
        "document_id": "rivers/mills.md",
        "title": "Mills of the valley",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "published": "2021-05-04",
        "stale": False,
        "characters": len(text),
        "passages": 1,
        "author": None,
        "site": None,
        "language": None,
        "url": None,
    }


def listed(client: TestClient, **query: str | int) -> list[str]:
    """The ids on that page of the list."""
    listing = client.get("/v1/documents", params=query).json()
    return [one["document_id"] for one in listing["documents"]]


def test_the_list_is_searched_and_comes_in_an_order(client: TestClient) -> None:
    lamp = "a b/ünï #1 100%41 ?.txt"
    assert listed(client, q="RIVER") == ["otters.txt", "rivers/mills.md"]
    assert listed(client, q="mills river") == ["rivers/mills.md"]
    assert listed(client, q="uni 100%") == [lamp]
    assert listed(client, folder="rivers") == ["rivers/mills.md"]
    assert listed(client, folder="rivers", q="otter") == []
    assert listed(client, order="title") == ["rivers/mills.md", "otters.txt", lamp]
    assert listed(client, order="newest")[0] == "rivers/mills.md"


def test_the_list_comes_in_pages(client: TestClient) -> None:
    whole = listed(client)
    pages = [listed(client, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert pages == [whole[:2], whole[2:], []]
    page = client.get("/v1/documents", params={"limit": 1, "q": "river"}).json()
    assert (page["total"], len(page["documents"])) == (2, 1)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "limit"),
        ({"offset": -1}, "offset"),
        ({"order": "size"}, "order"),
        ({"q": "x" * 201}, "q"),
        ({"folder": "/"}, "folder: must name a folder"),
        ({"folder": "x" * 1025}, "folder"),
    ],
)
def test_a_list_that_cannot_be_given_is_said_to_be_so(
    client: TestClient, query: dict[str, str], named: str
) -> None:
    message = assert_failure(client.get("/v1/documents", params=query), 422, "invalid_request")
    assert message.startswith(named)


def test_a_document_is_its_text_and_title(client: TestClient) -> None:
    document = client.get("/v1/documents/rivers/mills.md").json()
    assert document["document_id"] == "rivers/mills.md"
    assert document["title"] == "Mills of the valley"
    assert document["text"] == (
        "The old mill grinds barley twice a week. Seven mills stood in the valley in 1890."
    )
    assert document["sha256"] == hashlib.sha256(document["text"].encode()).hexdigest()
    assert document["published"] == "2021-05-04"
    assert document["stale"] is False
    assert document["generation"] == 1


@pytest.fixture
def shaped(generations: Generations, encoder: ToyEncoder) -> dict[str, Any]:
    """The reply about a document of every kind of block."""
    build(generations, encoder, corpus=[RawDocument("otters.md", TEXT, shape=SHAPE)])
    with client_of(parts_of(generations, encoder)) as client:
        reply: dict[str, Any] = client.get("/v1/documents/otters.md").json()
    return reply


def test_a_block_says_what_its_kind_has_and_nothing_else(shaped: dict[str, Any]) -> None:
    text, blocks = shaped["text"], shaped["blocks"]
    spans = [(block.pop("start"), block.pop("end")) for block in blocks]
    assert [text[start:end] for start, end in spans] == [
        line for line in text.split("\n") if line != ""
    ]
    cells = [block.pop("cells") for block in blocks if block["kind"] == "row"]
    assert [[text[start:end] for start, end in row] for row in cells] == [
        ["name", "weight"],
        ["Ada", "14 kg"],
    ]
    assert blocks == [
        {"kind": "heading", "level": 1},
        {"kind": "paragraph"},
        {"kind": "item", "level": 1, "ordered": True, "number": 1},
        {"kind": "item", "level": 2, "ordered": False},
        {"kind": "row", "header": True},
        {"kind": "row", "header": False},
        {"kind": "code", "language": "python"},
        {"kind": "quotation"},
        {"kind": "note"},
        {"kind": "heading", "level": 2},
        {"kind": "paragraph"},
    ]


def test_links_and_places_say_where_words_point_and_stand(shaped: dict[str, Any]) -> None:
    text = shaped["text"]
    assert [(text[link["start"] : link["end"]], link["href"]) for link in shaped["links"]] == [
        ("license", "https://example.org/license"),
        ("the menu", "menu.md#fish"),
    ]
    assert [(p["kind"], p["value"], p["label"]) for p in shaped["places"]] == [
        ("part", "otters.pdf", "otters.pdf in mail.zip"),
        ("page", 1, "page 1"),
        ("page", 2, "page 2"),
    ]
    second = shaped["places"][2]
    assert text[second["start"] : second["end"]].startswith("“They sleep afloat.”")


NAMES = [
    "plain.txt",
    "a/b/c.txt",
    "with space.txt",
    " led by a space.txt",
    "a#b.txt",
    "a?b=c&d.txt",
    "100%.txt",
    "%2e%2e%2fa.txt",
    "a%41.txt",
    "ünï/çødé.txt",
    "日本/語.txt",
    "😀👩🏽‍🚀.txt",
    "שלום.txt",
    "e\u0301.txt",
    "a+b;c,d@e=f.txt",
    "back\\slash.txt",
    "quote'\".txt",
    "<img src=x onerror=alert(1)>.txt",
    "documents/ask.txt",
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> ASGIApp:
    """The application on one document for each of NAMES; its text says the name's number."""
    encoder = ToyEncoder()
    texts = {name: f"Document number {number} is here." for number, name in enumerate(NAMES)}
    with pytest.MonkeyPatch.context() as monkeypatch:
        forget_settings(monkeypatch)
        folder = tmp_path_factory.mktemp("named")
        return create_app(parts_of(published(texts, folder, encoder), encoder))


@pytest.mark.parametrize("name", NAMES)
def test_a_document_of_any_name_is_found_by_its_encoded_id(named: ASGIApp, name: str) -> None:
    reply = get(named, f"/v1/documents/{quote(name)}")
    assert reply.status_code == 200
    assert reply.json()["document_id"] == name
    assert reply.json()["text"] == f"Document number {NAMES.index(name)} is here."


@pytest.mark.parametrize(
    "path",
    [
        "nowhere.txt",
        "",
        "/plain.txt",
        "plain.txt/",
        "PLAIN.TXT",
        "a/b",
        "a/b/%2e%2e/b/c.txt",
        "%2e%2e/%2e%2e/etc/passwd",
        "%00",
        "plain.txt%00",
        "%ff",
        "%ED%A0%80",
        "' OR 1=1 --",
        "x" * 5000,
    ],
)
def test_a_document_that_is_not_there_is_404(named: ASGIApp, path: str) -> None:
    reply = get(named, f"/v1/documents/{path}")
    assert reply.status_code == 404
    assert reply.json()["error"]["code"] in ("document_not_found", "not_found")
    assert "passwd" not in reply.text


def test_a_document_is_given_in_the_version_asked_for(client: TestClient) -> None:
    document = client.get("/v1/documents/otters.txt").json()
    again = client.get("/v1/documents/otters.txt", params={"v": document["sha256"]})
    assert again.json() == document


def test_another_version_is_409(client: TestClient) -> None:
    reply = client.get("/v1/documents/otters.txt", params={"v": "0" * 64})
    assert "changed" in assert_failure(reply, 409, "document_changed")
    assert "fur" not in reply.text


def test_an_unknown_document_is_404_whatever_the_version(client: TestClient) -> None:
    reply = client.get("/v1/documents/nowhere.txt", params={"v": "0" * 64})
    assert_failure(reply, 404, "document_not_found")


@pytest.mark.parametrize(
    "version",
    ["", "1", "0" * 63, "0" * 65, "g" * 64, "A" * 64, "0" * 64 + "\n", "\x00", "<img>", "é" * 64],
)
def test_a_malformed_version_is_422_and_is_not_echoed(client: TestClient, version: str) -> None:
    reply = client.get("/v1/documents/otters.txt", params={"v": version})
    message = assert_failure(reply, 422, "invalid_request")
    assert "SHA-256" in message
    assert not (len(version) > 1 and version in reply.text)


def test_the_versions_follow_the_index(generations: Generations, encoder: ToyEncoder) -> None:
    folder = write_files(generations.data_dir.parent / "documents", {"a.txt": "The lamp is red."})
    build(generations, encoder, [folder])
    with client_of(parts_of(generations, encoder)) as client:
        old = client.get("/v1/documents/a.txt").json()["sha256"]
        write_files(folder, {"a.txt": "The lamp is blue."})
        build(generations, encoder, [folder])
        assert_failure(
            client.get("/v1/documents/a.txt", params={"v": old}), 409, "document_changed"
        )
        new = client.get("/v1/documents/a.txt").json()
        assert (new["text"], new["generation"]) == ("The lamp is blue.", 2)
        (folder / "a.txt").unlink()
        write_files(folder, {"b.txt": "Nothing else."})
        build(generations, encoder, [folder])
        assert_failure(client.get("/v1/documents/a.txt"), 404, "document_not_found")


def test_the_text_is_cleaned_and_offsets_count_in_it(client_on: ClientOn) -> None:
    client = client_on({"a.txt": "\ufeffCafe\u0301 one.\r\nTwo\r\n\r\n\r\n\r\nthree 😀.\x07"})
    assert client.get("/v1/documents/a.txt").json()["text"] == "Café one.\nTwo\n\nthree 😀."


SAID = """---
title: Otters of Holm
author: The river desk
site: Holm News
lang: en
url: https://h.example/otters
date: 2024-05-03
---
"""
BODY = "The otter dives eight metres deep. It eats crabs and sleeps on a raft of kelp at night."


def test_a_document_says_who_wrote_it_and_what_is_like_it(client_on: ClientOn) -> None:
    client = client_on(
        {
            "new.md": f"{SAID}{BODY}",
            "old.md": f"---\nsuperseded_by: new.md\n---\n{BODY}",
            "far.txt": "Mills grind.",
        }
    )
    said = {
        "author": "The river desk",
        "site": "Holm News",
        "language": "en",
        "url": "https://h.example/otters",
    }
    document = client.get("/v1/documents/new.md").json()
    assert {name: document[name] for name in said} == said
    assert (document["superseded_by"], document["copies"]) == (None, ["old.md"])
    old = client.get("/v1/documents/old.md").json()
    assert (old["author"], old["superseded_by"], old["copies"]) == (None, "new.md", ["new.md"])
    [listed] = client.get("/v1/documents", params={"q": "desk news"}).json()["documents"]
    assert {name: listed[name] for name in said} == said


def test_a_source_says_who_wrote_it(client_on: ClientOn) -> None:
    client = client_on({"new.md": f"{SAID}{BODY}", "far.txt": "Mills grind."})
    filters = {"author": "RIVER", "site": "holm", "language": "en"}
    body = {"question": "How deep does the otter dive?", "filters": filters}
    answer = client.post("/v1/ask", json=body).json()
    assert answer["filtered"]["documents"] == 1
    source = answer["citations"][0]["source"]
    assert (source["author"], source["site"], source["language"]) == (
        *("The river desk", "Holm News", "en"),
    )
    assert source["published"] == "2024-05-03"
