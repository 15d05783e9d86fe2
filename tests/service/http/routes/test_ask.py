import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.errors import ModelFailed
from index.generations.publish import Generations
from index.ranking.cross_encoder import BestFew
from index.records import QuestionVectors, Vectors
from service.http.doors.admission import Slots
from service.http.exchange.limits import LIMITS
from tests.service.apps import (
    QUESTION,
    TEXTS,
    assert_failure,
    assert_pinned,
    client_of,
    parts_of,
    sentences_of,
    strings_in,
)
from tests.toy import ToyCrossEncoder, ToyEncoder

ClientOn = Callable[[Mapping[str, str]], TestClient]
JSON = {"Content-Type": "application/json"}
PLANTED = "SECRETPLANTED"


def stored_texts(client: TestClient) -> dict[str, str]:
    ids = [d["document_id"] for d in client.get("/v1/documents").json()["documents"]]
    # The test client decodes a path twice, so this id cannot be asked for through it.
    return {i: client.get(f"/v1/documents/{i}").json()["text"] for i in ids if "%" not in i}


def test_an_answer_has_exactly_the_fields_of_the_design(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": QUESTION, "top_k": 2})
    assert reply.status_code == 200
    answer = reply.json()
    assert list(answer) == [
        "id",
        "question",
        "status",
        "answer",
        "confidence",
        "measured",
        "generation",
        "citations",
        "conflicts",
        "passages",
        "timings_ms",
        "mode",
        "sentences",
    ]
    assert answer["measured"] is None, "nothing was measured with the toy encoder"
    assert (answer["question"], answer["status"], answer["generation"]) == (QUESTION, "answered", 1)
    assert list(answer["timings_ms"]) == ["wait", "encode", "search", "answer", "total"]
    assert len(answer["passages"]) == 2
    for passage in answer["passages"]:
        fields = "passage_id document_id title start end text score best"
        assert list(passage) == fields.split()
    for citation in answer["citations"]:
        assert (
            list(citation) == "marker answer source quote score highlight context more also".split()
        )
        assert list(citation["answer"]) == ["start", "end"]
        source = "document_id title sha256 passage_id start end published"
        origin = "author site language url superseded_by headings places"
        assert list(citation["source"]) == [*source.split(), *origin.split()]
        assert citation["source"]["passage_id"] in {p["passage_id"] for p in answer["passages"]}


def test_each_passage_names_its_best_sentence(client: TestClient) -> None:
    for question in (QUESTION, "Who won the 2022 World Cup?"):
        passages = client.post("/v1/ask", json={"question": question}).json()["passages"]
        assert passages
        for passage in passages:
            best, start = passage["best"], passage["start"]
            sentence = passage["text"][best["start"] - start : best["end"] - start]
            assert sentence.endswith(".")
            assert len(sentence) < len(passage["text"])
    [otters, *_] = client.post("/v1/ask", json={"question": QUESTION}).json()["passages"]
    text = otters["text"][otters["best"]["start"] - otters["start"] :]
    assert text.startswith("The otter dives eight metres deep.")


def under_way(client: TestClient) -> float:
    text = client.get("/metrics").text
    [line] = [row for row in text.splitlines() if row.startswith("pincite_requests_under_way ")]
    return float(line.split()[1])


@pytest.mark.parametrize(("at_once", "clients"), [(16, 16), (1, 4)])
def test_the_times_of_an_answer_add_up_also_for_those_who_wait(
    shelf: Generations, monkeypatch: pytest.MonkeyPatch, at_once: int, clients: int
) -> None:
    class Slow(ToyEncoder):
        def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
            while not all_have_come.is_set():
                if under_way(client) == clients + 1:  # and the request that looks
                    all_have_come.set()
            time.sleep(0.02)
            return super().encode_questions(questions)

    def ask(question: str) -> tuple[dict[str, float], float]:
        start = time.perf_counter()
        reply = client.post("/v1/ask", json={"question": question})
        assert reply.status_code == 200, reply.text
        return reply.json()["timings_ms"], (time.perf_counter() - start) * 1000

    all_have_come = threading.Event()
    # However busy the machine is, nobody is sent away.
    monkeypatch.setattr("service.http.app.slots_of", lambda _: Slots(at_once, 64, patience_s=120))
    parts = parts_of(shelf, Slow(), max_requests=at_once)
    with client_of(parts) as client, ThreadPoolExecutor(clients) as threads:
        told = list(threads.map(ask, [f"{QUESTION} {n}" for n in range(clients)]))
    for ms, measured in told:
        total = ms.pop("total")
        assert sum(ms.values()) == pytest.approx(total, rel=0.01, abs=0.05)
        assert min(ms.values()) >= 0
        assert ms["encode"] >= 20
        assert total <= measured
    waits = sorted(ms["wait"] for ms, _ in told)
    # A question that comes while another is encoded waits for the rest of that.
    assert waits[0] < waits[-1], "the first waits less than the last"
    assert waits[-1] > 10


def test_a_cross_encoder_has_a_say_and_its_time_is_told(
    client: TestClient, shelf: Generations
) -> None:
    def mills(answer: Mapping[str, Any]) -> float:
        [score] = [p["score"] for p in answer["passages"] if "Mills" in p["title"]]
        return float(score)

    plain = client.post("/v1/ask", json={"question": QUESTION}).json()
    model = ToyCrossEncoder({"old mill": 1.0})
    with client_of(parts_of(shelf, ToyEncoder(), BestFew(model, 8))) as judged:
        answers = [
            judged.post("/v1/ask", json={"question": QUESTION, "top_k": k}).json() for k in (1, 3)
        ]
    assert [question for question, _ in model.asked] == [QUESTION] * 2
    for answer in answers:
        names = ["wait", "encode", "search", "rerank", "answer", "total"]
        assert list(answer["timings_ms"]) == names
        assert answer["timings_ms"]["rerank"] >= 0
        assert answer["passages"] == answers[1]["passages"][: len(answer["passages"])]
    assert mills(answers[1]) > mills(plain)
    scores = [passage["score"] for passage in answers[1]["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_a_cross_encoder_that_fails_at_a_question_is_a_failure_in_words(
    shelf: Generations,
) -> None:
    class Failing(ToyCrossEncoder):
        def scores(self, question: str, texts: Sequence[str]) -> Vectors:
            raise ModelFailed("the cross-encoder toy-cross failed: out of memory")

    with client_of(parts_of(shelf, ToyEncoder(), BestFew(Failing(), 8))) as client:
        reply = client.post("/v1/ask", json={"question": QUESTION})
        assert "out of memory" in assert_failure(reply, 500, "model_failed")


def test_the_answer_is_cited_from_the_documents_the_service_shows(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert "The otter dives eight metres deep." in sentences_of(answer)
    assert answer["citations"][0]["source"]["title"] == "Otters of the river"
    assert_pinned(answer, stored_texts(client))


def test_a_foreign_question_is_unsupported_and_gets_the_nearest(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "Who won the 2022 World Cup?"}).json()
    assert answer["status"] == "unsupported"
    assert answer["citations"] == []
    assert answer["answer"]
    assert "[1]" not in answer["answer"]
    assert len(answer["passages"]) == 3


@pytest.mark.parametrize("top_k", [1, 2, 50, 2.0])
def test_top_k_limits_the_passages(client: TestClient, top_k: float) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION, "top_k": top_k}).json()
    assert len(answer["passages"]) == min(top_k, len(TEXTS))


