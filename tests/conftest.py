"""What the tests share: a toy encoder, so that no unit test loads a model, and small indexes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.search import Searcher
from tests.toy import TOY_SETTINGS, ToyEncoder

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
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "pincite-data")


@pytest.fixture
def library_of(
    tmp_path: Path, generations: Generations, encoder: ToyEncoder
) -> Callable[[dict[str, str]], Searcher]:
    """Index these texts by file name, and open a Searcher on them."""

    def make(texts: dict[str, str]) -> Searcher:
        folder = write_files(tmp_path / "documents", texts)
        build(generations, encoder, [folder])
        return Searcher(Generation.open_current(generations), encoder)

    return make


def write_files(folder: Path, texts: dict[str, str]) -> Path:
    """Write each text (as UTF-8, its line ends as they are) under its name."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder
