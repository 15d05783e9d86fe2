from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.generations.publish import Generations
from tests.conftest import write_files
from tests.index.documents.formats.pdf.pdfs import text_pages
from tests.service.apps import assert_failure, client_of, parts_of
from tests.toy import ToyEncoder

LINES = ["The beaver fells a tree in one night."]
OTHER = ["Kelp grows a foot a day in cold water."]
QUOTE = OTHER[0]


@pytest.fixture
def client(indexed: Generations, tmp_path: Path) -> Iterator[TestClient]:
    """On an index with a PDF of two pages, and a text."""
    (tmp_path / "documents" / "a.pdf").write_bytes(text_pages(LINES, OTHER))
    build(indexed, ToyEncoder())
    with client_of(parts_of(indexed, ToyEncoder())) as client:
        yield client


@pytest.fixture
def span(client: TestClient) -> dict[str, Any]:
    """Where the quote stands in the text."""
    text: str = client.get("/v1/documents/a.pdf").json()["text"]
    start = text.index(QUOTE)
    return {"start": start, "end": start + len(QUOTE)}


def test_a_page_is_drawn_with_the_quote_marked_on_its_own_page_alone(
    client: TestClient, span: dict[str, Any]
) -> None:
    pictures = {}
    for page in (1, 2):
        url = f"/v1/documents/a.pdf/pages/{page}.png"
        plain, marked = client.get(url), client.get(url, params=span)
        for reply in (plain, marked):
            assert reply.headers["Content-Type"] == "image/png"
            assert reply.headers["Cache-Control"] == "private, no-cache"
            assert reply.content.startswith(b"\x89PNG")
        pictures[page] = plain.content, marked.content
    assert pictures[1][0] == pictures[1][1]
    assert pictures[2][0] != pictures[2][1]
    [page] = client.get("/v1/documents/a.pdf/rectangles", params=span).json()["pages"]
    [(left, top, right, bottom)] = page["rectangles"]
    assert page["page"] == 2
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1


def test_a_browser_that_has_the_page_is_not_sent_it_again(
    client: TestClient, span: dict[str, Any]
) -> None:
    url = "/v1/documents/a.pdf/pages/2.png"
    tag = client.get(url, params=span).headers["ETag"]
    again = client.get(url, params=span, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url).headers["ETag"] != tag


def test_what_has_no_pages_is_not_found(client: TestClient, span: dict[str, Any]) -> None:
    for name in ("otters.txt", "nowhere.pdf"):
        for rest in ("pages/1.png", "rectangles"):
            reply = client.get(f"/v1/documents/{name}/{rest}", params=span)
            assert_failure(reply, 404, "document_not_found")
    reply = client.get("/v1/documents/a.pdf/pages/3.png")
    assert "no page 3" in assert_failure(reply, 409, "original_unavailable")
    for page in ("0", "x", "-1", "9" * 30):
        reply = client.get(f"/v1/documents/a.pdf/pages/{page}.png")
        assert_failure(reply, 422, "invalid_request")


def test_a_quote_must_lie_in_the_text_of_the_version_asked_for(
    client: TestClient, span: dict[str, Any]
) -> None:
    url = "/v1/documents/a.pdf/rectangles"
    for wrong in ({"start": 5, "end": 5}, {"start": 0, "end": 10_000}, {"start": 9, "end": 3}):
        assert_failure(client.get(url, params=wrong), 422, "invalid_request")
    other = client.get(url, params={**span, "v": "0" * 64})
    assert_failure(other, 409, "document_changed")


def test_a_file_that_has_changed_is_not_drawn(client: TestClient, tmp_path: Path) -> None:
    write_files(tmp_path / "documents", {"a.pdf": "Not what it was."})
    reply = client.get("/v1/documents/a.pdf/pages/1.png")
    assert_failure(reply, 409, "original_unavailable")
