"""Calls to Milvus, each with a deadline."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from index.errors import StoreAway, StoreFailed, UsageError
from index.milvus.engine.address import MilvusAddress
from index.milvus.engine.client_failures import CollectionGone, in_our_words

if TYPE_CHECKING:
    from pymilvus import MilvusClient

READ_S = 10.0  # for one read; also to connect
WRITE_S = 120.0  # for one insert, and for changing collections
INDEX_S = 3600.0  # for a step of finishing a collection, while other requests are answered
_INDEX_LOOK_S = 0.1
_NOT_LOADED = 101
# After a network was away for long, gRPC would else try again only once in two minutes, and every
# request before that would fail without being sent. Milliseconds.
_RECONNECTS = {
    "grpc.initial_reconnect_backoff_ms": 500,
    "grpc.max_reconnect_backoff_ms": 1000,  # between two attempts
    "grpc.min_reconnect_backoff_ms": 5000,  # for one attempt
}
# A milvus-lite file is served on this machine, by a server that ends connections which are pinged
# more often than every five minutes; the client would ping every ten seconds. Milliseconds: never.
_UNPINGED = {"grpc.keepalive_time_ms": 2**31 - 1}
_MISSING = "PINCITE_STORE needs pymilvus; install it with: pip install 'pincite[scale]'"

Row = Mapping[str, Any]


class MilvusConnection:
    """A connection to one Milvus, made when it is first used, for any number of threads.

    Every method raises StoreAway where Milvus does not answer in time, CollectionGone where a
    collection is missing, and StoreFailed where Milvus refuses.
    """

    def __init__(self, address: MilvusAddress, token: str = "", read_s: float = READ_S) -> None:
        self.address, self._token, self._read_s = address, token, read_s
        self._making = threading.Lock()
        self._made: MilvusClient | None = None

    def collections(self) -> list[str]:
        """Return the names of all collections, also of other indexes."""
        return list(self._call(lambda c: c.list_collections(timeout=self._read_s)))

    def create(self, name: str, fields: Sequence[Mapping[str, Any]]) -> None:
        """Make a collection. fields: what `add_field` takes, with the names of types."""

        def make(client: "MilvusClient") -> None:
            from pymilvus import DataType

            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            for field in fields:
                types = {
                    name: getattr(DataType, field[name])
                    for name in ("datatype", "element_type")
                    if name in field
                }
                schema.add_field(**{**field, **types})
            client.create_collection(
                name, schema=schema, consistency_level="Strong", timeout=WRITE_S
            )

        self._call(make)

    def finish(self, name: str, indexes: Sequence[Mapping[str, Any]]) -> None:
        """Write a collection out, index it, and load it. indexes: what `add_index` takes."""

        def index(client: "MilvusClient") -> None:
            params = client.prepare_index_params()
            for one in indexes:
                params.add_index(**one)
            client.create_index(name, params, timeout=WRITE_S, sync=False)
            _wait_for_indexes(client, name)

        self._long(lambda c: c.flush(name, timeout=WRITE_S))
        self._call(index)
        self._long(lambda c: c.load_collection(name, timeout=WRITE_S))

    def load(self, name: str) -> None:
        """Let a collection be searched; does nothing if it can be."""
        self._call(lambda c: c.load_collection(name, timeout=WRITE_S))

    def drop(self, name: str) -> None:
        """Remove a collection, if it is there."""
        self._call(lambda c: c.drop_collection(name, timeout=WRITE_S))

    def insert(self, name: str, rows: Sequence[Row]) -> None:
        """Insert rows into a collection."""
        self._call(lambda c: c.insert(name, [*map(dict, rows)], timeout=WRITE_S))

    def upsert(self, name: str, rows: Sequence[Row]) -> None:
        """Insert rows into a collection, or replace those with the same keys."""
        self._call(lambda c: c.upsert(name, [*map(dict, rows)], timeout=self._read_s))

    def get(self, name: str, keys: Sequence[Any], fields: Sequence[str]) -> list[Row]:
        """Return the rows with these keys, in any order, without those missing."""
        if not keys:
            return []
        return self._reading(
            name, lambda c: c.get(name, ids=[*keys], output_fields=[*fields], timeout=self._read_s)
        )

    def query(self, name: str, where: str, fields: Sequence[str]) -> list[Row]:
        """Return the rows that meet a condition, in any order; Milvus gives 16,384 at most."""
        return self._reading(
            name,
            lambda c: c.query(name, filter=where, output_fields=[*fields], timeout=self._read_s),
        )

    def count(self, name: str) -> int:
        """Return how many rows a collection has."""
        [row] = self.query(name, "", ["count(*)"])
        return int(row["count(*)"])

    def search(
        self, name: str, field: str, vector: Any, k: int, where: str, params: Mapping[str, Any]
    ) -> list[Row]:
        """Return the `k` rows nearest to a vector, each with its `row` and its `distance`."""
        return self._reading(
            name,
            lambda c: c.search(
                name,
                data=[vector],
                anns_field=field,
                limit=k,
                filter=where,
                output_fields=["row"],
                search_params={"metric_type": "IP", "params": dict(params)},
                timeout=self._read_s,
            )[0],
        )

    def collection_of(self, alias: str) -> str | None:
        """Return the collection that an alias names; None if there is no such alias."""
        try:
            told = self._call(lambda c: c.describe_alias(alias, timeout=self._read_s))
        except CollectionGone:
            return None
        return str(told["collection_name"])

    def create_alias(self, alias: str, collection: str) -> None:
        """Make an alias. Raises StoreFailed if there is one of that name."""
        self._call(lambda c: c.create_alias(collection, alias, timeout=WRITE_S))

    def alter_alias(self, alias: str, collection: str) -> None:
        """Let an alias name another collection, in one step."""
        self._call(lambda c: c.alter_alias(collection, alias, timeout=WRITE_S))

    def drop_alias(self, alias: str) -> None:
        """Remove an alias, if it is there."""
        self._call(lambda c: c.drop_alias(alias, timeout=WRITE_S))

    def _reading(self, name: str, call: "Callable[[MilvusClient], Any]") -> list[Row]:
        """Return the result of a read; a collection that lost its place in memory is loaded."""
        try:
            return list(self._call(call))
        except StoreFailed as error:
            if error.code != _NOT_LOADED:
                raise
        self.load(name)
        return list(self._call(call))

    def _long(self, call: "Callable[[MilvusClient], Any]") -> None:
        """Make a call that may take longer than its deadline, and does no harm twice: again and
        again, as long as Milvus answers another request in between.
        """
        end = time.monotonic() + INDEX_S
        while True:
            try:
                self._call(call)
                return
            except StoreAway:
                if time.monotonic() > end:
                    raise
                self.collections()

    def _call(self, call: "Callable[[MilvusClient], Any]") -> Any:
        with self._failures():
            return call(self._client())

    def _client(self) -> "MilvusClient":
        with self._making:
            if self._made is None:
                self._made = _connect(self.address, self._token, self._read_s)
            return self._made

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except (UsageError, StoreFailed):
            raise
        except Exception as error:
            raise in_our_words(error, self.address) from error


def need_client() -> None:
    """Raise UsageError if Milvus' client is not installed."""
    if find_spec("pymilvus") is None:
        raise UsageError(_MISSING)


def _connect(address: MilvusAddress, token: str, seconds: float) -> "MilvusClient":
    from pymilvus import MilvusClient

    # They log every failure with its traceback; ours say what is wrong.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    options = _RECONNECTS if address.is_remote else {**_RECONNECTS, **_UNPINGED}
    return MilvusClient(address.uri, token=token, timeout=seconds, grpc_options=options)


def _wait_for_indexes(client: "MilvusClient", name: str) -> None:
    """Wait until all indexes of a collection are made; the client's own wait takes half a second
    for each that is made at once. Raises StoreFailed.
    """
    end = time.monotonic() + INDEX_S
    for index in client.list_indexes(name, timeout=WRITE_S):
        while (told := client.describe_index(name, index, timeout=WRITE_S)) is not None:
            state = str(told.get("state", "Finished"))
            if state == "Finished":
                break
            if state == "Failed" or time.monotonic() > end:
                raise StoreFailed(f"the store cannot index {name}: {told}")
            time.sleep(_INDEX_LOOK_S)
