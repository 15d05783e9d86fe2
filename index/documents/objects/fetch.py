"""Fetches the bytes of a file, from a folder or from object storage."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from index.documents.contents import MAX_BYTES, read_bytes, too_large
from index.documents.objects.object_storage import away_in_time, filesystem, in_words
from index.errors import BucketAway, Unreadable
from index.originals import FileStatus
from index.records import SourceFile
from index.roots import is_object, key_of_path, written

T = TypeVar("T")
_AT_ONCE = 8  # objects: each takes some ten milliseconds, of which most is waiting
_BYTES_AT_ONCE = 64 * 2**20
_PATIENCE_S = 120.0  # for an object that a build wants: for a second try of what stalled once
_BYTES_A_SECOND = 2**16  # at least, beside seven others


def bytes_of(source: SourceFile) -> bytes:
    """Return the whole content of a file. Raises Unreadable with the reason, UsageError."""
    if not is_object(source.path):
        return read_bytes(source.path)
    if source.size > MAX_BYTES:
        raise too_large(source.size)
    if not source.size:
        raise Unreadable("an empty file", FileStatus.EMPTY)
    try:
        return fetch(source.path, _PATIENCE_S + source.size / _BYTES_A_SECOND)
    except BucketAway as error:
        raise Unreadable(f"cannot be fetched: {in_words(TimeoutError())}") from error


def fetch(path: Path, within_s: float | None = None) -> bytes:
    """Return the content of an object. Raises Unreadable with the reason, UsageError.

    within_s: the time for it, where somebody waits; a storage that takes longer raises BucketAway.
    """
    storage, end = filesystem(), MAX_BYTES + 1
    try:
        data: bytes = storage.cat_file(key_of_path(path), start=0, end=end, timeout=within_s)
    except FileNotFoundError as error:
        raise Unreadable("the file is gone") from error
    except Exception as error:  # of the libraries for AWS, and of the network
        if within_s is not None and away_in_time(error):
            raise BucketAway(f"{written(path)}: {in_words(error)}") from error
        raise Unreadable(f"cannot be fetched: {in_words(error)}") from error
    if len(data) > MAX_BYTES:  # it was replaced after it was listed
        raise too_large(len(data))
    if not data:
        raise Unreadable("an empty file", FileStatus.EMPTY)
    return data


def fetched(
    items: Iterable[T], source_of: Callable[[T], SourceFile]
) -> Iterator[tuple[T, Callable[[], bytes]]]:
    """Yield each item with a function that does what `bytes_of` does for its file, in order.

    Some objects are fetched ahead, at the same time; files of folders when the function is called.
    """
    waiting: deque[tuple[T, int, Future[bytes]]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for item in items:
            source = source_of(item)
            if not is_object(source.path):
                yield item, lambda path=source.path: read_bytes(path)  # type: ignore[misc]
                continue
            while waiting and (
                len(waiting) >= _AT_ONCE or _sum(waiting) + source.size > _BYTES_AT_ONCE
            ):
                first, _, future = waiting.popleft()
                yield first, future.result
            waiting.append((item, source.size, threads.submit(bytes_of, source)))
        while waiting:
            first, _, future = waiting.popleft()
            yield first, future.result


def _sum(waiting: Iterable[tuple[T, int, Future[bytes]]]) -> int:
    return sum(size for _, size, _ in waiting)
