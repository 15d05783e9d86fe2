import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest
from _pytest.mark import ParameterSet

from tests.service.apps import TEXTS as DOCUMENTS
from tests.service.apps import parts_of, published
from tests.service.hostile import PLANTED, bodies, requests, texts
from tests.service.live import Reply, Wire, ask, live, request
from tests.toy import ToyEncoder

JSON = {"Content_Type": "application/json"}
# Every address that takes a body, and the body around what is asked there.
QUESTIONS = {
    "/v1/ask": '{"question": %s}',
    "/v1/chat": '{"question": %s}',
    "/v1/chat/completions": '{"messages": [{"role": "user", "content": %s}]}',
}
SWAGGER = "/swagger/swagger-ui-bundle.js"
# Every address that names something.
NAMED = ["/v1/documents/", "/documents/", "/v1/conversations/", "/v1/models/"]


def in_turn(paths: Iterable[str], names: Iterable[str]) -> list[ParameterSet]:
    """Every name at every path; but at all save one of them, each in turn, only in the full run."""
    every, pairs = [*paths], []
    for number, name in enumerate(names):
        for path in every:
            marks = () if path == every[number % len(every)] else (pytest.mark.slow,)
            pairs.append(pytest.param(path, name, marks=marks))
    return pairs


def now_and_then(names: Iterable[str]) -> list[ParameterSet]:
    """Every name; but in the fast run one in four."""
    slow = (pytest.mark.slow,)
    return [pytest.param(name, marks=slow if n % 4 else ()) for n, name in enumerate(names)]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server that must see the end of this file."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PINCITE_PORT", "0")
        folder = tmp_path_factory.mktemp("hostile")
        with live(parts_of(published(DOCUMENTS, folder, ToyEncoder()), ToyEncoder())) as port:
            yield port
            assert exchange(port, ask()).status == 200


def exchange(port: int, sent: bytes, method: str = "GET") -> Reply:
    """The reply to that, which is what it must be whatever was asked."""
    with Wire(port) as wire:
        wire.send(sent)
        reply = wire.reply(method)
    assert reply.status < 500, reply.body
    assert "evil.example" not in str(reply.headers)
    assert "set-cookie" not in reply.headers
    if reply.status >= 400:
        assert reply.failure()
        assert PLANTED.encode() not in reply.body
        assert PLANTED not in str(reply.headers)
    return reply


def refused(port: int, sent: bytes, method: str = "GET") -> Reply:
    reply = exchange(port, sent, method)
    assert 400 <= reply.status < 500
    return reply


def test_there_are_more_than_two_hundred() -> None:
    questions = len(texts.TEXTS) + len(texts.REFUSED) + len(bodies.NO_TEXTS)
    heads = len(requests.HEADERS) + len(requests.BAD_HEADERS) + len(requests.METHODS)
    addresses = len(requests.IDS) + len(requests.TARGETS)
    others = len(bodies.BODIES) + len(bodies.TYPES) + len(bodies.PACKED) + len(requests.SMUGGLING)
    assert questions + heads + addresses + others >= 500


def answered(path: str, reply: Reply) -> str:
    """The question that an answer repeats, after a look at whether it is one."""
    assert reply.status == 200
    assert reply.headers["content-type"] == ["application/json"]
    answer: dict[str, Any] = json.loads(reply.body)
    return str((answer["pincite"] if path == "/v1/chat/completions" else answer)["question"])


@pytest.mark.parametrize(("path", "name"), in_turn(QUESTIONS, texts.TEXTS))
def test_whatever_text_is_a_question_is_answered(port: int, path: str, name: str) -> None:
    text = texts.TEXTS[name]
    for told in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        body = (QUESTIONS[path] % told).encode()
        assert answered(path, exchange(port, request("POST", path, body, **JSON))) == text


@pytest.mark.parametrize("name", now_and_then(texts.TEXTS))
def test_whatever_was_said_before_a_follow_up_is_answered(port: int, name: str) -> None:
    text = texts.TEXTS[name]
    first = json.loads(exchange(port, _chat(question=text)).body)
    for question in ("and why did it do that?", text):
        body = _chat(question=question, conversation_id=first["conversation_id"])
        assert answered("/v1/chat", exchange(port, body)) == question
    said = [("user", text), ("assistant", f"{text} [1] {text}"), ("user", "why did it do that?")]
    messages = [{"role": role, "content": content} for role, content in said]
    body = json.dumps({"messages": messages}, ensure_ascii=False).encode()
    reply = exchange(port, request("POST", "/v1/chat/completions", body, **JSON))
    assert answered("/v1/chat/completions", reply)


@pytest.mark.parametrize("name", now_and_then(texts.TEXTS))
def test_whatever_text_is_a_title_is_kept_in_one_line_and_found(port: int, name: str) -> None:
    conversation_id = json.loads(exchange(port, _chat(question="why?")).body)["conversation_id"]
    text = texts.TEXTS[name][:200]
    changed = exchange(port, _change(conversation_id, title=text), "PATCH")
    if changed.status != 200:
        assert changed.failure() == "invalid_request"
        assert not text.strip() or "\0" in text
        return
    title = json.loads(changed.body)["title"]
    assert title == " ".join(text.split())
    target = f"/v1/conversations?limit=100&query={quote(title)}"
    listed = json.loads(exchange(port, request("GET", target)).body)["conversations"]
    assert title in [one["title"] for one in listed]


def _change(conversation_id: str, **body: object) -> bytes:
    sent = json.dumps(body).encode()
    return request("PATCH", f"/v1/conversations/{conversation_id}", sent, **JSON)


def test_whatever_filters_were_asked_with_are_told_as_they_were(port: int) -> None:
    """No word of them is taken for anything but a text, where they are read and exported."""
    asked = [*dict.fromkeys(text[:200] for text in texts.TEXTS.values() if text.strip())]
    for text in asked:
        sent = {"question": "why?", "filters": {"title": text, "documents": [text]}}
        reply = exchange(port, request("POST", "/v1/chat", json.dumps(sent).encode(), **JSON))
        if reply.status != 200:
            assert reply.failure() == "invalid_request"
            continue
        target = f"/v1/conversations/{json.loads(reply.body)['conversation_id']}"
        [turn] = json.loads(exchange(port, request("GET", target)).body)["turns"]
        assert turn["filters"] == sent["filters"]
        exported = exchange(port, request("GET", f"{target}/export?format=markdown"))
        assert exported.status == 200


@pytest.mark.parametrize("name", bodies.BODIES)
def test_no_other_body_changes_a_conversation(port: int, name: str) -> None:
    target = f"/v1/conversations/{'0' * 32}"
    for method, path in (("PATCH", target), ("PUT", f"{target}/turns/1/feedback")):
        refused(port, request(method, path, bodies.BODIES[name], **JSON), method)


def _chat(**body: str) -> bytes:
    return request("POST", "/v1/chat", json.dumps(body).encode(), **JSON)


@pytest.mark.parametrize(("path", "name"), in_turn(QUESTIONS, texts.REFUSED))
def test_what_is_no_question_is_refused(port: int, path: str, name: str) -> None:
    body = (QUESTIONS[path] % json.dumps(texts.REFUSED[name])).encode()
    assert refused(port, request("POST", path, body, **JSON)).failure() == "invalid_request"


@pytest.mark.parametrize(("path", "name"), in_turn(QUESTIONS, bodies.NO_TEXTS))
def test_so_is_what_is_no_text(port: int, path: str, name: str) -> None:
    body = (QUESTIONS[path] % bodies.NO_TEXTS[name]).encode("utf-8")
    refused(port, request("POST", path, body, **JSON))


@pytest.mark.parametrize(("path", "name"), in_turn(QUESTIONS, bodies.BODIES))
def test_so_is_any_other_body(port: int, path: str, name: str) -> None:
    body = bodies.BODIES[name]
    refused(port, request("POST", path, body, **JSON))
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (body[:1000], body[1000:]) if p)
    chunked = request("POST", path, **JSON, Transfer_Encoding="chunked") + pieces + b"0\r\n\r\n"
    refused(port, chunked)


