import ipaddress
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.command import Environment

ROOT = Path(__file__).parents[3]
_ISOLATED = ["unshare", "--user", "--map-root-user", "--net"]
_ADDRESS = re.compile(
    r'sin6?_port=htons\((?P<port>\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"(?P<ip>[^"]+)"'
)
_NAMES = 53  # where names are asked for


def goes_out(line: str) -> bool:
    """Whether a call speaks to another machine, or asks any for a name."""
    found = _ADDRESS.search(line)
    if found is None:
        return False
    return int(found["port"]) == _NAMES or not ipaddress.ip_address(found["ip"]).is_loopback


Run = Callable[[Environment], dict[str, list[str]]]


@pytest.fixture
def run_isolated(tmp_path: Path) -> Run:
    """Run `offline` without a network. Returns the calls of each command."""
    for program in ("unshare", "strace"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program}: apt-get install util-linux strace")
    if subprocess.run([*_ISOLATED, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody make a network of their own: unshare --net")

    def run(environment: Environment) -> dict[str, list[str]]:
        done = subprocess.run(
            [*_ISOLATED, sys.executable, "-m", "tests.end_to_end.installed.offline", str(tmp_path)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        logs = tmp_path.glob("*.strace")
        return {log.stem: log.read_text("utf-8", "replace").splitlines() for log in logs}

    return run


def assert_nothing_goes_out(calls: dict[str, list[str]]) -> None:
    for planted in ("tries-a-name", "tries-an-address"):
        assert any(map(goes_out, calls.pop(planted))), "an attempt would not be seen"
    assert calls.keys() == {"index", "ask", "verify", "key", "serve"}
    for name, lines in calls.items():
        assert any("exited with 0" in line for line in lines), name
        assert [line for line in lines if goes_out(line)] == [], name


@pytest.mark.model
def test_nothing_tries_to_leave_the_machine(
    run_isolated: Run, environment: Environment, tmp_path: Path
) -> None:
    own = {**environment, "PINCITE_DATA_DIR": str(tmp_path / "data")}
    assert_nothing_goes_out(run_isolated(own))


@pytest.mark.slow
@pytest.mark.model
def test_nor_when_the_model_is_prepared(
    run_isolated: Run, environment: Environment, tmp_path: Path
) -> None:
    own = {
        **environment,
        "PINCITE_DATA_DIR": str(tmp_path / "data"),
        "PINCITE_CACHE_DIR": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
    }
    assert_nothing_goes_out(run_isolated(own))
