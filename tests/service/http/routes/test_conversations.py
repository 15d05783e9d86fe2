from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from index.build import build
from index.generations.publish import Generations
from service.wiring import Parts
from tests.conftest import write_files
from tests.service.apps import QUESTION, TEXTS, assert_failure, client_of, parts_of, published
from tests.toy import ToyEncoder

UNKNOWN = "0" * 32
PLANTED = "xyzzyplanted"
Rebuild = Callable[[dict[str, str]], None]


@pytest.fixture
def site(tmp_path: Path) -> Generations:
    return published(TEXTS, tmp_path / "site", ToyEncoder())


@pytest.fixture
def parts(site: Generations) -> Parts:
    return parts_of(site, ToyEncoder())


@pytest.fixture
def client(parts: Parts) -> Iterator[TestClient]:
    with client_of(parts) as client:
        yield client


@pytest.fixture
def rebuild(site: Generations, tmp_path: Path) -> Rebuild:
    """Index these texts instead of those that were there."""

    def make(texts: dict[str, str]) -> None:
        build(site, ToyEncoder(), [write_files(tmp_path / "instead", texts)])

    return make


def say(client: TestClient, question: str, **more: object) -> dict[str, Any]:
    reply = client.post("/v1/chat", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def read(client: TestClient, conversation_id: str) -> dict[str, Any]:
    reply = client.get(f"/v1/conversations/{conversation_id}")
    assert reply.status_code == 200, reply.text
    conversation: dict[str, Any] = reply.json()
    return conversation


def test_what_was_said_is_read_again_as_it_was(client: TestClient) -> None:
    first = say(client, QUESTION)
    second = say(client, "Who won the World Cup?", conversation_id=first["conversation_id"])
    conversation = read(client, first["conversation_id"])
    assert (conversation["title"], len(conversation["turns"])) == (QUESTION, 2)
    for answer, turn in zip([first, second], conversation["turns"], strict=True):
        for name in "id turn question standalone_question status answer confidence".split():
            assert turn[name] == answer[name]
        for name in "generation citations conflicts".split():
            assert turn[name] == answer[name]
        assert turn["removed"] == []
    assert conversation["created_at"] == conversation["turns"][0]["asked_at"]
    assert conversation["updated_at"] == conversation["turns"][1]["asked_at"]


def test_contradictions_and_copies_are_read_again_too(client_on: Callable[..., TestClient]) -> None:
    said = "Seven mills stood in the valley in 1890."
    client = client_on({"a.txt": said, "b.txt": said, "c.txt": said.replace("Seven", "Nine")})
    answer = say(client, "How many mills stood in the valley?")
    assert answer["conflicts"]
    assert any(citation["also"] for citation in answer["citations"])
    [turn] = read(client, answer["conversation_id"])["turns"]
    assert turn["conflicts"] == answer["conflicts"]
    assert turn["citations"] == answer["citations"]


def test_quotes_of_a_removed_document_are_blanked(client: TestClient, rebuild: Rebuild) -> None:
    answer = say(client, QUESTION)
    rebuild({"rivers/mills.md": TEXTS["rivers/mills.md"]})
    [turn] = read(client, answer["conversation_id"])["turns"]
    assert turn["citations"] == turn["conflicts"] == []
    assert turn["removed"] == [{"marker": 1, "document_id": "otters.txt"}]
    assert turn["status"] == "answered"
    assert "no longer" in turn["answer"]
    everything = client.get(f"/v1/conversations/{answer['conversation_id']}").text
    assert "eight metres" not in everything


def test_and_so_are_those_of_one_that_has_changed(client: TestClient, rebuild: Rebuild) -> None:
    answer = say(client, QUESTION)
    rebuild({**TEXTS, "otters.txt": TEXTS["otters.txt"].replace("eight", "nine")})
    [turn] = read(client, answer["conversation_id"])["turns"]
    assert turn["citations"] == []
    assert [removed["marker"] for removed in turn["removed"]] == [1]


def test_what_still_stands_keeps_its_marker_and_its_place(
    client_on: Callable[..., TestClient], tmp_path: Path
) -> None:
    client = client_on({"a.txt": "Holm has seven mills.", "b.txt": "Holm has nine mills."})
    answer = say(client, "How many mills has Holm?")
    assert len(answer["citations"]) == 2
    gone, kept = answer["citations"]
    folder = tmp_path / "index0"
    (folder / "documents" / gone["source"]["document_id"]).unlink()
    build(Generations(folder / "pincite-data"), ToyEncoder(), [folder / "documents"])
    [turn] = read(client, answer["conversation_id"])["turns"]
    assert turn["answer"] == f"{kept['quote']} [2]"
    [citation] = turn["citations"]
    assert citation["marker"] == 2
    span = citation["answer"]
    assert turn["answer"][span["start"] : span["end"]] == citation["quote"] == kept["quote"]
    assert turn["conflicts"] == []
    assert [removed["marker"] for removed in turn["removed"]] == [1]


def test_no_word_of_a_document_is_kept(client: TestClient, site: Generations) -> None:
    answer = say(client, QUESTION)
    assert "eight metres" in answer["answer"]
    kept = (site.data_dir / "service.sqlite").read_bytes()
    assert b"otter dive" in kept  # the question
    assert b"eight metres" not in kept


def test_the_list_has_the_newest_first_page_by_page(client: TestClient) -> None:
    started = [say(client, f"{QUESTION} {n}")["conversation_id"] for n in range(5)]
    say(client, "why?", conversation_id=started[1])
    expected = [started[1], started[4], started[3], started[2], started[0]]
    assert [one["id"] for one in pages(client, 2)] == expected
    assert [one["id"] for one in pages(client, 5)] == expected
    assert [one["turns"] for one in pages(client, 3)] == [2, 1, 1, 1, 1]


def pages(client: TestClient, limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    more: dict[str, str] = {}
    while True:
        page = client.get("/v1/conversations", params={"limit": limit, **more}).json()
        assert len(page["conversations"]) <= limit
        found += page["conversations"]
        if page["next_cursor"] is None:
            return found
        more = {"cursor": page["next_cursor"]}


def change(client: TestClient, conversation_id: str, **what: object) -> dict[str, Any]:
    reply = client.patch(f"/v1/conversations/{conversation_id}", json=what)
    assert reply.status_code == 200, reply.text
    summary: dict[str, Any] = reply.json()
    return summary


def test_pinned_ones_come_first_page_by_page(client: TestClient) -> None:
    started = [say(client, f"{QUESTION} {n}")["conversation_id"] for n in range(6)]
    for number in (1, 3):
        assert change(client, started[number], pinned=True)["pinned"]
    expected = [started[number] for number in (3, 1, 5, 4, 2, 0)]
    for limit in (1, 2, 3, 6):
        assert [one["id"] for one in pages(client, limit)] == expected
    assert [one["pinned"] for one in pages(client, 2)] == [True, True, *[False] * 4]
    assert read(client, started[3])["pinned"]
    say(client, "why?", conversation_id=started[1])
    assert not change(client, started[3], pinned=False)["pinned"]
    expected = [started[number] for number in (1, 5, 4, 3, 2, 0)]
    assert [one["id"] for one in pages(client, 2)] == expected


def test_a_conversation_gets_another_title(client: TestClient) -> None:
    answer = say(client, QUESTION)
    conversation_id = answer["conversation_id"]
    before = read(client, conversation_id)
    changed = change(client, conversation_id, title="  Otters\n\tof   the river ")
    assert changed["title"] == "Otters of the river"
    assert read(client, conversation_id) == {**before, "title": "Otters of the river"}
    assert change(client, conversation_id, title="x" * 200)["title"] == "x" * 200
    assert change(client, conversation_id) == change(client, conversation_id, title=None)
    assert pages(client, 5)[0]["title"] == "x" * 200
    say(client, "why?", conversation_id=conversation_id)
    assert read(client, conversation_id)["title"] == "x" * 200
    export = client.get(f"/v1/conversations/{conversation_id}/export?format=markdown").text
    assert export.startswith(f"# {'x' * 200}\n")


@pytest.mark.parametrize(
    "change",
    [
        *({"title": title} for title in ("", " \n", "\x1c", "a\0b", "x" * 201, 5, ["a"])),
        *({"pinned": pinned} for pinned in ("true", 1, 0, "")),
        {"title": "a", "owner": "b"},
        [],
        None,
    ],
)
def test_a_change_of_nonsense_is_refused(client: TestClient, change: object) -> None:
    conversation_id = say(client, QUESTION)["conversation_id"]
    reply = client.patch(f"/v1/conversations/{conversation_id}", json=change)
    assert_failure(reply, 422, "invalid_request")
    assert read(client, conversation_id)["title"] == QUESTION


def test_the_list_is_searched_in_titles_and_questions(client: TestClient) -> None:
    otters = say(client, QUESTION)["conversation_id"]
    say(client, "Wer wohnt in der Straße am Fluß?", conversation_id=otters)
    mills = say(client, "How many mills stood in the valley?")["conversation_id"]
    lamp = say(client, "Which colour has the LAMP?")["conversation_id"]
    change(client, lamp, title="The lighthouse of Holm")

    def found(query: str, **more: object) -> list[str]:
        listed = client.get("/v1/conversations", params={"query": query, **more}).json()
        return [one["id"] for one in listed["conversations"]]

    assert found("OTTER") == [otters]
    assert found("strasse otter") == [otters], "a word of each question"
    assert found("lamp lighthouse") == [lamp], "a word of the question, and one of the title"
    assert found("valley otter") == []
    assert found("%") == found("_") == []
    assert found("") == found("  ") == found("o", limit=3) == [lamp, mills, otters]
    change(client, mills, pinned=True)
    first = client.get("/v1/conversations", params={"query": "o", "limit": 2}).json()
    assert [one["id"] for one in first["conversations"]] == [mills, lamp]
    assert found("o", limit=2, cursor=first["next_cursor"]) == [otters]


def test_what_an_answer_was_asked_of_is_kept_and_can_be_asked_again(
    client: TestClient, rebuild: Rebuild
) -> None:
    filters = {"documents": ["otters.txt", "gone.txt"], "since": None}
    answer = say(client, QUESTION, filters=filters)
    conversation_id = answer["conversation_id"]
    dated = {"folder": "rivers", "since": "2020-01-01", "until": "2022-12-31"}
    late = say(client, "How many mills stood?", conversation_id=conversation_id, filters=dated)
    say(client, QUESTION, conversation_id=conversation_id, filters={"folder": None})
    turns = read(client, conversation_id)["turns"]
    assert [turn["filters"] for turn in turns] == [
        {"documents": ["otters.txt", "gone.txt"]},
        dated,
        None,
    ]
    assert [turn["filtered"] for turn in turns] == [answer["filtered"], late["filtered"], None]
    assert answer["filtered"] == {"documents": 1, "undated": 0}
    rebuild({"rivers/mills.md": TEXTS["rivers/mills.md"]})
    turns = read(client, conversation_id)["turns"]
    assert turns[0]["filters"] == {"documents": ["otters.txt", "gone.txt"]}
    assert turns[0]["filtered"] == {"documents": 1, "undated": 0}, "as it was then"
    again = say(client, turns[1]["standalone_question"], filters=turns[1]["filters"])
    assert again["filtered"] == {"documents": 1, "undated": 0}
    export = client.get(f"/v1/conversations/{conversation_id}/export")
    assert export.json()["turns"] == turns
    markdown = client.get(f"/v1/conversations/{conversation_id}/export?format=markdown").text
    assert "Asked of folder rivers; since 2020-01-01; until 2022-12-31." in markdown


def judge(client: TestClient, conversation_id: str, number: int, right: object) -> Response:
    address = f"/v1/conversations/{conversation_id}/turns/{number}/feedback"
    return client.put(address, json={"right": right})


def test_an_answer_is_judged_and_the_judgement_taken_back(client: TestClient) -> None:
    conversation_id = say(client, QUESTION)["conversation_id"]
    say(client, "Who won the World Cup?", conversation_id=conversation_id)
    assert [turn["right"] for turn in read(client, conversation_id)["turns"]] == [None, None]
    for right in (True, False, None, False):
        reply = judge(client, conversation_id, 2, right)
        assert (reply.status_code, reply.json()) == (200, {"right": right})
        turns = read(client, conversation_id)["turns"]
        assert [turn["right"] for turn in turns] == [None, right]
    exported = client.get(f"/v1/conversations/{conversation_id}/export?format=markdown").text
    assert exported.count("Judged wrong by a person.") == 1


def test_there_is_nothing_to_judge_where_there_is_no_turn(client: TestClient) -> None:
    conversation_id = say(client, QUESTION)["conversation_id"]
    assert_failure(judge(client, conversation_id, 2, True), 404, "turn_not_found")
    assert_failure(judge(client, UNKNOWN, 1, True), 404, "conversation_not_found")
    for number in (0, 201, -1):
        assert_failure(judge(client, conversation_id, number, True), 422, "invalid_request")
    for right in ("true", 1, 0, [], {}):
        assert_failure(judge(client, conversation_id, 1, right), 422, "invalid_request")
    empty = client.put(f"/v1/conversations/{conversation_id}/turns/1/feedback", json={})
    assert_failure(empty, 422, "invalid_request")
    assert read(client, conversation_id)["turns"][0]["right"] is None


def test_questions_to_ask_next_are_suggested_where_there_are_any(
    client_on: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.conversation.suggestions._LEAST_CONFIDENCE", 0.3)
    mill = "# Mill\n\nThe Corin Mill closed in 1884."
    flour = "## Where is flour sold now?\n\nFlour is sold now in Dravo."
    client = client_on({"mill.md": f"{mill}\n\n{flour}"})
    conversation_id = say(client, "When was the Corin Mill closed?")["conversation_id"]
    address = f"/v1/conversations/{conversation_id}/turns/1/suggestions"
    assert client.get(address).json() == {"suggestions": ["Where is flour sold now?"]}
    say(client, "Where is flour sold now?", conversation_id=conversation_id)
    assert client.get(address.replace("/1/", "/2/")).json() == {"suggestions": []}
    assert client.get(address).json() == {"suggestions": ["Where is flour sold now?"]}
    assert_failure(client.get(address.replace("/1/", "/3/")), 404, "turn_not_found")
    unknown = address.replace(conversation_id, UNKNOWN)
    assert_failure(client.get(unknown), 404, "conversation_not_found")


def test_without_any_the_list_is_empty(client: TestClient) -> None:
    assert client.get("/v1/conversations").json() == {"conversations": [], "next_cursor": None}


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "cursor=", "cursor=x", "cursor=2026_0", "limit=1.5"),
        *("cursor=2_2026-05-04T09:30:05.250000Z_" + "0" * 32, "query=" + "x" * 201, "query=%00"),
    ],
)
def test_a_list_of_nonsense_is_refused(client: TestClient, query: str) -> None:
    name = query.partition("=")[0]
    reply = client.get(f"/v1/conversations?{query}")
    assert name in assert_failure(reply, 422, "invalid_request")


