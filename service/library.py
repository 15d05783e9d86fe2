"""The current Searcher, swapped in one reference when another generation is published."""

import threading

from index.encoder import Encoder
from index.generation import Generation
from index.generations import Generations
from index.search import Searcher


class Library:
    """Opens the current generation, and again whenever CURRENT changes.

    Every call compares CURRENT with one stat. A generation that is replaced stays open for the
    requests that still hold its Searcher, and is released with the last of them.
    """

    def __init__(self, generations: Generations, encoder: Encoder) -> None:
        self._generations, self._encoder = generations, encoder
        self._opening = threading.Lock()
        self._opened: tuple[object, Searcher] | None = None

    def searcher(self) -> Searcher:
        """The Searcher of the current generation. Raises IndexMissing, GenerationDamaged."""
        stamp = self._generations.current_stamp()
        opened = self._opened
        if opened and stamp is not None and opened[0] == stamp:
            return opened[1]
        with self._opening:
            opened = self._opened
            # The stamp is taken before opening: a publish in between is seen by the next call.
            stamp = self._generations.current_stamp()
            if opened and stamp is not None and opened[0] == stamp:
                return opened[1]
            searcher = Searcher(Generation.open_current(self._generations), self._encoder)
            self._opened = (stamp, searcher)
            return searcher