def test_a_text_of_every_kind_of_character_is_cited_right(client_on: ClientOn) -> None:
    text = "👩🏽‍🚀 Die Brücke steht. Cafe\u0301 🦦 otter dives.\r\n"
    text += "שלום otter עולם. The otter 😀 dives."
    client = client_on({"a.txt": text})
    for question in ["otter dives", "otter עולם", "🦦", "Brücke", "Cafe\u0301 😀"]:
        answer = client.post("/v1/ask", json={"question": question}).json()
        assert_pinned(answer, stored_texts(client))


def test_a_question_of_2000_wide_characters_is_answered(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "😀" * 2000})
    assert reply.status_code == 200
    assert reply.json()["question"] == "😀" * 2000


def body(question: str = '"why?"', more: str = "") -> bytes:
    return f'{{"question":{question}{more}}}'.encode()


HOSTILE = {
    "empty body": (b"", "JSON object"),
    "no JSON": (PLANTED.encode(), "not valid JSON"),
    "broken JSON": (b'{"question": "' + PLANTED.encode(), "not valid JSON"),
    "two documents": (body() + b"{}", "not valid JSON"),
    "null": (b"null", "JSON object"),
    "list": (f'["{PLANTED}"]'.encode(), "JSON object"),
    "string": (f'"{PLANTED}"'.encode(), "JSON object"),
    "number": (b"1", "JSON object"),
    "no question": (b"{}", "question"),
    "unknown field": (body(more=f',"{PLANTED}":1'), "field"),
    "unknown field as well": (f'{{"{PLANTED}":1}}'.encode(), "question"),
    "prototype": (body(more=f',"__proto__":{{"{PLANTED}":1}}'), "field"),
    "empty question": (body('""'), "question"),
    "blank question": (body('" \\t\\n\\u00a0"'), "question"),
    "NUL": (body(f'"{PLANTED}\\u0000"'), "question"),
    "raw NUL": (body(f'"{PLANTED}\0"'), "not valid JSON"),
    "raw line end": (body(f'"{PLANTED}\n"'), "not valid JSON"),
    "too long": (body(json.dumps(PLANTED + "x" * 2000)), "2000"),
    "too long in spaces": (body(json.dumps("x" + " " * 2000)), "2000"),
    "lone surrogate": (body(f'"{PLANTED}\\ud800"'), "Unicode"),
    "swapped surrogates": (body(f'"{PLANTED}\\ude00\\ud83d"'), "Unicode"),
    "surrogate in UTF-8": (b'{"question":"\xed\xa0\x80"}', "Unicode"),
    "question null": (body("null"), "question"),
    "question number": (body("12345"), "question"),
    "question boolean": (body("true"), "question"),
    "question list": (body(f'["{PLANTED}"]'), "question"),
    "question object": (body(f'{{"{PLANTED}":1}}'), "question"),
    "question NaN": (body("NaN"), "question"),
    "question -Infinity": (body("-Infinity"), "question"),
    "top_k zero": (body(more=',"top_k":0'), "top_k"),
    "top_k negative": (body(more=',"top_k":-1'), "top_k"),
    "top_k 51": (body(more=',"top_k":51'), "top_k"),
    "top_k fraction": (body(more=',"top_k":1.5'), "top_k"),
    "top_k true": (body(more=',"top_k":true'), "top_k"),
    "top_k false": (body(more=',"top_k":false'), "top_k"),
    "top_k text": (body(more=f',"top_k":"{PLANTED}"'), "top_k"),
    "top_k digits": (body(more=',"top_k":"5"'), "top_k"),
    "top_k null": (body(more=',"top_k":null'), "top_k"),
    "top_k list": (body(more=',"top_k":[5]'), "top_k"),
    "top_k NaN": (body(more=',"top_k":NaN'), "top_k"),
    "top_k Infinity": (body(more=',"top_k":Infinity'), "top_k"),
    "top_k 1e400": (body(more=',"top_k":1e400'), "top_k"),
    "top_k huge": (body(more=f',"top_k":{"9" * 4000}'), "top_k"),
    "last duplicate counts": (body(more=',"question":7'), "question"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_question_is_a_422_that_says_why_and_echoes_nothing(
    client: TestClient, name: str
) -> None:
    content, word = HOSTILE[name]
    reply = client.post("/v1/ask", content=content, headers=JSON)
    message = assert_failure(reply, 422, "invalid_request")
    assert word in message
    assert PLANTED not in reply.text
    assert "xxx" not in message


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 60_000,
        b'{"question":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        body(more=f',"top_k":{"9" * 5000}'),
        b'{"question":"' + PLANTED.encode() + b'\xff"}',
        b"\xff\xfe\x00",
        b"\x00" * 100,
    ],
)
def test_what_cannot_even_be_read_is_a_client_error_in_the_one_shape(
    client: TestClient, content: bytes
) -> None:
    reply = client.post("/v1/ask", content=content, headers=JSON)
    code = {400: "bad_request", 422: "invalid_request"}[reply.status_code]
    message = assert_failure(reply, reply.status_code, code)
    assert PLANTED not in message


