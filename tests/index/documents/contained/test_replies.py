from typing import Any

import pytest

from index.documents.contained.file_reader import ReadFile, read_file
from index.documents.contained.frames import Frame, FrameError
from index.documents.contained.replies import frames_of, take
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Cut


def sent(found: ReadFile) -> ReadFile:
    received = ReadFile(found.name)
    kinds = [take(Frame(header, data, 0), received) for header, data in frames_of(found, {"zip"})]
    assert kinds == [None] * (len(kinds) - 1) + [["zip"]]
    return received


def test_what_came_of_a_file_comes_as_it_was_sent() -> None:
    def found() -> ReadFile:
        found = read_file(Original("a.md", b"# A\n\nText of it.\n"))
        found.cut.append(Cut("a.md", "Menu"))
        found.reports.append(FileReport("b.pdf", FileStatus.SCAN, "a picture", "use --ocr"))
        found.read_s, found.clean_s = 1.5, 0.5
        return found

    assert len(found().documents) == 1
    assert sent(found()) == found()


def test_a_failure_comes_with_its_hint() -> None:
    found = ReadFile("a.pdf")
    found.fail(Unreadable("no password", FileStatus.ENCRYPTED, "say --password"))
    assert sent(found) == found


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
    [(header, _)] = frames_of(ReadFile("a.md"))
    with pytest.raises(FrameError):
        take(Frame({"end": {**header["end"], **change}}, b"", 0), ReadFile("a.md"))
    for name in header["end"]:
        less = {key: value for key, value in header["end"].items() if key != name}
        with pytest.raises(FrameError):
            take(Frame({"end": less}, b"", 0), ReadFile("a.md"))
