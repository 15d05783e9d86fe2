import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.http.app import create_app
from service.http.doors.access import is_loopback, is_public
from service.keys import Keys
from service.wiring import Parts
from tests.service.apps import (
    QUESTION,
    TEXTS,
    assert_failure,
    client_at,
    client_of,
    parts_of,
    published,
)
from tests.toy import ToyEncoder

# What nobody needs a key for, whatever keys there are: the page and its files, the documentation,
# and whether the server lives. All else needs one once there is one.
PUBLIC = {
    "/",
    "/conversations/{conversation_id}",
    "/documents/{document_id:path}",
    "/docs",
    "/openapi.json",
    "/static",
    "/swagger",
    "/widget.js",
    "/healthz",
    "/readyz",
}
NEEDS_ADMIN = {"/v1/admin/index", "/v1/admin/roots"}
CHANGES = [
    ("GET", "/v1/admin/index"),
    ("POST", "/v1/admin/index"),
    ("GET", "/v1/admin/roots"),
    ("POST", "/v1/admin/roots"),
    ("POST", "/v1/documents"),
    ("DELETE", "/v1/documents/uploads/a.txt"),
]
BODY = {"question": QUESTION}


@pytest.fixture
def own(tmp_path: Path) -> Parts:
    """An application of one test's own, which has no key yet."""
    return parts_of(published(TEXTS, tmp_path, ToyEncoder()), ToyEncoder())


@pytest.fixture
def keys(own: Parts) -> Keys:
    return own.keys


Client = Callable[..., TestClient]


@pytest.fixture
def at(own: Parts) -> Iterator[Client]:
    """A client at an address."""
    app = create_app(own)
    with client_at(app, "127.0.0.1"):
        yield lambda peer="127.0.0.1": client_at(app, peer)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def every_path(parts: Parts) -> set[str]:
    """The path of every route and folder that the application answers at."""

    def paths(routes: list[BaseRoute]) -> Iterator[str]:
        for route in routes:
            if (inner := getattr(route, "original_router", None)) is not None:
                yield from paths(inner.routes)
            else:
                yield route.path  # type: ignore[attr-defined]

    return set(paths(create_app(parts).routes))


def sample(path: str) -> str:
    """An address under a template."""
    return path.replace("{document_id:path}", "otters.txt").replace("{", "").replace("}", "")


def test_every_route_is_public_on_purpose_or_needs_a_key(own: Parts, at: Client) -> None:
    own.keys.create("any", "ask", None)
    paths = every_path(own)
    assert paths >= PUBLIC | NEEDS_ADMIN
    assert {"/v1/ask", "/v1/documents", "/metrics"} <= paths - PUBLIC
    client = at()
    for path, method in itertools.product(paths - PUBLIC, ("GET", "POST", "DELETE", "PUT", "HEAD")):
        reply = client.request(method, sample(path))
        assert reply.status_code == 401, (method, path)
        assert reply.headers["WWW-Authenticate"].startswith("Bearer"), (method, path)


def test_what_is_public_stays_so(own: Parts, at: Client) -> None:
    own.keys.create("any", "ask", None)
    client = at("203.0.113.9")
    for path in PUBLIC - {"/static", "/swagger"} | {
        "/static/page/app.js",
        "/swagger/swagger-ui.css",
    }:
        assert client.get(sample(path)).status_code == 200, path


def test_an_address_nobody_thought_of_is_closed(own: Parts, at: Client) -> None:
    own.keys.create("any", "ask", None)
    for path in ("/nowhere", "/v1", "/v2/ask", "/docs/", "/static", "//v1/ask", "/documents"):
        assert at().get(path, follow_redirects=False).status_code == 401, path


