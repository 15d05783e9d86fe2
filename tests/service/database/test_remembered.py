import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from service.database import Stamp
from service.database.remembered import Remembered
from service.errors import DatabaseFailed


class Held:
    """A database of one number, which a test changes, holds up or breaks."""

    where = "held"

    def __init__(self, grace_s: float) -> None:
        self.grace_s = grace_s
        self.number = 1
        self.tick = 0
        self.reads = 0
        self.fails = False
        self.free = threading.Event()
        self.free.set()
        self.entered = threading.Event()

    def stamp(self) -> Stamp | None:
        return Stamp((self.tick,))

    @contextmanager
    def reading(self) -> Iterator[Any]:
        self.reads += 1
        self.entered.set()
        assert self.free.wait(60)
        if self.fails:
            raise DatabaseFailed("broken")
        yield self.number

    writing = reading


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def remembered(held: Held, clock: Clock) -> Remembered[int]:
    return Remembered(held, int, 0, clock)  # type: ignore[arg-type]


def test_it_is_read_again_only_when_the_stamp_changes() -> None:
    held = Held(0.0)
    value = remembered(held, Clock())
    assert [value.get() for _ in range(3)] == [1, 1, 1]
    assert held.reads == 1
    held.number = 2
    held.tick += 1
    assert not value.at_hand
    assert value.get() == 2
    value.forget()
    held.number = 3
    assert value.get() == 3


def test_without_grace_what_cannot_be_read_is_a_failure() -> None:
    held = Held(0.0)
    value = remembered(held, Clock())
    value.get()
    held.tick, held.fails = 1, True
    with pytest.raises(DatabaseFailed):
        value.get()


def test_within_its_grace_it_holds_on_and_not_beyond() -> None:
    held, clock = Held(60.0), Clock()
    value = remembered(held, clock)
    value.get()
    value.check()
    held.tick, held.fails, held.number = 1, True, 2
    assert value.get() == 1
    with pytest.raises(DatabaseFailed):
        value.check()
    assert held.reads == 2, "it was tried once for this stamp"
    clock.now, held.tick = 61.0, 2
    with pytest.raises(DatabaseFailed):
        value.get()
    held.fails = False
    assert value.get() == 2
    value.check()


def test_while_one_waits_for_it_the_others_go_on() -> None:
    held = Held(60.0)
    value = remembered(held, Clock())
    value.get()
    held.tick, held.number = 1, 2
    held.entered.clear()
    held.free.clear()
    got: list[int] = []
    thread = threading.Thread(target=lambda: got.append(value.get()))
    thread.start()
    assert held.entered.wait(60)
    assert value.at_hand
    assert value.get() == 1
    held.free.set()
    thread.join()
    assert got == [2]
    assert value.get() == 2
