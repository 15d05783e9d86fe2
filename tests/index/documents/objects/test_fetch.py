import pytest

from index.documents.contents import MAX_BYTES
from index.documents.files import find_files
from index.documents.objects import fetch
from index.documents.objects.fetch import bytes_of, fetched
from index.documents.objects.listing import list_objects
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import SourceFile
from tests.index.documents.objects.storage import ROOT, Storage
from tests.index.documents.objects.test_bucket import stalling

pytestmark = pytest.mark.filterwarnings("ignore")


def test_objects_are_fetched_whole_and_in_order(storage: Storage) -> None:
    texts = {f"{n:02}.txt": f"Otter {n}." for n in range(30)}
    storage.put(texts)
    sources = find_files([ROOT], list_objects=list_objects).sources
    came = {source.document_id: get().decode() for source, get in fetched(sources, lambda s: s)}
    assert list(came.items()) == list(texts.items())


@pytest.mark.slow
def test_an_object_that_cannot_be_had_says_why(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = SourceFile("gone.txt", ROOT / "gone.txt", "x", 5)
    with pytest.raises(Unreadable, match="the file is gone"):
        bytes_of(gone)
    for size, status in ((0, FileStatus.EMPTY), (MAX_BYTES + 1, FileStatus.TOO_LARGE)):
        with pytest.raises(Unreadable) as caught:
            bytes_of(SourceFile("a.txt", ROOT / "a.txt", "x", size))
        assert caught.value.status is status
    assert storage.fetched() == ["gone.txt"]  # the others are known by their size
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    with pytest.raises(Unreadable, match="cannot be fetched: the storage does not answer"):
        bytes_of(gone)


def test_an_object_that_stalls_is_given_up_in_time(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.put({"a.txt": "Otters dive."})
    [source] = find_files([ROOT], list_objects=list_objects).sources
    monkeypatch.setattr(fetch, "_PATIENCE_S", 0.5)
    with (
        stalling(storage, monkeypatch),
        pytest.raises(Unreadable, match="cannot be fetched: the storage does not answer"),
    ):
        bytes_of(source)
    assert bytes_of(source) == b"Otters dive."
