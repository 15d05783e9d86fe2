"""What the fault tests share."""

from collections.abc import Iterator

import pytest

from tests.faults.harness.forks import Forks


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """Builds in processes of their own."""
    with Forks(tmp_path_factory.mktemp("forks")) as forks:
        yield forks
