"""The current Searcher, swapped in one reference when another generation is published."""

import logging
import threading
from collections.abc import Callable

from index.encoder import Encoder, ModelIdentity
from index.generation import Generation
from index.generations import Generations
from index.search import Searcher

_log = logging.getLogger("pincite")


class Library:
    """Opens the current generation, and again whenever CURRENT changes.

    Every call compares CURRENT with one stat. A generation that is replaced stays open for the
    requests that still hold its Searcher, and is released with the last of them. A damaged
    generation is never served: the last whole one before it is, and `damaged` says so.

    encoder_for: the encoder of the model that a generation was made with.
    """

    def __init__(
        self, generations: Generations, encoder_for: Callable[[ModelIdentity], Encoder]
    ) -> None:
        self._generations, self._encoder_for = generations, encoder_for
        self._opening = threading.Lock()
        self._opened: tuple[object, Searcher, tuple[str, ...]] | None = None

    @property
    def damaged(self) -> tuple[str, ...]:
        """What is damaged of the generations newer than the one that is served."""
        return self._opened[2] if self._opened else ()

    def searcher(self) -> Searcher:
        """The Searcher of the current generation.

        Raises IndexMissing; GenerationDamaged where no whole one is left; ModelError.
        """
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
            lease, errors = self._generations.open_good()
            encoder = self._encoder_for(lease.manifest.model)
            searcher = Searcher(Generation(lease), encoder)
            damaged = tuple(str(error) for error in errors)
            for message in damaged:
                _log.error("%s; answering from generation %d", message, lease.manifest.number)
            self._opened = (stamp, searcher, damaged)
            return searcher
