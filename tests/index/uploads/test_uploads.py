import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import build
from index.building.report import BuildReport
from index.errors import (
    BadName,
    DocumentMissing,
    NothingToIndex,
    NotUploaded,
    StorageFailed,
    Unreadable,
)
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.generations.verify import verify
from index.originals import FileStatus
from index.search import Searcher
from index.storage.texts import Store
from index.uploads.uploads import Kept, Uploads
from tests.conftest import write_files
from tests.toy import ToyEncoder

ROOT = Path(__file__).parents[3]
OTTER, KELP = b"The otter dives eight metres deep.", b"Kelp grows a foot a day."


@pytest.fixture
def uploads(generations: Generations) -> Uploads:
    return Uploads(generations.data_dir)


Index = Callable[..., BuildReport]


@pytest.fixture
def index(generations: Generations, encoder: ToyEncoder) -> Index:
    """Index the uploads, and these roots or those of the last time."""
    return lambda *roots: build(generations, encoder, list(roots) or None)


def put(uploads: Uploads, name: str, data: bytes, store: Store | None = None) -> Kept:
    with uploads.receive() as incoming:
        incoming.write(data)
        [kept] = uploads.keep([(name, incoming)], store)
    return kept


def names(uploads: Uploads) -> list[str]:
    return [upload.name for upload in uploads.all()]


def ids(generations: Generations) -> list[str]:
    return [d.document_id for d in Generation.open_current(generations).store.summaries()]


def store_of(generations: Generations) -> Store:
    return Generation.open_current(generations).store


def held(uploads: Uploads) -> list[bytes]:
    """The bytes of all files that lie there, whatever their names."""
    folders = [uploads.folder / "files", uploads.folder / "incoming"]
    return [path.read_bytes() for folder in folders for path in folder.iterdir()]


def test_what_was_kept_is_there_with_its_name_and_its_bytes(uploads: Uploads) -> None:
    kept = put(uploads, "../otters.txt", OTTER)
    assert (kept.upload.document_id, kept.upload.size, kept.known) == (
        "uploads/otters.txt",
        len(OTTER),
        False,
    )
    assert uploads.path_of(kept.upload).read_bytes() == OTTER
    assert uploads.all() == [kept.upload]
    for path in (uploads.folder, uploads.path_of(kept.upload)):
        assert path.stat().st_mode & 0o077 == 0, "only its owner may read it"


def test_the_same_again_adds_nothing_and_another_file_gets_a_number(uploads: Uploads) -> None:
    put(uploads, "a.txt", OTTER)
    again = put(uploads, "a.txt", OTTER)
    assert (again.upload.name, again.known) == ("a.txt", True)
    assert put(uploads, "a.txt", KELP).upload.name == "a (2).txt"
    assert put(uploads, "a.txt", KELP).upload.name == "a (2).txt"
    assert put(uploads, "b.txt", KELP).upload.name == "b.txt"
    assert names(uploads) == ["a (2).txt", "a.txt", "b.txt"]
    assert sorted(held(uploads)) == sorted([OTTER, KELP])


def test_a_name_that_a_folder_has_is_taken(
    uploads: Uploads, index: Index, generations: Generations, tmp_path: Path
) -> None:
    root = write_files(tmp_path / "documents", {"uploads/a.txt": "Rafts drift."})
    index(root)
    kept = put(uploads, "a.txt", OTTER, store_of(generations))
    assert kept.upload.document_id == "uploads/a (2).txt"
    index()
    assert ids(generations) == ["uploads/a (2).txt", "uploads/a.txt"]
    # The id of an upload is taken by itself alone.
    assert put(uploads, "a (2).txt", OTTER, store_of(generations)).known


def test_a_file_in_a_folder_makes_way_for_an_upload_that_was_there_before(
    uploads: Uploads, index: Index, generations: Generations, tmp_path: Path
) -> None:
    put(uploads, "a.txt", OTTER)
    root = write_files(tmp_path / "documents", {"uploads/a.txt": "Rafts drift."})
    index(root)
    document = store_of(generations).document("uploads/a.txt")
    assert document
    assert document.text == OTTER.decode()
    assert ids(generations) == ["uploads/a (2).txt", "uploads/a.txt"]
    assert not index().published


def test_every_build_holds_the_uploads_and_keeps_their_vectors(
    uploads: Uploads, index: Index, generations: Generations, encoder: ToyEncoder, tmp_path: Path
) -> None:
    put(uploads, "a.txt", OTTER)
    put(uploads, "b.txt", OTTER)
    index(write_files(tmp_path / "one", {"c.txt": "Rafts drift."}))
    assert ids(generations) == ["c.txt", "uploads/a.txt", "uploads/b.txt"]
    encoded = encoder.encoded
    assert not index().published
    index(write_files(tmp_path / "other", {"d.txt": "Rafts drift."}))
    assert ids(generations) == ["d.txt", "uploads/a.txt", "uploads/b.txt"]
    assert encoder.encoded == encoded


def test_uploads_alone_are_an_index(
    uploads: Uploads, index: Index, generations: Generations, encoder: ToyEncoder
) -> None:
    put(uploads, "a.txt", OTTER)
    report = build(generations, encoder, default_roots=[ROOT / "seeds"])
    assert (report.documents, ids(generations)) == (1, ["uploads/a.txt"])
    assert not index().published


def test_the_last_document_can_go_and_then_the_index_is_empty(
    uploads: Uploads, index: Index, generations: Generations, encoder: ToyEncoder
) -> None:
    put(uploads, "a.txt", OTTER)
    index()
    uploads.remove(["uploads/a.txt"], store_of(generations))
    assert held(uploads) == []
    report = index()
    assert (report.published, report.documents, report.removed_documents) == (
        True,
        0,
        ["uploads/a.txt"],
    )
    assert verify(generations.open_current()) == []
    searcher = Searcher(Generation.open_current(generations), encoder)
    assert searcher.search("How deep does the otter dive?", 5).hits == ()
    assert not index().published
    put(uploads, "b.txt", KELP)
    assert index().documents == 1