def test_of_a_repeated_field_the_last_one_counts(client: TestClient) -> None:
    reply = client.post("/v1/ask", content=body(more=',"question":"who?"'), headers=JSON)
    assert reply.status_code == 200
    assert reply.json()["question"] == "who?"


def test_an_escaped_pair_of_surrogates_is_one_character(client: TestClient) -> None:
    reply = client.post("/v1/ask", content=body('"\\ud83d\\ude00"'), headers=JSON)
    assert reply.json()["question"] == "😀"


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "",
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "nonsense",
    ],
)
def test_a_body_of_another_type_is_refused(client: TestClient, kind: str | None) -> None:
    # A page elsewhere can send these without asking the browser's leave; JSON it cannot.
    headers = {} if kind is None else {"Content-Type": kind}
    reply = client.post("/v1/ask", content=body(), headers=headers)
    message = assert_failure(reply, 422, "invalid_request")
    assert "application/json" in message


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_the_type_may_be_written_as_clients_do(client: TestClient, kind: str) -> None:
    reply = client.post("/v1/ask", content=body(), headers={"Content-Type": kind})
    assert reply.status_code == 200


def chunks(size: int) -> Iterator[bytes]:
    """A body of `size` bytes in pieces, so that no length is declared."""
    content = body().ljust(size)
    for start in range(0, size, 10_000):
        yield content[start : start + 10_000]


def test_a_body_of_64_kib_is_read(client: TestClient) -> None:
    whole = body().ljust(LIMITS.body_bytes)
    assert client.post("/v1/ask", content=whole, headers=JSON).status_code == 200
    assert client.post("/v1/ask", content=chunks(65_536), headers=JSON).status_code == 200


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("size", [65_537, 200_000])
def test_a_larger_body_is_refused(
    client: TestClient, caplog: pytest.LogCaptureFixture, size: int, declared: bool
) -> None:
    content = body().ljust(size) if declared else chunks(size)
    reply = client.post("/v1/ask", content=content, headers=JSON)
    assert "64 KiB" in assert_failure(reply, 413, "body_too_large")
    assert not caplog.records, "what a client sends is no fault of the server"


def test_a_larger_body_is_refused_where_none_is_expected(client: TestClient) -> None:
    reply = client.request("GET", "/healthz", content=b"x" * 65_537)
    assert_failure(reply, 413, "body_too_large")


def test_markup_in_a_question_comes_back_as_the_text_it_is(client: TestClient) -> None:
    question = "<img src=x onerror=alert(1)>"
    reply = client.post("/v1/ask", json={"question": question})
    assert reply.headers["content-type"] == "application/json"
    assert [text for text in strings_in(reply.json()) if "onerror" in text] == [question]
