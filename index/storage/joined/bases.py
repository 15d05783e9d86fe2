"""Rows of all stores <-> rows of one: those of the stores lie one after the other."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from index.errors import GenerationDamaged


class Bases:
    """Where the rows of each store begin among those of all.

    kind: of the rows, in words for a person. counts: how many each store has. firsts: the first
    row of each. all: how many rows all stores have.
    """

    def __init__(self, kind: str, counts: Iterable[int]) -> None:
        self._kind = kind
        *self.firsts, self.all = accumulate(counts, initial=0)

    def at(self, row: int) -> tuple[int, int]:
        """Return the number of the store that a row lies in, and the row there.

        Raises GenerationDamaged if there is no such row.
        """
        if not 0 <= row < self.all:
            raise GenerationDamaged(f"the generation has no {self._kind} {row}")
        number = bisect_right(self.firsts, row) - 1
        return number, row - self.firsts[number]

    def by_store(self, rows: Sequence[int]) -> dict[int, tuple[list[int], list[int]]]:
        """Return, for the number of each store that rows lie in, their places in `rows` and the
        rows there.

        Raises GenerationDamaged if there is no such row.
        """
        found: dict[int, tuple[list[int], list[int]]] = {}
        for place, row in enumerate(rows):
            number, own = self.at(row)
            places, owns = found.setdefault(number, ([], []))
            places.append(place)
            owns.append(own)
        return found
