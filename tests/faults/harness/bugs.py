"""Bugs to plant: each is a fault that index software has had, put into Pincite on purpose.

Each takes a MonkeyPatch and plants itself. `test_planted_bugs` says which check finds which.
"""

import fcntl
import itertools
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import faiss
import pytest
import tantivy

from index import durable
from index.building.job import Job
from index.building.passages.unfinished import Unfinished
from index.building.steps import Build
from index.generations import opened, publish, segments
from index.generations.manifest import Manifest, folder_name
from index.generations.publish import Generations, Staging
from index.generations.stamps import Stamps
from index.records import PassageVectors
from index.storage.lexicon import SearchText, lexicon_writer
from index.storage.tables import new_database
from index.storage.texts_records import Version

Plant = pytest.MonkeyPatch
_seal = publish._seal


def _nothing(*_: object) -> None:
    pass


def no_sync_of_files(plant: Plant) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").is_dir():
            real(descriptor)

    plant.setattr(durable, "os", _Os(fsync=fsync))


def no_sync_of_folders(plant: Plant) -> None:
    plant.setattr("index.durable.sync_folder", _nothing)
    plant.setattr("index.generations.publish.sync_folder", _nothing)


def no_sync_of_what_libraries_write(plant: Plant) -> None:
    plant.setattr("index.generations.publish.sync_file", _nothing)


def no_sync_of_the_generations_folder(plant: Plant) -> None:
    real = durable.sync_folder

    def sync_folder(folder: Path) -> None:
        if folder.name != "generations":
            real(folder)

    plant.setattr("index.generations.publish.sync_folder", sync_folder)


def no_sync_of_the_segments_folder(plant: Plant) -> None:
    real = durable.sync_folder

    def sync_folder(folder: Path) -> None:
        if folder.name != "segments":
            real(folder)

    plant.setattr("index.generations.publish.sync_folder", sync_folder)
    plant.setattr("index.durable.sync_folder", sync_folder)


def current_is_flipped_before_the_rename(plant: Plant) -> None:
    def publish(self: Generations, staging: Staging, manifest: Manifest) -> Manifest:
        sealed = _seal(staging, manifest)
        durable.replace_file(self.data_dir / "CURRENT", f"{staging.number}\n".encode())
        staging.folder.rename(staging.folder.with_name(folder_name(staging.number)))
        durable.sync_folder(staging.folder.parent)
        return sealed

    plant.setattr(Generations, "publish", publish)


def the_manifest_is_not_last(plant: Plant) -> None:
    """The folder has its final name before its files are synced and its manifest is written."""

    def publish(self: Generations, staging: Staging, manifest: Manifest) -> Manifest:
        folder = staging.folder.with_name(folder_name(staging.number))
        staging.folder.rename(folder)
        durable.replace_file(self.data_dir / "CURRENT", f"{staging.number}\n".encode())
        return _seal(replace(staging, folder=folder), manifest)

    plant.setattr(Generations, "publish", publish)


def current_is_written_in_place(plant: Plant) -> None:
    def replace_file(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        durable.sync_folder(path.parent)

    plant.setattr("index.generations.publish.replace_file", replace_file)


def no_hash_is_checked(plant: Plant) -> None:
    plant.setattr(Stamps, "check", _nothing)
    plant.setattr(Manifest, "check_files", _nothing)


def the_manifest_has_no_hashes(plant: Plant) -> None:
    for room in ("publish", "manifest"):  # nor are there strangers, then
        plant.setattr(f"index.generations.{room}.files_in", lambda folder: [])
        plant.setattr(f"index.generations.{room}.files_of", lambda segment, folder: [])


def faiss_writes_its_files(plant: Plant) -> None:
    def write_index(path: Path, index: Any) -> None:
        faiss.write_index(index, str(path))

    for name in ("vector_files", "codes"):
        plant.setattr(f"index.storage.vectors.{name}.write_index", write_index)


def the_work_is_dropped_before_it_is_published(plant: Plant) -> None:
    real = Build.publish

    def publish(self: Build, job: Job, rate: float) -> None:
        self.generations.unfinished.unlink(missing_ok=True)
        real(self, job, rate)

    plant.setattr(Build, "publish", publish)


def the_work_is_never_kept(plant: Plant) -> None:
    """It is in memory alone."""
    made: dict[bytes, PassageVectors] = {}
    plant.setattr(Unfinished, "add", lambda self, vectors: made.update(vectors))
    plant.setattr(Unfinished, "__getitem__", lambda self, key: made[key])


def prune_minds_no_reader(plant: Plant) -> None:
    class Locks:
        LOCK_EX, LOCK_NB, LOCK_SH = fcntl.LOCK_EX, fcntl.LOCK_NB, fcntl.LOCK_SH
        flock = staticmethod(_nothing)

    plant.setattr("index.generations.lease.fcntl", Locks)


def prune_keeps_the_oldest(plant: Plant) -> None:
    def prune(self: Generations, keep: int = 2, before: int | None = None) -> list[int]:
        removed = self.numbers()[keep:]
        return [n for n in removed if self._remove(self.data_dir / "generations" / folder_name(n))]

    plant.setattr(Generations, "prune", prune)


def prune_keeps_all(plant: Plant) -> None:
    plant.setattr(Generations, "prune", lambda *_, **__: [])


def prune_comes_before_the_publish(plant: Plant) -> None:
    real = Generations.publish

    def publish(self: Generations, staging: Staging, manifest: Manifest) -> Manifest:
        for number in self.numbers():
            durable.remove_folder(self.data_dir / "generations" / folder_name(number))
        return real(self, staging, manifest)

    plant.setattr(Generations, "publish", publish)


def the_lexicon_is_not_waited_for(plant: Plant) -> None:
    """Its writer is still at work, and changes files, after they were hashed."""
    late: list[Path] = []
    real_write, real_seal = opened.write_lexicon, publish._seal

    def write_lexicon(folder: Path, passages: Iterable[SearchText], serial: int) -> None:
        real_write(folder, passages, serial)
        late.append(folder)

    def seal(staging: Staging, manifest: Manifest) -> Manifest:
        sealed = real_seal(staging, manifest)
        index = tantivy.Index.open(str(late.pop()))
        writer = index.writer(heap_size=lexicon_writer._HEAP_BYTES, num_threads=1)
        writer.add_document(tantivy.Document(text="late"))
        writer.commit()
        writer.wait_merging_threads()
        return sealed

    plant.setattr(opened, "write_lexicon", write_lexicon)
    plant.setattr("index.generations.publish._seal", seal)


def the_store_is_not_committed(plant: Plant) -> None:
    class Connection(sqlite3.Connection):
        def commit(self) -> None:
            pass

    class Sqlite:
        OperationalError, Error, SQLITE_FULL = (
            sqlite3.OperationalError,
            sqlite3.Error,
            sqlite3.SQLITE_FULL,
        )

        @staticmethod
        def connect(path: Path | str, uri: bool = False) -> sqlite3.Connection:
            return sqlite3.connect(path, uri=uri, factory=Connection)

    plant.setattr(new_database, "sqlite3", Sqlite)


def numbers_come_again(plant: Plant) -> None:
    """The next generation takes the number of the one that is served."""
    real = Generations.numbers
    plant.setattr(Generations, "numbers", lambda self: [n for n in real(self) if n < 2])
    plant.setattr(Generations, "_numbers_given", lambda self: iter(()))


def a_document_is_left_out(plant: Plant) -> None:
    """A passage is in the store, but not among the words."""
    real = lexicon_writer.write_lexicon
    plant.setattr(opened, "check_counts", _nothing)

    def write_lexicon(folder: Path, passages: Iterable[SearchText], serial: int) -> None:
        real(folder, itertools.islice(passages, 2), serial)

    plant.setattr(opened, "write_lexicon", write_lexicon)


def a_changed_document_stays_as_it_was(plant: Plant) -> None:
    """Its segment is shared, as if nothing had happened to it."""
    plant.setattr(Version, "is_of", lambda self, document: True)
    plant.setattr(Version, "has_contents_of", lambda self, document: True)


def segments_of_the_one_before_are_cleared(plant: Plant) -> None:
    real = segments.clear_segments

    def clear_segments(folder: Path, generations: Iterable[Path]) -> None:
        real(folder, list(generations)[-1:])

    plant.setattr("index.generations.publish.clear_segments", clear_segments)


def segments_are_never_cleared(plant: Plant) -> None:
    plant.setattr("index.generations.publish.clear_segments", _nothing)


def success_is_said_when_nothing_was_published(plant: Plant) -> None:
    def publish(self: Build, job: Job, rate: float) -> None:
        self.generations.discard(self.generations.stage())

    plant.setattr(Build, "publish", publish)


class _Os:
    """The os module, with some of its functions replaced."""

    def __init__(self, **replaced: Any) -> None:
        self.__dict__.update(replaced)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)
