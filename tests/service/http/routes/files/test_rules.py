from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.http.app import create_app
from tests.service.apps import client_at, client_of, parts_of
from tests.service.http.routes.files.test_uploads import send
from tests.toy import ToyEncoder

URL = "/v1/files/rules"


def may(client: TestClient, token: str = "") -> list[bool]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    rules = client.get(URL, headers=headers).json()
    return [rules[name] for name in ("may_add", "may_name_folders", "keys")]


def test_who_may_add_is_said_before_they_try(indexed: Generations) -> None:
    parts = parts_of(indexed, ToyEncoder(), allow_anyone=True)
    app = create_app(parts)
    here, elsewhere = client_at(app, "127.0.0.1"), client_at(app, "192.0.2.7")
    assert may(here) == [True, True, False]
    assert may(elsewhere) == may(elsewhere, "anything") == [False, False, False]
    _, asks = parts.keys.create("reader", "ask", None)
    _, runs = parts.keys.create("operator", "admin", None)
    assert may(here, asks) == [False, False, True]
    assert may(here, runs) == [True, True, True]
    assert may(elsewhere, runs) == [True, False, True]
    assert here.get(URL).status_code == 401


def test_the_limits_that_it_names_are_those_that_hold(indexed: Generations) -> None:
    with client_of(parts_of(indexed, ToyEncoder(), max_upload_file_mib=1)) as client:
        most = client.get(URL).json()["file_bytes"]
        reply = send(client, ("large.txt", b"a" * (most + 1)), ("small.txt", b"a" * most))
        assert [file["name"] for file in reply.json()["refused"]] == ["large.txt"]
