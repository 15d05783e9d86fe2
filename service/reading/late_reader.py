"""A reader that is opened when it first reads, and takes no memory until then."""

import threading
from collections.abc import Callable, Sequence

from index.encoder import ModelIdentity
from index.records import PassageText
from service.reading.reader import PassageReading, Reader


class LateReader:
    """The reader that `open_reader` returns. Safe to use from any number of threads."""

    def __init__(self, identity: ModelIdentity, open_reader: Callable[[], Reader]) -> None:
        self.identity = identity
        self._open_reader = open_reader
        self._opening = threading.Lock()
        self._reader: Reader | None = None

    def read(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        """One reading a passage, in order.

        Raises ModelFailed, and ModelError if the reader cannot be opened.
        """
        with self._opening:
            if self._reader is None:
                self._reader = self._open_reader()
        return self._reader.read(question, passages)
