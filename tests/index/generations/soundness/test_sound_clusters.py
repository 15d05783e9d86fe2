import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.build import build
from index.generations.publish import Generations
from index.generations.soundness.sound_clusters import wrong_clusters
from index.storage.joined.about import About
from index.storage.joined.joined_texts import JoinedTexts
from index.storage.texts import Store
from tests.conftest import write_files
from tests.index.generations.test_publish import file_of
from tests.toy import ToyEncoder

TEXTS = {
    "a.txt": "The otter dives. It swims.",
    "b.txt": "The otter dives. It swims.",
    "c.txt": "No.",
}


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        ("store.sqlite", "SELECT 1", None),
        (
            "about.sqlite",
            "UPDATE clusters SET leader = 1 WHERE document = 1",
            "b.txt: it is in the wrong cluster",
        ),
        (
            "store.sqlite",
            "UPDATE clusters SET signature = zeroblob(128) WHERE document = 2",
            "c.txt: its signature",
        ),
        (
            "store.sqlite",
            "DELETE FROM clusters WHERE document = 2",
            "2 documents have a signature, not 3",
        ),
    ],
)
def test_what_is_wrong_with_clusters_is_named(
    tmp_path: Path,
    generations: Generations,
    encoder: ToyEncoder,
    file: str,
    change: str,
    problem: str | None,
) -> None:
    build(generations, encoder, [write_files(tmp_path / "documents", TEXTS)])
    with closing(sqlite3.connect(file_of(generations, 1, file))) as connection:
        connection.execute(change)
        connection.commit()
    stores = [Store(file_of(generations, 1, "store.sqlite"))]
    store = JoinedTexts(stores, About(file_of(generations, 1, "about.sqlite")))
    wrong = list(wrong_clusters(store))
    assert [one[: len(problem or "")] for one in wrong] == ([problem] if problem else [])
