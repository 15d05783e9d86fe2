import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.encoder import ModelIdentity
from index.errors import GenerationDamaged, IndexMissing, StorageFailed, UsageError, WriterBusy
from index.generations.lease import Lease
from index.generations.manifest import Manifest
from index.generations.publish import Generations

_HOLD_THE_LOCK = """
import sys
from pathlib import Path
from index.generations.publish import Generations
with Generations(Path(sys.argv[1])).writer():
    print("held", flush=True)
    sys.stdin.read()
"""


def publish(generations: Generations, text: str = "text") -> int:
    """Publish a generation of one file."""
    manifest = Manifest(
        0, "2024-01-01", ("/docs",), ModelIdentity("toy", "ab" * 32), 64, 60, 1, 1, 1
    )
    with generations.writer():
        staging = generations.stage()
        (staging.folder / "lexicon").mkdir()
        (staging.folder / "lexicon" / "store").write_text(text)
        return generations.publish(staging, manifest).number


def text_of(lease: Lease) -> str:
    return (lease.folder / "lexicon" / "store").read_text()


def folders(generations: Generations) -> list[str]:
    return sorted(path.name for path in (generations.data_dir / "generations").iterdir())


def damage(generations: Generations, number: int) -> None:
    damage_file(generations, number, "lexicon/store")


def file_of(generations: Generations, number: int, name: str) -> Path:
    """Where a file of a generation lies: by itself, or in the last of its segments."""
    folder = generations.data_dir / "generations" / f"{number:06d}"
    if (folder / name).exists():
        return folder / name
    return generations.data_dir / "segments" / Manifest.read(folder).segments[-1] / name


def damage_file(generations: Generations, number: int, name: str) -> None:
    """Change the first byte of a file, its size being the same."""
    path = file_of(generations, number, name)
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def test_before_the_first_there_is_no_index(generations: Generations) -> None:
    for read in (generations.current, generations.open_current, generations.open_good):
        with pytest.raises(IndexMissing, match=r"no index in .*; build one: pincite index"):
            read()
    assert generations.current_stamp() is None
    assert not generations.data_dir.exists()


def test_the_published_generation_is_current(generations: Generations) -> None:
    assert publish(generations, "one") == 1
    assert generations.current() == 1
    with generations.open_current() as lease:
        assert (lease.manifest.number, text_of(lease)) == (1, "one")
        assert lease.manifest.files.keys() == {"lexicon/store"}
    assert (generations.data_dir / "CURRENT").read_text() == "1\n"


def test_publishing_changes_the_stamp(generations: Generations) -> None:
    publish(generations)
    before = generations.current_stamp()
    assert generations.current_stamp() == before
    publish(generations)
    assert generations.current_stamp() != before


def test_nobody_else_may_read_the_index(generations: Generations) -> None:
    publish(generations)
    modes = {
        p.stat().st_mode & 0o077 for p in (generations.data_dir / "generations").rglob("store")
    }
    assert modes == {0}
    assert (generations.data_dir / "generations").stat().st_mode & 0o077 == 0


def test_numbers_only_grow(generations: Generations) -> None:
    assert [publish(generations) for _ in range(4)] == [1, 2, 3, 4]
    generations.prune(keep=1)
    assert publish(generations) == 5


def test_pruning_keeps_the_last_two(generations: Generations) -> None:
    for _ in range(4):
        publish(generations)
    assert generations.prune() == [1, 2]
    assert folders(generations) == ["000003", "000004"]
    assert generations.prune() == []


def test_a_generation_that_is_read_is_not_pruned(generations: Generations) -> None:
    publish(generations, "one")
    lease = generations.open_current()
    publish(generations)
    publish(generations)
    assert generations.prune(keep=1) == [2]
    assert text_of(lease) == "one"
    lease.release()
    lease.release()  # twice is once
    assert generations.prune(keep=1) == [1]
    assert folders(generations) == ["000003"]


def test_a_lease_that_was_forgotten_does_not_stay(generations: Generations) -> None:
    publish(generations)
    generations.open_current()
    publish(generations)
    assert generations.prune(keep=1) == [1]


def test_a_second_writer_is_refused_and_told_who_writes(generations: Generations) -> None:
    message = r"another process \(pid \d+\) is writing the index"
    with generations.writer(), pytest.raises(WriterBusy, match=message):
        publish(generations)
    assert publish(generations) == 1


@pytest.fixture
def other_writer(generations: Generations) -> subprocess.Popen[str]:
    """A process that holds the writer lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD_THE_LOCK, str(generations.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_lock_of_another_process_falls_when_it_is_killed(
    generations: Generations, other_writer: subprocess.Popen[str]
) -> None:
    with pytest.raises(WriterBusy, match=rf"pid {other_writer.pid}\)"):
        publish(generations)
    other_writer.kill()
    other_writer.wait()
    assert publish(generations) == 1


def test_readers_need_no_lock(
    generations: Generations, other_writer: subprocess.Popen[str]
) -> None:
    with pytest.raises(IndexMissing):
        generations.open_current()


@pytest.mark.parametrize("left", ["000001.partial", "000007.partial"])
def test_what_a_dead_build_left_is_cleared_by_the_next(generations: Generations, left: str) -> None:
    wreck = generations.data_dir / "generations" / left
    (wreck / "lexicon").mkdir(parents=True)
    (wreck / "lexicon" / "store").write_text("half")
    publish(generations)
    assert folders(generations) == ["000001"]


def test_a_build_given_up_leaves_nothing(generations: Generations) -> None:
    with generations.writer():
        staging = generations.stage()
        (staging.folder / "store").write_text("half")
        generations.discard(staging)
    assert folders(generations) == []


def test_a_crash_before_current_was_written_leaves_the_old_one(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(generations, "one")
    with monkeypatch.context() as crash:
        crash.setattr("index.generations.publish.replace_file", _fail)
        with pytest.raises(StorageFailed, match=r"disk .* is full; the index is as it was"):
            publish(generations, "two")
    with generations.open_current() as lease:
        assert text_of(lease) == "one"
    assert publish(generations, "three") == 3


def test_a_failure_after_the_publish_says_what_is_published(generations: Generations) -> None:
    publish(generations)
    message = r"cannot be written: .*Input/output error; generation 2 is published"
    with pytest.raises(StorageFailed, match=message):
        _write_current_and_fail(generations)


def test_a_failure_elsewhere_is_not_laid_to_the_index(generations: Generations) -> None:
    message = r"^/docs/locked/b.txt cannot be used: Permission denied; the index is as it was$"
    with pytest.raises(StorageFailed, match=message), generations.writer():
        raise PermissionError(13, "Permission denied", "/docs/locked/b.txt")


@pytest.mark.parametrize("below", ["", "generations/000001.partial/store"])
def test_a_failure_of_a_file_of_the_index_names_its_folder(
    generations: Generations, below: str
) -> None:
    path = str(generations.data_dir / below)
    message = f"^{generations.data_dir} cannot be written: .*Permission denied"
    with pytest.raises(StorageFailed, match=message), generations.writer():
        raise PermissionError(13, "Permission denied", path)


def test_a_link_that_finds_no_room_is_of_the_index_though_its_target_is_relative(
    generations: Generations,
) -> None:
    link = str(generations.data_dir / "generations" / "000001.partial" / "store")
    failure = OSError(28, "No space left on device", "../../segments/store", None, link)
    message = f"^the disk that holds {generations.data_dir} is full; the index is as it was$"
    with pytest.raises(StorageFailed, match=message), generations.writer():
        raise failure


def _write_current_and_fail(generations: Generations) -> None:
    with generations.writer():
        (generations.data_dir / "CURRENT").write_text("2\n")
        raise OSError(5, "Input/output error")


def _fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_damaged_file_is_named_and_not_served(generations: Generations) -> None:
    publish(generations)
    damage(generations, 1)
    with pytest.raises(GenerationDamaged, match="generation 1 is damaged: lexicon/store is not as"):
        generations.open_current()


def test_damage_done_after_the_first_opening_is_noticed(generations: Generations) -> None:
    publish(generations)
    generations.open_current().release()
    damage(generations, 1)
    with pytest.raises(GenerationDamaged, match="lexicon/store"):
        generations.open_current()


def _no_number(data_dir: Path) -> None:
    (data_dir / "CURRENT").write_text("one\n")


def _no_text(data_dir: Path) -> None:
    (data_dir / "CURRENT").write_bytes(b"\xff")


def _not_there(data_dir: Path) -> None:
    (data_dir / "CURRENT").write_text("9\n")


@pytest.mark.parametrize("spoil", [_no_number, _no_text, _not_there])
def test_a_spoilt_current_is_damage(
    generations: Generations, spoil: Callable[[Path], None]
) -> None:
    publish(generations)
    spoil(generations.data_dir)
    with pytest.raises(GenerationDamaged):
        generations.open_current()


def test_the_latest_whole_generation_stands_in_for_a_damaged_one(generations: Generations) -> None:
    publish(generations, "one")
    publish(generations, "two")
    damage(generations, 2)
    lease, damaged = generations.open_good()
    assert text_of(lease) == "one"
    assert [words[:24] for words in damaged] == ["generation 2 is damaged:"]
    damage(generations, 1)
    lease.release()
    with pytest.raises(GenerationDamaged, match=r"generation 2 .*generation 1 .*rebuild it"):
        generations.open_good()


def test_stepping_back_and_forward(generations: Generations) -> None:
    publish(generations, "one")
    publish(generations, "two")
    assert generations.step() == (2, 1)
    with generations.open_current() as lease:
        assert text_of(lease) == "one"
    assert generations.step(forward=True) == (1, 2)
    assert generations.current() == 2


def test_stepping_passes_over_the_damaged_and_stops_at_the_end(generations: Generations) -> None:
    for _ in range(3):
        publish(generations)
    damage(generations, 2)
    assert generations.step() == (3, 1)
    with pytest.raises(UsageError, match="no whole generation before 1; nothing was changed"):
        generations.step()
    assert generations.current() == 1


def test_a_number_that_was_rolled_back_is_not_given_again(generations: Generations) -> None:
    publish(generations)
    publish(generations)
    generations.step()
    assert publish(generations) == 3


@pytest.mark.parametrize("highest", [None, b"", b"nonsense", b"\xff"])
def test_nor_when_what_was_rolled_back_is_pruned(
    highest: bytes | None, generations: Generations
) -> None:
    for _ in range(3):
        publish(generations)
    if highest is not None:  # a spoilt note costs nothing that is on the disk
        (generations.data_dir / "HIGHEST").write_bytes(highest)
    with generations.writer():
        generations.step()
        generations.step()
        assert generations.prune(keep=1) == [2, 3]
    assert publish(generations) == 4
    (generations.data_dir / "HIGHEST").unlink()
    assert publish(generations) == 5
