"""Four servers behind nginx: one dies, and nobody but those whom it was answering sees that."""

import time
from collections.abc import Iterator

import httpx2
import pytest

from tests.end_to_end.serving.fleet import Fleet, fleet
from tests.service.apps import QUESTION
from tests.service.postgres_server import PASSWORD, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet(tmp_path_factory.mktemp("fleet")) as running:
        yield running


def is_ready(url: str) -> bool:
    return httpx2.get(f"{url}/readyz", timeout=60).status_code == 200


def test_without_its_database_none_is_ready_and_all_are_again_with_it(four: Fleet) -> None:
    ask = {"question": QUESTION}
    for server in four.servers:
        assert four.post("/v1/ask", ask, server.url).status == 200
    four.postgres.stop()
    # The keys that were read last hold for a minute, so questions are still answered.
    for server in four.servers:
        assert four.post("/v1/ask", ask, server.url).status == 200
    for server in four.servers:
        until(lambda at=server.url: not is_ready(at))
        assert httpx2.get(f"{server.url}/healthz").status_code == 200
        chat = four.post("/v1/chat", ask, server.url)
        assert (chat.status, chat.body["error"]["code"]) == (503, "database_failed")
        assert PASSWORD not in str(chat.body)
    four.postgres.start()
    for server in four.servers:
        until(lambda at=server.url: is_ready(at))
        assert four.post("/v1/chat", ask, server.url).status == 200


def test_a_key_that_is_revoked_is_refused_by_all(four: Fleet) -> None:
    ask, kept = {"question": QUESTION}, four.key
    four.key = four.run("key", "create", "second")
    for server in four.servers:
        until(lambda at=server.url: four.post("/v1/ask", ask, at).status == 200)
    four.run("key", "revoke", "second")
    for server in four.servers:
        until(lambda at=server.url: four.post("/v1/ask", ask, at).status == 401)
    four.key = kept


def test_when_one_is_killed_only_what_it_held_fails_and_conversations_go_on(four: Fleet) -> None:
    assert all(is_ready(server.url) for server in four.servers)
    begun = [
        four.post("/v1/chat", {"question": QUESTION}, server.url).body["conversation_id"]
        for server in four.servers
    ]
    dies, *others = four.servers
    ask, chat = {"question": QUESTION}, {"question": "Who lit the lamp?"}
    with four.loaded("/v1/ask", [ask] * 4) as asks, four.loaded("/v1/chat", [chat] * 2) as chats:
        until(lambda: len({one.upstream for one in asks}) == 4)
        killed_at = time.monotonic()
        dies.process.kill()
        dies.process.wait()
        ends_at = time.monotonic() + 4
        until(lambda: time.monotonic() > ends_at and len(asks) > 50)
    # What changes nothing is asked again of another server.
    assert {one.status for one in asks} == {200}
    failed = [one for one in chats if one.status != 200]
    assert all(one.began < killed_at for one in failed), failed
    assert all(one.upstream.startswith(dies.url.removeprefix("http://")) for one in failed), failed
    assert {one.status for one in chats if one.began > killed_at} == {200}

    for number, conversation_id in enumerate(begun):
        more = {"question": "And its fur?", "conversation_id": conversation_id}
        turn = four.post("/v1/chat", more, others[number % 3].url)
        assert (turn.status, turn.body["turn"]) == (200, 2)
