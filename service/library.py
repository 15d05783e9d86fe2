"""The Searcher of the current generation, replaced when another generation is published."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from index.encoder import ModelIdentity, QuestionEncoder
from index.errors import PinciteError
from index.generations.homes import Home
from index.ranking.hits import Reranker
from index.search import Searcher

_LOOK_EVERY_S = 1.0

_log = logging.getLogger("pincite")


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open generation: the stamp of CURRENT before it was opened, its Searcher, and what is
    damaged of newer generations.
    """

    stamp: object
    searcher: Searcher
    damaged: tuple[str, ...]


class Library:
    """Opens the current generation, and opens the next one whenever CURRENT changes.

    Every call compares CURRENT with one stat, and the files of the open generation with the stamp
    that they were verified under. A replaced generation stays open for the requests that still
    hold its Searcher, and is released with the last of them. A damaged generation is never served,
    even if it is damaged while it is open. Instead the last intact one before it is served, and
    `damaged` says so.

    encoder_for: returns the encoder that a generation was made with. reranker: for every Searcher,
    or None.
    """

    def __init__(
        self,
        generations: Home,
        encoder_for: Callable[[ModelIdentity], QuestionEncoder],
        reranker: Reranker | None = None,
    ) -> None:
        self._generations, self._encoder_for = generations, encoder_for
        self._reranker = reranker
        self._opening = threading.Lock()
        self._opened: _Opened | None = None

    @property
    def damaged(self) -> tuple[str, ...]:
        """The damage of each generation newer than the one that is served, in words."""
        opened = self._opened
        return opened.damaged if opened else ()

    def searcher(self) -> Searcher:
        """Return the Searcher of the current generation.

        Raises IndexMissing; GenerationDamaged if no intact generation is left; ModelError.
        """
        if searcher := self._opened_and_current():
            return searcher
        with self._opening:
            if searcher := self._opened_and_current():
                return searcher
            self._opened = None  # the old generation is released even if no other can be opened
            return self._open()

    def _opened_and_current(self) -> Searcher | None:
        stamp, opened = self._generations.current_stamp(), self._opened
        if opened is None or stamp is None or opened.stamp != stamp:
            return None
        return opened.searcher if opened.searcher.generation.untouched() else None

    def _open(self) -> Searcher:
        # The stamp is taken first, so that the next call notices a publish in the meantime.
        stamp = self._generations.current_stamp()
        lease, damaged = self._generations.open_good()
        encoder = self._encoder_for(lease.manifest.model)
        searcher = Searcher(lease.generation(), encoder, self._reranker)
        for message in damaged:
            _log.error("%s; answering from generation %d", message, lease.manifest.number)
        self._opened = _Opened(stamp, searcher, tuple(damaged))
        return searcher

    @contextmanager
    def following(self) -> Iterator[None]:
        """Open new generations while nobody asks too, so that old ones can be pruned."""
        stop = threading.Event()
        thread = threading.Thread(target=self._follow, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _follow(self, stop: threading.Event) -> None:
        last_stamp: object | None = None
        with suppress(PinciteError):  # a store that is away
            last_stamp = self._generations.current_stamp()
        while not stop.wait(_LOOK_EVERY_S):
            with suppress(PinciteError):  # the next request reports it
                stamp = self._generations.current_stamp()
                if stamp != last_stamp:
                    last_stamp = stamp
                    self.searcher()
