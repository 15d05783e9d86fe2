import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import GenerationDamaged
from index.records import Document
from index.storage.joined.about import About
from tests.index.storage.joined.divided import joined


@pytest.mark.parametrize("content", [b"", b"not a database, just some text" * 20, None])
def test_what_does_not_tell_of_documents_is_damage(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "about.sqlite").write_bytes(content)
    with pytest.raises(GenerationDamaged, match="does not tell of documents and files"):
        About(tmp_path / "about.sqlite")


def test_a_store_is_no_file_about_documents(tmp_path: Path) -> None:
    joined(tmp_path, [[Document("a.txt", "A", "One.", "00")]])
    with pytest.raises(GenerationDamaged, match="does not tell of documents and files"):
        About(tmp_path / "0.sqlite")


@pytest.mark.parametrize("table", ["clusters", "successors", "files"])
def test_a_file_that_lacks_a_table_is_damage(tmp_path: Path, table: str) -> None:
    joined(tmp_path, [[Document("a.txt", "A", "One.", "00")]])
    with closing(sqlite3.connect(tmp_path / "about.sqlite")) as connection:
        connection.execute(f"DROP TABLE {table}")
    with pytest.raises(GenerationDamaged, match=f"no such table: {table}"):
        About(tmp_path / "about.sqlite")


def test_a_reader_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    joined(tmp_path, [[Document("a.txt", "A", "One.", "00")]])
    assert list(About(tmp_path / "about.sqlite").leaders()) == [0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.sqlite", "about.sqlite"]
