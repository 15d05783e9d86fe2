import gc
import os
from pathlib import Path

import pytest

from index.build import build
from index.building.sources import Sources
from index.building.steps import Build
from index.cluster.session import LOCAL, joined
from index.errors import ClusterFailed, UsageError
from index.generations.publish import Generations
from index.settings import IndexSettings
from tests.conftest import write_files
from tests.index.cluster.clusters import contents_of, load_another
from tests.toy import ToyEncoder

pytestmark = pytest.mark.filterwarnings("ignore")


def children() -> str:
    """The commands of the processes that this one started, and that have not ended."""
    found = ""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if status.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found += (status.parent / "cmdline").read_text()
        except OSError:
            continue
    return found


@pytest.mark.slow
def test_a_local_cluster_serves_one_build_and_leaves_nothing(
    generations: Generations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'pincite[scale]'")
    monkeypatch.setattr(
        "tempfile.mkdtemp", lambda prefix: _made(Path(f"/tmp/{prefix}{os.getpid()}"))
    )
    root = write_files(tmp_path / "documents", {f"{n}.md": f"Otter {n} dives." for n in range(9)})
    encoder, said = ToyEncoder(name="another"), list[str]()
    settings = IndexSettings(model="another")
    with joined(LOCAL, settings, encoder, said.append, load_another) as crew:
        assert {node["NodeManagerAddress"] for node in ray.nodes()} == {"127.0.0.1"}
        assert "raylet" in children()
        folder = Path(f"/tmp/pincite-{os.getpid()}")
        assert folder.stat().st_mode & 0o77 == 0
        assert Build(generations, encoder, Sources(roots=[root]), crew=crew).run().documents == 9
    with joined(LOCAL, settings, encoder, said.append, load_another) as crew:  # as --watch does
        (root / "0.md").write_text("Kelp grows.", "utf-8")
        assert Build(generations, encoder, Sources(), crew=crew).run().changed == 1
    gc.collect()  # what Ray keeps of processes that have ended
    assert said == ["Starting Ray ..."] * 2
    assert "raylet" not in children()
    assert not folder.exists()
    alone = Generations(tmp_path / "alone")
    build(alone, encoder, [root])
    assert contents_of(generations) == contents_of(alone)


def _made(folder: Path) -> str:
    folder.mkdir(mode=0o700)
    return str(folder)


def test_an_address_where_no_cluster_is_says_so() -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'pincite[scale]'")
    failure = pytest.raises(ClusterFailed, match=r"no Ray cluster answers at 127\.0\.0\.1:9 ")
    with failure, joined("127.0.0.1:9", IndexSettings(), ToyEncoder(), print):
        pass


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    failure = pytest.raises(UsageError, match=r"pip install 'pincite\[scale\]'")
    with failure, joined(LOCAL, IndexSettings(), ToyEncoder(), print):
        pass
