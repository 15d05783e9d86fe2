import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.database.sqlite_file import SqliteDatabase
from service.http.doors import access
from service.http.doors.admission import Slots, slots_of
from service.keys import Keys
from service.settings import Settings
from service.wiring import Parts
from tests.service.apps import QUESTION, assert_failure, client_of, parts_of
from tests.toy import ToyEncoder

SOON_S = 120


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(SOON_S):
            await test()

    asyncio.run(in_time())


async def waiters(slots: Slots, count: int) -> "list[asyncio.Task[bool]]":
    tasks = [asyncio.create_task(slots.acquire()) for _ in range(count)]
    await asyncio.sleep(0)
    return tasks


def test_there_are_so_many_slots_and_then_they_are_given_on_in_order() -> None:
    async def test() -> None:
        slots = Slots(2, 8)
        assert await slots.acquire()
        assert await slots.acquire()
        first, second = await waiters(slots, 2)
        assert slots.waiting == 2
        slots.release()
        assert await first
        assert not second.done()
        slots.release()
        assert await second
        assert slots.waiting == 0

    run(test)


def test_whoever_would_wait_behind_too_many_is_told_at_once() -> None:
    async def test() -> None:
        slots = Slots(1, 2)
        await slots.acquire()
        waiting = await waiters(slots, 2)
        assert not await slots.acquire()
        slots.release()
        slots.release()
        assert all([await task for task in waiting])

    run(test)


def test_nobody_waits_longer_than_patience_and_a_slot_is_not_lost_by_it() -> None:
    async def test() -> None:
        slots = Slots(1, 8, patience_s=0.01)
        await slots.acquire()
        assert not await slots.acquire()
        assert slots.waiting == 0
        slots.release()
        assert await slots.acquire()

    run(test)


def test_once_somebody_was_refused_all_wait_but_a_moment() -> None:
    async def test() -> None:
        slots = Slots(1, 1, patience_s=2 * SOON_S, short_patience_s=0.01, memory_s=2 * SOON_S)
        await slots.acquire()
        [patient] = await waiters(slots, 1)
        await asyncio.sleep(0.05)
        assert not patient.done()
        assert not await slots.acquire()  # there is no room left
        assert not await patient
        assert not await slots.acquire()  # and now there is, but no patience
        slots.release()
        assert await slots.acquire()

    run(test)


def test_when_nobody_was_refused_for_a_while_there_is_patience_again() -> None:
    async def test() -> None:
        slots = Slots(1, 1, patience_s=2 * SOON_S, short_patience_s=0.01, memory_s=0.05)
        await slots.acquire()
        await waiters(slots, 1)
        assert not await slots.acquire()
        await asyncio.sleep(0.1)
        [patient] = await waiters(slots, 1)
        await asyncio.sleep(0.05)
        assert not patient.done()
        slots.release()
        assert await patient

    run(test)


def test_a_crowd_that_finds_room_is_served_to_the_last() -> None:
    async def test() -> None:
        slots = Slots(4, 100, patience_s=SOON_S)

        async def one() -> bool:
            if not await slots.acquire():
                return False
            await asyncio.sleep(0.002)
            slots.release()
            return True

        assert all(await asyncio.gather(*(one() for _ in range(104))))
        assert slots.waiting == 0

    run(test)


def test_who_goes_away_while_waiting_leaves_the_slot_to_others() -> None:
    async def test() -> None:
        slots = Slots(1, 8)
        await slots.acquire()
        gone, stays = await waiters(slots, 2)
        gone.cancel()
        slots.release()
        assert await stays
        assert slots.waiting == 0

    run(test)


def test_without_a_setting_a_core_has_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.http.doors.admission.usable_cores", lambda: 3)
    assert slots_of(Settings.load()).count == 6
    assert slots_of(Settings.load(max_requests=5)).count == 5


