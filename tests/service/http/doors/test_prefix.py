from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.http.doors.prefix import without_root
from tests.service.apps import QUESTION, assert_failure, client_of, parts_of
from tests.service.http.routes.test_pages import PAGES, Page
from tests.toy import ToyEncoder

ROOT = "/pincite"


@pytest.fixture(scope="module")
def below(shelf: Generations) -> Iterator[TestClient]:
    """Talks to a server that browsers reach below ROOT."""
    with client_of(parts_of(shelf, ToyEncoder(), root_path=ROOT)) as client:
        yield client


def test_only_the_root_path_itself_is_taken_away_and_only_once() -> None:
    assert without_root("/pincite", ROOT) == "/"
    assert without_root("/pincite/", ROOT) == "/"
    assert without_root("/pincite/v1/ask", ROOT) == "/v1/ask"
    assert without_root("/pincite/pincite/v1", ROOT) == "/pincite/v1"
    for path in ("/pincites/v1", "/v1/pincite", "/PINCITE/v1", "//pincite/v1", "/pincite.html"):
        assert without_root(path, ROOT) == path


@pytest.mark.parametrize("prefix", [ROOT, ""])
def test_it_answers_whether_the_proxy_takes_the_path_away_or_not(
    below: TestClient, prefix: str
) -> None:
    assert below.post(f"{prefix}/v1/ask", json={"question": QUESTION}).status_code == 200
    assert below.get(f"{prefix}/v1/documents/otters.txt").json()["document_id"] == "otters.txt"
    assert below.get(f"{prefix}/static/page/app.js").status_code == 200
    assert_failure(below.get(f"{prefix}/v1/nowhere"), 404, "not_found")


@pytest.mark.parametrize("path", PAGES)
def test_all_that_a_page_names_lies_below_the_path(below: TestClient, path: str) -> None:
    text = below.get(f"{ROOT}{path}").text
    loads = Page(text).loads
    assert loads
    for address in loads:
        assert address.startswith(f"{ROOT}/"), address
        assert below.get(address).status_code == 200, address
    assert 'href="/' not in text.replace(f'href="{ROOT}/', "")


def test_a_redirection_leads_below_the_path_and_names_no_host(below: TestClient) -> None:
    reply = below.get(f"{ROOT}/docs/?a=%C3%BC", follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (307, f"{ROOT}/docs?a=%C3%BC")
    reply = below.get(f"{ROOT}//evil.example/", follow_redirects=False)
    assert reply.headers.get("location", ROOT).startswith(ROOT)


def test_links_to_quotes_and_the_schema_name_the_path(below: TestClient) -> None:
    body = {"messages": [{"role": "user", "content": QUESTION}]}
    [note] = below.post("/v1/chat/completions", json=body).json()["choices"][0]["message"][
        "annotations"
    ]
    assert note["url_citation"]["url"].startswith(f"http://localhost{ROOT}/documents/otters.txt?")
    assert below.get(f"{ROOT}/openapi.json").json()["servers"] == [{"url": ROOT}]


@pytest.mark.parametrize(
    "path",
    [
        f"{ROOT}{ROOT}/v1/admin/index",
        f"{ROOT}{ROOT}/v1/documents",
        f"/{ROOT}/v1/admin/index",
        f"{ROOT}//v1/admin/index",
        f"{ROOT}/%2e%2e/v1/admin/index",
        f"{ROOT}/./v1/admin/index",
        f"{ROOT}%2fv1%2fadmin%2findex",
    ],
)
@pytest.mark.parametrize("scope", [None, "ask"])
def test_no_spelling_of_an_address_leads_past_a_key(
    generations: Generations, path: str, scope: str | None
) -> None:
    """Whatever an address is taken for, by the doors it is taken for the same as by the router."""
    parts = parts_of(generations, ToyEncoder(), root_path=ROOT)
    token = parts.keys.create("laptop", "ask", None)[1]
    headers = {"Authorization": f"Bearer {token}"} if scope else {}
    with client_of(parts) as client:
        for method in ("GET", "POST"):
            reply = client.request(method, path, headers=headers)
            assert reply.status_code in (401, 403, 404, 405), (method, path)
