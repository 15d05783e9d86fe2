"""`python -m tests`: linters, types and the fast tests; `--full` adds the long tests."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
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
    for step in failed:
        sys.stderr.write(f"failed: {' '.join(step[2:])}\n")
    return 1 if failed else 0


def _passes(step: list[str]) -> bool:
    sys.stdout.write(f"--- {' '.join(step[2:])}\n")
    sys.stdout.flush()
    return subprocess.run(step, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