class Slow:
    """Answers when it may."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.may = threading.Event()
        self.asked = 0

    def answer(self, *arguments: Any) -> Any:
        self.asked += 1
        assert self.may.wait(SOON_S)
        return self._parts.answerer.answer(*arguments)


def value(client: TestClient, name: str) -> float:
    text = client.get("/metrics").text
    [line] = [row for row in text.splitlines() if row.startswith(f"pincite_{name} ")]
    return float(line.split()[1])


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_S
    while not until():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.01)


@pytest.fixture
def slow(shelf: Generations, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TestClient, Slow]]:
    """An application with one slot, where one more may wait, and has the patience to."""
    patient = Slots(1, 1, patience_s=SOON_S, memory_s=SOON_S)
    monkeypatch.setattr("service.http.app.slots_of", lambda _: patient)
    parts = parts_of(shelf, ToyEncoder(), max_requests=1, max_waiting=1)
    answerer = Slow(parts)
    with client_of(replace(parts, answerer=answerer)) as client:  # type: ignore[arg-type]
        yield client, answerer


def ask(client: TestClient) -> Response:
    return client.post("/v1/ask", json={"question": QUESTION})


def test_what_is_too_much_is_refused_at_once_and_told_to_come_back(
    slow: tuple[TestClient, Slow],
) -> None:
    client, answerer = slow
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, client)
        wait(lambda: answerer.asked == 1)
        second = pool.submit(ask, client)
        wait(lambda: value(client, "requests_waiting") == 1)
        # Now that there is no room for a third, the second waits but a moment too.
        for refused in (client.get("/v1/documents"), second.result()):
            assert "try again" in assert_failure(refused, 503, "overloaded")
            assert refused.headers["Retry-After"] == "1"
        assert value(client, "requests_refused_total") == 2
        answerer.may.set()
        assert first.result().json()["status"] == "answered"
    assert value(client, "requests_waiting") == 0
    assert ask(client).status_code == 200


def test_health_metrics_pages_and_administration_do_not_wait_behind_questions(
    slow: tuple[TestClient, Slow],
) -> None:
    client, answerer = slow
    with ThreadPoolExecutor(2) as pool:
        questions = [pool.submit(ask, client) for _ in range(2)]
        wait(lambda: answerer.asked == 1)
        for path in ("/healthz", "/readyz", "/metrics", "/", "/docs", "/static/page/app.js"):
            assert client.get(path).status_code == 200, path
        assert client.get("/v1/admin/index").status_code == 200
        assert client.post("/v1/documents").status_code == 422
        answerer.may.set()
        assert {question.result().status_code for question in questions} <= {200, 503}


def test_what_fails_gives_its_slot_back(shelf: Generations) -> None:
    class Broken:
        def answer(self, *_: Any) -> None:
            raise RuntimeError

    parts = parts_of(shelf, ToyEncoder(), max_requests=1, max_waiting=0)
    with client_of(replace(parts, answerer=Broken())) as client:  # type: ignore[arg-type]
        for _ in range(3):
            assert_failure(ask(client), 500, "internal_error")
        assert client.get("/v1/documents").status_code == 200


def test_each_slot_has_a_thread_and_others_find_one_too(shelf: Generations) -> None:
    parts = parts_of(shelf, ToyEncoder(), max_requests=60)
    answerer = Slow(parts)
    with (
        client_of(replace(parts, answerer=answerer)) as client,  # type: ignore[arg-type]
        ThreadPoolExecutor(60) as pool,
    ):
        questions = [pool.submit(ask, client) for _ in range(60)]
        wait(lambda: answerer.asked == 60)
        assert client.get("/readyz").status_code == 200
        answerer.may.set()
        assert {question.result().status_code for question in questions} == {200}


def test_a_crowd_whose_keys_are_looked_up_is_refused_too(
    shelf: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, may = threading.Semaphore(0), threading.Event()

    def slowly(*_: object) -> None:
        came.release()
        assert may.wait(SOON_S)

    monkeypatch.setattr(access.Rules, "check", slowly)
    monkeypatch.setattr(access, "_MOST_WAITING", 2)
    monkeypatch.setattr(access.Rules, "need_no_lookup", False)
    with client_of(parts_of(shelf, ToyEncoder())) as client, ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(ask, client) for _ in range(5)]
        assert came.acquire(timeout=SOON_S)
        assert came.acquire(timeout=SOON_S)
        wait(lambda: any(one.done() for one in asked))
        [refused] = [one.result() for one in asked if one.done()]
        assert_failure(refused, 503, "overloaded")
        assert refused.headers["Retry-After"] == "1"
        assert client.get("/healthz").status_code == 200
        may.set()
        assert sorted(one.result().status_code for one in asked) == [200, 200, 200, 200, 503]
        assert value(client, "requests_refused_total") == 1


def test_one_key_cannot_fill_the_queue_for_another(
    shelf: Generations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = Slots(1, 2, patience_s=SOON_S, short_patience_s=SOON_S, memory_s=SOON_S)
    monkeypatch.setattr("service.http.app.slots_of", lambda _: slots)
    keys = Keys(SqliteDatabase(tmp_path))
    many, one = (keys.create(name, "ask", None)[1] for name in ("many", "one"))
    parts = replace(parts_of(shelf, ToyEncoder()), keys=keys)
    answerer = Slow(parts)

    def ask_as(token: str) -> Response:
        headers = {"Authorization": f"Bearer {token}"}
        return client.post("/v1/ask", json={"question": QUESTION}, headers=headers)

    with (
        client_of(replace(parts, answerer=answerer)) as client,  # type: ignore[arg-type]
        ThreadPoolExecutor(6) as pool,
    ):
        flood = [pool.submit(ask_as, many)]
        wait(lambda: answerer.asked == 1)
        flood += [pool.submit(ask_as, many) for _ in range(2)]
        wait(lambda: slots.waiting == 2)
        asked = pool.submit(ask_as, one)
        wait(lambda: any(reply.done() for reply in flood))
        answerer.may.set()
        assert asked.result().status_code == 200
        assert sorted(reply.result().status_code for reply in flood) == [200, 200, 503]
