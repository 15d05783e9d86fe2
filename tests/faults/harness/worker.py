"""`python -m tests.faults.harness.worker DATA_DIR DOCUMENTS`: one build with the toy encoder.

It is the process that faults are injected into: it starts fast and has one thread that writes.
Exit code 0: the build said it succeeded.
"""

import os
import sys
from pathlib import Path

from index.build import build
from index.errors import PinciteError
from index.generations.publish import Generations
from index.storage import vectors
from tests.faults.harness.scenarios import MOST_EXACT
from tests.toy import ToyEncoder


def main(data_dir: str, documents: str) -> int:
    vectors.MOST_EXACT = int(os.environ.get(MOST_EXACT, vectors.MOST_EXACT))
    try:
        build(Generations(Path(data_dir)), ToyEncoder(), [Path(documents)])
    except PinciteError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
