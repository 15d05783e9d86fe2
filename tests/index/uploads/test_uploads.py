"""What is asked of the uploads, of both their homes."""

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.building.report import BuildReport
from index.building.sources import Sources
from index.building.steps import Build
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
from index.uploads.carrying import carry
from index.uploads.folder_uploads import FolderUploads
from index.uploads.uploads import Upload, Uploads, from_table, to_table
from tests.conftest import write_files
from tests.index.uploads.homes import (
    KELP,
    OTTER,
    bucket_uploads,
    bytes_of,
    held,
    ids,
    names,
    put,
    store_of,
)
from tests.toy import ToyEncoder

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.filterwarnings("ignore")


# test_bucket_uploads tries a bucket in the fast run too.
@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.slow)])
def uploads(request: pytest.FixtureRequest, generations: Generations) -> Uploads:
    if request.param == "folder":
        return FolderUploads(generations.data_dir)
    request.getfixturevalue("storage")
    return bucket_uploads(generations.data_dir)


Index = Callable[..., BuildReport]


@pytest.fixture
def index(generations: Generations, encoder: ToyEncoder, uploads: Uploads) -> Index:
    """Index the uploads, and these roots or those of the last time."""

    def make(*roots: Path, default_roots: tuple[Path, ...] = ()) -> BuildReport:
        sources = Sources(list(roots) or None, default_roots)
        return Build(generations, encoder, sources, uploads=uploads).run()

    return make


def test_what_was_kept_is_there_with_its_name_and_its_bytes(uploads: Uploads) -> None:
    kept = put(uploads, "../otters.txt", OTTER)
    assert (kept.upload.document_id, kept.upload.size, kept.known) == (
        "uploads/otters.txt",
        len(OTTER),
        False,
    )
    assert bytes_of(uploads, kept.upload) == OTTER
    assert uploads.all() == [kept.upload]


def test_the_same_again_adds_nothing_and_another_file_gets_a_number(uploads: Uploads) -> None:
    put(uploads, "a.txt", OTTER)
    again = put(uploads, "a.txt", OTTER)
    assert (again.upload.name, again.known) == ("a.txt", True)
    assert put(uploads, "a.txt", KELP).upload.name == "a (2).txt"
    assert put(uploads, "a.txt", KELP).upload.name == "a (2).txt"
    assert put(uploads, "b.txt", KELP).upload.name == "b.txt"
    assert names(uploads) == ["a (2).txt", "a.txt", "b.txt"]
    assert set(held(uploads)) == {OTTER, KELP}


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
    uploads: Uploads, index: Index, generations: Generations
) -> None:
    put(uploads, "a.txt", OTTER)
    report = index(default_roots=(ROOT / "seeds",))
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
        list(pool.map(lambda n: put(uploads, "a.txt", f"Text {n}.".encode()), range(9)))
    assert len(names(uploads)) == len(set(names(uploads))) == len(held(uploads)) == 9


def test_what_came_twice_at_once_is_kept_once(uploads: Uploads) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: put(uploads, "a.txt", OTTER), range(8)))
    assert {one.upload.name for one in kept} == {"a.txt"}
    assert [one.known for one in kept].count(False) == 1
    assert held(uploads) == [OTTER]


def test_one_batch_may_have_a_name_and_bytes_several_times(uploads: Uploads) -> None:
    with uploads.receive() as one, uploads.receive() as other, uploads.receive() as same:
        for incoming, data in ((one, OTTER), (other, KELP), (same, OTTER)):
            incoming.write(data)
        kept = uploads.keep([("a.txt", each) for each in (one, other, same)], None, "key-1")
    assert [(k.upload.name, k.known, k.upload.added_by) for k in kept] == [
        ("a.txt", False, "key-1"),
        ("a (2).txt", False, "key-1"),
        ("a.txt", True, "key-1"),
    ]
    assert sorted(held(uploads)) == sorted([OTTER, KELP])


def test_what_did_not_change_is_not_read_again_and_a_new_file_is_read(
    uploads: Uploads, index: Index, generations: Generations
) -> None:
    put(uploads, "a.txt", OTTER)
    index()
    put(uploads, "b.txt", KELP)
    report = index()
    assert (report.added, report.changed, report.encoded) == (1, 0, 1)
    [entry] = store_of(generations).files.with_status(FileStatus.INDEXED, 1)
    assert uploads.holds(entry.location)


def test_a_removed_file_may_be_added_again(
    uploads: Uploads, index: Index, generations: Generations
) -> None:
    put(uploads, "a.txt", OTTER)
    index()
    uploads.remove(["uploads/a.txt"], store_of(generations))
    with pytest.raises(DocumentMissing):
        uploads.remove(["uploads/a.txt"], store_of(generations))
    assert not put(uploads, "a.txt", OTTER, store_of(generations)).known
    assert not index().encoded
    assert ids(generations) == ["uploads/a.txt"]


def test_a_part_of_an_upload_cannot_go_by_itself(
    uploads: Uploads, index: Index, generations: Generations
) -> None:
    put(uploads, "mail.zip", _zip({"a.txt": OTTER, "b.txt": KELP}))
    index()
    parts = ids(generations)
    assert len(parts) == 2
    with pytest.raises(NotUploaded, match=r"part of uploads/mail\.zip"):
        uploads.remove(parts[:1], store_of(generations))
    uploads.remove(["uploads/mail.zip"], store_of(generations))
    index()
    assert ids(generations) == []


def test_bytes_that_are_gone_are_missed(uploads: Uploads) -> None:
    upload = put(uploads, "a.txt", OTTER).upload
    uploads.remove(["uploads/a.txt"], None)
    with pytest.raises(FileNotFoundError):
        uploads.opened(upload)


def test_a_home_is_carried_to_another_with_names_times_and_keys(
    uploads: Uploads, tmp_path: Path
) -> None:
    for name, data in {"a.txt": OTTER, "b.txt": OTTER, "c (2).txt": KELP}.items():
        put(uploads, name, data, added_by="key-1")
    for _ in range(2):  # what is there already is no hindrance
        other = FolderUploads(tmp_path / "other")
        assert carry(uploads, other) == uploads.all() == other.all()
        assert [bytes_of(other, u) for u in other.all()] == [OTTER, OTTER, KELP]
    uploads.remove([u.document_id for u in uploads.all()], None)
    carry(other, uploads)
    assert uploads.all() == other.all()
    assert [bytes_of(uploads, u) for u in uploads.all()] == [OTTER, OTTER, KELP]


def test_a_name_that_another_file_has_is_not_carried_over_it(
    uploads: Uploads, tmp_path: Path
) -> None:
    other = FolderUploads(tmp_path / "other")
    put(uploads, "a.txt", OTTER)
    put(other, "a.txt", KELP)
    with pytest.raises(StorageFailed, match=r"another file has the name a\.txt"):
        carry(other, uploads)
    assert [bytes_of(uploads, u) for u in uploads.all()] == [OTTER]


def test_a_table_is_what_it_was_made_of() -> None:
    uploads = [Upload("b.txt", "0" * 64, 3, "2026-05-31T12:00:00+00:00", "key-1")]
    assert from_table(to_table(uploads)) == uploads
    with pytest.raises(ValueError, match="another version"):
        from_table(b'{"format": 9, "uploads": []}')


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()
