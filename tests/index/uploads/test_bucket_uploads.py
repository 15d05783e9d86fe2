import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.building.sources import Sources
from index.building.steps import Build
from index.documents.objects.bucket import Bucket
from index.errors import BucketAway, BucketFailed, StorageFailed, UsageError
from index.generations.publish import Generations
from index.originals import FileStatus
from index.uploads import bucket_uploads as module
from index.uploads.bucket_uploads import BucketUploads
from index.uploads.folder_uploads import FolderUploads
from tests.index.documents.objects.storage import Storage
from tests.index.documents.objects.test_bucket import stalling
from tests.index.uploads.homes import (
    KELP,
    OTTER,
    PLACE,
    bucket_uploads,
    bytes_of,
    held,
    ids,
    names,
    put,
    store_of,
)
from tests.toy import ToyEncoder

pytestmark = pytest.mark.filterwarnings("ignore")


class Killed(BaseException):
    """Stands for the end of a process: no code of Pincite's takes notice of it."""


@pytest.fixture
def one(storage: Storage, tmp_path: Path) -> BucketUploads:
    return bucket_uploads(tmp_path / "one")


@pytest.fixture
def other(storage: Storage, tmp_path: Path) -> BucketUploads:
    """The same uploads at another server."""
    return bucket_uploads(tmp_path / "other")


def just_before(
    storage: Storage, beginning: str, step: Callable[[], object], times: int = 1
) -> list[str]:
    """Let something happen before a request that begins so is done; return what was met."""
    met: list[str] = []

    def before(request: str) -> None:
        if request.startswith(beginning) and len(met) < times:
            met.append(request)
            step()

    storage.before = before
    return met


def test_what_one_server_adds_another_has(one: BucketUploads, other: BucketUploads) -> None:
    put(one, "a.txt", OTTER, added_by="key-1")
    put(other, "b.txt", KELP)
    assert one.all() == other.all()
    assert [(u.name, u.added_by) for u in one.all()] == [("a.txt", "key-1"), ("b.txt", None)]
    other.remove(["uploads/a.txt"], None)
    assert names(one) == ["b.txt"]


def test_of_two_that_take_one_name_at_once_both_are_kept(
    one: BucketUploads, other: BucketUploads, storage: Storage
) -> None:
    put(one, "seen.txt", OTTER)
    met = just_before(storage, "PUT /papers/added/here/names/", lambda: put(other, "a.txt", KELP))
    assert put(one, "a.txt", OTTER).upload.name == "a (2).txt"
    assert met
    assert {u.name: bytes_of(one, u) for u in one.all()} == {
        "a.txt": KELP,
        "a (2).txt": OTTER,
        "seen.txt": OTTER,
    }


def test_of_two_that_add_the_same_at_once_one_finds_it_known(
    one: BucketUploads, other: BucketUploads, storage: Storage
) -> None:
    just_before(storage, "PUT /papers/added/here/names/", lambda: put(other, "a.txt", OTTER))
    assert put(one, "a.txt", OTTER).known
    assert (names(one), held(one)) == (["a.txt"], [OTTER])


@pytest.mark.parametrize("step", ["PUT /papers/added/here/files", "PUT /papers/added/here/names"])
def test_bytes_that_are_added_while_another_removes_the_same_stay(
    one: BucketUploads, other: BucketUploads, storage: Storage, step: str
) -> None:
    put(other, "a.txt", OTTER)
    met = just_before(storage, step, lambda: other.remove(["uploads/a.txt"], None))
    kept = put(one, "b.txt", OTTER)
    assert met
    assert [bytes_of(one, u) for u in one.all()] == [OTTER]
    assert (kept.upload.name, held(one)) == ("b.txt", [OTTER])


@pytest.mark.parametrize(
    "step", ["DELETE /papers/added/here/names", "DELETE /papers/added/here/files"]
)
def test_a_name_that_is_added_while_another_removes_it_has_all_its_bytes_or_is_gone(
    one: BucketUploads, other: BucketUploads, storage: Storage, step: str
) -> None:
    put(other, "a.txt", OTTER)

    def again() -> None:
        other.remove(["uploads/a.txt"], None)
        put(other, "a.txt", OTTER)

    just_before(storage, step, again if "names" in step else lambda: put(other, "a.txt", OTTER))
    one.remove(["uploads/a.txt"], None)
    assert [bytes_of(one, u) for u in one.all()] == ([] if "names" in step else [OTTER])