def test_a_title_is_the_first_question_in_one_short_line(client: TestClient) -> None:
    answer = say(client, "How deep\n\tdoes the otter dive? " + "and why? " * 30)
    title = read(client, answer["conversation_id"])["title"]
    assert title.startswith("How deep does the otter dive? and why?")
    assert len(title) == 80
    assert title.endswith("…")


def test_a_deleted_conversation_is_gone_from_the_disk(
    client: TestClient, site: Generations
) -> None:
    kept = say(client, QUESTION)
    gone = say(client, f"Who is {PLANTED} then?")["conversation_id"]
    for _ in range(3):
        say(client, f"And {PLANTED}? " * 40, conversation_id=gone)
    reply = client.delete(f"/v1/conversations/{gone}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert_failure(client.get(f"/v1/conversations/{gone}"), 404, "conversation_not_found")
    assert_failure(client.delete(f"/v1/conversations/{gone}"), 404, "conversation_not_found")
    body = {"question": "why?", "conversation_id": gone}
    assert_failure(client.post("/v1/chat", json=body), 404, "conversation_not_found")
    assert read(client, kept["conversation_id"])["turns"]
    files = [path for path in site.data_dir.glob("service.sqlite*") if path.is_file()]
    assert files
    assert not any(PLANTED.encode() in path.read_bytes() for path in files)


@pytest.mark.parametrize("conversation_id", ["x", "0" * 31, "A" * 32, "%00", "..%2f.."])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_is_no_id_is_refused(client: TestClient, method: str, conversation_id: str) -> None:
    reply = client.request(method, f"/v1/conversations/{conversation_id}")
    assert reply.status_code in (404, 422)
    assert reply.json()["error"]["message"]


def test_an_unknown_one_is_a_404(client: TestClient) -> None:
    for address in (UNKNOWN, f"{UNKNOWN}/export", f"{UNKNOWN}/export?format=markdown"):
        reply = client.get(f"/v1/conversations/{address}")
        assert_failure(reply, 404, "conversation_not_found")


def test_conversations_belong_to_the_key_that_began_them(parts: Parts) -> None:
    with client_of(parts) as client:
        nobodys = say(client, QUESTION)["conversation_id"]
        tokens = [parts.keys.create(name, "ask", None)[1] for name in ("one", "two")]
        one, two = ({"Authorization": f"Bearer {token}"} for token in tokens)
        mine = client.post("/v1/chat", json={"question": QUESTION}, headers=one).json()
        mine_id = mine["conversation_id"]
        assert client.get(f"/v1/conversations/{mine_id}", headers=one).status_code == 200
        for conversation_id, headers in ((mine_id, two), (nobodys, one), (nobodys, two)):
            body = {"question": "why?", "conversation_id": conversation_id}
            for reply in (
                client.get(f"/v1/conversations/{conversation_id}", headers=headers),
                client.get(f"/v1/conversations/{conversation_id}/export", headers=headers),
                client.delete(f"/v1/conversations/{conversation_id}", headers=headers),
                client.patch(
                    f"/v1/conversations/{conversation_id}", json={"pinned": True}, headers=headers
                ),
                client.put(
                    f"/v1/conversations/{conversation_id}/turns/1/feedback",
                    json={"right": True},
                    headers=headers,
                ),
                client.post("/v1/chat", json=body, headers=headers),
            ):
                assert_failure(reply, 404, "conversation_not_found")
        listed = client.get("/v1/conversations", headers=one).json()["conversations"]
        assert [conversation["id"] for conversation in listed] == [mine_id]
        for query in ("", "?query=otter"):
            listed = client.get(f"/v1/conversations{query}", headers=two).json()
            assert listed["conversations"] == []


def test_an_export_as_json_is_the_conversation_as_a_file(client: TestClient) -> None:
    conversation_id = say(client, QUESTION)["conversation_id"]
    reply = client.get(f"/v1/conversations/{conversation_id}/export")
    assert reply.json() == read(client, conversation_id)
    name = f"conversation-{conversation_id[:8]}.json"
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_an_export_as_markdown_has_questions_answers_and_sources(client: TestClient) -> None:
    conversation_id = say(client, QUESTION)["conversation_id"]
    follow_up = say(client, "and where does it live?", conversation_id=conversation_id)
    understood = follow_up["standalone_question"]
    reply = client.get(f"/v1/conversations/{conversation_id}/export?format=markdown")
    assert reply.headers["content-type"] == "text/markdown; charset=utf-8"
    assert reply.headers["content-disposition"].endswith('.md"')
    text = reply.text
    assert text.startswith(f"# {QUESTION}\n")
    assert f"## 1. {QUESTION}\n" in text
    assert "## 2. and where does it live?" in text
    assert "where does" in understood.lower()
    assert "otter" in understood
    assert f"Understood as: *{understood}*" in text
    assert "> The otter dives eight metres deep. \\[1\\]" in text
    assert "- \\[1\\] Otters of the river (otters.txt, characters" in text


def test_an_export_has_one_of_two_forms(client: TestClient) -> None:
    conversation_id = say(client, QUESTION)["conversation_id"]
    reply = client.get(f"/v1/conversations/{conversation_id}/export?format=html")
    assert "format" in assert_failure(reply, 422, "invalid_request")
