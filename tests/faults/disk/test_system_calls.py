"""Every call that changes a file, of a publish and of a prune, killed and failed in turn.

strace injects SIGKILL, EIO or ENOSPC into the k-th call of one thread (see `traced`). A first
run without faults lists the calls. The fast part takes the one that makes a generation current, the
full part a sample spread over all of them, and then each.
"""

import itertools
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.durable import remove_folder
from tests.faults.harness.forks import Build, Forks
from tests.faults.harness.invariants import check_after_fault, check_next_build
from tests.faults.harness.scenarios import Scenario, broken, scenario
from tests.faults.harness.traced import BORN_LATE, MAIN

SCENARIOS = ["first", "update", "compressed", "prune"]
THREADS = [MAIN, "thrd-tantivy-in", BORN_LATE, "segment_updater"]
FAULTS = {"SIGKILL": "signal=SIGKILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
SAMPLE = 56
_CHANGING = (
    "openat open creat write pwrite64 writev pwritev ftruncate truncate fallocate sendfile"
    " copy_file_range rename renameat renameat2 link linkat symlink unlink unlinkat rmdir mkdir"
    " mkdirat chmod fchmod fchmodat chown fchown fsync fdatasync sync_file_range msync"
).split()
_FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")


def _reason_not_to_run() -> str:
    if not shutil.which("strace"):
        return "NOT RUN: strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, capture_output=True)
    return "" if tried.returncode == 0 else "NOT RUN: strace may not trace here"


NOT_RUN = _reason_not_to_run()
pytestmark = pytest.mark.skipif(bool(NOT_RUN), reason=NOT_RUN)


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`-th call of that name in a thread of a scenario's build."""

    scenario: str
    thread: str
    name: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.scenario}: {self.name} number {self.number} of {self.thread} ({self.what})"


class Sweep:
    """The scenarios, and the trials in them."""

    def __init__(self, forks: Forks, folder: Path, names: Iterable[str] = SCENARIOS) -> None:
        self._forks, self._folder = forks, folder
        self._scenarios = {name: scenario(name, folder) for name in names}
        self._numbers = itertools.count()

    def calls(self, threads: Iterable[str] = THREADS) -> list[Call]:
        """Every call that changes a file below the data folder, from runs without faults."""
        return [call for s in self._scenarios.values() for t in threads for call in self._of(s, t)]

    def _of(self, case: Scenario, thread: str) -> Iterator[Call]:
        with self._data(case) as (data, log):
            every = ",".join(f"?{name}" for name in _CHANGING)
            done = self._run(thread, data, case, log, f"trace={every}")
            assert done.wait() == 0, done.said
            seen: Counter[str] = Counter()
            for line in log.read_text(errors="replace").splitlines():
                name = line.partition("(")[0]
                if name not in _CHANGING:
                    continue
                seen[name] += 1
                if str(data) in line and (name != "openat" or _FOR_WRITING.search(line)):
                    what = line.replace(str(data), "").partition(" = ")[0]
                    yield Call(case.name, thread, name, seen[name], what[:150])

    def violations(self, call: Call, fault: str) -> str:
        """Make one trial; what it broke, empty if nothing."""
        case = self._scenarios[call.scenario]
        with self._data(case) as (data, log):
            inject = f"inject={call.name}:{FAULTS[fault]}:when={call.number}"
            done = self._run(call.thread, data, case, log, f"trace={call.name}", inject)
            found = broken(lambda: _check(data, case, done, log))
        return f"{call} x {fault}: {found}\n{done.said[-600:]}" if found else ""

    def _run(self, thread: str, data: Path, case: Scenario, log: Path, *expressions: str) -> Build:
        strace = ["strace", "-y", "-s", "0", "-o", str(log)]
        strace += [part for expression in expressions for part in ("-e", expression)]
        arguments = [thread, str(data), str(case.documents), *strace]
        return self._forks.begin("traced", *arguments, environment=case.environment)

    def _data(self, case: Scenario) -> "_Data":
        return _Data(case, self._folder / f"{next(self._numbers):05d}")


class _Data:
    """A trial's own data folder, and a place for the log."""

    def __init__(self, case: Scenario, folder: Path) -> None:
        self._case, self._folder = case, folder

    def __enter__(self) -> tuple[Path, Path]:
        self._folder.mkdir()
        return self._case.copy(self._folder), self._folder / "log"

    def __exit__(self, *_: object) -> None:
        remove_folder(self._folder)


def _check(data: Path, case: Scenario, done: Build, log: Path) -> None:
    code, told = done.wait(), log.read_text(errors="replace")
    assert "(INJECTED)" in told or "killed by SIGKILL" in told, "the fault was not injected"
    assert code in (0, 1, -9), f"exit code {code}"
    assert "Traceback" not in done.said, "a failure that is not told in plain words"
    check_after_fault(data, case.before, case.after, code == 0)
    check_next_build(data, case.documents)


@pytest.fixture(scope="module")
def sweep(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return Sweep(forks, tmp_path_factory.mktemp("sweep"))


@pytest.fixture(scope="module")
def calls(sweep: Sweep) -> list[Call]:
    return sweep.calls()


def _assert_no_violation(sweep: Sweep, trials: Iterable[tuple[Call, str]]) -> None:
    broken_ones = [text for trial in trials if (text := sweep.violations(*trial))]
    assert not broken_ones, f"{len(broken_ones)} trials:\n" + "\n".join(broken_ones)


def _sample(calls: list[Call], size: int) -> list[tuple[Call, str]]:
    """Trials in turn from each kind of call of each thread, spread over the build."""
    kinds: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in calls:
        kinds[call.thread, call.name].append(call)
    # Begun at different places, for the same place in each is mostly in the same scenario.
    spread = (_spread(kind, first) for first, kind in enumerate(kinds.values(), 1))
    chosen = [call for turn in itertools.zip_longest(*spread) for call in turn if call][:size]
    faults = {name: itertools.cycle(FAULTS) for name in SCENARIOS}
    return [(call, next(faults[call.scenario])) for call in chosen]


def _spread(calls: list[Call], first: int) -> list[Call]:
    """The same calls, so ordered that any beginning of the list is spread over them.

    first: which of many such orders.
    """
    golden = (5**0.5 - 1) / 2
    places = (int(len(calls) * (n * golden % 1)) for n in itertools.count(first))
    order = itertools.islice(places, 20 * len(calls))
    return [calls[place] for place in dict.fromkeys(order)]


def _flips(calls: list[Call]) -> list[Call]:
    """Those that make a generation current."""
    return [call for call in calls if call.name == "rename" and '/CURRENT"' in call.what]


def test_no_fault_in_the_call_that_makes_a_generation_current_does_harm(
    forks: Forks, tmp_path: Path
) -> None:
    sweep = Sweep(forks, tmp_path, ["update"])
    [flip] = _flips(sweep.calls([MAIN]))
    _assert_no_violation(sweep, ((flip, fault) for fault in FAULTS))


@pytest.mark.slow
def test_the_calls_of_a_build_are_seen(calls: list[Call]) -> None:
    """The steps that a publish stands on, and those of each thread, are among the calls."""
    of_thread = {thread: {c.name for c in calls if c.thread == thread} for thread in THREADS}
    assert {"write", "pwrite64", "fsync", "fdatasync", "rename", "unlinkat"} <= of_thread[MAIN]
    assert all({"write", "fdatasync"} <= names for names in of_thread.values())
    for name in SCENARIOS:
        steps = [c for c in calls if c.scenario == name and c.thread == MAIN]
        assert len(_flips(steps)) == 1
        assert any(c.name == "unlinkat" for c in steps) == (name == "prune")
        assert any("sentences.f16" in c.what for c in steps) == (name == "compressed")


@pytest.mark.slow
def test_a_sample_of_the_calls(sweep: Sweep, calls: list[Call]) -> None:
    trials = _sample(calls, SAMPLE)
    assert len(trials) == SAMPLE
    assert {c.name for c, _ in trials} == {c.name for c in calls}
    assert {c.thread for c, _ in trials} == set(THREADS)
    assert {(c.scenario, fault) for c, fault in trials} == set(itertools.product(SCENARIOS, FAULTS))
    _assert_no_violation(sweep, trials)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_call(sweep: Sweep, calls: list[Call], name: str, fault: str) -> None:
    _assert_no_violation(sweep, ((call, fault) for call in calls if call.scenario == name))
