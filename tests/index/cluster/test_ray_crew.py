import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.build import build
from index.building.sources import Sources
from index.building.steps import Build
from index.errors import ClusterFailed
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.originals import FileStatus
from index.uploads.bucket_uploads import BucketUploads
from tests.conftest import write_files
from tests.index.cluster.clusters import (
    build_on,
    contents_of,
    load_another,
    notes,
    read_or_die,
    running,
)
from tests.index.documents.objects.storage import ROOT, Storage
from tests.index.uploads.homes import PLACE, put
from tests.toy import ToyEncoder

# Ray warns of its own ways.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
FILES = "GET /papers/added/here/files/"  # requests for what was added


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with running(3) as started:
        yield started


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "documents", {f"{n:03}.md": _text(n) for n in range(60)})


def _text(number: int) -> str:
    paragraphs = (
        f"On day {day} otter {number} dived {day * number} times. It slept well.\n\n"
        for day in range(number % 7 + 1)
    )
    return f"# Otter {number}\n\n" + "".join(paragraphs)


def same(one: Generations, other: Generations) -> bool:
    """Whether two indexes hold the same texts and counts, and vectors up to rounding."""
    a, b = Generation.open_current(one), Generation.open_current(other)
    rows = np.arange(a.manifest.sentences)
    return contents_of(one) == contents_of(other) and np.allclose(
        a.sentences.take(rows), b.sentences.take(rows), atol=1e-6
    )


class Killing:
    """A progress listener that kills a node after so many steps of a stage.

    It waits a little before, so that the processes of the node are half-way in the next task.
    """

    def __init__(self, cluster: Any, nodes: dict[str, Any], steps: int) -> None:
        self._cluster, self._nodes, self._steps = cluster, nodes, steps
        self._stage, self._done = "", 0

    def stage(self, name: str, total: int) -> None:
        self._stage, self._done = name, 0

    def advance(self, steps: int = 1) -> None:
        self._done += 1
        if self._done == self._steps and self._stage in self._nodes:
            time.sleep(0.2)
            self._cluster.remove_node(self._nodes.pop(self._stage), allow_graceful=False)


def test_a_cluster_makes_the_generation_that_one_process_makes(
    cluster: Any, generations: Generations, root: Path, tmp_path: Path
) -> None:
    write_files(root, {"broken.pdf": "%PDF-1.7 no more", "same.md": _text(7), "empty.txt": ""})
    alone = Generations(tmp_path / "alone")
    ours, theirs = build_on(cluster, generations, [root]), build(alone, ToyEncoder(), [root])
    assert ours.documents == 61
    assert same(generations, alone)
    assert (ours.encoded, ours.files) == (theirs.encoded, theirs.files)
    assert [file.path for file in ours.failed] == ["broken.pdf"]

    (root / "003.md").write_text(_text(3).replace("slept", "swam"), "utf-8")
    (root / "004.md").rename(root / "moved.md")
    (root / "005.md").unlink()
    write_files(root, {"new.md": "# Kelp\n\nIt grows in the bay.", "006.md": "\0\1\2"})
    ours, theirs = build_on(cluster, generations, None), build(alone, ToyEncoder())
    assert (ours.added, ours.changed, ours.moved, ours.removed) == (1, 2, 1, 1)
    assert ours.removed_documents == theirs.removed_documents == ["005.md"]
    assert 0 < ours.encoded == theirs.encoded < 10
    assert [file.status for file in ours.failed] == [file.status for file in theirs.failed]
    assert same(generations, alone)

    unchanged = build_on(cluster, generations, None)
    assert (unchanged.published, unchanged.encoded) == (False, 0)


def test_a_build_goes_on_when_nodes_are_lost(
    generations: Generations, root: Path, tmp_path: Path
) -> None:
    long = {
        f"long{n}.md": "\n\n".join(_text(n + m) for m in range(60)) for n in range(0, 24_000, 1000)
    }
    write_files(root, long)
    alone = Generations(tmp_path / "alone")
    build(alone, ToyEncoder(name="slow"), [root])
    with running(3) as cluster:
        one, other = list(cluster.worker_nodes)
        killing = Killing(cluster, {"read": one, "encode": other}, steps=1)
        report = build_on(cluster, generations, [root], killing, "slow")
        assert not killing._nodes
        assert len(cluster.worker_nodes) == 0
        assert notes().count("began") > notes().count("ended")  # some were lost half-way
    assert report.failed == []
    assert same(generations, alone)


