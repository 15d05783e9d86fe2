import threading

import pytest

from service.database import Database
from service.keys import Keys
from service.shared_allowance import SharedAllowance


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_and_then_so_many_a_second_for_all_servers_together(database: Database) -> None:
    clock = Clock()
    one, other = (SharedAllowance(database, 3, 0.5, clock) for _ in range(2))
    assert [server.take("k1") for server in (one, other, one, other)] == [0.0, 0.0, 0.0, 2.0]
    assert one.take("k2") == 0.0
    clock.now += 1
    assert one.take("k1") == pytest.approx(1.0)
    clock.now += 1
    assert [other.take("k1"), one.take("k1")] == [0.0, 2.0]
    clock.now += 1000
    assert [one.take("k1") for _ in range(4)] == [0.0, 0.0, 0.0, 2.0]


def test_a_clock_that_is_behind_takes_and_gives_nothing(database: Database) -> None:
    clock, behind = Clock(), Clock()
    behind.now -= 60
    one, other = SharedAllowance(database, 2, 1, clock), SharedAllowance(database, 2, 1, behind)
    assert [one.take("k1"), other.take("k1"), one.take("k1")] == [0.0, 0.0, 1.0]


def test_who_ask_at_once_get_no_more(database: Database) -> None:
    shared = SharedAllowance(database, 5, 0.001, Clock())
    waits: list[float] = []
    threads = [threading.Thread(target=lambda: waits.append(shared.take("k1"))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(0.0) == 5


def test_they_are_forgotten_with_the_keys(database: Database) -> None:
    shared = SharedAllowance(database, 1, 0.5, Clock())
    assert [shared.take("k1"), shared.take("k1")] == [0.0, 2.0]
    Keys(database).reset()
    assert shared.take("k1") == 0.0
