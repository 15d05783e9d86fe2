"""`python -m tests.faults.harness.limited BYTES DATA_DIR DOCUMENTS [BUG]`: the worker, small files.

BUG: the name of one of `bugs`, planted before it starts.
"""

import resource
import sys

import pytest

from tests.faults.harness import bugs
from tests.faults.harness.worker import main

if __name__ == "__main__":
    limit, folders, bug = int(sys.argv[1]), sys.argv[2:4], sys.argv[4:]
    if bug:
        getattr(bugs, bug[0])(pytest.MonkeyPatch())
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.exit(main(*folders))
