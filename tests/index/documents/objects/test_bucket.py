import io
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.documents.objects import bucket as module
from index.documents.objects.bucket import Bucket
from index.errors import BucketAway, BucketFailed
from tests.index.documents.objects.storage import Storage

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def bucket(storage: Storage) -> Bucket:
    return Bucket(Path("s3://papers/own"))


@contextmanager
def stalling(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A storage that takes requests, and answers none as long as this lasts."""
    monkeypatch.setattr(module, "_ANSWER_S", 0.5)
    ends = threading.Event()
    storage.before = lambda request: void(ends.wait(30))
    try:
        yield
    finally:
        ends.set()
        storage.before = void


def void(_: object) -> None:
    pass


def test_what_is_written_is_read_and_listed_and_deleted(bucket: Bucket, storage: Storage) -> None:
    bucket.write("files/a", io.BytesIO(b"x" * 3_000_000), 3_000_000)
    bucket.write("files/b", io.BytesIO(b""), 0)
    assert bucket.create("names/a", b"a")
    listed = bucket.list("files")
    assert [kept.key for kept in listed.objects] == ["files/a", "files/b"]
    assert all(abs(listed.now - kept.changed) < 60 for kept in listed.objects)
    assert bucket.read("files/a") == b"x" * 3_000_000
    assert bucket.read("files/b") == b""
    assert bucket.read("files/c") is None
    assert storage.objects("own/names") == {"own/names/a": b"a"}
    for _ in range(2):
        bucket.delete("files/a")
        assert bucket.read("files/a") is None


def test_a_place_may_be_a_whole_bucket(storage: Storage) -> None:
    bucket = Bucket(Path("s3://papers"))
    assert bucket.create("names/a", b"a")
    assert [kept.key for kept in bucket.list("names").objects] == ["names/a"]
    assert storage.objects("names") == {"names/a": b"a"}


def test_one_of_several_creates_an_object(bucket: Bucket) -> None:
    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(lambda n: bucket.create("a", f"{n}".encode()), range(6)))
    assert won.count(True) == 1
    assert bucket.read("a") == f"{won.index(True)}".encode()


def test_a_list_of_several_pages_is_whole(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_A_PAGE", 2)
    for number in range(5):
        bucket.create(f"names/{number}", b"x")
    bucket.create("names.json", b"x")
    assert [kept.key for kept in bucket.list("names").objects] == [f"names/{n}" for n in range(5)]


def test_a_storage_that_stalls_is_given_up_in_time(
    bucket: Bucket, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stalling(storage, monkeypatch):
        begun = time.monotonic()
        for ask in (
            lambda: bucket.read("a"),
            lambda: bucket.list("names"),
            lambda: bucket.create("a", b"a"),
            lambda: bucket.write("a", io.BytesIO(b"a"), 1),
            lambda: bucket.delete("a"),
        ):
            with pytest.raises(BucketAway, match="s3://papers/own: the storage does not answer"):
                ask()
        assert time.monotonic() - begun < 25, "it waited for the storage"
    assert bucket.create("b", b"b"), "it goes on when the storage is back"


def test_a_storage_that_is_down_and_one_that_refuses_say_so(
    bucket: Bucket, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BucketFailed, match="there is no such bucket"):
        Bucket(Path("s3://no-such-bucket/own")).read("a")
    with storage.asking_for_keys(), pytest.raises(BucketFailed, match="do not open it"):
        bucket.list("names")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    with pytest.raises(BucketAway, match="does not answer"):
        bucket.list("names")
