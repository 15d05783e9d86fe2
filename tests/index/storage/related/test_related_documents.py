from pathlib import Path

from index.build import build
from index.encoder import Encoder
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.generations.verify import verify
from index.storage.joined.joined_texts import JoinedTexts
from index.storage.texts import Store
from tests.conftest import write_files
from tests.index.old_format import make_old
from tests.toy import ToyEncoder

TEXT = (
    "The heron lives at Holm. The otter dives at Birk, eight metres deep. The marten hides.\n\n" * 2
)
TEXTS = {
    "a.txt": TEXT,
    "b.txt": TEXT,
    "c.txt": f"{TEXT}\n\nNobody else is there.",
    "d.txt": "The kestrel nests at Thorp.",
}


def indexed(folder: Path, generations: Generations, encoder: Encoder) -> Store | JoinedTexts:
    build(generations, encoder, [folder])
    return Generation.open_current(generations).store


def test_copies_are_known_with_their_leader(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder
) -> None:
    store = indexed(write_files(tmp_path / "documents", TEXTS), generations, encoder)
    assert store.related.leaders(4).tolist() == [2, 2, 2, 3]
    assert store.related.copies(2) == [0, 1, 2]
    assert store.related.ids_of_copies("b.txt") == ["a.txt", "c.txt"]
    assert store.related.ids_of_copies("d.txt") == []
    assert [one.document.cluster for one in store.all_passages()][-1] == 3
    rows = store.related.passages_holding("The marten hides.", [0, 2, 3])
    assert [one.document.document_id for one in store.stored_passages(rows)] == ["a.txt", "c.txt"]


def test_a_build_keeps_signatures_and_finds_clusters_anew(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder, monkeypatch
) -> None:
    folder = write_files(tmp_path / "documents", TEXTS)
    indexed(folder, generations, encoder)
    signed = []
    from index.storage.related import related_tables

    real = related_tables.signature_of
    monkeypatch.setattr(
        related_tables, "signature_of", lambda text: signed.append(text) or real(text)
    )
    (folder / "c.txt").unlink()
    write_files(folder, {"e.txt": "The kestrel nests at Thorp!"})
    store = indexed(folder, generations, encoder)
    assert signed == ["The kestrel nests at Thorp!"]
    assert store.related.leaders(4).tolist() == [0, 0, 2, 2]
    assert verify(generations.open_current()) == []


def test_an_index_of_an_older_format_knows_no_copies(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder
) -> None:
    indexed(write_files(tmp_path / "documents", TEXTS), generations, encoder)
    make_old(generations)
    store = Generation.open_current(generations).store
    assert store.related.leaders(4).tolist() == [0, 1, 2, 3]
    assert store.passage(0).document.cluster == 0
    assert store.related.ids_of_copies("a.txt") == []


def test_an_index_of_format_5_tells_what_it_told(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder
) -> None:
    told = {"e.md": "---\nsuperseded_by: d.txt\n---\nThe kestrel nests at Birk."}
    folder = write_files(tmp_path / "documents", TEXTS | told)
    new = indexed(folder, generations, encoder)
    texts = list(new.all_documents()), list(new.all_passages()), list(new.files.all())
    make_old(generations, 5)
    old = Generation.open_current(generations).store
    assert type(old) is Store
    assert (list(old.all_documents()), list(old.all_passages()), list(old.files.all())) == texts
    assert old.related.leaders(5).tolist() == [2, 2, 2, 3, 4]
    assert old.related.ids_of_copies("b.txt") == ["a.txt", "c.txt"]
    assert [document.superseded_by for document in old.all_documents()][3:] == [None, "d.txt"]
    (folder / "a.txt").unlink()
    after = indexed(folder, generations, encoder)
    assert isinstance(after, JoinedTexts)
    assert after.related.leaders(4).tolist() == [1, 1, 2, 3]
    assert [document.superseded_by for document in after.all_documents()][2:] == [None, "d.txt"]
    assert verify(generations.open_current()) == []
