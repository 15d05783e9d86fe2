import os
from pathlib import Path

import pytest

from index.documents import contents
from index.documents.contents import read_bytes
from index.errors import Unreadable


def file_of(folder: Path, data: bytes) -> Path:
    path = folder / "a.txt"
    path.write_bytes(data)
    return path


def test_a_broken_link_is_called_one(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(tmp_path / "nowhere.txt")
    with pytest.raises(Unreadable, match=r"^a broken link$"):
        read_bytes(link)


def test_a_file_that_went_away_is_called_gone(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^the file is gone$"):
        read_bytes(tmp_path / "a.txt")


def test_a_link_in_a_ring_is_unreadable(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(link)
    with pytest.raises(Unreadable):
        read_bytes(link)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(Unreadable, match="not a regular file"):
        read_bytes(tmp_path / "a.txt")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(Unreadable, match="no permission to read it"):
        read_bytes(file_of(tmp_path, b"Otters dive."))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_closed_to_its_reader(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"Otters dive.")
    path.chmod(0)
    with pytest.raises(Unreadable, match="no permission to read it"):
        read_bytes(path)


def test_a_failing_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(Unreadable, match="Input/output error"):
        read_bytes(file_of(tmp_path, b"Otters dive."))


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MAX_BYTES", 2**20)
    with pytest.raises(Unreadable, match=r"^2 MiB; the limit is 1 MiB$"):
        read_bytes(file_of(tmp_path, b"x" * 2 * 2**20))
