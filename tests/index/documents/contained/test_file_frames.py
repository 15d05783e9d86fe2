from typing import Any

import pytest

from index.documents.contained.file_frames import frames_of, take
from index.documents.contained.file_reader import ReadFile, read_file
from index.documents.contained.frames import FrameError, Received
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Cut


def sent(found: ReadFile) -> ReadFile:
    received = ReadFile()
    frames = [Received(header, data, 0) for header, data in frames_of(found, {"zip"})]
    kinds = [take(frame, "a.md", received) for frame in frames]
    assert kinds == [None] * (len(kinds) - 1) + [["zip"]]
    return received


def test_what_came_of_a_file_comes_as_it_was_sent() -> None:
    def found() -> ReadFile:
        found = read_file(Original("a.md", b"# A\n\nText of it.\n"))
        found.cut.append(Cut("a.md", "Menu"))
        found.reports.append(FileReport("b.pdf", FileStatus.SCAN, "a picture", "use --ocr"))
        found.read_seconds, found.clean_seconds = 1.5, 0.5
        return found

    assert len(found().documents) == 1
    assert sent(found()) == found()


def test_a_failure_comes_with_its_hint() -> None:
    error = Unreadable("no password", FileStatus.ENCRYPTED, "say --password")
    failure = sent(ReadFile(failure=error)).failure
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
        {"kinds": [1]},
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
        take(Received({"end": {**header["end"], **change}}, b"", 0), "a.md", ReadFile())
    for name in header["end"]:
        less = {key: value for key, value in header["end"].items() if key != name}
        with pytest.raises(FrameError):
            take(Received({"end": less}, b"", 0), "a.md", ReadFile())
