from collections.abc import Iterator

import pytest

from index.documents.contained import file_reader
from index.documents.contained.file_reader import DirectReader, ReadFile, read_file
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


def failure_of(found: ReadFile) -> Unreadable:
    assert found.failure is not None
    assert not found.documents
    return found.failure


def test_reads_and_cleans() -> None:
    [(key, found)] = DirectReader().read([(7, Original("a.md", b"# A\n\nText of it.\n"))])
    assert key == 7
    assert [(d.text, d.origin.file) for d in found.documents] == [("A\n\nText of it.", "a.md")]
    assert found.failure is None


def test_a_file_that_fails_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    failure = Unreadable("it ends too early", hint="save it again")
    given(monkeypatch, RawDocument("a.zip#1", "A part."), failure=failure)
    told = failure_of(read_file(Original("a.zip", b"")))
    assert (str(told), told.hint) == ("it ends too early", "save it again")


def test_a_part_without_text_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, RawDocument("a.zip#1", " "), RawDocument("a.zip#2", "A part."))
    found = read_file(Original("a.zip", b""))
    assert [document.document_id for document in found.documents] == ["a.zip#2"]
    assert [(r.path, r.reason) for r in found.reports] == [("a.zip#1", "it holds no text")]


def test_a_file_without_text_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, RawDocument("a.md", " "))
    assert str(failure_of(read_file(Original("a.md", b"")))) == "it holds no text"


def test_a_file_without_documents_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)
    assert failure_of(read_file(Original("a.mbox", b""))).status is FileStatus.EMPTY


def test_a_file_of_unreadable_parts_tells_them(monkeypatch: pytest.MonkeyPatch) -> None:
    report = FileReport("a.zip!/b.pdf", FileStatus.ENCRYPTED, "its password is not known")
    given(monkeypatch, report)
    found = read_file(Original("a.zip", b""))
    assert found.failure is None
    assert found.reports == [report]
