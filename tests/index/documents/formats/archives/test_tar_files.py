import gzip
import tarfile
from io import BytesIO

import pytest

from index.documents.formats import read
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument


def archive_of(members: dict[str, bytes], mode: str = "w") -> bytes:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return buffer.getvalue()


def texts(name: str, data: bytes) -> dict[str, str]:
    found = list(read(Original(name, data)))
    assert all(isinstance(raw, RawDocument) for raw in found)
    return {raw.document_id: raw.text for raw in found if isinstance(raw, RawDocument)}


def status_of(data: bytes) -> FileStatus:
    with pytest.raises(Unreadable) as refused:
        list(read(Original("a.tar", data)))
    return refused.value.status


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_the_files_of_an_archive_are_read_and_links_are_not(mode: str) -> None:
    data = archive_of({"b/c.txt": b"Otters dive.", "../d.txt": b"They sleep."}, mode)
    assert texts("a.tar.gz", data) == {
        "a.tar.gz!/b/c.txt": "Otters dive.",
        "a.tar.gz!/d.txt": "They sleep.",
    }


def test_a_single_packed_file_is_read() -> None:
    data = gzip.compress(b"Otters dive.")
    assert texts("in/a.txt.gz", data) == {"in/a.txt.gz!/a.txt": "Otters dive."}


def test_a_bomb_is_too_large() -> None:
    assert status_of(gzip.compress(b"0" * 2**24)) is FileStatus.TOO_LARGE


def test_a_file_above_the_limit_is_refused_by_its_name_and_not_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.documents.formats.archives.tar_files.MAX_MEMBER_BYTES", 2**20)
    data = archive_of({"big.txt": b"Otters. " * 2**17 + b"!", "full.txt": b"Otters. " * 2**17})
    big, full = read(Original("a.tar", data))
    assert isinstance(big, FileReport)
    assert (big.path, big.status) == ("a.tar!/big.txt", FileStatus.TOO_LARGE)
    assert big.reason == "big.txt in it has more than 1 MiB"
    assert big.hint == "split it into smaller files"
    assert isinstance(full, RawDocument)
    assert full.document_id == "a.tar!/full.txt"


def test_damaged_archives_are_broken() -> None:
    whole = archive_of({"a.txt": b"Otters dive." * 2000, "b.txt": b"They sleep."})
    assert status_of(gzip.compress(whole)[:-30]) is FileStatus.BROKEN
    found = list(read(Original("a.tar", whole[:3000])))
    assert isinstance(found[-1], FileReport)
    assert found[-1].status is FileStatus.BROKEN
