import os
from pathlib import Path

import pytest
import threadpoolctl

from index.threads import one_for_blas, usable_cores


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


def cores_of(tmp_path: Path, limits: dict[str, str], group: str = "/") -> int:
    """The cores of a process in `group`, where these groups have these limits."""
    own, groups = tmp_path / "cgroup", tmp_path / "groups"
    own.write_text(f"0::{group}\n")
    for name, limit in limits.items():
        (groups / name).mkdir(parents=True, exist_ok=True)
        (groups / name / "cpu.max").write_text(f"{limit}\n")
    return usable_cores(own, groups)


def test_without_limits_all_cores_it_may_run_on(tmp_path: Path) -> None:
    assert usable_cores(tmp_path / "no such file", tmp_path) == 8
    assert cores_of(tmp_path, {}) == 8


@pytest.mark.parametrize(
    ("limit", "cores"),
    [
        ("max 100000", 8),
        ("200000 100000", 2),
        ("150000 100000", 1),
        ("50000 100000", 1),
        ("9900000 100000", 8),
        ("", 8),
    ],
)
def test_a_container_has_the_whole_cores_of_its_limit(
    tmp_path: Path, limit: str, cores: int
) -> None:
    assert cores_of(tmp_path, {"": limit}) == cores


def test_the_least_limit_of_all_groups_around_it_counts(tmp_path: Path) -> None:
    limits = {"system": "300000 100000", "system/pincite": "400000 100000"}
    assert cores_of(tmp_path, limits, "/system/pincite") == 3


def test_without_affinity_all_cores_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert usable_cores(tmp_path / "no such file", tmp_path) == 3


def test_numpy_multiplies_on_one_thread_from_then_on() -> None:
    with threadpoolctl.threadpool_limits(user_api="blas"):  # what was set is set again afterwards
        one_for_blas()
        found = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
        assert found
        assert {pool["num_threads"] for pool in found} == {1}
