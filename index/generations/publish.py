"""The generations on disk: stage one, publish it in one step, find and lock the current one.

    DATA_DIR/CURRENT                      the published generation's number
    DATA_DIR/generations/000012/          a whole generation; it never changes
    DATA_DIR/generations/000013.partial/  a build under way, or a dead one
    DATA_DIR/unfinished.vectors           what a build that did not publish had encoded
    DATA_DIR/verified/000012.json         stands for hashing it again
    DATA_DIR/HIGHEST                      the highest number given, where its generation is gone
    DATA_DIR/writer.lock                  locked by the process that builds

A generation becomes current by renaming CURRENT, the last of all steps, and every step before
it is synced to the disk first; so a crash at any point leaves the old generation or the new one.
"""

import errno
import fcntl
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.durable import (
    make_folder,
    remove_folder,
    replace_file,
    sync_file,
    sync_folder,
    write_file,
)
from index.errors import (
    GenerationDamaged,
    GenerationOutdated,
    IndexMissing,
    StorageFailed,
    UsageError,
)
from index.generations.lease import Lease, take_lease
from index.generations.manifest import MANIFEST, Manifest, folder_name, record_files
from index.generations.stamps import Stamps
from index.generations.writer_lock import writer_lock

KEEP = 2
_NAME = re.compile(r"\d{6,}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_PARTIAL = ".partial"
_OPEN_TRIES = 5
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder to write the next generation into."""

    number: int
    folder: Path


class Generations:
    """All generations under one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._folder = data_dir / "generations"
        self._current = data_dir / "CURRENT"
        self._highest = data_dir / "HIGHEST"
        self._stamps = Stamps(data_dir / "verified")
        self.unfinished = data_dir / "unfinished.vectors"

    def current(self) -> int:
        """The published generation's number. Raises IndexMissing, GenerationDamaged."""
        try:
            return _read_number(self._current)
        except FileNotFoundError as error:
            raise self._missing() from error

    def require(self) -> None:
        """Raises IndexMissing where nothing was ever published."""
        if self.current_stamp() is None:
            raise self._missing()

    def _missing(self) -> IndexMissing:
        return IndexMissing(
            f"there is no index in {self.data_dir} yet; build one: pincite index FOLDER"
        )

    def current_number(self) -> int | None:
        """The published generation's number, if CURRENT can be read."""
        return next(iter(self._published()), None)

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
                return self.open(number)
            except GenerationDamaged:
                # Two publishes since CURRENT was read may have pruned what it named then.
                if self.current() == number:
                    raise
        raise GenerationDamaged(f"{self._current} changes faster than a generation opens")

    def open_good(self) -> tuple[Lease, list[str]]:
        """The current generation, or the latest before it that is whole, and what is damaged.

        Raises IndexMissing; GenerationDamaged where none is whole, GenerationOutdated where the
        current one is of another version of Pincite.
        """
        # Words, not errors: an error that is kept keeps the frames it went through, and these
        # the generation that they opened, until the garbage collector comes by.
        try:
            return self.open_current(), []
        except GenerationDamaged as error:
            damaged = [str(error)]
            roots = error.roots if isinstance(error, GenerationOutdated) else None
        for number in self._before(self._published()):
            try:
                return self.open(number), damaged
            except GenerationDamaged as error:
                damaged.append(str(error))
        if roots is not None:
            raise GenerationOutdated(damaged[0], roots)
        raise GenerationDamaged("; ".join(damaged) + "; build it anew: pincite index FOLDER")

    def step(self, forward: bool = False) -> tuple[int, int]:
        """Make the last whole generation before the current one current, or the next after it.

        Returns the numbers left and taken. The caller holds the writer lock. Raises
        IndexMissing, and UsageError where there is no such generation.
        """
        current = self.current()
        after = [number for number in self.numbers() if number > current]
        for number in after if forward else self._before([current]):
            if self._is_whole(number):
                replace_file(self._current, f"{number}\n".encode())
                return current, number
        side = "after" if forward else "before"
        raise UsageError(f"there is no whole generation {side} {current}; nothing was changed")

    def open(self, number: int) -> Lease:
        """Lock and verify one generation. Raises GenerationDamaged."""
        return take_lease(self._folder / folder_name(number), self._stamps)

    def _is_whole(self, number: int) -> bool:
        try:
            self.open(number).release()
        except GenerationDamaged:
            return False
        return True

    def _before(self, current: list[int]) -> list[int]:
        """The numbers below the current one, latest first; all where it cannot be known."""
        numbers = self.numbers()[::-1]
        return [number for number in numbers if not current or number < current[0]]

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the writer lock; a dead writer's falls by itself.

        Raises WriterBusy, and StorageFailed for any OSError meanwhile.
        """
        before = self.current_number()
        try:
            make_folder(self._folder, mode=0o700)
            with writer_lock(self.data_dir):
                yield
        except OSError as error:
            raise StorageFailed(self._failure(error, before)) from error

    def _failure(self, error: OSError, before: int | None) -> str:
        full = f"the disk that holds {self.data_dir} is full"
        what = full if error.errno in _FULL else f"{self.data_dir} cannot be written: {error}"
        now = self.current_number()
        state = "the index is as it was" if now == before else f"generation {now} is published"
        return f"{what}; {state}"

    def stage(self) -> Staging:
        """Clear what dead builds left, and make an empty folder for the next generation."""
        self.clear_dead()
        number = max([0, *self.numbers(), *self._given()]) + 1
        folder = self._folder / (folder_name(number) + _PARTIAL)
        folder.mkdir(mode=0o700)
        return Staging(number, folder)

    def clear_dead(self) -> None:
        """Remove what is no generation: parts of one, left by a build or a prune that died."""
        for path in (self._current, self._highest):
            path.with_name(path.name + _PARTIAL).unlink(missing_ok=True)
        for path in self._folder.iterdir():
            if not path.is_dir() or path.is_symlink():
                path.unlink()
            elif not _NAME.fullmatch(path.name):
                remove_folder(path)

    def discard(self, staging: Staging) -> None:
        with suppress(OSError):  # it is dead, and the next build clears it
            remove_folder(staging.folder)

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

    def prune(self, keep: int = KEEP, before: int | None = None) -> list[int]:
        """Keep the current generation and the `keep` - 1 whole ones before it; remove all others.

        before: what was current when the current one was made; what lies between them had been
        rolled back, or was never published, and goes. A generation that is being read stays
        until the next time. Returns the numbers removed.
        """
        current = self.current()
        last = current if before is None else min(current, before + 1)
        whole = filter(self._is_whole, self._before([last]))
        kept = {current, *itertools.islice(whole, keep - 1)}
        removed = [number for number in self.numbers() if number not in kept]
        if removed and removed[-1] > current:  # its number must not be given again
            replace_file(self._highest, f"{removed[-1]}\n".encode())
        return [n for n in removed if self._remove(self._folder / folder_name(n))]

    def _remove(self, folder: Path) -> bool:
        """Remove a generation that nobody reads. It loses its name first: never half a one."""
        dead = folder.with_name(folder.name + _PARTIAL)
        try:
            lock = (folder / MANIFEST).open("rb")
        except OSError:  # a wreck: nobody reads what has no manifest
            folder.rename(dead)
        else:
            with lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
                folder.rename(dead)
        sync_folder(self._folder)
        remove_folder(dead)
        self._stamps.forget(folder)
        return True

    def numbers(self) -> list[int]:
        """The generations on disk, oldest first."""
        paths = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted(int(p.name) for p in paths if _NAME.fullmatch(p.name) and p.is_dir())

    def _published(self) -> list[int]:
        try:
            return [self.current()]
        except (IndexMissing, GenerationDamaged):
            return []

    def _given(self) -> list[int]:
        """The numbers that are known to have been given, whatever became of the generations."""
        try:
            return [*self._published(), _read_number(self._highest)]
        except (FileNotFoundError, GenerationDamaged):
            return self._published()


def _read_number(path: Path) -> int:
    """The number that a file holds. Raises FileNotFoundError, GenerationDamaged."""
    try:
        line = path.read_text("ascii").strip()
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise GenerationDamaged(f"{path} cannot be read: {error}") from error
    if not _NUMBER.fullmatch(line):
        raise GenerationDamaged(f"{path} does not hold a generation's number")
    return int(line)
