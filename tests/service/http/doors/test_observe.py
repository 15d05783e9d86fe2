import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.database.sqlite_file import SqliteDatabase
from service.http.exchange.logs import JsonLines, TextLines
from service.keys import Keys
from service.wiring import Parts
from tests.service.apps import QUESTION, assert_failure, client_of, parts_of
from tests.toy import ToyEncoder

SECRET = "Where does the heron keep its silver spoon?"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """The lines of the log, as they are written."""
    written: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Lines()
    handler.setFormatter(JsonLines())
    logging.getLogger("pincite").addHandler(handler)
    with caplog.at_level(logging.INFO, "pincite"):
        yield written
    logging.getLogger("pincite").removeHandler(handler)


def the_request(lines: list[str]) -> dict[str, Any]:
    """The one line that the one request made."""
    [line] = [line for line in map(json.loads, lines) if line["message"] == "request"]
    lines.clear()
    document: dict[str, Any] = line
    return document


def ask(client: TestClient, question: str = QUESTION, **headers: str) -> Response:
    return client.post("/v1/ask", json={"question": question}, headers=headers)


def test_an_answer_makes_one_line(client: TestClient, lines: list[str]) -> None:
    reply = ask(client)
    line = the_request(lines)
    assert line.pop("time").endswith("+00:00")
    assert 0 < line.pop("ms") < 60_000
    assert line == {
        "level": "info",
        "logger": "pincite.requests",
        "message": "request",
        "request_id": reply.headers["X-Request-Id"],
        "method": "POST",
        "route": "/v1/ask",
        "status": 200,
        "key_id": None,
        "outcome": "answered",
        "generation": 1,
    }


def test_so_does_the_word_that_the_documents_do_not_say(
    client: TestClient, lines: list[str]
) -> None:
    ask(client, "Who won the 2022 World Cup?")
    assert the_request(lines)["outcome"] == "unsupported"


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat", "/v1/chat/completions"])
def test_an_answer_is_told_of_at_every_door(
    shelf: Generations, lines: list[str], path: str, accept: str
) -> None:
    body: dict[str, Any] = {"question": SECRET}
    if path == "/v1/chat/completions":
        body = {"messages": [{"role": "user", "content": SECRET}]}
    elif path == "/v1/chat":
        body = {"question": "and where?", "standalone_question": SECRET}
    with client_of(parts_of(shelf, ToyEncoder(), log_questions=True)) as client:
        assert client.post(path, json=body, headers={"Accept": accept}).status_code == 200
        line = the_request(lines)
        assert line["outcome"] in {"answered", "unsupported"}
        assert (line["generation"], line["question"]) == (1, SECRET)
        counts = client.get("/metrics").text
    assert f'pincite_answers_total{{status="{line["outcome"]}"}} 1.0' in counts


def test_the_line_names_the_key_by_its_id(parts: Parts, tmp_path: Path, lines: list[str]) -> None:
    keys = Keys(SqliteDatabase(tmp_path))
    key, token = keys.create("laptop", "ask", None)
    with client_of(replace(parts, keys=keys)) as client:
        ask(client, Authorization=f"Bearer {token}")
        assert the_request(lines)["key_id"] == key.key_id
        ask(client)
        assert (line := the_request(lines))["key_id"] is None
        assert line["status"] == 401
    assert token not in str(line)


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/v1/documents/otters.txt", "/v1/documents/{document_id:path}", 200),
        ("GET", "/v1/documents/secret/name.txt", "/v1/documents/{document_id:path}", 404),
        ("GET", "/documents/secret", "/documents/{document_id:path}", 200),
        ("GET", "/static/page/app.js", "/static", 200),
        ("GET", "/static/secret.js", "/static", 404),
        ("GET", "/openapi.json", "/openapi.json", 200),
        ("GET", "/secret", "none", 404),
        ("GET", "/v1/ask?secret=1", "/v1/ask", 405),
    ],
)
def test_a_line_names_the_route_and_never_the_path(
    client: TestClient, lines: list[str], method: str, path: str, route: str, status: int
) -> None:
    client.request(method, path)
    line = the_request(lines)
    assert (line["route"], line["status"]) == (route, status)
    assert "secret" not in json.dumps(line)


