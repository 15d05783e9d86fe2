"""The current Searcher, swapped in one reference when another generation is published."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from index.encoder import ModelIdentity, QuestionEncoder
from index.errors import PinciteError
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.ranking.hits import Reranker
from index.search import Searcher

_LOOK_EVERY_S = 1.0

_log = logging.getLogger("pincite")


class Library:
    """Opens the current generation, and again whenever CURRENT changes.

    Every call compares CURRENT with one stat, and the files of the open generation with the stamp
    they were verified under. A generation that is replaced stays open for the requests that still
    hold its Searcher, and is released with the last of them. A damaged generation is never served,
    also if it is damaged while it is open: the last whole one before it is, and `damaged` says so.

    encoder_for: the encoder of the model that a generation was made with. reranker: of every
    Searcher; None for none.
    """

    def __init__(
        self,
        generations: Generations,
        encoder_for: Callable[[ModelIdentity], QuestionEncoder],
        reranker: Reranker | None = None,
    ) -> None:
        self._generations, self._encoder_for = generations, encoder_for
        self._reranker = reranker
        self._opening = threading.Lock()
        self._opened: tuple[object, Searcher, tuple[str, ...]] | None = None

    @property
    def damaged(self) -> tuple[str, ...]:
        """What is damaged of the generations newer than the one that is served."""
        opened = self._opened
        return opened[2] if opened else ()

    def searcher(self) -> Searcher:
        """The Searcher of the current generation.

        Raises IndexMissing; GenerationDamaged where no whole one is left; ModelError.
        """
        if searcher := self._opened_and_current():
            return searcher
        with self._opening:
            if searcher := self._opened_and_current():
                return searcher
            self._opened = None  # what was open is let go of, whether or not another opens
            return self._open()

    def _opened_and_current(self) -> Searcher | None:
        stamp, opened = self._generations.current_stamp(), self._opened
        if opened is None or stamp is None or opened[0] != stamp:
            return None
        return opened[1] if opened[1].generation.untouched() else None

    def _open(self) -> Searcher:
        # The stamp is taken before opening: a publish in between is seen by the next call.
        stamp = self._generations.current_stamp()
        lease, damaged = self._generations.open_good()
        encoder = self._encoder_for(lease.manifest.model)
        searcher = Searcher(Generation(lease), encoder, self._reranker)
        for message in damaged:
            _log.error("%s; answering from generation %d", message, lease.manifest.number)
        self._opened = (stamp, searcher, tuple(damaged))
        return searcher

    @contextmanager
    def following(self) -> Iterator[None]:
        """Open what is published also while nobody asks, so that what it replaces can be pruned."""
        stop = threading.Event()
        thread = threading.Thread(target=self._follow, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _follow(self, stop: threading.Event) -> None:
        seen = self._generations.current_stamp()
        while not stop.wait(_LOOK_EVERY_S):
            stamp = self._generations.current_stamp()
            if stamp != seen:
                seen = stamp
                with suppress(PinciteError):  # the next request says it
                    self.searcher()
