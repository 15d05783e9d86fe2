"""A queue that is served in turns: name by name, and for each name address by address.

A sender that sends much waits behind itself. One with a single request waits at most until every
other name has had one turn, however much they send.
"""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from service.http.waiting.senders import Sender


class Waits(Protocol):
    """What waits, and for whom."""

    @property
    def sender(self) -> Sender: ...


T = TypeVar("T", bound=Waits)
# By name and by address, each in the order of their turns; the oldest first.
_Lines = dict[str, dict[str, dict[T, None]]]


class FairQueue(Generic[T]):
    """All that waits, in lines by name and address."""

    def __init__(self) -> None:
        self._lines: _Lines[T] = {}
        self._counts: dict[str, int] = {}

    def __len__(self) -> int:
        return sum(self._counts.values())

    def __iter__(self) -> Iterator[T]:
        for name in self._lines:
            yield from self.of(name)

    def of(self, name: str) -> Iterator[T]:
        """Yield what waits for senders of a name."""
        for line in self._lines.get(name, {}).values():
            yield from line

    def add(self, one: T) -> None:
        """Put one at the end of its line. A line that begins gets the last turn."""
        sender = one.sender
        self._lines.setdefault(sender.name, {}).setdefault(sender.address, {})[one] = None
        self._counts[sender.name] = self._counts.get(sender.name, 0) + 1

    def discard(self, one: T) -> None:
        """Take one out, if it still waits. The others of its line keep their turn."""
        name, address = one.sender.name, one.sender.address
        addresses = self._lines.get(name, {})
        line = addresses.get(address, {})
        if one not in line:
            return
        del line[one]
        self._counts[name] -= 1
        if not line:
            del addresses[address]
        if not addresses:
            del self._lines[name], self._counts[name]

    def pop(self) -> T | None:
        """Take out the one whose turn it is; None if none waits. Its line gets the last turn."""
        for name, addresses in self._lines.items():
            address, line = next(iter(addresses.items()))
            one = next(iter(line))
            addresses[address] = addresses.pop(address)
            self._lines[name] = self._lines.pop(name)
            self.discard(one)
            return one
        return None

    def crowding(self, newest: Sender) -> T:
        """Return what is one too many: the newest of the longest line of the most frequent name.

        newest: who came last; of lines of the same length, its own is meant. Something must wait.
        """
        name = max(self._lines, key=lambda name: (self._counts[name], name == newest.name))
        addresses = self._lines[name]
        address = max(addresses, key=lambda at: (len(addresses[at]), at == newest.address))
        return next(reversed(addresses[address]))
