"""Two writers at once: one works, the other says who does; a dead one's lock is free at once."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.errors import WriterBusy
from index.generations.publish import Generations
from tests.faults.harness.editions import PLACES, put, text_of
from tests.faults.harness.forks import Forks
from tests.faults.harness.invariants import check_next_build, served_state, state_of_files
from tests.toy import ToyEncoder

# A build that says when it encodes, and then goes on encoding until somebody lets it finish.
_SLOW = """
import sys
from pathlib import Path
from index.build import build
from index.generations.publish import Generations
from tests.toy import ToyEncoder

class Slow(ToyEncoder):
    def encode_passages(self, passages):
        print("encoding", flush=True)
        sys.stdin.readline()
        return super().encode_passages(passages)

build(Generations(Path(sys.argv[1])), Slow(), [Path(sys.argv[2])])
"""


class Folder:
    """Documents, and an index of an earlier edition of them."""

    def __init__(self, folder: Path) -> None:
        self.data_dir, self.documents = folder / "data", folder / "documents"
        self.edit(1)
        build(Generations(self.data_dir), ToyEncoder(), [self.documents])
        self.edit(2)

    def edit(self, edition: int) -> None:
        put(self.documents, {f"{place}.txt": text_of(place, edition) for place in PLACES[:8]})

    def start_a_slow_build(self) -> "subprocess.Popen[str]":
        """Returns once it encodes."""
        process = subprocess.Popen(
            [sys.executable, "-c", _SLOW, str(self.data_dir), str(self.documents)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        assert process.stdout
        assert process.stdout.readline() == "encoding\n"
        return process


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_second_writer_is_told_who_writes_and_the_first_goes_on(
    folder: Folder, forks: Forks
) -> None:
    first = folder.start_a_slow_build()
    before = served_state(folder.data_dir)
    second = forks.start(folder.data_dir, folder.documents)
    assert second.wait() == 1
    assert f"another process (pid {first.pid}) is writing the index" in second.said
    for command in (["prune", "--keep", "1"], ["rollback"]):
        line = [sys.executable, "-m", "index", *command, "--data-dir", str(folder.data_dir)]
        refused = subprocess.run(line, capture_output=True, text=True, check=False)
        assert refused.returncode == 1
        assert f"pid {first.pid}" in refused.stderr
        assert refused.stdout == ""
    assert served_state(folder.data_dir) == before
    first.communicate("go on\n")
    assert first.returncode == 0
    assert served_state(folder.data_dir) == state_of_files(folder.documents)
    check_next_build(folder.data_dir, folder.documents)


def test_a_dead_writers_lock_is_taken_over_at_once(folder: Folder) -> None:
    first = folder.start_a_slow_build()
    with pytest.raises(WriterBusy):
        build(Generations(folder.data_dir), ToyEncoder(), [folder.documents])
    first.kill()
    first.communicate()
    assert first.returncode == -signal.SIGKILL
    # The lock file still names the dead one; nobody has to remove it, or to wait.
    assert (folder.data_dir / "writer.lock").read_text() == str(first.pid)
    check_next_build(folder.data_dir, folder.documents)


@pytest.mark.parametrize("rounds", [3, pytest.param(500, marks=pytest.mark.slow)])
def test_writers_that_start_together_never_spoil_each_others_work(
    rounds: int, folder: Folder, forks: Forks
) -> None:
    refusals = 0
    for edition in range(3, 3 + rounds):
        folder.edit(edition)
        builds = [forks.start(folder.data_dir, folder.documents) for _ in range(3)]
        codes = [build.wait() for build in builds]
        assert 0 in codes
        for code, lost in zip(codes, builds, strict=True):
            assert code in (0, 1), lost.said
            if code:
                refusals += 1
                assert re.search(r"WriterBusy: another process \(pid \w+\) is writing", lost.said)
        assert served_state(folder.data_dir) == state_of_files(folder.documents)
    assert refusals > rounds / 2, "they hardly ever met"
    check_next_build(folder.data_dir, folder.documents)
