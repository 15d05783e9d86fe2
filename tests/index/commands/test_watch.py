import threading
from pathlib import Path

import pytest

from index.commands.watch import changes
from tests.conftest import write_files


@pytest.fixture
def written_again_and_again(tmp_path: Path) -> Path:
    """A folder that a thread writes into until the test is over: `.a.swp`, then `b.txt`."""
    folder = write_files(tmp_path / "documents", {".a.swp": "x"})
    over = threading.Event()

    def write() -> None:
        number = 0
        while not over.wait(0.05):
            number += 1
            write_files(folder, {".a.swp": str(number)} if number < 10 else {"b.txt": str(number)})

    thread = threading.Thread(target=write)
    thread.start()
    yield folder
    over.set()
    thread.join()


def test_a_file_that_changes_is_told_unless_it_is_hidden(
    written_again_and_again: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.commands.watch._DEBOUNCE_MS", 20)
    monkeypatch.setattr("index.commands.watch._STEP_MS", 10)
    told = changes([written_again_and_again])
    assert next(told) == 1
    assert (written_again_and_again / "b.txt").exists()
    told.close()
