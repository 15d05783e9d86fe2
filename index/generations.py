"""The generations on disk: stage one, publish it in one step, find and lock the current one.

    DATA_DIR/CURRENT                      the published generation's number
    DATA_DIR/generations/000012/          a whole generation; it never changes
    DATA_DIR/generations/000013.partial/  a build under way, or a dead one
    DATA_DIR/writer.lock                  locked by the process that builds

A generation becomes current by renaming CURRENT, the last of all steps, and every step before
it is synced to the disk first; so a crash at any point leaves the old generation or the new one.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from index.durable import replace_file, sync_file, sync_folder, write_file
from index.errors import GenerationDamaged, IndexMissing, WriterBusy
from index.manifest import MANIFEST, Manifest, folder_name, record_files

KEEP = 2
_NAME = re.compile(r"\d{6,}")
_PARTIAL = ".partial"
_OPEN_TRIES = 5


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder to write the next generation into."""

    number: int
    folder: Path


class Lease:
    """A verified generation, kept from being pruned until it is released.

    The lock is the process's: it falls with it, however that ends.
    """

    def __init__(self, folder: Path, manifest: Manifest, descriptor: int) -> None:
        self.folder, self.manifest = folder, manifest
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.release()

    def __del__(self) -> None:
        self.release()


class Generations:
    """All generations under one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._folder = data_dir / "generations"
        self._current = data_dir / "CURRENT"

    def current(self) -> int:
        """The published generation's number. Raises IndexMissing, GenerationDamaged."""
        try:
            line = self._current.read_text("ascii").strip()
        except FileNotFoundError as error:
            raise IndexMissing(
                f"there is no index in {self.data_dir} yet; build one: pincite index FOLDER"
            ) from error
        except (OSError, ValueError) as error:
            raise GenerationDamaged(f"{self._current} cannot be read: {error}") from error
        if not line.isdecimal():
            raise GenerationDamaged(f"{self._current} does not hold a generation's number")
        return int(line)

    def current_stamp(self) -> tuple[int, int, int] | None:
        """Something that differs whenever CURRENT was written; one stat. None: no index."""
        try:
            status = self._current.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def open_current(self) -> Lease:
        """Lock and verify the current generation. Raises IndexMissing, GenerationDamaged."""
        for _ in range(_OPEN_TRIES):
            number = self.current()
            try:
                return self._open(number)
            except GenerationDamaged:
                # Two publishes since CURRENT was read may have pruned what it named then.
                if self.current() == number:
                    raise
        raise GenerationDamaged(f"{self._current} changes faster than a generation opens")

    def _open(self, number: int) -> Lease:
        folder = self._folder / folder_name(number)
        try:
            descriptor = os.open(folder / MANIFEST, os.O_RDONLY)
        except OSError as error:
            raise GenerationDamaged(f"generation {number} has no readable manifest") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            manifest = Manifest.read(folder)
            manifest.check_files(folder)
        except BaseException:
            os.close(descriptor)
            raise
        return Lease(folder, manifest, descriptor)

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the writer lock; a dead writer's falls by itself. Raises WriterBusy."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.data_dir / "writer.lock"
        with path.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise WriterBusy(
                    f"another process (pid {holder}) is writing the index in {self.data_dir}; "
                    "wait for it, or stop it"
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def stage(self) -> Staging:
        """Clear what dead builds left, and make an empty folder for the next generation."""
        for path in self._folder.iterdir():
            if not _NAME.fullmatch(path.name):
                shutil.rmtree(path)
        number = max([0, *self._numbers(), *self._published()]) + 1
        folder = self._folder / (folder_name(number) + _PARTIAL)
        folder.mkdir(mode=0o700)
        return Staging(number, folder)

    def discard(self, staging: Staging) -> None:
        shutil.rmtree(staging.folder, ignore_errors=True)

    def publish(self, staging: Staging, manifest: Manifest) -> Manifest:
        """Seal the staged files with their hashes and make them the current generation."""
        sealed = replace(manifest, number=staging.number, files=record_files(staging.folder))
        for name in sealed.files:
            (staging.folder / name).chmod(0o600)
            sync_file(staging.folder / name)
        write_file(staging.folder / MANIFEST, sealed.to_bytes())
        for folder in [*(p for p in staging.folder.rglob("*") if p.is_dir()), staging.folder]:
            sync_folder(folder)
        staging.folder.rename(self._folder / folder_name(staging.number))
        sync_folder(self._folder)
        replace_file(self._current, f"{staging.number}\n".encode())
        return sealed

    def prune(self, keep: int = KEEP) -> list[int]:
        """Remove all but the last `keep` generations, the current one, and those being read."""
        current = self.current()
        removed = []
        for number in sorted(self._numbers())[: -keep or None]:
            if number != current and self._remove(self._folder / folder_name(number)):
                removed.append(number)
        return removed

    def _remove(self, folder: Path) -> bool:
        """Remove a generation that nobody reads. It loses its name first: never half a one."""
        try:
            with (folder / MANIFEST).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                dead = folder.with_name(folder.name + _PARTIAL)
                folder.rename(dead)
        except BlockingIOError:
            return False
        except FileNotFoundError:  # a wreck without a manifest
            dead = folder
        sync_folder(self._folder)
        shutil.rmtree(dead)
        return True

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]

    def _published(self) -> list[int]:
        try:
            return [self.current()]
        except (IndexMissing, GenerationDamaged):
            return []
