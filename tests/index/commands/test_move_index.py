"""`pincite move-index`, and the other commands on an index in Milvus."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.homes.home import milvus_home
from index.settings import IndexSettings
from tests.index.commands.test_index import pincite, root

assert pincite
assert root

Command = Callable[..., Any]


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Path]:
    """The path of a milvus-lite file; what serves it ends with the test."""
    milvus_lite = pytest.importorskip(
        "milvus_lite.server_manager", reason="milvus-lite is missing: pip install -e .[scale]"
    )
    path = tmp_path / "index.db"
    yield path
    milvus_lite.server_manager_instance.release_server(str(path))


def test_an_index_moves_to_milvus_and_back(
    pincite: Command, root: Path, lite: Path, tmp_path: Path
) -> None:
    assert pincite("index", root).code == 0
    moved = pincite("move-index", "--to", lite)
    assert moved.code == 0
    assert "Moved generation 1: 2 documents" in moved.out
    assert f"PINCITE_STORE={lite}" in moved.out
    back = pincite(
        *("move-index", "--from", lite, "--to", "files"),
        *("--data-dir", tmp_path / "elsewhere", "--json"),
    )
    assert (back.json["documents"], back.json["generation"]) == (2, 1)
    assert back.json["sha256"] in moved.out
    assert pincite("verify", "--data-dir", tmp_path / "elsewhere").code == 0


def test_an_index_does_not_move_to_where_it_is(pincite: Command, root: Path) -> None:
    assert pincite("index", root).code == 0
    done = pincite("move-index", "--to", "files")
    assert (done.code, done.out) == (2, "")
    assert "there already" in done.err


def test_all_commands_work_on_an_index_in_milvus(
    pincite: Command, root: Path, lite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_STORE", str(lite))
    assert pincite("index", root, "--json").json["added"] == 2
    (root / "c.txt").write_text("Rafts drift.", "utf-8")
    report = pincite("index", "--json").json
    assert (report["generation"], report["added"], report["encoded"]) == (2, 1, 1)
    status = pincite("status", "--json").json
    assert (status["documents"], status["generations"]) == (3, [1, 2])
    assert status["vectors"] == {"passages": "FLAT", "sentences": "FLAT"}
    assert status["bytes"] > 1000
    assert pincite("verify", "--json").json == {"generation": 2, "ok": True, "problems": []}
    assert pincite("rollback", "--json").json["gone"] == ["c.txt"]
    assert pincite("prune", "--keep", "1", "--json").json == {
        "removed": [2],
        "kept": [1],
        "cleaned": 0,
    }


def test_a_store_without_its_client_says_what_to_install(
    pincite: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_STORE", "milvus+http://127.0.0.1:19530/docs")
    monkeypatch.setattr("index.milvus.engine.connection.find_spec", lambda _: None)
    done = pincite("index", root)
    assert done.code == 2
    assert "pip install 'pincite[scale]'" in done.err


def test_a_store_that_cannot_be_is_refused(
    pincite: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_STORE", "redis://127.0.0.1/docs")
    done = pincite("index", root)
    assert done.code == 2
    assert "PINCITE_STORE must be" in done.err


@pytest.mark.parametrize("kind", ["HNSW", "HNSW_SQ", "IVF_SQ8"])
def test_vectors_are_indexed_as_the_settings_say(
    pincite: Command, root: Path, lite: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("PINCITE_STORE", str(lite))
    monkeypatch.setenv("PINCITE_STORE_INDEX", kind)
    assert pincite("index", root).code == 0
    with milvus_home(IndexSettings.load()).open_current() as lease:
        assert lease.manifest.passage_vectors == kind
        assert lease.problems() == []