@pytest.mark.parametrize(("path", "kind"), in_turn(QUESTIONS, bodies.TYPES))
def test_so_is_a_body_of_another_type(port: int, path: str, kind: str) -> None:
    body = (QUESTIONS[path] % '"why?"').encode()
    assert refused(port, request("POST", path, body, Content_Type=kind)).status == 422


@pytest.mark.parametrize(
    ("path", "name"), in_turn([*QUESTIONS, "/v1/admin/index", "/healthz"], bodies.PACKED)
)
def test_nothing_is_unpacked(port: int, path: str, name: str) -> None:
    sent = request("POST", path, bodies.PACKED[name], **JSON, Content_Encoding=name)
    assert refused(port, sent).failure() == "body_encoded"


@pytest.mark.parametrize(("folder", "name"), in_turn(NAMED, requests.IDS))
def test_a_name_leads_to_what_has_it_and_to_nothing_else(port: int, folder: str, name: str) -> None:
    for method in ("GET", "DELETE"):
        reply = exchange(port, request(method, folder + name), method)
        if reply.status == 200 and folder != "/documents/":
            # "otters.txt%0a" and the like must not be taken for it.
            lists = json.loads(reply.body).keys() & {"documents", "conversations", "data"}
            assert lists, "only the list is found like that"
        assert b"root:" not in reply.body
        assert b"import" not in reply.body or folder == "/documents/"


@pytest.mark.parametrize("name", requests.IDS)
def test_no_name_is_taken_for_a_conversation_in_a_body(port: int, name: str) -> None:
    body = json.dumps({"question": "why?", "conversation_id": name}).encode()
    failure = refused(port, request("POST", "/v1/chat", body, **JSON)).failure()
    unknown = name == "0" * 32  # it looks like one
    assert failure == ("conversation_not_found" if unknown else "invalid_request")


@pytest.mark.parametrize("target", requests.TARGETS)
def test_no_address_leads_out_of_what_is_there_to_see(port: int, target: str) -> None:
    for method in ("GET", "POST"):
        reply = exchange(port, request(method, target), method)
        assert b"root:" not in reply.body
        assert b"create_app" not in reply.body
        if 300 <= reply.status < 400:
            [where] = reply.headers["location"]
            assert where.startswith("http://localhost/")
        # That address itself is open to this machine as long as there is no key.
        if "admin" in target.lower() and unquote(target) != "/v1/admin/index":
            assert reply.status in (307, 401, 404, 405) or reply.body.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("path", "method"),
    in_turn(
        [*QUESTIONS, "/", "/healthz", "/v1/documents", "/v1/conversations", "/static/page/app.js"],
        requests.METHODS,
    ),
)
def test_no_other_method_does_anything(port: int, path: str, method: str) -> None:
    refused(port, request(method, path), method)


@pytest.mark.parametrize("line", requests.HEADERS)
def test_no_header_changes_what_is_served(port: int, line: str) -> None:
    for path in ("/healthz", "/v1/documents", "/v1/conversations", "/static/page/app.js", SWAGGER):
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{line}\r\n\r\n".encode("latin-1")
        reply = exchange(port, head)
        assert reply.status in (200, 304, 401), reply.body
        assert len(reply.body) < 5_000_000


@pytest.mark.parametrize("line", requests.BAD_HEADERS)
def test_a_head_that_can_be_read_in_two_ways_is_refused(port: int, line: str) -> None:
    for begins in ("GET /healthz", "POST /v1/ask"):
        head = f"{begins} HTTP/1.1\r\nHost: localhost\r\n{line}\r\n\r\n".encode("latin-1")
        refused(port, head)


@pytest.mark.parametrize("name", requests.SMUGGLING)
def test_nothing_is_smuggled_in_behind_a_request(port: int, name: str) -> None:
    with Wire(port) as wire:
        wire.send(requests.SMUGGLING[name].encode())
        reply = wire.reply()
        assert 400 <= reply.status < 500
        assert reply.failure()
        assert wire.ends(), "the request behind it was answered"
