"""All generations on disk: stage the next, publish it in one step, open, roll back and prune.

    DATA_DIR/CURRENT                      the number of the current generation
    DATA_DIR/generations/000012/          a whole generation; it never changes
    DATA_DIR/segments/000012-001/         documents of that generation, and of those that share them
    DATA_DIR/generations/000013.partial/  a build under way, or one that died
    DATA_DIR/unfinished.vectors           what a build encoded before it failed
    DATA_DIR/verified/000012.json         stands for hashing that generation again
    DATA_DIR/HIGHEST                      the highest number given, if its generation is gone
    DATA_DIR/writer.lock                  locked by the process that builds

A generation becomes current when CURRENT is replaced, by a rename. That is the last step, and
each step before it is synced to the disk first. So a crash at any point leaves the old generation
current, or the new one.
"""

import fcntl
import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePath

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
from index.generations.homes import KEEP, Staging
from index.generations.lease import Lease, take_lease
from index.generations.manifest import (
    MANIFEST,
    SEGMENTS,
    Manifest,
    files_in,
    files_of,
    folder_name,
    place_of,
    record_of,
)
from index.generations.opened import Generation
from index.generations.remains import remains_of
from index.generations.segments import clear_segments, numbers_of
from index.generations.stamps import Stamps
from index.generations.writer_lock import cannot_write, writer_lock

_NAME = re.compile(r"\d{6,}")  # of a generation's folder
_NUMBER = re.compile(r"[0-9]{1,18}")  # in CURRENT and HIGHEST
_PARTIAL = ".partial"
_OPEN_TRIES = 5


class Generations:
    """The generations under one data folder.

    data_dir: that folder. unfinished: the file where a build keeps what it has encoded.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._folder = data_dir / "generations"
        self._segments = data_dir / SEGMENTS
        self._current = data_dir / "CURRENT"
        self._highest = data_dir / "HIGHEST"
        self._stamps = Stamps(data_dir / "verified")
        self.unfinished = data_dir / "unfinished.vectors"

    def current(self) -> int:
        """Return the number of the current generation. Raises IndexMissing, GenerationDamaged."""
        try:
            return _read_number(self._current)
        except FileNotFoundError as error:
            raise self._missing() from error

    def require(self) -> None:
        """Raise IndexMissing if no generation was ever published."""
        if self.current_stamp() is None:
            raise self._missing()

    def _missing(self) -> IndexMissing:
        return IndexMissing(
            f"there is no index in {self.data_dir} yet; build one: pincite index FOLDER"
        )

    def current_number(self) -> int | None:
        """Return the number of the current generation; None if CURRENT cannot be read."""
        try:
            return self.current()
        except (IndexMissing, GenerationDamaged):
            return None

    def current_stamp(self) -> tuple[int, int, int] | None:
        """Return a value that changes whenever CURRENT is written; None without an index.

        It costs one stat.
        """
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
                # Two publishes since CURRENT was read may have pruned the generation it named.
                if self.current() == number:
                    raise
        raise GenerationDamaged(f"{self._current} changes faster than a generation opens")

    def open_good(self) -> tuple[Lease, list[str]]:
        """Open the current generation, or else the latest whole one before it.

        Also returns a message for each damaged generation that was passed over. Raises
        IndexMissing, GenerationDamaged if none is whole, and GenerationOutdated if none is whole
        and another version of Pincite made the current one.
        """
        # Messages are kept, not errors: an error holds the frames it passed through, and so the
        # generations opened in them, until the garbage collector runs.
        try:
            return self.open_current(), []
        except GenerationDamaged as error:
            damaged = [str(error)]
            roots = error.roots if isinstance(error, GenerationOutdated) else None
        for number in self._numbers_before(self.current_number()):
            try:
                return self.open(number), damaged
            except GenerationDamaged as error:
                damaged.append(str(error))
        if roots is not None:
            raise GenerationOutdated(damaged[0], roots)
        message = f"{'; '.join(damaged)}; rebuild it: pincite index"
        known = self._latest_manifest()
        if known is None:
            raise GenerationDamaged(f"{message} FOLDER")
        raise GenerationDamaged(message, known.roots, known.include, known.exclude)

    def _latest_manifest(self) -> Manifest | None:
        """Return the manifest of the latest generation of which it is whole; None if none is."""
        for number in reversed(self.numbers()):
            with suppress(GenerationDamaged):
                return Manifest.read(self._folder / folder_name(number))
        return None

    def remains(self) -> Generation | None:
        """Return what is whole of the latest generation of which anything is; else None."""
        folders = (self._folder / folder_name(number) for number in reversed(self.numbers()))
        return next(filter(None, map(remains_of, folders)), None)

    def step(self, forward: bool = False) -> tuple[int, int]:
        """Make the nearest whole generation before the current one current; `forward`: after it.

        Returns the number of the generation that was current, and of the one that is now. The
        caller holds the writer lock. Raises IndexMissing, and UsageError if there is no such
        generation.
        """
        current = self.current()
        after = [number for number in self.numbers() if number > current]
        for number in after if forward else self._numbers_before(current):
            if self._is_whole(number):
                replace_file(self._current, f"{number}\n".encode())
                return current, number
        side = "after" if forward else "before"
        raise UsageError(f"there is no whole generation {side} {current}; nothing was changed")

    def open(self, number: int) -> Lease:
        """Lock and verify the generation of that number. Raises GenerationDamaged."""
        return take_lease(self._folder / folder_name(number), self._stamps)

    def _is_whole(self, number: int) -> bool:
        try:
            self.open(number).release()
        except GenerationDamaged:
            return False
        return True

    def _numbers_before(self, number: int | None) -> list[int]:
        """Return the numbers of earlier generations, latest first; of all of them for None."""
        numbers = self.numbers()[::-1]
        return [earlier for earlier in numbers if number is None or earlier < number]

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the writer lock during the `with` block.

        Raises WriterBusy, and StorageFailed in place of any OSError from the block.
        """
        before = self.current_number()
        try:
            make_folder(self._folder, mode=0o700)
            if os.path.lexists(self._segments) and not self._segments.is_dir():
                self._segments.unlink()  # nothing that Pincite put there
            make_folder(self._segments, mode=0o700)
            with writer_lock(self.data_dir):
                yield
        except OSError as error:
            raise StorageFailed(self._failure(error, before)) from error

    def _failure(self, error: OSError, before: int | None) -> str:
        now = self.current_number()
        state = "the index is as it was" if now == before else f"generation {now} is published"
        return f"{cannot_write(self.data_dir, error)}; {state}"

    def stage(self) -> Staging:
        """Remove what dead builds left, and make an empty folder for the next generation."""
        self.clear_dead()
        number = max([0, *self.numbers(), *self._numbers_given()]) + 1
        folder = self._folder / (folder_name(number) + _PARTIAL)
        folder.mkdir(mode=0o700)
        return Staging(number, folder, self._segments)

    def clear_dead(self) -> None:
        """Remove parts of generations that a build or a prune left when it died."""
        for path in (self._current, self._highest):
            path.with_name(path.name + _PARTIAL).unlink(missing_ok=True)
        for path in self._folder.iterdir():
            if not path.is_dir() or path.is_symlink():
                path.unlink()
            elif not _NAME.fullmatch(path.name):
                remove_folder(path)
        self._clear_segments()

    def _clear_segments(self) -> None:
        kept = [self._folder / folder_name(number) for number in self.numbers()]
        clear_segments(self._segments, kept)

    def discard(self, staging: Staging) -> None:
        """Remove the staged files of a build that failed."""
        with suppress(OSError):  # the next build clears what is left
            remove_folder(staging.folder)
            self._clear_segments()

    def publish(self, staging: Staging, manifest: Manifest) -> Manifest:
        """Make the staged files the current generation; return its manifest, with their hashes.

        Raises OSError. The caller holds the writer lock.
        """
        sealed = _seal(staging, manifest)
        staging.folder.rename(self._folder / folder_name(staging.number))
        sync_folder(self._folder)
        replace_file(self._current, f"{staging.number}\n".encode())
        return sealed

    def prune(self, keep: int = KEEP, before: int | None = None) -> list[int]:
        """Remove all generations but the current one and the `keep` - 1 whole ones before it.

        before: the generation that was current when the current one was made. Those between them
        were rolled back or never published, and are removed too. A generation that is being read
        stays until the next prune. Returns the numbers of those removed.
        """
        current = self.current()
        last = current if before is None else min(current, before + 1)
        whole = filter(self._is_whole, self._numbers_before(last))
        kept = {current, *itertools.islice(whole, keep - 1)}
        removed = [number for number in self.numbers() if number not in kept]
        if removed and removed[-1] > current:  # that number must not be given again
            replace_file(self._highest, f"{removed[-1]}\n".encode())
        gone = [n for n in removed if self._remove(self._folder / folder_name(n))]
        if gone:
            self._clear_segments()
        return gone

    def _remove(self, folder: Path) -> bool:
        """Remove a generation unless it is being read; return whether it was removed.

        It is renamed first, so that a crash leaves no half of a generation under its name.
        """
        dead = folder.with_name(folder.name + _PARTIAL)
        try:
            lock = (folder / MANIFEST).open("rb")
        except OSError:  # without a manifest nobody can be reading it
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
        """Return the numbers of the generations on disk, oldest first."""
        paths = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted(int(p.name) for p in paths if _NAME.fullmatch(p.name) and p.is_dir())

    def _numbers_given(self) -> Iterator[int]:
        """Yield the numbers in CURRENT, HIGHEST and of segments; their generations may be gone."""
        yield from numbers_of(self._segments)
        for path in (self._current, self._highest):
            with suppress(FileNotFoundError, GenerationDamaged):
                yield _read_number(path)


def _seal(staging: Staging, manifest: Manifest) -> Manifest:
    """Sync all staged files, and write the manifest, which names them with their hashes."""
    shared = {PurePath(name).parts[1] for name in manifest.files}  # their files are on the disk
    new = [name for name in manifest.segments if name not in shared]
    files = dict(manifest.files)
    for name in [
        *files_in(staging.folder),
        *(n for one in new for n in files_of(one, staging.folder)),
    ]:
        path = place_of(name, staging.folder)
        path.chmod(0o600)
        sync_file(path)
        files[name] = record_of(path)
    sealed = replace(manifest, number=staging.number, files=files)
    write_file(staging.folder / MANIFEST, sealed.to_bytes())
    folders = [*(staging.segments / name for name in new), staging.folder]
    for folder in folders:
        for inner in (path for path in folder.rglob("*") if path.is_dir()):
            sync_folder(inner)
        sync_folder(folder)
    if new:
        sync_folder(staging.segments)
    return sealed


def _read_number(path: Path) -> int:
    """Return the number that a file holds. Raises FileNotFoundError, GenerationDamaged."""
    try:
        line = path.read_text("ascii").strip()
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise GenerationDamaged(f"{path} cannot be read: {error}") from error
    if not _NUMBER.fullmatch(line):
        raise GenerationDamaged(f"{path} does not hold a generation's number")
    return int(line)
