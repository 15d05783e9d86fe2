from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.generations.opened import Generation
from index.generations.publish import Generations
from service.indexing.indexer import Indexing
from service.wiring import Parts
from tests.conftest import write_files
from tests.index.old_format import make_old
from tests.service.apps import assert_failure, client_of, parts_of, published
from tests.toy import ToyEncoder

ClientOn = Callable[[Mapping[str, str]], TestClient]
DATED = "---\ndate: {}\n---\nThe mill grinds barley."


def test_it_says_what_the_index_holds_and_since_when(
    client: TestClient, shelf: Generations
) -> None:
    manifest = Generation.open_current(shelf).manifest
    assert client.get("/v1/collection").json() == {
        "generation": 1,
        "indexed_at": manifest.created_at,
        "documents": 3,
        "passages": manifest.passages,
        "sentences": manifest.sentences,
        "earliest": "2021-05-04",
        "latest": "2021-05-04",
        "undated": 2,
        "stale": 0,
        "outdated": None,
        "needs_key": False,
        "llm": None,
        "indexing": None,
    }


def test_it_says_that_an_older_version_made_the_index(
    generations: Generations, tmp_path: Path
) -> None:
    published({"a.txt": "The lamp is red."}, tmp_path, ToyEncoder())
    make_old(generations)
    with client_of(parts_of(generations, ToyEncoder())) as client:
        outdated = client.get("/v1/collection").json()["outdated"]
        assert outdated.startswith("An older version of Pincite made this index")
        document = client.get("/v1/documents/a.txt").json()
    assert (document["text"], document["blocks"]) == ("The lamp is red.", [])


def test_it_speaks_of_the_generation_that_answers(generations: Generations, tmp_path: Path) -> None:
    texts = {"a.md": DATED.format("2024-05-01"), "b.txt": "The lamp is red."}
    published(texts, tmp_path, ToyEncoder())
    with client_of(parts_of(generations, ToyEncoder())) as client:
        before = client.get("/v1/collection").json()
        assert (before["documents"], before["latest"]) == (2, "2024-05-01")
        folder = write_files(tmp_path / "documents", {"b.txt": DATED.format("2024-06-01")})
        write_files(folder, {"c.md": DATED.format("2024-07-01")})
        build(generations, ToyEncoder(), [folder])
        after = client.get("/v1/collection").json()
        assert (after["generation"], after["documents"]) == (2, 3)
        assert (after["latest"], after["undated"]) == ("2024-07-01", 1)
        assert client.get("/v1/documents").json()["total"] == 3


@pytest.fixture
def busy_client(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Talks to a server that is making the next generation."""
    running = Indexing("running", "2026-01-01T00:00:00+00:00", 6.5, "encode", 96, 480)
    monkeypatch.setattr(parts.indexer, "state", lambda: running)
    with client_of(parts) as client:
        yield client


def test_it_tells_everybody_how_far_the_next_is(busy_client: TestClient) -> None:
    told = busy_client.get("/v1/collection").json()["indexing"]
    assert told == {"stage": "encode", "done": 96, "total": 480, "seconds": 6.5}


def test_folders_are_listed_by_level(client_on: ClientOn) -> None:
    text = "The lamp is red."
    client = client_on(dict.fromkeys(("a.txt", "é/1.txt", "é/ü/2.txt", "b/3.txt"), text))
    assert client.get("/v1/collection/folders").json() == {
        "generation": 1,
        "total": 2,
        "folders": [{"folder": "b", "documents": 1}, {"folder": "é", "documents": 2}],
    }
    within = client.get("/v1/collection/folders", params={"folder": "é"}).json()
    assert within["folders"] == [{"folder": "é/ü", "documents": 1}]
    page = client.get("/v1/collection/folders", params={"limit": 1, "offset": 1}).json()
    assert (page["total"], [one["folder"] for one in page["folders"]]) == (2, ["é"])


def test_without_an_index_it_says_what_to_do(empty_client: TestClient) -> None:
    for path in ("/v1/collection", "/v1/collection/folders"):
        assert_failure(empty_client.get(path), 503, "index_missing")
