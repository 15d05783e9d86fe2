"""Pages of PDFs as pictures, with the place of a quote marked, drawn in a contained process."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Protocol

from index.errors import DocumentMissing, Unreadable
from index.originals import FileEntry
from index.records import Document, Span
from index.seam.held_texts import Texts
from service.errors import BadSpan, OriginalUnavailable
from service.originals.opened_file import entry_of, open_original

Shares = tuple[float, float, float, float]
"""A rectangle on a page: left, top, right, bottom, each from 0 to 1, from the top left corner."""
_PDF, _WITHIN = b"%PDF-", 1024  # bytes: where a reader of PDF looks for its mark
_MOST_AT_ONCE = 2
_MOST_KEPT = 32 * 2**20  # bytes; a page takes about 300 kB


class Tasks(Protocol):
    """Does with a file, in a process with limits, what `index.documents.contained.tasks` names."""

    def run_once(self, task: str, arguments: Mapping[str, object], data: bytes) -> bytes:
        """Return the result of a task. Raises Unreadable, ReadersFailed."""
        ...

    def close(self) -> None:
        """End all processes. Another call would not start them again."""
        ...


class PagePictures:
    """Draws pages, and keeps those drawn last in memory.

    Not on the disk: a picture shows what its document says, and must be gone with it. tasks: makes
    what draws, when that is first needed, and again after `close`.
    """

    def __init__(self, make_tasks: "TasksMaker") -> None:
        self._make_tasks = make_tasks
        self._tasks: Tasks | None = None
        self._starting, self._turns = threading.Lock(), threading.Semaphore(_MOST_AT_ONCE)
        self._kept = _RecentlyUsed(_MOST_KEPT)

    def tag_of(self, document: Document, store: Texts, page: int, span: Span | None) -> str:
        """Return a name for the picture, which changes whenever the picture would.

        Raises DocumentMissing where the document is no file of its own.
        """
        entry = _own_file(document, store)
        drawn = (entry.sha256, page, *((document.sha256, span.start, span.end) if span else ()))
        return hashlib.sha256(json.dumps(drawn).encode()).hexdigest()[:32]

    def picture(self, document: Document, store: Texts, page: int, span: Span | None) -> bytes:
        """Return a page as PNG, with `text[start:end]` of the document marked where it stands.

        Raises DocumentMissing where the document is no PDF, BadSpan, OriginalUnavailable where the
        file cannot be drawn or has no such page, ReadersFailed.
        """
        tag = self.tag_of(document, store, page, span)
        if (known := self._kept.get(tag)) is None:
            known = self._drawn(document, store, page, span)
            self._kept.put(tag, known)
        return known

    def _drawn(self, document: Document, store: Texts, page: int, span: Span | None) -> bytes:
        entry, data = _read(document, store)
        marked = self._rectangles(document, entry, data, span).get(page, []) if span else []
        arguments = {"number": page, "password": None, "marked": marked}
        return self._run("page_picture", arguments, data)

    def rectangles(self, document: Document, store: Texts, span: Span) -> dict[int, list[Shares]]:
        """Return where `text[start:end]` of the document stands, by page from 1.

        Raises what `picture` raises.
        """
        return self._rectangles(document, *_read(document, store), span)

    def _rectangles(
        self, document: Document, entry: FileEntry, data: bytes, span: Span
    ) -> dict[int, list[Shares]]:
        if not 0 <= span.start < span.end <= len(document.text):
            raise BadSpan("start and end must lie in the text of the document, in this order")
        tag = f"{document.sha256} {span.start} {span.end} {entry.sha256}"
        if (told := self._kept.get(tag)) is None:
            arguments = {
                **{"name": entry.file, "password": None, "ocr": entry.ocr},
                **{"start": span.start, "end": span.end, "sha256": document.sha256},
            }
            told = self._run("quote_rectangles", arguments, data)
            self._kept.put(tag, told)
        found: Mapping[str, Sequence[Sequence[float]]] = json.loads(told)
        return {int(page): [_shares(sides) for sides in found[page]] for page in found}

    def _run(self, task: str, arguments: Mapping[str, object], data: bytes) -> bytes:
        with self._starting:
            tasks = self._tasks = self._tasks or self._make_tasks()
        try:
            with self._turns:
                return tasks.run_once(task, arguments, data)
        except Unreadable as error:
            raise OriginalUnavailable(f"the page cannot be shown: {error}") from error

    def close(self) -> None:
        """End what draws, until it is needed again."""
        with self._starting:
            tasks, self._tasks = self._tasks, None
        if tasks is not None:
            tasks.close()


class TasksMaker(Protocol):
    """Makes what does the tasks."""

    def __call__(self) -> Tasks: ...


class _RecentlyUsed:
    """What was used last, by name, as much as fits. For any number of threads."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0
        self._by_name: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        with self._lock:
            if name in self._by_name:
                self._by_name.move_to_end(name)
            return self._by_name.get(name)

    def put(self, name: str, data: bytes) -> None:
        with self._lock:
            self._bytes += len(data) - len(self._by_name.pop(name, b""))
            self._by_name[name] = data
            while self._bytes > self._most:
                _, oldest = self._by_name.popitem(last=False)
                self._bytes -= len(oldest)


def _own_file(document: Document, store: Texts) -> FileEntry:
    entry = entry_of(document.document_id, store)
    if entry.file != document.document_id:
        raise DocumentMissing(
            "this document is a part of another file, and has no pages of its own"
        )
    return entry


def _read(document: Document, store: Texts) -> tuple[FileEntry, bytes]:
    entry = _own_file(document, store)
    data = open_original(entry).read()
    if _PDF not in data[:_WITHIN]:
        raise DocumentMissing("this document is no PDF, and has no pages that can be drawn")
    return entry, data


def _shares(sides: Sequence[float]) -> Shares:
    left, top, right, bottom = map(float, sides)
    return left, top, right, bottom
