import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from index.build import build
from index.errors import StorageFailed
from index.generations.publish import Generations
from index.uploads.folder_uploads import FolderUploads
from tests.index.uploads.homes import KELP, OTTER, held, ids, names, put
from tests.toy import ToyEncoder

ROOT = Path(__file__).parents[3]


@pytest.fixture
def uploads(generations: Generations) -> FolderUploads:
    return FolderUploads(generations.data_dir)


def test_only_their_owner_may_read_them(uploads: FolderUploads) -> None:
    kept = put(uploads, "a.txt", OTTER)
    assert uploads.path_of(kept.upload).read_bytes() == OTTER
    for path in (uploads.folder, uploads.path_of(kept.upload)):
        assert path.stat().st_mode & 0o077 == 0


def test_bytes_lie_once_however_many_names_they_have(uploads: FolderUploads) -> None:
    put(uploads, "a.txt", OTTER)
    put(uploads, "b.txt", OTTER)
    assert held(uploads) == [OTTER]


def test_a_damaged_table_is_said_and_nothing_is_dropped(
    uploads: FolderUploads, generations: Generations
) -> None:
    put(uploads, "a.txt", OTTER)
    build(generations, ToyEncoder())
    (uploads.folder / "names.json").write_text("{", "utf-8")
    with pytest.raises(StorageFailed, match=r"names\.json"):
        build(generations, ToyEncoder())
    with pytest.raises(StorageFailed):
        put(uploads, "b.txt", KELP)
    assert held(uploads) == [OTTER]
    assert ids(generations) == ["uploads/a.txt"]


_DYING = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from index.uploads.folder_uploads import FolderUploads
    data_dir, left = Path(sys.argv[1]), int(sys.argv[2])
    CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.chmod"}
    def hook(event, args):
        global left
        if event in CHANGES or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
    uploads = FolderUploads(data_dir)
    sys.addaudithook(hook)
    with uploads.receive() as incoming:
        incoming.write(b"New.")
        uploads.keep([("new.txt", incoming)], None)
    uploads.remove(["uploads/old.txt"], None)
""")


def test_a_crash_at_any_point_leaves_the_uploads_of_one_moment(tmp_path: Path) -> None:
    """A process is killed before each change that it makes to the disk, in turn."""
    seen = set()
    for change in range(1, 100):
        data_dir = tmp_path / str(change)
        uploads = FolderUploads(data_dir)
        put(uploads, "old.txt", b"Old.")
        line = [sys.executable, "-c", _DYING, str(data_dir), str(change)]
        died = subprocess.run(line, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
        seen.add(tuple(names(uploads)))
        for upload in uploads.all():
            assert uploads.path_of(upload).read_bytes() in (b"Old.", b"New.")
        put(uploads, "next.txt", b"Next.")
        assert sorted(held(uploads)) == sorted(
            uploads.path_of(upload).read_bytes() for upload in uploads.all()
        ), "what the crash left is not gone"
        if died.returncode == 0:
            break
    assert seen == {("old.txt",), ("new.txt", "old.txt"), ("new.txt",)}
    assert json.loads((uploads.folder / "names.json").read_bytes())["format"] == 1
