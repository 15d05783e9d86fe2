"""The worker where no file may grow beyond a size."""

import resource

import pytest

from tests.faults.harness import bugs, worker


def main(size: str, data_dir: str, documents: str, *bug: str) -> int:
    """size: in bytes. bug: the name of one of `bugs`, planted before the build starts."""
    for name in bug:
        getattr(bugs, name)(pytest.MonkeyPatch())
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    return worker.main(data_dir, documents)