def test_a_method_that_nobody_knows_is_not_repeated(client: TestClient, lines: list[str]) -> None:
    client.request("BREW", "/healthz")
    assert the_request(lines)["method"] == "other"


def test_a_request_that_is_turned_away_makes_a_line_too(
    client: TestClient, lines: list[str]
) -> None:
    reply = client.get("/healthz", headers={"Host": "evil.example"})
    line = the_request(lines)
    assert (line["status"], line["route"]) == (400, "none")
    assert line["request_id"] == reply.headers["X-Request-Id"]
    assert "evil" not in json.dumps(line)


def test_questions_are_not_written_unless_they_are_wanted(
    shelf: Generations, client: TestClient, lines: list[str]
) -> None:
    ask(client, SECRET)
    assert "heron" not in "".join(lines)
    lines.clear()
    with client_of(parts_of(shelf, ToyEncoder(), log_questions=True)) as telling:
        ask(telling, SECRET)
    assert the_request(lines)["question"] == SECRET


@pytest.mark.parametrize("sent", ["1", "a" * 64, "7f3c-11.ee_0A", "01HZX3"])
def test_a_sane_request_id_is_kept(client: TestClient, lines: list[str], sent: str) -> None:
    assert ask(client, **{"X-Request-Id": sent}).headers.get_list("X-Request-Id") == [sent]
    assert the_request(lines)["request_id"] == sent


@pytest.mark.parametrize("sent", ["", "a" * 65, "a b", 'a"', "é", "{}", "a;b", "../x", "a\tb"])
def test_any_other_is_replaced(client: TestClient, lines: list[str], sent: str) -> None:
    # Sent as a server gets it: a client may hold back what is no proper header.
    given = ask(client, **{"X-Request-Id": sent.encode("latin-1")}).headers["X-Request-Id"]  # type: ignore[arg-type]
    assert given != sent
    assert len(given) == 32
    assert the_request(lines)["request_id"] == given


def test_every_request_has_an_id_of_its_own(client: TestClient) -> None:
    ids = [client.get(path).headers["X-Request-Id"] for path in ("/", "/", "/nowhere", "/readyz")]
    assert len(set(ids)) == len(ids)


def test_a_fault_is_logged_with_the_id_that_the_client_gets(parts: Parts, lines: list[str]) -> None:
    class Broken:
        def answer(self, question: str, top_k: int, *_: object) -> None:
            raise RuntimeError("broken inside")

    with client_of(replace(parts, answerer=Broken())) as client:  # type: ignore[arg-type]
        reply = ask(client)
    request_id = reply.headers["X-Request-Id"]
    message = assert_failure(reply, 500, "internal_error")
    assert request_id in message
    assert "inside" not in reply.text
    fault, request = map(json.loads, lines)
    assert fault["request_id"] == request["request_id"] == request_id
    assert fault["level"] == "error"
    assert "RuntimeError: broken inside" in fault["traceback"]
    assert request["status"] == 500


def record(message: str, **extra: Any) -> logging.LogRecord:
    made = logging.LogRecord("pincite", logging.WARNING, __file__, 1, message, (), None)
    made.__dict__.update(extra)
    return made


@pytest.mark.parametrize(
    "message", ["a\nb", "a\r\nb", "a\u2028b\u0085c", "\ud800 alone", "\x1b[2J", '"}\n{"']
)
def test_nothing_that_is_logged_can_break_a_line(message: str) -> None:
    written = JsonLines().format(record(message))
    assert written.isascii()
    assert written.isprintable()
    assert json.loads(written)["message"] == message


def test_for_a_person_a_line_is_short() -> None:
    fields = {"method": "POST", "route": "/v1/ask", "status": 200, "key_id": None}
    line = TextLines().format(record("request", fields=fields, levelno=logging.INFO))
    time, rest = line.split(" ", 1)
    assert len(time) == len("12:00:00")
    assert rest == "request method=POST route=/v1/ask status=200"
    assert (
        TextLines()
        .format(record("the disk is\x1b[2J full"))
        .endswith("Warning: the disk is\N{REPLACEMENT CHARACTER}[2J full")
    )