def test_without_any_key_this_machine_needs_none_and_ignores_what_is_sent(at: Client) -> None:
    for peer in ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"):
        for headers in ({}, bearer("sk-no-key-required"), {"Authorization": "Basic eA=="}):
            assert at(peer).post("/v1/ask", json=BODY, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "peer", ["192.168.1.7", "172.17.0.1", "203.0.113.9", "::2", "fe80::1%eth0", "testclient", ""]
)
def test_without_any_key_other_machines_are_turned_away(at: Client, peer: str) -> None:
    reply = at(peer).post("/v1/ask", json=BODY)
    assert "pincite key create" in assert_failure(reply, 401, "key_needed")


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "x-forwarded-for"]
)
def test_who_comes_through_a_proxy_is_not_this_machine(at: Client, header: str) -> None:
    # Nor does such a header make anybody this machine who is not.
    for peer in ("127.0.0.1", "203.0.113.9"):
        reply = at(peer).post("/v1/ask", json=BODY, headers={header: "127.0.0.1"})
        assert_failure(reply, 401, "key_needed")


def test_anyone_may_be_let_in_while_there_is_no_key(shelf: Generations) -> None:
    parts = parts_of(shelf, ToyEncoder(), allow_anyone=True)
    with client_of(parts, "203.0.113.9") as client:
        assert client.post("/v1/ask", json=BODY).status_code == 200
        assert_failure(client.get("/v1/admin/index"), 401, "key_needed")


def test_a_key_that_exists_binds_those_too_whom_the_setting_lets_in(own: Parts) -> None:
    parts = parts_of(Generations(own.settings.data_dir), ToyEncoder(), allow_anyone=True)
    _, token = parts.keys.create("any", "ask", None)
    for peer in ("127.0.0.1", "203.0.113.9"):
        with client_of(parts, peer) as client:
            assert_failure(client.get("/v1/documents"), 401, "key_needed")
            assert client.get("/v1/documents", headers=bearer(token)).status_code == 200


def test_from_the_first_key_on_everybody_needs_one(at: Client, keys: Keys) -> None:
    assert at().get("/v1/documents").status_code == 200
    _, token = keys.create("laptop", "ask", None)
    for peer in ("127.0.0.1", "203.0.113.9"):
        reply = at(peer).get("/v1/documents")
        assert "Bearer" in assert_failure(reply, 401, "key_needed")
        assert reply.headers["WWW-Authenticate"] == 'Bearer realm="pincite"'
        assert at(peer).get("/v1/documents", headers=bearer(token)).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "Bearer sk-no-key-required",
        "Bearer pincite_0123456789ab_" + "x" * 43,
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer {token} {token}",
        'Bearer "{token}"',
        "Token {token}",
    ],
)
def test_what_is_no_key_is_turned_away(at: Client, keys: Keys, sent: str) -> None:
    _, token = keys.create("laptop", "ask", None)
    headers = {"Authorization": sent.format(token=token)}
    reply = at().post("/v1/ask", json=BODY, headers=headers)
    assert reply.status_code == 401
    assert_failure(reply, 401, reply.json()["error"]["code"])
    assert token not in reply.text


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_may_be_written_in_any_case(at: Client, keys: Keys, scheme: str) -> None:
    _, token = keys.create("laptop", "ask", None)
    headers = {"Authorization": f"{scheme} {token}"}
    assert at().get("/v1/documents", headers=headers).status_code == 200


def test_a_revoked_key_is_refused_at_once_and_opens_nothing(at: Client, keys: Keys) -> None:
    _, token = keys.create("laptop", "ask", None)
    client = at()
    assert client.get("/v1/documents", headers=bearer(token)).status_code == 200
    keys.revoke("laptop")
    reply = client.get("/v1/documents", headers=bearer(token))
    assert_failure(reply, 401, "key_unknown")
    assert reply.headers["WWW-Authenticate"] == 'Bearer realm="pincite", error="invalid_token"'
    assert_failure(client.get("/v1/documents"), 401, "key_needed")


def test_an_expired_key_is_told_so(at: Client, keys: Keys) -> None:
    key, token = keys.create("laptop", "ask", -1)
    message = assert_failure(at().get("/v1/documents", headers=bearer(token)), 401, "key_expired")
    assert str(key.expires_at) in message


