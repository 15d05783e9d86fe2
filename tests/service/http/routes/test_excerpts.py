"""POST /v1/excerpts: what stands around a quote, and what is said of a place that has none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.http.routes.texts.excerpts import MOST_AT_ONCE
from tests.service.apps import assert_failure, client_of, parts_of, published
from tests.toy import ToyEncoder

LONG = " ".join(f"Word{n} flows on." for n in range(800))
ROWS = "\n".join(f"| Town{n} | {n} m |" for n in range(60))
ITEMS = "\n".join(f"- Item {n} of a list that goes on and on, with words." for n in range(60))
CODE = "\n".join(f"step_{n}(now=True, then=False)" for n in range(200))
TEXTS = {
    "rules.md": (
        "# Rivers\n\n## Rules\n\nWho swims here keeps to these rules:\n\n"
        "1. Nobody dives.\n2. Nobody swims alone.\n   - Not even by day.\n3. Dogs stay out. 🦦\n\n"
        "## After\n\nThe river is closed in winter."
    ),
    "prices.md": f"# Prices\n\nOf all towns:\n\n| Town | Height |\n|---|---|\n{ROWS}\n\nThe end.",
    "list.md": f"# List\n\nA long list:\n\n{ITEMS}\n",
    "told.md": (
        "# Tale\n\nIt rained for days. Nobody left the house.\n\nThen the [mill](mills.md) stopped."
        " It was quiet.\n\nIn the morning they went out.\n\n## Other\n\nNothing more is known."
    ),
    "long.txt": LONG,
    "code.md": f"# Code\n\nRun this:\n\n```python\n{CODE}\n```\n",
    "plain.txt": "One line, and nothing else.",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("excerpts")
    encoder = ToyEncoder()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
        with client_of(parts_of(published(TEXTS, folder, encoder), encoder)) as client:
            yield client


def text_of(client: TestClient, document_id: str) -> str:
    text: str = client.get(f"/v1/documents/{document_id}").json()["text"]
    return text


def excerpt(client: TestClient, document_id: str, quote: str) -> dict[str, Any]:
    """The excerpt around a quote, after a look at whether all of it is where it says."""
    text = text_of(client, document_id)
    start = text.index(quote)
    place = {"document_id": document_id, "start": start, "end": start + len(quote)}
    reply = client.post("/v1/excerpts", json={"places": [place]})
    assert reply.status_code == 200
    [found] = reply.json()["excerpts"]
    for piece in (found, *found["above"]):
        assert piece["text"] == text[piece["start"] : piece["end"]]
        for part in (*piece["blocks"], *piece["links"]):
            assert piece["start"] <= part["start"] < part["end"] <= piece["end"]
        for block in piece["blocks"]:
            assert all(block["start"] <= a <= b <= block["end"] for a, b in block.get("cells", []))
    assert quote in found["text"]
    return dict(found)


def test_an_item_comes_with_its_whole_list_and_what_leads_in(client: TestClient) -> None:
    found = excerpt(client, "rules.md", "Nobody swims alone.")
    assert found["text"].startswith("Who swims here")
    assert found["text"].endswith("Dogs stay out. 🦦")
    assert [block["kind"] for block in found["blocks"]] == ["paragraph", *["item"] * 4]
    assert found["headings"] == ["Rivers", "Rules"]
    assert (found["cut_before"], found["cut_after"], found["above"]) == (False, False, [])


def test_a_lead_in_comes_with_what_it_introduces(client: TestClient) -> None:
    found = excerpt(client, "rules.md", "Who swims here keeps to these rules:")
    assert found["text"].endswith("Dogs stay out. 🦦")


def test_a_row_comes_with_its_neighbours_and_the_header_of_its_table(client: TestClient) -> None:
    found = excerpt(client, "prices.md", "Town30 | 30 m")
    assert [line.split(" ")[0] for line in found["text"].splitlines()] == [
        *("Town28", "Town29", "Town30", "Town31", "Town32"),
    ]
    assert [piece["text"] for piece in found["above"]] == ["Of all towns:", "Town | Height"]
    [header] = found["above"][1]["blocks"]
    assert (header["kind"], header["header"], len(header["cells"])) == ("row", True, 2)


def test_the_header_of_a_table_comes_with_its_first_rows(client: TestClient) -> None:
    found = excerpt(client, "prices.md", "Town | Height")
    assert [block["kind"] for block in found["blocks"]] == ["paragraph", *["row"] * 7]


def test_of_a_long_list_the_items_beside_it_come(client: TestClient) -> None:
    found = excerpt(client, "list.md", "Item 30 of a list")
    assert len(found["blocks"]) == 5
    assert [piece["text"] for piece in found["above"]] == ["A long list:"]


def test_a_paragraph_comes_with_those_beside_it_up_to_the_next_heading(client: TestClient) -> None:
    found = excerpt(client, "told.md", "It was quiet.")
    assert found["text"].startswith("It rained for days.")
    assert found["text"].endswith("they went out.")
    [link] = found["links"]
    assert link["href"] == "mills.md"


def test_of_a_long_paragraph_comes_what_is_near_and_it_says_so(client: TestClient) -> None:
    found = excerpt(client, "long.txt", "Word400 flows on.")
    assert 600 < len(found["text"]) < 1000
    sentences = re.findall(r"Word\d+ flows on\.", found["text"])
    assert found["text"] == " ".join(sentences)
    assert (found["cut_before"], found["cut_after"]) == (True, True)
    beginning = excerpt(client, "long.txt", "Word0 flows on.")
    assert (beginning["cut_before"], beginning["cut_after"]) == (False, True)


def test_code_is_cut_between_lines(client: TestClient) -> None:
    found = excerpt(client, "code.md", "step_100(")
    assert all(line in CODE.splitlines() for line in found["text"].splitlines())
    assert [piece["text"] for piece in found["above"]] == ["Run this:"]


def test_a_text_without_anything_beside_it_is_its_own_excerpt(client: TestClient) -> None:
    assert excerpt(client, "plain.txt", "nothing else")["text"] == TEXTS["plain.txt"]


def test_a_whole_document_gives_its_beginning(client: TestClient) -> None:
    place = {"document_id": "long.txt", "start": 0, "end": len(LONG)}
    [found] = client.post("/v1/excerpts", json={"places": [place]}).json()["excerpts"]
    assert LONG.startswith(found["text"])
    assert 3000 < len(found["text"]) < 5000
    assert found["cut_after"]


def test_every_character_of_every_document_can_be_shown(client: TestClient) -> None:
    for document_id in ("rules.md", "told.md", "plain.txt"):
        text = text_of(client, document_id)
        places = [{"document_id": document_id, "start": n, "end": n + 1} for n in range(len(text))]
        for first in range(0, len(places), MOST_AT_ONCE):
            some = places[first : first + MOST_AT_ONCE]
            reply = client.post("/v1/excerpts", json={"places": some}).json()["excerpts"]
            for place, found in zip(some, reply, strict=True):
                assert found["text"] == text[found["start"] : found["end"]]
                assert found["start"] <= place["start"] < place["end"] <= found["end"]


def test_a_place_that_cannot_be_shown_says_why_and_the_others_are(client: TestClient) -> None:
    length = len(text_of(client, "plain.txt"))
    plain = {"document_id": "plain.txt", "start": 0, "end": length}
    places = [
        {**plain, "document_id": "../../etc/passwd"},
        {**plain, "v": "0" * 64},
        {**plain, "end": length + 1},
        {**plain, "start": length},
        {**plain, "start": 2**53 - 1, "end": 2**53 - 1},
        plain,
    ]
    excerpts = client.post("/v1/excerpts", json={"places": places}).json()["excerpts"]
    assert [one.get("error", {}).get("code") for one in excerpts] == [
        *("document_not_found", "document_changed"),
        *["invalid_request"] * 3,
        None,
    ]
    assert excerpts[-1]["text"] == TEXTS["plain.txt"]
    assert "passwd" not in str(excerpts[0])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "places"),
        ({"places": []}, "places"),
        ({"places": [{"document_id": "plain.txt", "start": 0, "end": 1}] * 51}, "places"),
        ({"places": [{"document_id": "", "start": 0, "end": 1}]}, "places.0.document_id"),
        ({"places": [{"document_id": "x" * 1025, "start": 0, "end": 1}]}, "places.0.document_id"),
        ({"places": [{"document_id": "plain.txt", "start": -1, "end": 1}]}, "places.0.start"),
        ({"places": [{"document_id": "plain.txt", "start": True, "end": 1}]}, "places.0.start"),
        ({"places": [{"document_id": "plain.txt", "start": "0", "end": 1}]}, "places.0.start"),
        ({"places": [{"document_id": "plain.txt", "start": 0, "end": 1.5}]}, "places.0.end"),
        ({"places": [{"document_id": "plain.txt", "start": 0, "end": 2**64}]}, "places.0.end"),
        ({"places": [{"document_id": "plain.txt", "start": 0, "end": 1, "v": "x"}]}, "places.0.v"),
        ({"places": [{"document_id": "a", "start": 0, "end": 1, "__proto__": 1}]}, "the body has"),
        ({"places": "plain.txt"}, "places"),
        ({"places": [None]}, "places.0"),
    ],
)
def test_what_is_no_place_is_refused(client: TestClient, body: Any, named: str) -> None:
    reply = client.post("/v1/excerpts", json=body)
    assert assert_failure(reply, 422, "invalid_request").startswith(named)


def test_a_name_that_is_no_unicode_is_refused(client: TestClient) -> None:
    body = b'{"places": [{"document_id": "a\\ud800", "start": 0, "end": 1}]}'
    headers = {"Content-Type": "application/json"}
    reply = client.post("/v1/excerpts", content=body, headers=headers)
    assert_failure(reply, 422, "invalid_request")


def test_what_an_answer_quotes_can_be_shown(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "Who swims alone by these rules?"}).json()
    places = [
        {
            **{name: citation["source"][name] for name in ("document_id", "start", "end")},
            "v": citation["source"]["sha256"],
        }
        for citation in answer["citations"]
    ]
    assert places
    excerpts = client.post("/v1/excerpts", json={"places": places}).json()["excerpts"]
    for citation, found in zip(answer["citations"], excerpts, strict=True):
        assert citation["quote"] in found["text"]
        assert found["headings"] == citation["source"]["headings"]
        assert found["places"] == citation["source"]["places"]


def test_it_needs_a_key_of_scope_ask_once_there_is_one(tmp_path: Path) -> None:
    encoder = ToyEncoder()
    parts = parts_of(published(TEXTS, tmp_path, encoder), encoder)
    _, token = parts.keys.create("reader", "ask", None)
    body = {"places": [{"document_id": "plain.txt", "start": 0, "end": 3}]}
    with client_of(parts) as client:
        assert_failure(client.post("/v1/excerpts", json=body), 401, "key_needed")
        headers = {"Authorization": f"Bearer {token}"}
        assert client.post("/v1/excerpts", json=body, headers=headers).status_code == 200