def test_a_removed_upload_goes_even_if_the_folders_hold_nothing_now(
    uploads: Uploads, index: Index, generations: Generations, tmp_path: Path
) -> None:
    root = write_files(tmp_path / "documents", {"c.txt": "Rafts drift."})
    put(uploads, "a.txt", OTTER)
    index(root)
    (root / "c.txt").unlink()
    uploads.remove(["uploads/a.txt"], store_of(generations))
    assert index().documents == 0


def test_without_any_removal_an_index_is_not_emptied(index: Index, tmp_path: Path) -> None:
    root = write_files(tmp_path / "documents", {"c.txt": "Rafts drift."})
    index(root)
    (root / "c.txt").unlink()
    with pytest.raises(NothingToIndex):
        index()


def test_a_file_that_cannot_be_read_is_kept_and_named(
    uploads: Uploads, index: Index, generations: Generations
) -> None:
    put(uploads, "a.bin", b"\x00\x01")
    report = index()
    assert (report.published, report.documents) == (True, 0)
    [entry] = store_of(generations).files.with_status(FileStatus.UNSUPPORTED, 10)
    assert entry.report.path == "uploads/a.bin"
    assert uploads.holds(entry.location)


def test_bytes_that_two_names_share_stay_until_both_are_gone(
    uploads: Uploads, index: Index, generations: Generations
) -> None:
    put(uploads, "a.txt", OTTER)
    put(uploads, "b.txt", OTTER)
    index()
    uploads.remove(["uploads/a.txt"], store_of(generations))
    assert held(uploads) == [OTTER]
    index()
    assert ids(generations) == ["uploads/b.txt"]
    uploads.remove(["uploads/b.txt"], store_of(generations))
    assert held(uploads) == []


def test_only_uploads_can_be_removed_and_all_or_none(
    uploads: Uploads, index: Index, generations: Generations, tmp_path: Path
) -> None:
    put(uploads, "a.txt", OTTER)
    index(write_files(tmp_path / "documents", {"c.txt": "Rafts drift."}))
    store = store_of(generations)
    with pytest.raises(NotUploaded, match="remove its file there"):
        uploads.remove(["uploads/a.txt", "c.txt"], store)
    with pytest.raises(DocumentMissing):
        uploads.remove(["uploads/a.txt", "uploads/b.txt"], store)
    assert names(uploads) == ["a.txt"]


def test_a_bad_name_keeps_nothing_of_its_batch(uploads: Uploads) -> None:
    with uploads.receive() as one, uploads.receive() as other:
        one.write(OTTER)
        other.write(KELP)
        with pytest.raises(BadName):
            uploads.keep([("a.txt", one), ("..", other)], None)
    assert (names(uploads), held(uploads)) == ([], [])


def test_a_file_that_is_too_large_leaves_nothing(uploads: Uploads) -> None:
    with pytest.raises(Unreadable, match="1 MiB"), uploads.receive(most=2**20) as incoming:  # noqa: PT012
        for _ in range(3):
            incoming.write(b"x" * 2**19)
    assert held(uploads) == []


def test_many_may_add_at_once(uploads: Uploads) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: put(uploads, "a.txt", f"Text {n}.".encode()), range(24)))
    assert len(names(uploads)) == len(set(names(uploads))) == len(held(uploads)) == 24


def test_a_damaged_table_is_said_and_nothing_is_dropped(
    uploads: Uploads, index: Index, generations: Generations
) -> None:
    put(uploads, "a.txt", OTTER)
    index()
    (uploads.folder / "names.json").write_text("{", "utf-8")
    with pytest.raises(StorageFailed, match=r"names\.json"):
        index()
    with pytest.raises(StorageFailed):
        put(uploads, "b.txt", KELP)
    assert held(uploads) == [OTTER]
    assert ids(generations) == ["uploads/a.txt"]


_DYING = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from index.uploads.uploads import Uploads
    data_dir, left = Path(sys.argv[1]), int(sys.argv[2])
    CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.chmod"}
    def hook(event, args):
        global left
        if event in CHANGES or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
    uploads = Uploads(data_dir)
    sys.addaudithook(hook)
    with uploads.receive() as incoming:
        incoming.write(b"New.")
        uploads.keep([("new.txt", incoming)], None)
    uploads.remove(["uploads/old.txt"], None)
""")


def test_a_crash_at_any_point_leaves_the_uploads_of_one_moment(tmp_path: Path) -> None:
    """A process is killed before each change that it makes to the disk, in turn."""
    seen = set()
    for change in range(1, 100):
        data_dir = tmp_path / str(change)
        uploads = Uploads(data_dir)
        put(uploads, "old.txt", b"Old.")
        line = [sys.executable, "-c", _DYING, str(data_dir), str(change)]
        died = subprocess.run(line, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
        seen.add(tuple(names(uploads)))
        for upload in uploads.all():
            assert uploads.path_of(upload).read_bytes() in (b"Old.", b"New.")
        put(uploads, "next.txt", b"Next.")
        assert sorted(held(uploads)) == sorted(
            uploads.path_of(upload).read_bytes() for upload in uploads.all()
        ), "what the crash left is not gone"
        if died.returncode == 0:
            break
    assert seen == {("old.txt",), ("new.txt", "old.txt"), ("new.txt",)}
    assert json.loads((uploads.folder / "names.json").read_bytes())["format"] == 1
