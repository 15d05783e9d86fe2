"""One build with the toy encoder, for a process of its own, into which faults are injected."""

import os
import sys
from pathlib import Path

from index.build import build
from index.errors import PinciteError
from index.generations.publish import Generations
from index.storage import vectors
from tests.faults.harness import small_segments
from tests.faults.harness.scenarios import MOST_EXACT
from tests.toy import ToyEncoder


def main(data_dir: str, documents: str) -> int:
    """The exit code: 0 if the build said that it succeeded."""
    small_segments.use()
    vectors.MOST_EXACT = int(os.environ.get(MOST_EXACT, vectors.MOST_EXACT))
    try:
        build(Generations(Path(data_dir)), ToyEncoder(), [Path(documents)])
    except PinciteError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0
