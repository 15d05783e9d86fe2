import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.originals import FileEntry
from index.storage.joined.about import About
from index.storage.joined.about_writer import write_about


def test_an_index_without_documents_has_a_file_about_them(tmp_path: Path) -> None:
    write_about(tmp_path / "about.sqlite", [], ())
    about = About(tmp_path / "about.sqlite")
    assert (about.documents, about.leaders().tolist(), about.successors()) == (0, [], {})
    assert list(about.files.all()) == []


def test_what_cannot_be_written_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open database file") as raised:
        write_about(tmp_path / "nowhere" / "about.sqlite", [], ())
    assert raised.value.errno == errno.EIO


def test_a_full_disk_is_called_so(tmp_path: Path) -> None:
    def files() -> Iterator[FileEntry]:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error
        yield

    with pytest.raises(OSError, match="disk is full") as raised:
        write_about(tmp_path / "about.sqlite", [], files())
    assert raised.value.errno == errno.ENOSPC
