"""Real Ray clusters of several nodes on this machine, and what their processes load in tests."""

import gc
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.building.report import BuildReport, ProgressListener
from index.building.sources import Sources
from index.building.steps import Build
from index.cluster.session import joined
from index.cluster.work import CameIn, FileTask, Terms, read_files
from index.encoder import Encoder
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.settings import IndexSettings
from index.uploads.uploads import Uploads
from tests.toy import ToyEncoder


class NotingEncoder(ToyEncoder):
    """Notes when it begins and ends to encode, and dies of a certain word.

    seconds: how long it takes.
    """

    def __init__(self, name: str, seconds: float, mark: str) -> None:
        super().__init__(name=name)
        self._seconds, self._mark = seconds, mark

    def encode_passages(self, passages: Any) -> Any:
        if any("poison" in passage.text for passage in passages):
            os._exit(1)
        self._note("began")
        time.sleep(self._seconds)
        vectors = super().encode_passages(passages)
        self._note("ended")
        return vectors

    def _note(self, what: str) -> None:
        with (Path(os.environ["RAY_TMPDIR"]) / "notes").open("a") as notes:
            notes.write(f"{what}{self._mark}\n")


def load_toy(model: str, precision: str, gpu: bool) -> Encoder:
    """Load what encodes in a process of the cluster, in place of a model."""
    return NotingEncoder(model, 0.5 if model == "slow" else 0, " on a GPU" if gpu else "")


def load_another(model: str, precision: str, gpu: bool) -> Encoder:
    """Load another model than the build has."""
    return ToyEncoder(name="another")


def notes() -> list[str]:
    """What the encoders of the cluster noted."""
    return (Path(os.environ["RAY_TMPDIR"]) / "notes").read_text().splitlines()


def read_or_die(terms: Terms, tasks: Sequence[FileTask]) -> list[CameIn | None]:
    """What reads files in the cluster, with a file that brings its process down."""
    if any("deadly" in task.wanted.source.document_id for task in tasks):
        os._exit(1)
    return read_files(terms, tasks)


@contextmanager
def running(nodes: int, **options: Any) -> Iterator[Any]:
    """Start a cluster of so many nodes, each with two processes; end it with the `with` block."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'pincite[scale]'")
    from ray.cluster_utils import Cluster

    folder = os.environ["RAY_TMPDIR"] = tempfile.mkdtemp(prefix="ray-")  # its paths must be short
    size = {"num_cpus": 2, "object_store_memory": 100_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=size)
    try:
        for _ in range(nodes - 1):
            cluster.add_node(**size, **options)
        cluster.wait_for_nodes()
        yield cluster
    finally:
        cluster.shutdown()
        gc.collect()  # what Ray keeps of processes that have ended
        shutil.rmtree(folder, ignore_errors=True)


def build_on(
    cluster: Any,
    generations: Generations,
    roots: list[Path] | None,
    progress: ProgressListener | None = None,
    model: str = "toy",
    load: Callable[[str, str, bool], Encoder] = load_toy,
    uploads: Uploads | None = None,
    **wanted: Any,
) -> BuildReport:
    """Build as `pincite index --ray ADDRESS` does, with the toy encoder."""
    settings = IndexSettings(data_dir=generations.data_dir, model=model, **wanted)
    encoder = ToyEncoder(name=model)
    with joined(cluster.address, settings, encoder, print, load) as crew:
        return Build(generations, encoder, Sources(roots=roots), progress, crew, uploads).run()


def contents_of(generations: Generations) -> tuple[str, list[int]]:
    """The hash of all that a generation says, in order, and its counts."""
    generation, digest = Generation.open_current(generations), hashlib.sha256()
    for document in generation.store.all_documents():
        digest.update(repr(document).encode())
    for row in range(generation.store.passages):
        digest.update(repr(generation.store.passage(row)).encode())
    for entry in generation.store.files.all():
        digest.update(repr(entry).encode())
    manifest = generation.manifest
    counts = [manifest.documents, manifest.passages, manifest.sentences, generation.store.words]
    return digest.hexdigest(), counts
