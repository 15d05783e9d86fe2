"""All generations in Milvus: publish the next in one step, open, roll back and prune. See Home.

    NAME_current                    an alias; it names the records of the current generation
    NAME_g000012_1f2e3d4c_documents, _passages, _sentences, _records
                                    a generation; whole once its records hold its manifest
    NAME_builder, NAME_builder_…    the lock of builders

The manifest is written last, and then the alias is altered: one step, seen whole or not at all.
"""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from index.durable import make_folder, remove_folder
from index.errors import (
    GenerationDamaged,
    GenerationOutdated,
    IndexMissing,
    PinciteError,
    StorageFailed,
    UsageError,
)
from index.generations.homes import KEEP, Staging
from index.generations.manifest import SEGMENTS, FileRecord, Manifest
from index.generations.opened import Generation
from index.generations.writer_lock import cannot_write, writer_lock
from index.milvus.builder_lock import BuilderLock
from index.milvus.current_look import CurrentLook
from index.milvus.engine.client_failures import CollectionGone
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.generation_tables import KINDS, RECORDS, Tables
from index.milvus.engine.record_parts import Records, rows_of
from index.milvus.held.milvus_generation import MilvusLease, check_counts
from index.milvus.held.written import write_collections

_STAGED = "staged"


class MilvusGenerations:
    """The generations of one index in Milvus. See Home.

    data_dir: the folder on this machine. dense: how vectors are indexed, a name in INDEXES.
    """

    def __init__(
        self,
        connection: MilvusConnection,
        data_dir: Path,
        dense: str = "FLAT",
        lock: BuilderLock | None = None,
    ) -> None:
        self.data_dir, self.unfinished = data_dir, data_dir / "unfinished.vectors"
        self._connection, self._dense = connection, dense
        self._name = connection.address.name
        self._alias = f"{self._name}_current"
        self._lock = lock or BuilderLock(connection)
        self._current = CurrentLook(self._look)

    def require(self) -> None:
        if self.current_stamp() is None:
            raise self._missing()

    def current_number(self) -> int | None:
        tables = self._look()
        return tables.number if tables else None

    def current_stamp(self) -> object | None:
        return self._current.stamp()

    def numbers(self) -> list[int]:
        return sorted(tables.number for tables in self._whole())

    def open(self, number: int) -> MilvusLease:
        tables = next((t for t in self._whole() if t.number == number), None)
        if tables is None:
            raise GenerationDamaged(f"there is no whole generation {number} in the store")
        return self._open(tables)

    def open_current(self) -> MilvusLease:
        tables = self._look()
        if tables is None:
            raise self._missing()
        return self._open(tables)

    def open_good(self) -> tuple[MilvusLease, list[str]]:
        try:
            return self.open_current(), []
        except GenerationOutdated:
            raise
        except GenerationDamaged as error:
            damaged = [str(error)]
        current = self.current_number() or 0
        for tables in sorted(self._whole(), key=lambda t: -t.number):
            if tables.number < current:
                try:
                    return self._open(tables), damaged
                except GenerationDamaged as error:
                    damaged.append(str(error))
        raise GenerationDamaged("; ".join(damaged) + "; rebuild it: pincite index FOLDER")

    def remains(self) -> None:
        """Return None: collections are there as a whole or not at all."""

    @contextmanager
    def writer(self) -> Iterator[None]:
        try:
            make_folder(self.data_dir, mode=0o700)
            with writer_lock(self.data_dir), self._lock.held():
                yield
        except OSError as error:
            raise StorageFailed(
                f"{cannot_write(self.data_dir, error)}; what was published stays"
            ) from error

    def stage(self) -> Staging:
        self.clear_dead()
        number = max([0, *self._numbers_given()]) + 1
        folder = self.data_dir / _STAGED
        folder.mkdir(mode=0o700)
        segments = folder / SEGMENTS
        segments.mkdir(mode=0o700)
        return Staging(number, folder, segments)

    def clear_dead(self) -> None:
        shutil.rmtree(self.data_dir / _STAGED, ignore_errors=True)
        self._lock.check()  # what is half written may be another builder's by now
        self._lock.clear_dead()
        whole = {tables.prefix for tables in self._whole()}
        for tables, collections in self._collections().items():
            if tables.prefix not in whole:
                for collection in collections:
                    self._connection.drop(collection)

    def discard(self, staging: Staging) -> None:
        with suppress(OSError, PinciteError):  # the next build clears what is left
            remove_folder(staging.folder)
            self.clear_dead()

    def publish(self, staging: Staging, manifest: Manifest) -> Manifest:
        tables = Tables.new(self._name, staging.number)
        numbered = replace(
            manifest,
            number=staging.number,
            passage_vectors=self._dense,
            sentence_vectors=self._dense,
            segments=(),
            gone={},
            files={},
        )
        size = write_collections(
            self._connection, tables, Generation(_Staged(staging, manifest)), self._dense
        )
        check_counts(self._connection, tables, numbered)
        sealed = replace(numbered, files={tables.prefix: FileRecord(size, "")})
        self._lock.check()
        self._connection.insert(tables[RECORDS], rows_of("manifest", 0, sealed.to_bytes().decode()))
        self._alter(tables)
        remove_folder(staging.folder)
        return sealed

    def step(self, forward: bool = False) -> tuple[int, int]:
        current = self._look()
        if current is None:
            raise self._missing()
        whole = sorted(self._whole(), key=lambda t: t.number if forward else -t.number)
        for tables in whole:
            if tables.number > current.number if forward else tables.number < current.number:
                with suppress(GenerationDamaged):
                    self._open(tables)
                    self._alter(tables)
                    return current.number, tables.number
        side = "after" if forward else "before"
        raise UsageError(
            f"there is no whole generation {side} {current.number}; nothing was changed"
        )

    def prune(self, keep: int = KEEP, before: int | None = None) -> list[int]:
        current = self._look()
        if current is None:
            raise self._missing()
        last = current.number if before is None else min(current.number, before + 1)
        earlier = sorted((t for t in self._whole() if t.number < last), key=lambda t: -t.number)
        kept = [current, *itertools.islice(filter(self._is_sound, earlier), keep - 1)]
        removed = sorted((t for t in self._whole() if t not in kept), key=lambda t: t.number)
        if removed and removed[-1].number > current.number:  # it must not be given again
            for tables in kept:
                highest = rows_of("highest", 0, removed[-1].number)
                self._connection.upsert(tables[RECORDS], highest)
        for tables in removed:
            self._lock.check()
            for kind in (RECORDS, *KINDS):  # without its records it is not whole
                self._connection.drop(tables[kind])
        return [tables.number for tables in removed]

    def _alter(self, tables: Tables) -> None:
        if self._connection.collection_of(self._alias) is None:
            self._connection.create_alias(self._alias, tables[RECORDS])
        else:
            self._connection.alter_alias(self._alias, tables[RECORDS])
        self._current.forget()

    def _look(self) -> Tables | None:
        collection = self._connection.collection_of(self._alias)
        return Tables.of(self._name, collection) if collection else None

    def _open(self, tables: Tables) -> MilvusLease:
        try:
            for kind in KINDS:
                self._connection.load(tables[kind])
            manifest = self._manifest(tables)
            check_counts(self._connection, tables, manifest)
        except CollectionGone as error:
            raise GenerationDamaged(f"generation {tables.number} is incomplete: {error}") from error
        return MilvusLease(self._connection, tables, manifest)

    def _manifest(self, tables: Tables) -> Manifest:
        text = Records(self._connection, tables[RECORDS]).one("manifest")
        return Manifest.parse(str(text).encode(), tables[RECORDS])

    def _is_sound(self, tables: Tables) -> bool:
        try:
            self._open(tables)
        except GenerationDamaged:
            return False
        return True

    def _collections(self) -> dict[Tables, list[str]]:
        """Return the collections of all generations, also of those half written."""
        found: dict[Tables, list[str]] = {}
        for collection in self._connection.collections():
            if tables := Tables.of(self._name, collection):
                found.setdefault(tables, []).append(collection)
        return found

    def _whole(self) -> list[Tables]:
        """Return the generations whose manifest is written."""
        whole = []
        for tables, collections in self._collections().items():
            if tables[RECORDS] not in collections:
                continue
            with suppress(CollectionGone):  # pruned, or cleared, just now
                if self._connection.get(tables[RECORDS], ["manifest/0/0"], ["key"]):
                    whole.append(tables)
        return whole

    def _numbers_given(self) -> Iterator[int]:
        """Yield the numbers of all generations, and those kept of generations that are gone."""
        yield from (tables.number for tables in self._collections())
        for tables in self._whole():
            with suppress(GenerationDamaged):
                yield int(Records(self._connection, tables[RECORDS]).one("highest"))

    def _missing(self) -> IndexMissing:
        return IndexMissing(
            f"there is no index in {self._connection.address} yet; build one: pincite index FOLDER"
        )


class _Staged:
    """The staged files of a generation that nobody else knows of. See FolderLease."""

    def __init__(self, staging: Staging, manifest: Manifest) -> None:
        self.folder, self.manifest = staging.folder, manifest
        self.segments = [staging.segments / name for name in manifest.segments]

    def untouched(self) -> bool:
        return True
