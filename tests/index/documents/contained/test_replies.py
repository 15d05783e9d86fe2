from typing import Any

import pytest

from index.documents.contained.file_reader import ReadFile, read_file
from index.documents.contained.frames import Frame, FrameError
from index.documents.contained.replies import END, frames_of, take
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Cut


def sent(done: ReadFile, name: str) -> ReadFile:
    received = ReadFile()
    for header, data in frames_of(done):
        take(Frame(header, data, 0), name, received)
    return received


def test_what_came_of_a_file_comes_as_it_was_sent() -> None:
    done = read_file(Original("a.md", b"# A\n\nText of it.\n"))
    done.cut.append(Cut("a.md", "Menu"))
    done.warnings["a.md"] = ("one page is a picture",)
    done.reports.append(FileReport("b.pdf", FileStatus.SCAN, "a picture", "use --ocr"))
    documents = list(done.documents)
    received = sent(done, "a.md")
    assert received.documents == documents
    assert received.cut == [Cut("a.md", "Menu")]
    assert received.warnings == {"a.md": ("one page is a picture",)}
    assert received.reports == done.reports
    assert received.failure is None


def test_a_failure_comes_with_its_hint() -> None:
    done = ReadFile(failure=Unreadable("no password", FileStatus.ENCRYPTED, "say --password"))
    failure = sent(done, "a.pdf").failure
    assert failure is not None
    assert (str(failure), failure.status, failure.hint) == (
        "no password",
        FileStatus.ENCRYPTED,
        "say --password",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"cut": [("other.md", "Menu")]},
        {"cut": 3},
        {"warnings": {"other.md": ["a"]}},
        {"warnings": {"a.md": [1]}},
        {"reports": [("a", "no such status", "b", "c")]},
        {"reports": [("a", "scan", None, "c")]},
        {"failure": ("scan",)},
        {"seconds": ("x", 1)},
        {"seconds": None},
    ],
)
def test_an_end_that_is_none_is_refused(change: dict[str, Any]) -> None:
    [(header, _)] = frames_of(ReadFile())
    with pytest.raises(FrameError):
        take(Frame({END: {**header[END], **change}}, b"", 0), "a.md", ReadFile())
    for name in header[END]:
        less = {key: value for key, value in header[END].items() if key != name}
        with pytest.raises(FrameError):
            take(Frame({END: less}, b"", 0), "a.md", ReadFile())
