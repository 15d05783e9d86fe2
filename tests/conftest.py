"""What the tests share: a toy encoder, so that no unit test loads a model, and small indexes."""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.build import build
from index.documents.objects import object_storage
from index.generations.homes import Home
from index.generations.publish import Generations
from index.search import Searcher
from tests.index.documents.objects.storage import Storage, storage_of
from tests.toy import TOY_SETTINGS, ToyEncoder

if TYPE_CHECKING:
    from index.milvus.engine.connection import MilvusConnection

_ROOT = Path(__file__).parent.parent
SEEDS = _ROOT / "seeds"
CONVERSATIONS = _ROOT / "tests" / "conversations"
# Evaluation folders are too large to lie in the repository; they lie beside it.
EVAL_DIR = Path(os.environ.get("PINCITE_EVAL_DIR") or _ROOT.parent / "shared" / "eval")
CASES_DIR = Path(os.environ.get("PINCITE_CASES_DIR") or _ROOT.parent / "shared" / "cases")


def pytest_configure() -> None:
    """No example of hypothesis may fail because the machine is busy."""
    from hypothesis import settings

    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end; the garbage collector need not walk them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may touch the index or the settings of whoever runs it."""
    monkeypatch.setenv("PINCITE_DATA_DIR", str(tmp_path / "pincite-data"))
    for name, value in TOY_SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def encoder() -> ToyEncoder:
    return ToyEncoder()


@pytest.fixture
def generations(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """Generations in files; in tests that are `in_both`, once more in Milvus."""
    if getattr(request, "param", "files") == "files":
        return Generations(tmp_path / "pincite-data")
    connection = request.getfixturevalue("milvus")
    from index.milvus.milvus_home import MilvusGenerations

    return MilvusGenerations(connection, tmp_path / "pincite-data")


# The test must do the same wherever generations are kept.
in_both = pytest.mark.parametrize("generations", ["files", "milvus"], indirect=True)
# The same, but in Milvus only in the full run: it takes seconds there.
in_both_in_full = pytest.mark.parametrize(
    "generations", ["files", pytest.param("milvus", marks=pytest.mark.slow)], indirect=True
)


@pytest.fixture(scope="session")
def milvus_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A milvus-lite in this process, for all tests."""
    pytest.importorskip("milvus_lite", reason="milvus-lite is missing: pip install -e .[scale]")
    return str(tmp_path_factory.mktemp("milvus") / "lite.db")


@pytest.fixture
def milvus(milvus_uri: str) -> "Iterator[MilvusConnection]":
    """A connection under a name of its own, whose collections go with the test."""
    from index.milvus.engine.address import MilvusAddress
    from index.milvus.engine.connection import MilvusConnection

    name = f"t{secrets.token_hex(6)}"
    connection = MilvusConnection(MilvusAddress(milvus_uri, name))
    yield connection
    for alias in (f"{name}_current", f"{name}_builder"):
        connection.drop_alias(alias)
    for collection in connection.collections():
        if collection.startswith(f"{name}_"):
            connection.drop(collection)


@pytest.fixture
def library_of(
    tmp_path: Path, generations: Home, encoder: ToyEncoder
) -> Callable[[dict[str, str]], Searcher]:
    """Index these texts by file name, and open a Searcher on them."""

    def make(texts: dict[str, str]) -> Searcher:
        folder = write_files(tmp_path / "documents", texts)
        build(generations, encoder, [folder])
        return Searcher(generations.open_current().generation(), encoder)

    return make


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """A bucket in a server of object storage, which ends with the test."""
    with storage_of(monkeypatch) as started:
        yield started
    object_storage._connected.cache_clear()


def write_files(folder: Path, texts: dict[str, str]) -> Path:
    """Write each text (as UTF-8, its line ends as they are) under its name."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder
