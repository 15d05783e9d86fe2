"""Which documents an answer may come from: over HTTP, and in the terminal."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.storage.document_filter import Filter
from service.errors import BadFilter
from service.filters import Filters, check_filters, filter_of
from tests.service.apps import QUESTION, assert_failure
from tests.service.conftest import Pincite

ClientOn = Callable[[Mapping[str, str]], TestClient]

TEXTS = {
    "rivers/2021/otters.md": "---\ntitle: Otters\ndate: 2021-05-04\n---\n"
    "The otter dives two metres deep.",
    "rivers/2022/otters.md": "---\ntitle: Otters\ndate: 2022-05-04\n---\n"
    "The otter dives nine metres deep.",
    "lakes/otters.txt": "Otters of the lake\n\nThe otter dives thirty metres deep.",
    "lakes/moon.md": "---\npublished: 2022-05-05\n---\n# Moon\n\nThe moon pulls the tide.",
}


@pytest.fixture
def ask(client_on: ClientOn) -> Callable[..., dict[str, Any]]:
    """Asks how deep the otter dives, of what these filters let through."""
    client = client_on(TEXTS)

    def ask(**filters: Any) -> dict[str, Any]:
        body = {"question": QUESTION, "filters": filters}
        reply = client.post("/v1/ask", json=body)
        assert reply.status_code == 200, reply.text
        answer: dict[str, Any] = reply.json()
        return answer

    return ask


@pytest.mark.parametrize(
    ("filters", "document", "documents", "undated"),
    [
        ({"folder": "lakes"}, "lakes/otters.txt", 2, 0),
        ({"folder": "rivers/2021/"}, "rivers/2021/otters.md", 1, 0),
        ({"documents": ["rivers/2022/otters.md"]}, "rivers/2022/otters.md", 1, 0),
        ({"title": "OF the Lake"}, "lakes/otters.txt", 1, 0),
        ({"since": "2022-01-01"}, "rivers/2022/otters.md", 2, 1),
        ({"until": "2021-05-04"}, "rivers/2021/otters.md", 1, 1),
        ({"since": "2022-05-04", "until": "2022-05-04"}, "rivers/2022/otters.md", 1, 1),
        ({"folder": "rivers", "until": "2021-12-31"}, "rivers/2021/otters.md", 1, 0),
        ({"folder": None, "title": "lake", "since": None}, "lakes/otters.txt", 1, 0),
    ],
)
def test_only_what_the_filters_let_through_is_quoted(
    ask: Callable[..., dict[str, Any]],
    filters: dict[str, Any],
    document: str,
    documents: int,
    undated: int,
) -> None:
    answer = ask(**filters)
    assert answer["status"] == "answered"
    assert {c["source"]["document_id"] for c in answer["citations"]} == {document}
    assert answer["filtered"] == {"documents": documents, "undated": undated}
    assert len({p["document_id"] for p in answer["passages"]}) == documents
    assert answer["conflicts"] == []
    assert all(citation["also"] == [] for citation in answer["citations"])


def test_without_filters_nothing_is_said_of_them(
    client: TestClient, ask: Callable[..., dict[str, Any]]
) -> None:
    for body in ({}, {"filters": None}, {"filters": {}}, {"filters": {"folder": None}}):
        reply = client.post("/v1/ask", json={"question": QUESTION, **body})
        assert reply.status_code == 200
        assert "filtered" not in reply.json()
    assert len(ask()["citations"]) > 1


@pytest.mark.parametrize(
    "filters",
    [
        {"folder": "river"},
        {"folder": "rivers/2021/otters.md"},
        {"documents": ["otters.md"]},
        {"title": "badgers"},
        {"since": "2023-01-01"},
        {"since": "2022-05-05", "until": "2021-05-04"},
        {"folder": "lakes", "documents": ["rivers/2022/otters.md"]},
    ],
)
def test_filters_that_match_nothing_are_answered_in_words(
    ask: Callable[..., dict[str, Any]], filters: dict[str, Any]
) -> None:
    answer = ask(**filters)
    assert answer["status"] == "unsupported"
    assert answer["answer"] == "No document matches the filters."
    assert (answer["citations"], answer["passages"], answer["confidence"]) == ([], [], 0)
    assert answer["filtered"]["documents"] == 0


def test_what_the_allowed_documents_do_not_say_is_not_answered(
    ask: Callable[..., dict[str, Any]],
) -> None:
    answer = ask(documents=["lakes/moon.md"])
    assert answer["status"] == "unsupported"
    assert answer["answer"] == "The documents do not say."
    assert [p["document_id"] for p in answer["passages"]] == ["lakes/moon.md"]


@pytest.mark.parametrize(
    ("filters", "word"),
    [
        ({"since": "May 2021"}, "since"),
        ({"since": "2021-05-04T10:00:00"}, "2024-05-31"),
        ({"since": 1620086400}, "2024-05-31"),
        ({"until": "2021-02-30"}, "no such day"),
        ({"until": "٢٠٢١-٠٥-٠٤"}, "2024-05-31"),
        ({"folder": ""}, "folder"),
        ({"folder": "//"}, "folder"),
        ({"folder": "x" * 1025}, "folder"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"documents": []}, "documents"),
        ({"documents": [""]}, "documents"),
        ({"documents": ["a"] * 51}, "documents"),
        ({"documents": "a"}, "documents"),
        ({"writer": "x"}, "field"),
        ([], "filters"),
        ("lakes", "filters"),
    ],
)
def test_a_filter_that_is_none_is_refused_in_words(
    client: TestClient, filters: Any, word: str
) -> None:
    reply = client.post("/v1/ask", json={"question": QUESTION, "filters": filters})
    assert word in assert_failure(reply, 422, "invalid_request")


def test_what_is_no_text_is_refused(client: TestClient) -> None:
    body = json.dumps({"question": QUESTION, "filters": {"folder": "\ud800", "title": "x"}})
    headers = {"Content-Type": "application/json"}
    reply = client.post("/v1/ask", content=body.encode(), headers=headers)
    assert_failure(reply, 422, "invalid_request")


def test_hostile_words_are_only_words(ask: Callable[..., dict[str, Any]]) -> None:
    for text in ("' OR 1=1 --", "%", "_", "a\x00b", "../../etc", "\u202e", "(" * 200, "row:1"):
        for name in ("folder", "title"):
            assert ask(**{name: text})["filtered"]["documents"] == 0
        assert ask(documents=[text])["filtered"]["documents"] == 0


def test_as_the_index_takes_them() -> None:
    assert filter_of(None) is filter_of(Filters()) is None
    assert check_filters(documents=["b", "a", "b"], until="2024-05-31") == Filter(
        documents=frozenset("ab"), until=date(2024, 5, 31)
    )
    with pytest.raises(BadFilter, match="since is wrong: there is no such day"):
        check_filters(since="2023-02-29")


@pytest.mark.usefixtures("indexed")
def test_the_command_filters_and_says_of_what_it_asked(pincite: Pincite) -> None:
    lines = pincite("ask", "Which lamp is red?", "--document", "otters.txt").out.splitlines()
    assert lines[0] == "The documents do not say."
    assert lines[-1] == "Searched 1 document."
    lines = pincite("ask", "How many mills?", "--since", "2021-05-04").out.splitlines()
    assert any("Mills of the valley" in line for line in lines)
    assert lines[-1] == "Searched 1 document; 2 without a date left out."
    arguments = ["--document", "otters.txt", "--document", "rivers/mills.md", "--title", "of the"]
    run = pincite("ask", "mills and otters", *arguments, "--json")
    assert json.loads(run.out)["filtered"] == {"documents": 2, "undated": 0}
    run = pincite("ask", QUESTION, "--folder", "rivers", "--until", "2020-12-31")
    assert run.out.splitlines() == ["No document matches the filters.", "", "Searched 0 documents."]
    assert run.code == 0


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("option", ["--since", "--until", "--folder", "--title", "--document"])
def test_the_command_refuses_what_is_no_filter(pincite: Pincite, option: str) -> None:
    run = pincite("ask", QUESTION, option, "")
    assert run.code == 2
    assert option[2:] in run.err
    assert not run.out
