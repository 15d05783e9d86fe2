import asyncio
from collections.abc import Awaitable, Callable

from service.http.waiting.senders import Sender
from service.http.waiting.slots import Slots

SOON_S = 120
MANY, ONE = Sender("many", "192.0.2.1"), Sender("one", "192.0.2.2")


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(SOON_S):
            await test()

    asyncio.run(in_time())


async def waits(slots: Slots, sender: Sender, count: int = 1) -> "list[asyncio.Task[bool]]":
    tasks = [asyncio.create_task(slots.acquire(sender)) for _ in range(count)]
    await asyncio.sleep(0)
    return tasks


async def full(most_waiting: int, short_patience_s: float = SOON_S) -> Slots:
    slots = Slots(1, most_waiting, 2 * SOON_S, short_patience_s, 2 * SOON_S)
    assert await slots.acquire(MANY)
    return slots


def test_one_question_comes_next_though_another_caller_sends_a_hundred() -> None:
    async def test() -> None:
        slots = await full(100)
        flood = await waits(slots, MANY, 90)
        [asked] = await waits(slots, ONE)
        done = []
        for _ in range(2):
            slots.release()
            await asyncio.sleep(0.01)
            done.append((sum(task.done() for task in flood), asked.done()))
        assert done == [(1, False), (1, True)]

    run(test)


def test_a_full_queue_has_room_for_another_caller_and_the_crowd_loses_its_newest() -> None:
    async def test() -> None:
        slots = await full(10)
        flood = await waits(slots, MANY, 10)
        asked = await waits(slots, ONE, 3)
        assert slots.waiting == 10
        assert [await task for task in flood[-3:]] == [False] * 3
        assert not any(task.done() for task in [*flood[:-3], *asked])
        # Now it is the other that asks for more than its half.
        assert [await task for task in await waits(slots, MANY, 2)] == [False] * 2
        more = await waits(slots, ONE, 9)
        await asyncio.sleep(0.01)
        assert sum(task.done() for task in more) == 7

    run(test)


def test_only_the_caller_who_crowds_loses_patience() -> None:
    async def test() -> None:
        slots = await full(4, short_patience_s=0.01)
        [asked] = await waits(slots, ONE)
        flood = await waits(slots, MANY, 10)
        assert not any([await task for task in flood])
        await asyncio.sleep(0.05)
        assert not asked.done()
        slots.release()
        assert await asked

    run(test)


def test_a_crowd_of_single_callers_makes_all_wait_but_a_moment() -> None:
    async def test() -> None:
        slots = await full(3, short_patience_s=0.01)
        crowd = [
            task for number in range(4) for task in await waits(slots, Sender(str(number), ""))
        ]
        assert not any([await task for task in crowd])

    run(test)


def test_a_slot_that_comes_as_its_caller_goes_is_handed_on() -> None:
    async def test() -> None:
        slots = await full(8)
        [gone] = await waits(slots, ONE)
        [stays] = await waits(slots, MANY)
        slots.release()
        gone.cancel()
        assert await stays
        slots.release()
        assert await slots.acquire(ONE)
        assert slots.waiting == 0

    run(test)