def test_a_file_that_brings_its_process_down_is_named(
    cluster: Any, generations: Generations, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_on(cluster, generations, [write_files(root, {"deadly.md": "Harmless."})])
    write_files(root, {"deadly.md": "Not so.", "other.md": "New."})
    monkeypatch.setattr("index.cluster.ray_crew.read_files", read_or_die)
    report = build_on(cluster, generations, None)
    [failed] = report.failed
    assert (failed.path, failed.status) == ("deadly.md", FileStatus.STALE)
    assert "is lost each time" in failed.reason
    store = Generation.open_current(generations).store
    assert [store.document(name).text for name in ("deadly.md", "other.md")] == [
        "Harmless.",
        "New.",
    ]


def test_a_text_that_brings_its_process_down_is_named_and_nothing_is_published(
    cluster: Any, generations: Generations, root: Path
) -> None:
    write_files(root, {"bad.md": "This is poison."})
    with pytest.raises(ClusterFailed, match=r"bad\.md is lost"):
        build_on(cluster, generations, [root])
    assert generations.current_number() is None
    (root / "bad.md").unlink()
    assert build_on(cluster, generations, [root]).documents == 60


def test_nodes_that_do_not_see_the_files_are_sent_them(
    cluster: Any,
    generations: Generations,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = Generations(tmp_path / "alone")
    build(alone, ToyEncoder(), [write_files(root, {"broken.pdf": "%PDF-1.7 no more"})])
    monkeypatch.setattr("index.cluster.ray_crew.stamp_of", lambda path: (0, 0))
    build_on(cluster, generations, [root])
    assert same(generations, alone)
    assert not build_on(cluster, generations, None).published


def test_nodes_fetch_objects_themselves(
    storage: Storage, generations: Generations, root: Path, tmp_path: Path
) -> None:
    texts = {path.name: path.read_text("utf-8") for path in root.iterdir()}
    storage.put({**texts, "broken.pdf": "%PDF-1.7 no more"})
    alone = Generations(tmp_path / "alone")
    build(alone, ToyEncoder(), [ROOT])
    storage.fetched()
    with running(2) as cluster:  # started now, its processes know where the storage is
        report = build_on(cluster, generations, [ROOT])
        assert [file.path for file in report.failed] == ["broken.pdf"]
        assert same(generations, alone)
        assert storage.fetched() == sorted([*texts, "broken.pdf"])
        storage.put({"003.md": _text(3).replace("slept", "swam")})
        report = build_on(cluster, generations, None)
        assert (report.changed, 0 < report.encoded < 10) == (1, True)
        assert storage.fetched() == ["003.md", "broken.pdf"]


def test_nodes_fetch_what_was_added_to_object_storage_themselves(
    storage: Storage, generations: Generations, tmp_path: Path
) -> None:
    uploads = BucketUploads(PLACE, tmp_path / "server")
    for number in range(3):
        put(uploads, f"{number}.md", _text(number).encode())
    alone = Generations(tmp_path / "alone")
    Build(alone, ToyEncoder(), Sources(), uploads=uploads).run()
    storage.asked.clear()
    with running(1) as cluster:
        assert build_on(cluster, generations, None, uploads=uploads).added == 3
        assert same(generations, alone)
        assert len([asked for asked in storage.asked if asked.startswith(FILES)]) == 3
        storage.asked.clear()
        assert not build_on(cluster, generations, None, uploads=uploads).published
        assert not [asked for asked in storage.asked if asked.startswith(FILES)]


def test_a_node_with_another_model_is_not_used(
    cluster: Any, generations: Generations, root: Path
) -> None:
    with pytest.raises(ClusterFailed, match="its model toy is another one"):
        build_on(cluster, generations, [root], load=load_another)
    assert generations.current_number() is None


def test_vectors_are_made_where_the_gpus_are(generations: Generations, root: Path) -> None:
    with running(2, num_gpus=1) as cluster:
        assert build_on(cluster, generations, [root], ray_gpus=0.5).documents == 60
        assert set(notes()) == {"began on a GPU", "ended on a GPU"}


def test_a_cluster_without_the_gpus_that_are_asked_for_is_refused(
    cluster: Any, generations: Generations, root: Path
) -> None:
    with pytest.raises(ClusterFailed, match="no GPU"):
        build_on(cluster, generations, [root], ray_gpus=1)