def killed_before(number: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """End whoever asks the storage, before that request of this number; tells whether it did."""
    ask, asked = Bucket._call, [0]

    def dying(self: Bucket, *arguments: object, **named: object) -> object:
        asked[0] += 1
        if asked[0] >= number:
            raise Killed
        return ask(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Bucket, "_call", dying)
    return lambda: asked[0] >= number


@pytest.mark.slow
def test_a_server_that_is_killed_at_any_step_leaves_whole_files_alone(
    storage: Storage, tmp_path: Path
) -> None:
    seen, died, number = set(), True, 0
    put(bucket_uploads(tmp_path), "warm.txt", b"Warm.")
    while died:
        number += 1
        home = bucket_uploads(tmp_path / str(number))
        put(home, "old.txt", b"Old.")
        with pytest.MonkeyPatch.context() as patch:
            has_died = killed_before(number, patch)
            try:
                put(home, "new.txt", b"New.")
                home.remove(["uploads/old.txt"], None)
            except Killed:
                pass
            died = has_died()
        after = bucket_uploads(tmp_path / "after")
        seen.add(tuple(names(after)))
        for upload in after.all():
            assert bytes_of(after, upload) in (b"Old.", b"New.", b"Warm.")
        assert number < 50
        after.remove([u.document_id for u in after.all() if u.name != "warm.txt"], None)
    assert seen == {
        ("old.txt", "warm.txt"),
        ("new.txt", "old.txt", "warm.txt"),
        ("new.txt", "warm.txt"),
    }


def test_bytes_that_a_killed_server_left_go_when_nobody_can_name_them(
    one: BucketUploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(one, "a.txt", OTTER)
    Bucket(PLACE).create("files/0000/left", KELP)
    one.clear_dead()
    assert sorted(held(one)) == sorted([OTTER, KELP]), "somebody may be about to name them"
    monkeypatch.setattr(module, "_DEAD_S", -60.0)
    one.clear_dead()
    assert held(one) == [OTTER]


def test_bytes_are_not_named_when_they_may_be_gone(
    one: BucketUploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_S", -1.0)
    with pytest.raises(BucketAway, match="in time"):
        put(one, "a.txt", OTTER)
    assert names(one) == []


def test_a_name_whose_answer_was_lost_is_its_own(
    one: BucketUploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Bucket.create

    def unheard(self: Bucket, key: str, data: bytes) -> bool:
        """Written, but the answer was lost: the client tried again, and met its own object."""
        return create(self, key, data) and not key.startswith("names/")

    monkeypatch.setattr(Bucket, "create", unheard)
    kept = put(one, "a.txt", OTTER)
    assert (kept.upload.name, kept.known) == ("a.txt", False)
    assert [bytes_of(one, u) for u in one.all()] == [OTTER]


def test_a_storage_without_conditions_is_refused(
    one: BucketUploads, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = Bucket._call
    monkeypatch.setattr(
        Bucket,
        "_call",
        lambda self, method, within_s=None, IfNoneMatch="", **named: call(  # noqa: N803
            self, method, within_s, **named
        ),
    )
    with pytest.raises(BucketFailed, match="If-None-Match"):
        put(one, "a.txt", OTTER)
    assert storage.objects("added/here/names") == {}


@pytest.mark.slow
def test_many_files_of_one_name_are_numbered(one: BucketUploads) -> None:
    with ExitStack() as open_files:
        arrivals = []
        for number in range(8):
            incoming = open_files.enter_context(one.receive())
            incoming.write(f"{number}".encode())
            arrivals.append(("a.txt", incoming))
        kept = one.keep(arrivals, None)
    assert [k.upload.name for k in kept] == ["a.txt", *(f"a ({n}).txt" for n in range(2, 9))]
    assert [bytes_of(one, k.upload) for k in kept] == [f"{n}".encode() for n in range(8)]
    assert put(one, "a.txt", b"6").upload.name == "a (7).txt"


def test_a_storage_that_goes_away_says_how_far_it_came(
    one: BucketUploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second name, and then the second removal, is not answered."""
    with monkeypatch.context() as patch, one.receive() as a, one.receive() as b:
        a.write(OTTER)
        b.write(KELP)
        _failing_at(2, "create", "names/", patch)
        with pytest.raises(BucketAway, match="1 of 2 files were kept; add all again"):
            one.keep([("a.txt", a), ("b.txt", b)], None)
    assert names(one) == ["a.txt"]
    put(one, "b.txt", KELP)
    with monkeypatch.context() as patch:
        _failing_at(2, "delete", "names/", patch)
        with pytest.raises(BucketAway, match="1 of 2 files were removed"):
            one.remove(["uploads/a.txt", "uploads/b.txt"], None)
    assert names(one) == ["b.txt"]
    with monkeypatch.context() as patch:
        _failing_at(1, "delete", "files/", patch)
        with pytest.raises(BucketAway, match="were removed, but bytes of theirs are left"):
            one.remove(["uploads/b.txt"], None)
    assert names(one) == []


def _failing_at(number: int, method: str, under: str, patch: pytest.MonkeyPatch) -> None:
    do, done = getattr(Bucket, method), [0]

    def failing(self: Bucket, key: str, *more: object) -> object:
        done[0] += key.startswith(under)
        if key.startswith(under) and done[0] == number:
            raise BucketAway("s3://papers: the storage does not answer")
        return do(self, key, *more)

    patch.setattr(Bucket, method, failing)


def test_a_stalling_storage_fails_a_change_and_a_build_and_leaves_the_index(
    one: BucketUploads,
    storage: Storage,
    generations: Generations,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def index() -> None:
        Build(generations, ToyEncoder(), Sources(), uploads=one).run()

    put(one, "a.txt", OTTER)
    index()
    with stalling(storage, monkeypatch):
        with pytest.raises(BucketAway, match="does not answer; nothing was changed"):
            put(one, "b.txt", KELP)
        with pytest.raises(BucketAway, match="does not answer"):
            index()
        with pytest.raises(BucketAway):
            one.all()
    assert ids(generations) == ["uploads/a.txt"]
    put(one, "b.txt", KELP)
    index()
    assert ids(generations) == ["uploads/a.txt", "uploads/b.txt"]


def test_an_unchanged_upload_is_not_fetched_by_any_server(
    one: BucketUploads, storage: Storage, generations: Generations, tmp_path: Path
) -> None:
    put(one, "a.txt", OTTER)
    Build(generations, ToyEncoder(), Sources(), uploads=one).run()
    (generations.data_dir / "objects.known").unlink(missing_ok=True)
    storage.asked.clear()
    report = Build(
        generations, ToyEncoder(), Sources(), uploads=bucket_uploads(tmp_path / "other")
    ).run()
    assert not report.published
    assert not [request for request in storage.asked if "/files/" in request and "GET" in request]


def test_bytes_that_somebody_took_away_leave_the_last_good_text(
    one: BucketUploads, storage: Storage, generations: Generations
) -> None:
    put(one, "a.txt", OTTER)
    Build(generations, ToyEncoder(), Sources(), uploads=one).run()
    bucket = Bucket(PLACE)
    [kept] = bucket.list("files").objects
    bucket.delete(kept.key)
    put(one, "b.txt", KELP)
    # Nothing says that they are gone until they are to be read again.
    assert Build(generations, ToyEncoder(), Sources(), uploads=one).run().failed == []
    [upload] = [upload for upload in one.all() if upload.name == "a.txt"]
    with pytest.raises(FileNotFoundError):
        one.opened(upload)
    report = Build(generations, ToyEncoder(), Sources(ocr=True), uploads=one).run()
    assert [(r.path, r.status) for r in report.files] == [("uploads/a.txt", FileStatus.STALE)]
    assert store_of(generations).document("uploads/a.txt")


def test_a_damaged_name_is_said_and_nothing_is_dropped(
    one: BucketUploads, storage: Storage, tmp_path: Path
) -> None:
    put(one, "a.txt", OTTER)
    [key] = storage.objects("added/here/names")
    storage.overwrite(key, b"{")
    for home in (one, bucket_uploads(tmp_path / "other")):
        with pytest.raises(StorageFailed, match=r"s3://papers/added/here/names/.* cannot be read"):
            home.all()
    with pytest.raises(StorageFailed):
        put(one, "a.txt", KELP)
    assert held(one) == [OTTER]


def test_uploads_of_another_version_are_left_alone(one: BucketUploads, storage: Storage) -> None:
    storage.overwrite("added/here/format.json", b'{"format": 2}')
    with pytest.raises(StorageFailed, match="another version"):
        put(one, "a.txt", OTTER)


def test_files_that_lie_in_the_folder_still_are_not_dropped_from_the_index(
    one: BucketUploads, generations: Generations, tmp_path: Path
) -> None:
    put(FolderUploads(tmp_path / "one"), "a.txt", OTTER)
    with pytest.raises(UsageError, match=r"1 files that were added lie in .*move-uploads"):
        Build(generations, ToyEncoder(), Sources(), uploads=one).run()


def test_many_threads_of_two_servers_lose_nothing(one: BucketUploads, other: BucketUploads) -> None:
    def work(home: BucketUploads, number: int) -> None:
        put(home, "same.txt", OTTER)
        put(home, "a.txt", f"Text {number}.".encode())
        put(home, "gone.txt", f"Gone {number}.".encode())

    threads = [
        threading.Thread(target=work, args=(home, number))
        for number in range(3)
        for home in (one, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = sorted(bytes_of(one, u) for u in one.all())
    assert texts == sorted(
        [OTTER, *(f"{w} {n}.".encode() for w in ("Text", "Gone") for n in range(3))]
    )
    assert one.all() == other.all()
