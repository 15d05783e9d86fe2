"""The lock that keeps a second builder, on any machine, from writing the same index.

A builder makes a collection of its own, and an alias that names it: Milvus makes no second alias of
that name. As long as it lives it writes a new number into its collection. A builder that was killed
writes none, and another one that waited for a while takes the alias over. Before anything is
published the alias is looked at once more.
"""

import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from index.errors import StoreFailed, WriterBusy
from index.milvus.engine.client_failures import CollectionGone
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.generation_tables import RECORDS, fields_of, indexes_of
from index.milvus.engine.record_parts import Records, rows_of

_TOKEN = 8  # bytes
BEAT_S = 3.0
DEAD_S = 20.0  # without a beat
_SETTLED_S = 0.2  # after which of two that took the lock at once only one has it


class BuilderLock:
    """The lock of one index. beat_s, dead_s: how often a holder tells that it lives, and after how
    long without that it counts as dead.
    """

    def __init__(
        self, connection: MilvusConnection, beat_s: float = BEAT_S, dead_s: float = DEAD_S
    ) -> None:
        self._connection, self._beat_s, self._dead_s = connection, beat_s, dead_s
        self._name = connection.address.name
        self._alias = f"{self._name}_builder"
        # Another index may have a name that begins as the alias does.
        self._is_own_kind = re.compile(rf"{self._alias}_[0-9a-f]{{{2 * _TOKEN}}}")
        self._own = ""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock during the `with` block. Raises WriterBusy."""
        own = f"{self._alias}_{secrets.token_hex(_TOKEN)}"
        self._connection.create(own, fields_of(RECORDS, 0))
        stop = threading.Event()
        beats = threading.Thread(target=self._beat, args=(own, stop), daemon=True)
        try:
            self._enter(own)
            self._own = own
            beats.start()
            yield
        finally:
            self._own = ""
            stop.set()
            if beats.ident is not None:
                beats.join()
            with suppress(StoreFailed):  # another builder clears what is left
                self._leave(own)

    def check(self) -> None:
        """Raise WriterBusy if another builder took the lock over, as this one seemed dead."""
        if not self._own or self._connection.collection_of(self._alias) != self._own:
            raise WriterBusy(
                f"another process took over writing the index in {self._connection.address}, since "
                "this one did not reach the store for too long; nothing was published: index again"
            )

    def clear_dead(self) -> None:
        """Remove the collections of builders that died. The caller holds the lock."""
        for collection in self._connection.collections():
            if self._is_own_kind.fullmatch(collection) and collection != self._own:
                self._connection.drop(collection)

    def _enter(self, own: str) -> None:
        try:
            self._connection.finish(own, indexes_of(RECORDS, "FLAT"))
            self._tell(own, 0)
            self._take(own)
        except CollectionGone as error:  # the one that has the lock cleared it away
            raise self._busy() from error

    def _take(self, own: str) -> None:
        holder = self._connection.collection_of(self._alias)
        if holder is None:
            try:
                self._connection.create_alias(self._alias, own)
            except StoreFailed as error:
                if self._connection.collection_of(self._alias) is None:
                    raise
                raise self._busy() from error
        elif self._lives(holder):
            raise self._busy()
        else:
            self._connection.alter_alias(self._alias, own)
        time.sleep(_SETTLED_S)
        if self._connection.collection_of(self._alias) != own:
            raise self._busy()

    def _lives(self, holder: str) -> bool:
        """Whether the holder tells that it lives, within the time in which it must."""
        end = time.monotonic() + self._dead_s
        first = self._told(holder)
        while first is not None and time.monotonic() < end:
            time.sleep(self._beat_s / 2)
            if self._told(holder) != first:
                return True
            if self._connection.collection_of(self._alias) != holder:
                return True  # it ended just now, or another one took over
        return False

    def _told(self, holder: str) -> object:
        try:
            return Records(self._connection, holder).one("beat")
        except CollectionGone:
            return None

    def _tell(self, own: str, number: int) -> None:
        self._connection.upsert(own, [*rows_of("beat", 0, number)])

    def _beat(self, own: str, stop: threading.Event) -> None:
        number = 0
        while not stop.wait(self._beat_s):
            number += 1
            with suppress(StoreFailed):  # the next beat may arrive
                self._tell(own, number)

    def _leave(self, own: str) -> None:
        if self._connection.collection_of(self._alias) == own:
            self._connection.drop_alias(self._alias)
        self._connection.drop(own)

    def _busy(self) -> WriterBusy:
        return WriterBusy(
            f"another process is writing the index in {self._connection.address}; wait for it, or "
            f"stop it: one that was killed is passed over after {self._dead_s:.0f} seconds"
        )
