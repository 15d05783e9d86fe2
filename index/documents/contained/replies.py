"""What came of a file, as frames: one for each document, and a last one for all else.

As in `document_frames`, nothing that comes is believed.
"""

from collections.abc import Iterator
from typing import Any

from index.documents.contained.document_frames import (
    document_frame,
    document_of,
    own_id,
    text_of,
)
from index.documents.contained.file_reader import ReadFile
from index.documents.contained.frames import Frame, FrameError, Header
from index.errors import Unreadable
from index.originals import FileReport, FileStatus
from index.records import Cut

END = "end"
_MOST_REASON = 1000  # characters


def frames_of(done: ReadFile) -> Iterator[tuple[Header, bytes]]:
    """Yield what came of a file; each document is let go when its frame is taken."""
    documents = done.documents[::-1]
    done.documents.clear()
    while documents:
        yield document_frame(documents.pop())
    failure = done.failure
    end = {
        "cut": [(cut.document_id, cut.text) for cut in done.cut],
        "warnings": done.warnings,
        "reports": [(r.path, r.status, r.reason, r.hint) for r in done.reports],
        "failure": failure and (failure.status, str(failure), failure.hint),
        "seconds": (done.read_seconds, done.clean_seconds),
    }
    yield {END: end}, b""


def take(frame: Frame, name: str, done: ReadFile) -> None:
    """Add what a frame says of the file `name`. Raises FrameError."""
    if END not in frame.header:
        done.documents.append(document_of(frame.header, frame.data, name))
        return
    try:
        _take_end(frame.header[END], name, done)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise FrameError("no end of a file") from error


def _take_end(end: Any, name: str, done: ReadFile) -> None:
    done.cut = [Cut(own_id(document_id, name), text_of(text)) for document_id, text in end["cut"]]
    done.warnings = {
        own_id(document_id, name): tuple(map(text_of, warnings))
        for document_id, warnings in end["warnings"].items()
    }
    done.reports = [
        FileReport(text_of(path), FileStatus(status), _reason(reason), _reason(hint))
        for path, status, reason, hint in end["reports"]
    ]
    if end["failure"] is not None:
        status, reason, hint = end["failure"]
        done.failure = Unreadable(_reason(reason), FileStatus(status), _reason(hint))
        done.documents.clear()
    done.read_seconds, done.clean_seconds = map(float, end["seconds"])


def _reason(value: object) -> str:
    return text_of(value)[:_MOST_REASON]