def test_when_all_keys_are_forgotten_this_machine_needs_none(at: Client, keys: Keys) -> None:
    keys.create("laptop", "ask", None)
    assert at().get("/v1/documents").status_code == 401
    keys.reset()
    assert at().get("/v1/documents").status_code == 200
    assert at("203.0.113.9").get("/v1/documents").status_code == 401


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_from_the_first_key_on_changes_need_one_of_scope_admin(
    at: Client, keys: Keys, method: str, path: str
) -> None:
    _, asks = keys.create("laptop", "ask", None)
    _, runs = keys.create("operator", "admin", None)
    assert_failure(at().request(method, path), 401, "key_needed")
    reply = at().request(method, path, headers=bearer(asks))
    assert "admin" in assert_failure(reply, 403, "scope_missing")
    assert at().request(method, path, headers=bearer(runs)).status_code in (200, 202, 404, 422)


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_without_any_key_only_this_machine_may_change_anything(
    shelf: Generations, method: str, path: str
) -> None:
    parts = parts_of(shelf, ToyEncoder(), allow_anyone=True)
    app = create_app(parts)
    with client_at(app, "203.0.113.9") as stranger:
        assert "--scope admin" in assert_failure(stranger.request(method, path), 401, "key_needed")
    with client_at(app, "127.0.0.1") as own:
        proxied = own.request(method, path, headers={"X-Forwarded-For": "127.0.0.1"})
        assert_failure(proxied, 401, "key_needed")
        other_site = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        assert_failure(own.request(method, path, headers=other_site), 403, "cross_site")
        if method != "GET":
            old_browser = own.request(method, path, headers={"Origin": "https://evil.example"})
            assert_failure(old_browser, 403, "cross_site")


def test_folders_are_named_from_this_machine_alone_even_with_a_key(at: Client, keys: Keys) -> None:
    _, token = keys.create("operator", "admin", None)
    for method in ("GET", "POST"):
        reply = at("203.0.113.9").request(method, "/v1/admin/roots", headers=bearer(token))
        assert_failure(reply, 403, "not_this_machine")
        proxied = {**bearer(token), "Via": "1.1 proxy"}
        reply = at().request(method, "/v1/admin/roots", headers=proxied)
        assert_failure(reply, 403, "not_this_machine")
    assert at().get("/v1/admin/roots", headers=bearer(token)).status_code == 200


def test_who_runs_the_service_may_ask_too(at: Client, keys: Keys) -> None:
    _, runs = keys.create("operator", "admin", None)
    assert at().post("/v1/ask", json=BODY, headers=bearer(runs)).status_code == 200


def test_metrics_take_a_key_of_either_scope(at: Client, keys: Keys) -> None:
    for scope in ("ask", "admin"):
        _, token = keys.create(scope, scope, None)  # type: ignore[arg-type]
        assert at().get("/metrics", headers=bearer(token)).status_code == 200


def test_who_has_no_key_is_told_nothing_of_what_was_wrong_with_the_body(
    at: Client, keys: Keys
) -> None:
    keys.create("laptop", "ask", None)
    reply = at().post("/v1/ask", content=b"{", headers={"Content-Type": "application/json"})
    assert_failure(reply, 401, "key_needed")


def test_where_keys_cannot_be_read_nobody_is_let_in(
    at: Client, own: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    (own.settings.data_dir / "service.sqlite").write_bytes(b"no database" * 100)
    for headers in ({}, bearer("x")):
        reply = at().get("/v1/documents", headers=headers)
        message = assert_failure(reply, 503, "database_failed")
        assert "service.sqlite" not in message
    assert "service.sqlite" in caplog.text
    assert at().get("/healthz").status_code == 200


def test_the_schema_says_where_a_key_is_needed(own: Parts) -> None:
    schema = create_app(own).openapi()
    assert schema["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            if is_public(path):
                assert "security" not in operation
            else:
                assert operation["security"] == [{"key": []}, {}]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.255.0.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("localhost", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
    ],
)
def test_loopback_is_an_address_and_no_name(address: str, expected: bool) -> None:
    assert is_loopback(address) is expected
