import os
from pathlib import Path

import pytest

from index.documents.formats import text as text_reader
from index.documents.formats.text import read_text
from index.errors import Unreadable


def file_of(folder: Path, data: bytes) -> Path:
    path = folder / "a.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        "Otters 🦦 dive.\r\nשלום".encode(),
        "Otters 🦦 dive.\r\nשלום".encode("utf-8-sig"),
        b"\xff\xfe" + "Otters 🦦 dive.\r\nשלום".encode("utf-16-le"),
        b"\xfe\xff" + "Otters 🦦 dive.\r\nשלום".encode("utf-16-be"),
    ],
)
def test_utf8_and_marked_utf16_are_read_whole(tmp_path: Path, data: bytes) -> None:
    assert read_text(file_of(tmp_path, data)) == "Otters 🦦 dive.\r\nשלום"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "an empty file"),
        (b" \r\n\t", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a binary file"),
        ("Ein Café über dem Fluss.".encode("latin-1"), "not UTF-8 text (byte 7 is 0xe9)"),
        (b"\xff\xfeO", "not UTF-16 text"),
        (b"\xff\xfe\x00\xd8O\x00", "not UTF-16 text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_text(file_of(tmp_path, data))
    assert reason in str(refused.value)


def test_a_broken_link_is_called_one(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(tmp_path / "nowhere.txt")
    with pytest.raises(Unreadable, match=r"^a broken link$"):
        read_text(link)


def test_a_file_that_went_away_is_called_gone(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^the file is gone$"):
        read_text(tmp_path / "a.txt")


def test_a_link_in_a_ring_is_unreadable(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(link)
    with pytest.raises(Unreadable):
        read_text(link)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(Unreadable, match="not a regular file"):
        read_text(tmp_path / "a.txt")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(Unreadable, match="no permission to read it"):
        read_text(file_of(tmp_path, b"Otters dive."))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_closed_to_its_reader(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"Otters dive.")
    path.chmod(0)
    with pytest.raises(Unreadable, match="no permission to read it"):
        read_text(path)


def test_a_failing_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(Unreadable, match="Input/output error"):
        read_text(file_of(tmp_path, b"Otters dive."))


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_reader, "MAX_BYTES", 2**20)
    with pytest.raises(Unreadable, match=r"^2 MiB; the limit is 1 MiB$"):
        read_text(file_of(tmp_path, b"x" * 2 * 2**20))
