from pathlib import Path

import pytest

from index.documents.files import find_files
from index.documents.objects.listing import list_objects
from index.documents.walk import Patterns
from index.errors import SourceAway, UsageError
from tests.conftest import write_files
from tests.index.documents.objects.storage import ROOT, Storage

pytestmark = pytest.mark.filterwarnings("ignore")


def ids(roots: list[Path], patterns: Patterns | None = None) -> list[str]:
    found = find_files(roots, patterns or Patterns(), list_objects)
    return [source.document_id for source in found.sources]


def test_ids_are_keys_below_the_root(storage: Storage) -> None:
    storage.put({"a.txt": "A.", "sub/b.md": "B.", "sub/empty/": "", "../other.txt": "C."})
    assert ids([ROOT]) == ["a.txt", "sub/b.md"]
    assert ids([ROOT / "sub"]) == ["b.md"]
    assert ids([ROOT / "a.txt"]) == ["a.txt"]


def test_what_is_left_out_of_folders_is_left_out_here(storage: Storage) -> None:
    storage.put(dict.fromkeys([".git/x", "a.txt", "node_modules/b.js", "old/c.txt"], "A."))
    found = find_files([ROOT], Patterns(exclude=("old/",)), list_objects)
    assert [source.document_id for source in found.sources] == ["a.txt"]
    assert found.left_out == {"hidden": 1, "litter": 1, "excluded": 1}
    assert ids([ROOT], Patterns(include=("*.js",))) == ["node_modules/b.js"]


def test_a_key_that_is_no_path_is_named(storage: Storage) -> None:
    storage.put({"a//b.txt": "A.", "c.txt": "C."})
    found = find_files([ROOT], list_objects=list_objects)
    assert [failure.path for failure in found.failures] == ["a//b.txt"]
    assert [source.document_id for source in found.sources] == ["c.txt"]


def test_folders_and_places_in_storage_can_be_roots_together(
    storage: Storage, tmp_path: Path
) -> None:
    storage.put({"a.txt": "A."})
    folder = write_files(tmp_path / "home", {"a.txt": "A."})
    assert ids([ROOT, folder]) == ["home/a.txt", "team/a.txt"]


def test_another_content_has_another_stamp(storage: Storage) -> None:
    stamps = set()
    for text in ("one", "two", "two and"):
        storage.put({"a.txt": text})
        [source] = find_files([ROOT], list_objects=list_objects).sources
        assert source.size == len(text)
        stamps.add(source.stamp)
    assert len(stamps) == 3


@pytest.mark.parametrize("place", ["s3://no-such-bucket/x", "s3://papers/empty"])
def test_a_place_that_is_not_there_is_wrong_use(storage: Storage, place: str) -> None:
    with pytest.raises(UsageError, match=f"^{place}: there is no such bucket or object; nothing"):
        ids([Path(place)])


@pytest.mark.slow
def test_missing_keys_and_a_dead_server_are_told_apart(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    with pytest.raises(SourceAway, match="the storage does not answer; nothing was changed"):
        ids([ROOT])
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    with pytest.raises(SourceAway, match="there are no keys for it; set AWS_ACCESS_KEY_ID"):
        ids([ROOT])


def test_keys_that_open_nothing_are_refused(storage: Storage) -> None:
    storage.put({"a.txt": "A."})
    with storage.asking_for_keys(), pytest.raises(SourceAway, match="the keys in use do not open"):
        ids([ROOT])
    assert ids([ROOT]) == ["a.txt"]
