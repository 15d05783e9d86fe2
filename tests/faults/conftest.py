"""What the fault tests share."""

from collections.abc import Iterator

import pytest

from tests.faults.harness.forks import Forks


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Builds in processes of their own."""
    with Forks() as forks:
        yield forks
