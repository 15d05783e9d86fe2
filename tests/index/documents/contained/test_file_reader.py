from collections.abc import Iterator

import pytest

from index.documents.contained import file_reader
from index.documents.contained.file_reader import DirectReader, read_file
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument

Part = RawDocument | FileReport


def given(monkeypatch: pytest.MonkeyPatch, *parts: Part, failure: Unreadable | None = None) -> None:
    def read(original: Original) -> Iterator[Part]:
        yield from parts
        if failure is not None:
            raise failure

    monkeypatch.setattr(file_reader, "read", read)


def test_reads_and_cleans() -> None:
    [(key, done)] = DirectReader().read([(7, Original("a.md", b"# A\n\nText of it.\n"))])
    assert key == 7
    assert [document.text for document in done.documents] == ["A\n\nText of it."]
    assert done.failure is None


def test_a_file_that_fails_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    failure = Unreadable("it ends too early")
    given(monkeypatch, RawDocument("a.zip#1", "A part."), failure=failure)
    done = read_file(Original("a.zip", b""))
    assert done.failure is failure
    assert not done.documents


def test_a_part_without_text_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, RawDocument("a.zip#1", " "), RawDocument("a.zip#2", "A part."))
    done = read_file(Original("a.zip", b""))
    assert [document.document_id for document in done.documents] == ["a.zip#2"]
    assert [(r.path, r.reason) for r in done.reports] == [("a.zip#1", "it holds no text")]


def test_a_file_without_text_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, RawDocument("a.md", " "))
    failure = read_file(Original("a.md", b"")).failure
    assert failure is not None
    assert str(failure) == "it holds no text"


def test_a_file_without_documents_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)
    failure = read_file(Original("a.mbox", b"")).failure
    assert failure is not None
    assert failure.status is FileStatus.EMPTY


def test_a_file_of_unreadable_parts_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    report = FileReport("a.zip!/b.pdf", FileStatus.ENCRYPTED, "its password is not known")
    given(monkeypatch, report)
    done = read_file(Original("a.zip", b""))
    assert done.failure is None
    assert done.reports == [report]
