import random
from collections import Counter
from dataclasses import dataclass

from service.http.waiting.fair_queue import FairQueue
from service.http.waiting.senders import Sender


@dataclass(frozen=True, eq=False)
class Request:
    sender: Sender
    number: int = 0


def requests(name: str, count: int, address: str = "a") -> list[Request]:
    return [Request(Sender(name, address), number) for number in range(count)]


def filled(*lines: list[Request]) -> FairQueue[Request]:
    queue: FairQueue[Request] = FairQueue()
    for line in lines:
        for one in line:
            queue.add(one)
    return queue


def order(queue: FairQueue[Request]) -> str:
    popped = []
    while (one := queue.pop()) is not None:
        popped.append(one.sender.name)
    return "".join(popped)


def test_names_are_served_in_turns_however_much_each_sends() -> None:
    assert order(filled(requests("x", 5), requests("y", 2), requests("z", 1))) == "xyzxyxxx"


def test_one_caller_is_served_in_order() -> None:
    queue = filled(requests("x", 3))
    assert [one.number for one in (queue.pop(), queue.pop(), queue.pop()) if one] == [0, 1, 2]
    assert queue.pop() is None


def test_the_addresses_of_a_name_share_its_turns() -> None:
    queue = filled(requests("x", 3, "flood"), requests("x", 1, "one"), requests("y", 3))
    served = [one.sender for _ in range(7) if (one := queue.pop())]
    assert [sender.name for sender in served] == list("xyxyxyx")
    assert [sender.address for sender in served if sender.name == "x"][:2] == ["flood", "one"]


def test_a_line_that_begins_again_gets_the_last_turn() -> None:
    queue = filled(requests("x", 1), requests("y", 2), requests("z", 1))
    assert queue.pop() is not None
    queue.add(Request(Sender("x", "a")))
    assert order(queue) == "yzxy"


def test_what_is_taken_out_leaves_the_others_their_turn() -> None:
    gone, *rest = requests("x", 2)
    queue = filled([gone, *rest], requests("y", 1))
    queue.discard(gone)
    queue.discard(gone)
    assert len(queue) == 2
    assert order(queue) == "xy"


def test_one_too_many_is_the_newest_of_the_longest_line_and_of_equal_ones_ones_own() -> None:
    flood = requests("x", 3, "flood")
    queue = filled(requests("x", 1, "one"), flood, requests("y", 2))
    assert queue.crowding(Sender("y", "a")) is flood[-1]
    even = filled(left := requests("x", 2), right := requests("y", 2))
    assert even.crowding(Sender("x", "a")) is left[-1]
    assert even.crowding(Sender("y", "a")) is right[-1]


def test_whoever_comes_is_served_after_at_most_one_turn_of_every_other_name() -> None:
    rng = random.Random(7)
    queue: FairQueue[Request] = FairQueue()
    for _ in range(2000):
        for _ in range(rng.randrange(3)):
            queue.add(Request(Sender(rng.choice("abcdef"), rng.choice("12"))))
        if rng.random() < 0.1 and not list(queue.of("lone")):
            lone = Request(Sender("lone", "1"))
            queue.add(lone)
            before: Counter[str] = Counter()
            while (one := queue.pop()) is not lone:
                assert one is not None
                before[one.sender.name] += 1
                queue.add(Request(Sender("a", "1")))
            assert max(before.values(), default=0) <= 1
        queue.pop()
        assert len(queue) == len(list(queue))
