"""`python -m tests`: linters, types and the fast tests; `--full` adds the long tests."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BROWSER = "tests/end_to_end/browser"
_LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
# One more process than cores, since a test of a browser or a server often waits; at most four.
_PROCESSES = min(4, (os.cpu_count() or 1) + 1)
# Files stay whole, since what is costly to set up serves all tests of a file; and in their order,
# which has those of the longest tests begin early, and leaves the quick ones for the end.
_ALL_CORES = ("-n", str(_PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also run the long tests")
    full = parser.parse_args().full
    python = [sys.executable, "-m"]
    steps = [
        [*python, "ruff", "check", "."],
        [*python, "ruff", "format", "--check", "."],
        [*python, "mypy"],
        [*python, "pytest", *_ALL_CORES, *([] if full else ["-m", "not slow"])],
    ]
    failed = [step for step in steps if not _passes(step)]
    if failed == steps[-1:] and _only_browser_tests_failed():
        # On a busy machine a browser may be late; a test that fails alone too is a failure.
        again = [*python, "pytest", "--last-failed", *([] if full else ["-m", "not slow"]), BROWSER]
        failed = [] if _passes(again) else [again]
    for step in failed:
        sys.stderr.write(f"failed: {' '.join(step[2:])}\n")
    return 1 if failed else 0


def _only_browser_tests_failed() -> bool:
    try:
        failed: dict[str, bool] = json.loads(_LAST_FAILED.read_text("utf-8"))
    except OSError:
        return False
    return bool(failed) and all(name.startswith(BROWSER) for name in failed)


def _passes(step: list[str]) -> bool:
    sys.stdout.write(f"--- {' '.join(step[2:])}\n")
    sys.stdout.flush()
    return subprocess.run(step, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
