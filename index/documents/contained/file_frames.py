"""What came of a file, as frames: one for each document, and a last one for all else.

As in `document_frames`, nothing that comes is believed.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from index.documents.contained.document_frames import (
    document_frame,
    document_of,
    own_id,
    text_of,
)
from index.documents.contained.file_reader import ReadFile
from index.documents.contained.frames import FrameError, Header, Received
from index.errors import Unreadable
from index.originals import FileReport, FileStatus
from index.records import Cut

_END = "end"
_MOST_REASON = 1000  # characters


def frames_of(found: ReadFile, kinds: Iterable[str] = ()) -> Iterator[tuple[Header, bytes]]:
    """Yield what came of a file; each document is let go when its frame is taken.

    kinds: of files that this process has read so far.
    """
    documents = found.documents[::-1]
    found.documents.clear()
    while documents:
        yield document_frame(documents.pop())
    failure = found.failure
    end = {
        "cut": [(cut.document_id, cut.text) for cut in found.cut],
        "reports": [(r.path, r.status, r.reason, r.hint) for r in found.reports],
        "failure": failure and (failure.status, str(failure), failure.hint),
        "seconds": (found.read_seconds, found.clean_seconds),
        "kinds": sorted(kinds),
    }
    yield {_END: end}, b""


def take(frame: Received, name: str, found: ReadFile) -> list[str] | None:
    """Add what a frame says of the file `name` to what was found in it.

    Returns None before the last frame; with it, the kinds of files that the child has read. Raises
    FrameError.
    """
    if _END not in frame.header:
        found.documents.append(document_of(frame.header, frame.data, name))
        return None
    try:
        _take_end(frame.header[_END], name, found)
        return list(map(text_of, frame.header[_END]["kinds"]))
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise FrameError("no end of a file") from error


def _take_end(end: Any, name: str, found: ReadFile) -> None:
    found.cut = [Cut(own_id(part, name), text_of(text)) for part, text in end["cut"]]
    found.reports = [
        FileReport(text_of(path), _status(status), _words(reason), _words(hint))
        for path, status, reason, hint in end["reports"]
    ]
    if end["failure"] is not None:
        status, reason, hint = end["failure"]
        found.failure = Unreadable(_words(reason), _status(status), _words(hint))
        found.documents.clear()
    found.read_seconds, found.clean_seconds = map(float, end["seconds"])


def _status(value: object) -> FileStatus:
    return FileStatus(text_of(value))


def _words(value: object) -> str:
    return text_of(value)[:_MOST_REASON]
