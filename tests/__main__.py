"""`python -m tests`: linters, types and the fast tests; `--full` adds the long tests."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
BROWSER = "tests/end_to_end/browser"
# What pytest compiles of a test; there once tests have been run here.
_COMPILED = "__pycache__/conftest.*-pytest-*.pyc"
_LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
# One more process than cores, since a test of a browser or a server often waits; at most four.
_PROCESSES = min(4, (os.cpu_count() or 1) + 1)
# Files stay whole, since what is costly to set up serves all tests of a file; and in their order,
# which has those of the longest tests begin early, and leaves the quick ones for the end.
_ALL_CORES = ("-n", str(_PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder")
# Linux keeps what lies here in memory. The fast tests have up to 1 GiB of files at a time.
_MEMORY = Path("/dev/shm")
_ENOUGH = 2 * 2**30


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also run the long tests")
    full = parser.parse_args().full
    # What tests start would compile the code anew each time, hundreds of times.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if full:
        failed = _failed([])
    else:
        with _files_in_memory():
            failed = _failed(["-m", "not slow", "-o", "tmp_path_retention_policy=failed"])
    for step in failed:
        sys.stderr.write(f"failed: {' '.join(step[2:])}\n")
    return 1 if failed else 0


@contextmanager
def _files_in_memory() -> Iterator[None]:
    """Let tests and what they start keep their files in memory, where there is enough of it.

    They write and sync thousands of small ones, which on a disk takes a quarter of all time. The
    full run stays on the disk.
    """
    enough = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH
    if not enough or "TMPDIR" in os.environ:
        yield
        return
    with TemporaryDirectory(prefix="pincite-tests-", dir=_MEMORY, ignore_cleanup_errors=True) as on:
        # A PostgreSQL that root starts runs as another user.
        Path(on).chmod(0o711)
        os.environ["TMPDIR"] = on
        try:
            yield
        finally:
            del os.environ["TMPDIR"]


def _failed(chosen: list[str]) -> list[list[str]]:
    """Take all steps. Returns those that failed. chosen: says which tests."""
    python = [sys.executable, "-m"]
    types, tests = [*python, "mypy"], [*python, "pytest", *_ALL_CORES, *chosen]
    linters = [[*python, "ruff", "check", "."], [*python, "ruff", "format", "--check", "."]]
    # One process checks the types, so that the other cores are free for the tests.
    with _begun(types) as checked:
        failed = [step for step in linters if not _passes(step)]
        if not any((ROOT / "tests").glob(_COMPILED)):
            _compile_tests(python)
        if not _passes(tests):
            # On a busy machine a browser may be late; a test that fails alone too is a failure.
            again = [*python, "pytest", "--last-failed", *chosen, BROWSER]
            if not _only_browser_tests_failed():
                failed.append(tests)
            elif not _passes(again):
                failed.append(again)
        if not _ended_well(types, checked):
            failed.append(types)
    return failed


def _compile_tests(python: list[str]) -> None:
    """Let one process compile the tests, which else each process of pytest would do at once."""
    collect = [*python, "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    subprocess.run(collect, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)


def _only_browser_tests_failed() -> bool:
    try:
        failed: dict[str, bool] = json.loads(_LAST_FAILED.read_text("utf-8"))
    except OSError:
        return False
    return bool(failed) and all(name.startswith(BROWSER) for name in failed)


def _begun(step: list[str]) -> "subprocess.Popen[str]":
    """The step, started; its output is kept."""
    outputs = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(step, cwd=ROOT, encoding="utf-8", **outputs)


def _ended_well(step: list[str], begun: "subprocess.Popen[str]") -> bool:
    """Whether it ends well; its output is shown."""
    said, _ = begun.communicate()
    _show(step)
    sys.stdout.write(said)
    return begun.returncode == 0


def _passes(step: list[str]) -> bool:
    _show(step)
    return subprocess.run(step, cwd=ROOT, check=False).returncode == 0


def _show(step: list[str]) -> None:
    sys.stdout.write(f"--- {' '.join(step[2:])}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
