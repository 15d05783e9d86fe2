import zipfile
from io import BytesIO

import pytest

from index.documents.formats import read
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument
from tests.index.documents.formats.decoding.test_zipped import ENCRYPTED


def archive_of(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def found(data: bytes, name: str = "in/a.zip") -> list[RawDocument | FileReport]:
    return list(read(Original(name, data)))


def ids(data: bytes) -> list[str]:
    return [f.document_id if isinstance(f, RawDocument) else f.path for f in found(data)]


def status_of(data: bytes) -> FileStatus:
    with pytest.raises(Unreadable) as refused:
        found(data)
    return refused.value.status


def test_each_file_is_a_document_in_a_part() -> None:
    text, page = found(archive_of({"b/c.txt": b"Otters dive.", "d.md": b"# Otters\n\nThey dive."}))
    assert isinstance(text, RawDocument)
    assert isinstance(page, RawDocument)
    assert (text.document_id, text.text) == ("in/a.zip!/b/c.txt", "Otters dive.")
    (place,) = text.shape.places
    assert (place.kind, place.value, place.label) == ("part", "b/c.txt", "c.txt in a.zip")
    assert (place.start, place.end) == (0, len(text.text))
    assert page.document_id == "in/a.zip!/d.md"


def test_one_bad_file_is_reported_and_the_others_are_read() -> None:
    members = {"a.txt": b"Otters dive.", "b.docx": b"no document", "c": b"\x7fELF\0", "d": b""}
    first, *reports = found(archive_of({**members, "e.txt": b"They sleep."}))
    assert isinstance(first, RawDocument)
    assert isinstance(reports.pop(), RawDocument)
    assert {r.path: r.status for r in reports if isinstance(r, FileReport)} == {
        "in/a.zip!/b.docx": FileStatus.BROKEN,
        "in/a.zip!/c": FileStatus.UNSUPPORTED,
        "in/a.zip!/d": FileStatus.EMPTY,
    }


def test_an_archive_in_an_archive_is_read_and_named_with_it() -> None:
    inner = archive_of({"c.txt": b"Otters dive."})
    (text,) = found(archive_of({"b.zip": inner}))
    assert isinstance(text, RawDocument)
    assert text.document_id == "in/a.zip!/b.zip!/c.txt"
    (place,) = text.shape.places
    assert (place.value, place.label) == ("b.zip!/c.txt", "c.txt in b.zip in a.zip")


def test_archives_deep_in_each_other_are_reported() -> None:
    data = archive_of({"c.txt": b"Otters dive."})
    for name in ("3.zip", "2.zip", "1.zip"):
        data = archive_of({name: data, f"beside {name}.txt": b"They sleep."})
    report, *texts = found(data)
    assert isinstance(report, FileReport)
    assert (report.path, report.status) == ("in/a.zip!/1.zip!/2.zip", FileStatus.TOO_LARGE)
    assert [text.text for text in texts if isinstance(text, RawDocument)] == ["They sleep."] * 2


def test_hostile_names_become_labels() -> None:
    names = [
        "../../etc/passwd",
        "/abs.txt",
        "C:\\Users\\a.txt",
        "a/./b//c.txt",
        "x\u202etxt.exe",
        "line\nbreak.txt",
        "ABS.TXT",
        "..",
        "long" * 200 + ".txt",
    ]
    paths = ids(archive_of(dict.fromkeys(names, b"Otters dive.")))
    assert paths[:8] == [
        "in/a.zip!/etc/passwd",
        "in/a.zip!/abs.txt",
        "in/a.zip!/Users/a.txt",
        "in/a.zip!/a/b/c.txt",
        "in/a.zip!/xtxt.exe",
        "in/a.zip!/linebreak.txt",
        "in/a.zip!/ABS (2).TXT",
        "in/a.zip!/unnamed",
    ]
    assert len(paths[8]) < 250
    assert paths[8].endswith(".txt")


def test_names_in_an_old_encoding_are_read() -> None:
    name = "文章の一覧.txt".encode("cp932")
    stand_in = "x" * len(name)
    data = archive_of({stand_in: b"Otters dive."}).replace(stand_in.encode(), name)
    assert ids(data) == ["in/a.zip!/文章の一覧.txt"]


def test_hidden_files_are_passed_over() -> None:
    members = {".git/config": b"a", "__MACOSX/._a.txt": b"a", "a.txt": b"Otters dive."}
    assert ids(archive_of(members)) == ["in/a.zip!/a.txt"]


def test_an_encrypted_archive_is_opened_with_its_password() -> None:
    assert status_of(ENCRYPTED) is FileStatus.ENCRYPTED
    (text,) = read(Original("a.zip", ENCRYPTED, password="clam"))
    assert isinstance(text, RawDocument)
    assert text.text == "otters"


def test_an_archive_without_files_is_empty() -> None:
    assert status_of(archive_of({})) is FileStatus.EMPTY
    assert status_of(archive_of({"a/": b""})) is FileStatus.EMPTY


def test_a_bomb_is_refused() -> None:
    assert status_of(archive_of({"bomb.txt": b"0" * 2**23})) is FileStatus.BROKEN


def test_a_damaged_archive_is_broken() -> None:
    assert status_of(archive_of({"a.txt": b"Otters dive."})[:-20]) is FileStatus.BROKEN
