from pathlib import Path

import pytest

from index.build import build
from index.errors import SourceAway
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.originals import FileStatus
from tests.conftest import write_files
from tests.index.documents.objects.storage import ROOT, Storage
from tests.toy import ToyEncoder

pytestmark = pytest.mark.filterwarnings("ignore")
TEXTS: dict[str, str | bytes] = {
    "a.txt": "Otters dive.",
    "sub/b.md": "# Kelp\n\nIt grows.",
    "c.txt": "Urchins graze.",
}


def texts_of(generations: Generations) -> dict[str, str]:
    documents = Generation.open_current(generations).store.all_documents()
    return {document.document_id: document.text for document in documents}


def test_objects_make_the_documents_that_files_make(
    storage: Storage, generations: Generations, encoder: ToyEncoder, tmp_path: Path
) -> None:
    storage.put(TEXTS)
    build(generations, encoder, [ROOT])
    alone = Generations(tmp_path / "alone")
    files = {name: str(text) for name, text in TEXTS.items()}
    build(alone, ToyEncoder(), [write_files(tmp_path / "files", files)])
    assert texts_of(generations) == texts_of(alone)
    generation = Generation.open_current(generations)
    assert generation.manifest.roots == ("s3://papers/team",)
    assert generation.store.files.indexed_at("s3://papers/team") == 3


def test_only_what_changed_is_fetched_again(
    storage: Storage, generations: Generations, encoder: ToyEncoder
) -> None:
    storage.put(TEXTS)
    build(generations, encoder, [ROOT])
    assert storage.fetched() == ["a.txt", "c.txt", "sub/b.md"]
    assert not build(generations, encoder).published
    assert storage.fetched() == []
    storage.put({"a.txt": "Otters swim.", "new.txt": "Crabs."})
    storage.remove("c.txt")
    report = build(generations, encoder)
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert storage.fetched() == ["a.txt", "new.txt"]
    # The cache may be deleted or torn; the bytes then tell that nothing changed.
    known = generations.data_dir / "objects.known"
    assert b"a.txt" not in known.read_bytes()
    known.write_bytes(known.read_bytes()[:-7])
    assert not build(generations, encoder).published
    assert len(storage.fetched()) == 1


def test_an_object_that_fails_keeps_its_last_good_text(
    storage: Storage, generations: Generations, encoder: ToyEncoder
) -> None:
    storage.put(TEXTS)
    build(generations, encoder, [ROOT])
    storage.put({"a.txt": b"\0\1binary"})
    report = build(generations, encoder)
    assert [(file.path, file.status) for file in report.failed] == [("a.txt", FileStatus.STALE)]
    assert texts_of(generations)["a.txt"] == "Otters dive."


@pytest.mark.slow
def test_a_storage_that_is_away_changes_nothing(
    storage: Storage,
    generations: Generations,
    encoder: ToyEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage.put(TEXTS)
    build(generations, encoder, [ROOT])
    with monkeypatch.context() as away:
        away.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
        with pytest.raises(SourceAway):
            build(generations, encoder)
    assert generations.current_number() == 1
    assert len(texts_of(generations)) == 3
    storage.fetched()
    assert not build(generations, encoder).published
    assert storage.fetched() == []
