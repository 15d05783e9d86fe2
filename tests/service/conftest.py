"""An application on an index of three small documents, made once; on any other one; and the
command.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.generations.publish import Generations
from service.commands import main
from service.database import Database
from service.database.opening import postgres_at
from service.database.sqlite_file import SqliteDatabase
from service.wiring import Parts
from tests.conftest import write_files
from tests.service.apps import TEXTS, client_of, parts_of, published
from tests.service.postgres_server import PostgresServer, postgres_server
from tests.toy import TOY_SETTINGS, ToyEncoder


def forget_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of whoever runs the tests has a say: only the defaults, and TOY_SETTINGS."""
    for name in [name for name in os.environ if name.startswith("PINCITE_")]:
        monkeypatch.delenv(name)
    for name, value in TOY_SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_settings(monkeypatch)
    monkeypatch.setenv("PINCITE_DATA_DIR", str(tmp_path / "pincite-data"))
    monkeypatch.setenv("PINCITE_CACHE_DIR", str(tmp_path / "pincite-cache"))


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Generations:
    """The index of TEXTS. Shared: publish nothing into it."""
    return published(TEXTS, tmp_path_factory.mktemp("shelf"), ToyEncoder())


@pytest.fixture(scope="session")
def parts(shelf: Generations) -> Parts:
    with pytest.MonkeyPatch.context() as monkeypatch:
        forget_settings(monkeypatch)
        return parts_of(shelf, ToyEncoder())


@pytest.fixture(scope="session")
def client(parts: Parts) -> Iterator[TestClient]:
    """Talks to the application on the index of TEXTS."""
    with client_of(parts) as client:
        yield client


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that all tests share; each takes a database of its own. It is not stopped."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for one test, which may stop it."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, generations: Generations) -> Iterator[Database]:
    """A database that is new, of either kind."""
    if request.param == "sqlite":
        yield SqliteDatabase(generations.data_dir)
        return
    postgres = request.getfixturevalue("postgres")
    opened = postgres_at.__wrapped__(postgres.new_database(), 4)
    yield opened
    opened.close()


@pytest.fixture
def empty_client(generations: Generations) -> Iterator[TestClient]:
    """Talks to an application that has no index yet."""
    with client_of(parts_of(generations, ToyEncoder())) as client:
        yield client


@pytest.fixture
def client_on(tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], TestClient]]:
    """Talks to an application on an index of these texts."""
    opened: list[TestClient] = []

    def make(texts: Mapping[str, str]) -> TestClient:
        encoder = ToyEncoder()
        folder = tmp_path / f"index{len(opened)}"
        opened.append(client_of(parts_of(published(texts, folder, encoder), encoder)))
        return opened[-1].__enter__()

    yield make
    for client in opened:
        client.__exit__(None, None, None)


@dataclass(frozen=True)
class Run:
    """What a command left: its exit code and its two outputs."""

    code: int
    out: str
    err: str


Pincite = Callable[..., Run]


@pytest.fixture
def pincite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], encoder: ToyEncoder
) -> Pincite:
    """Runs `pincite ARGUMENTS...` with the toy encoder in place of the model."""
    for module in ("service.wiring", "index.build", "service.evaluation.cases.case_run"):
        monkeypatch.setattr(f"{module}.load_encoder", lambda settings, say, asking=False: encoder)

    def run(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["pincite", *arguments])
        with pytest.raises(SystemExit) as ended:
            main.main()
        return Run(ended.value.code or 0, *capsys.readouterr())  # type: ignore[arg-type]

    return run


@pytest.fixture
def indexed(generations: Generations, tmp_path: Path) -> Generations:
    """An index of TEXTS, where the settings of these tests say."""
    build(generations, ToyEncoder(), [write_files(tmp_path / "documents", TEXTS)])
    return generations
