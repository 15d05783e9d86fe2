"""The stream of tasks, with a cluster that is played: what is asked of it, and in what order."""

from collections.abc import Sequence
from typing import Any

import pytest

from index.errors import ClusterFailed

pytest.importorskip("ray", reason="Ray is not installed: pip install 'pincite[scale]'")
pytestmark = pytest.mark.filterwarnings("ignore")


class PlayedCluster:
    """Finishes the task that was begun last. deadly: an item whose task is always lost.

    most, most_bytes: how many tasks, and bytes of them, were on their way at once.
    """

    def __init__(self, cpus: int, deadly: int | None = None) -> None:
        self.cpus, self.deadly = cpus, deadly
        self.tries: list[tuple[int, int]] = []  # of each task: its items, and how often it may run
        self.most = self.most_bytes = 0

    def submit(self, items: Sequence[int], tries: int) -> Any:
        self.tries.append((len(items), tries))
        return tuple(items)

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": self.cpus}

    def wait(self, tasks: list[Any], num_returns: int, timeout: float) -> tuple[list[Any], Any]:
        self.most = max(self.most, len(tasks))
        self.most_bytes = max(self.most_bytes, sum(map(sum, tasks)))
        return tasks[-1:], tasks[:-1]

    def get(self, task: Sequence[int]) -> list[int]:
        from ray.exceptions import WorkerCrashedError

        if self.deadly in task:
            raise WorkerCrashedError
        return [-item for item in task]


def run(cluster: PlayedCluster, monkeypatch: pytest.MonkeyPatch, batches: Any, room: Any) -> Any:
    from index.cluster import flow

    monkeypatch.setattr(flow, "ray", cluster)
    stream: Any = flow.Flow(cluster.submit, room)
    return list(stream.run(flow.Batch(b, sum(b)) for b in batches))


def test_so_much_is_on_its_way_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.cluster.flow import Room

    cluster = PlayedCluster(cpus=3)
    small = [[n, n + 1] for n in range(0, 200, 2)]
    done = run(cluster, monkeypatch, iter(small), Room(print))
    assert sorted(items for items, _ in done) == sorted(small)
    assert all(results == [-item for item in items] for items, results in done)
    assert cluster.most == 6

    cluster = PlayedCluster(cpus=3)
    large = [[2**26 + n] for n in range(8)]  # as a file that goes alone
    assert len(run(cluster, monkeypatch, large, Room(print))) == 8
    assert cluster.most_bytes < 2 * 2**26 + 6 * 2**24


def test_what_brings_a_process_down_is_found_among_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from index.cluster.flow import Room

    cluster = PlayedCluster(cpus=2, deadly=11)
    done = run(cluster, monkeypatch, [list(range(n, n + 16)) for n in (0, 16)], Room(print))
    results = {
        item: value
        for items, values in done
        for item, value in zip(items, values or [None], strict=False)
    }
    assert results == {n: None if n == 11 else -n for n in range(32)}
    assert max(tries for items, tries in cluster.tries if items > 1) == 2
    assert {tries for items, tries in cluster.tries if items == 1} == {4}


def test_lost_nodes_are_told_and_an_end_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.cluster.flow import Room

    said: list[str] = []
    room, cluster = Room(said.append), PlayedCluster(cpus=8)

    def batches() -> Any:
        for n in range(9):
            if n == 4:
                cluster.cpus = 2
            yield [n]

    assert len(run(cluster, monkeypatch, batches(), room)) == 9
    assert len(said) == 1
    assert "it has 2 x CPU instead of 8" in said[0]
    room.stopped.set()
    with pytest.raises(ClusterFailed, match="was stopped"):
        run(cluster, monkeypatch, [[1]], room)
