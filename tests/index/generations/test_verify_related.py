import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.build import build
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.generations.verify_related import wrong_clusters
from index.storage.texts import Store
from tests.conftest import write_files
from tests.toy import ToyEncoder

TEXTS = {
    "a.txt": "The otter dives. It swims.",
    "b.txt": "The otter dives. It swims.",
    "c.txt": "No.",
}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("SELECT 1", None),
        ("UPDATE clusters SET leader = 1 WHERE document = 1", "b.txt: it is in the wrong cluster"),
        (
            "UPDATE clusters SET signature = zeroblob(128) WHERE document = 2",
            "c.txt: its signature",
        ),
        ("DELETE FROM clusters WHERE document = 2", "2 documents have a signature, not 3"),
    ],
)
def test_what_is_wrong_with_clusters_is_named(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder, change: str, problem: str | None
) -> None:
    build(generations, encoder, [write_files(tmp_path / "documents", TEXTS)])
    uri = Generation.open_current(generations).store.uri.removesuffix("?mode=ro&immutable=1")
    path = Path(uri.removeprefix("file:"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(change)
        connection.commit()
    wrong = list(wrong_clusters(Store(path)))
    assert [one[: len(problem or "")] for one in wrong] == ([problem] if problem else [])
