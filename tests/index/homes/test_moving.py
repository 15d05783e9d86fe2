from pathlib import Path

import pytest

from index.build import build
from index.building.passages import sharing
from index.errors import IndexMissing, StorageFailed
from index.generations.publish import Generations
from index.homes import moving
from index.homes.moving import move
from index.milvus.engine.connection import MilvusConnection
from index.milvus.milvus_home import MilvusGenerations
from index.search import Searcher
from tests.conftest import write_files
from tests.toy import ToyEncoder

TEXTS = {
    "a.txt": "Otters dive in the kelp.\n\nThey hold paws. A raft drifts.",
    "b.md": "# Tides\n\n- The moon pulls.\n- The sun helps.\n",
    "no.bin": "\0\1",
}


def test_to_milvus_and_back_all_is_as_it_was(tmp_path: Path, milvus: MilvusConnection) -> None:
    folder = write_files(tmp_path / "documents", TEXTS)
    start, end = Generations(tmp_path / "data"), Generations(tmp_path / "back")
    store = MilvusGenerations(milvus, tmp_path / "data")
    encoder = ToyEncoder()
    build(start, encoder, [folder])
    there, back = move(start, store), move(store, end)
    assert there.sha256 == back.sha256
    assert (there.documents, back.documents) == (2, 2)
    for home in (store, end):
        with home.open_current() as lease:
            assert lease.problems() == []
            assert lease.manifest.roots == (str(folder),)
    hits = [
        Searcher(home.open_current().generation(), encoder).search("What pulls?", 3).hits
        for home in (start, store, end)
    ]
    assert hits[0] == hits[1] == hits[2]
    encoder.encoded = 0
    assert not build(store, encoder, None).published
    (folder / "a.txt").write_text("Otters sleep.", "utf-8")
    assert build(store, encoder, None).encoded == 1


def test_without_an_index_there_is_nothing_to_move(
    tmp_path: Path, milvus: MilvusConnection
) -> None:
    with pytest.raises(IndexMissing):
        move(MilvusGenerations(milvus, tmp_path), Generations(tmp_path / "data"))


def test_what_is_gone_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST", 12)  # sentences
    monkeypatch.setattr(sharing, "FEW", 2)
    monkeypatch.setattr(sharing, "_MOST_GONE", 0.5)
    texts = {f"{n:02}.txt": f"Otter {n} dives. Raft {n} drifts." for n in range(30)}
    folder = write_files(tmp_path / "documents", texts)
    start, end = Generations(tmp_path / "data"), Generations(tmp_path / "elsewhere")
    build(start, ToyEncoder(), [folder])
    write_files(
        folder, {f"{n:02}.txt": f"Otter {n} sleeps. Raft {n} drifts." for n in range(3, 30, 6)}
    )
    build(start, ToyEncoder(), [folder])
    with start.open_current() as lease:
        assert lease.manifest.gone
    moved = move(start, end)
    with end.open_current() as lease:
        assert (lease.problems(), lease.manifest.gone) == ([], {})
        assert moved.documents == lease.manifest.documents == 30
    files = [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Otter 9 dives" in path.read_bytes()]


def test_what_arrives_otherwise_than_it_left_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, end = Generations(tmp_path / "data"), Generations(tmp_path / "elsewhere")
    build(start, ToyEncoder(), [write_files(tmp_path / "documents", TEXTS)])
    documents = moving._documents

    def without_the_last(generation):  # type: ignore[no-untyped-def]
        for document, passages in documents(generation):
            yield moving.replace(document, title="Another title"), passages

    monkeypatch.setattr(moving, "_documents", without_the_last)
    with pytest.raises(StorageFailed, match="holds something else"):
        move(start, end)
