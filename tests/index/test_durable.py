import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from index.durable import (
    make_folder,
    remove_folder,
    replace_file,
    sha256_of,
    sync_file,
    sync_folder,
    write_file,
)


class TornFile(io.BytesIO):
    """A file that takes what it is given and hands back something else."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size)[:-1]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files and folders synced so far, in order."""
    paths: list[Path] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        paths.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return paths


@pytest.mark.parametrize("size", [0, 1, 2**20, 2**20 + 1])
def test_what_is_written_is_there_and_synced(tmp_path: Path, synced: list[Path], size: int) -> None:
    data = b"x" * size
    write_file(tmp_path / "a", data)
    assert (tmp_path / "a").read_bytes() == data
    assert sha256_of(tmp_path / "a") == hashlib.sha256(data).hexdigest()
    assert synced == [tmp_path / "a"]


def test_a_file_that_exists_is_not_written_over(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"old")
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_disk_that_gives_back_less_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def torn(path: Path, mode: str = "r", **kwargs: object) -> object:
        if mode == "rb":
            return TornFile(path.read_bytes())
        return real(path, mode, **kwargs)

    monkeypatch.setattr(Path, "read_bytes", lambda _: b"the block")
    monkeypatch.setattr(Path, "open", torn)
    with pytest.raises(OSError, match="does not read back"):
        write_file(tmp_path / "a", b"the block")


def test_replacing_a_file_syncs_it_before_and_its_folder_after(
    tmp_path: Path, synced: list[Path]
) -> None:
    (tmp_path / "CURRENT").write_bytes(b"1\n")
    replace_file(tmp_path / "CURRENT", b"2\n")
    assert (tmp_path / "CURRENT").read_bytes() == b"2\n"
    assert synced == [tmp_path / "CURRENT.partial", tmp_path]
    assert [p.name for p in tmp_path.iterdir()] == ["CURRENT"]


def test_a_full_disk_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "CURRENT").write_bytes(b"1\n")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(tmp_path / "CURRENT", b"2\n")
    assert (tmp_path / "CURRENT").read_bytes() == b"1\n"


def test_what_a_dead_process_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "CURRENT.partial").write_bytes(b"torn")
    replace_file(tmp_path / "CURRENT", b"2\n")
    assert (tmp_path / "CURRENT").read_bytes() == b"2\n"


def test_files_and_folders_of_others_are_synced(tmp_path: Path, synced: list[Path]) -> None:
    (tmp_path / "a").write_bytes(b"x")
    sync_file(tmp_path / "a")
    sync_folder(tmp_path)
    assert synced == [tmp_path / "a", tmp_path]


def test_a_new_folder_is_synced_in_those_above_it(tmp_path: Path, synced: list[Path]) -> None:
    make_folder(tmp_path / "a" / "b", mode=0o700)
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    assert synced == [tmp_path, tmp_path / "a"]
    make_folder(tmp_path / "a" / "b")
    assert len(synced) == 2


def test_a_folder_is_removed_though_a_file_comes_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, real, late = tmp_path / "folder", os.rmdir, ["lock"]
    folder.mkdir()

    def rmdir(*args: str, **kwargs: int) -> None:
        if late:
            (folder / late.pop()).touch()
        real(*args, **kwargs)

    monkeypatch.setattr(os, "rmdir", rmdir)
    remove_folder(folder)
    assert not folder.exists()


def test_a_folder_that_never_gets_empty_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rmtree(_: Path) -> None:
        raise OSError(errno.ENOTEMPTY, "Directory not empty")

    monkeypatch.setattr("shutil.rmtree", rmtree)
    with pytest.raises(OSError, match="not empty"):
        remove_folder(tmp_path)
