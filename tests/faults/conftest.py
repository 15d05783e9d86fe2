"""What the fault tests share."""

from collections.abc import Iterator

import pytest

from index.building.passages import sharing
from tests.faults.harness import small_segments
from tests.faults.harness.forks import Forks


@pytest.fixture(scope="package", autouse=True)
def _small_segments() -> Iterator[None]:
    usual = sharing.MOST, sharing.FEW
    small_segments.use()
    yield
    sharing.MOST, sharing.FEW = usual


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Builds in processes of their own."""
    with Forks() as forks:
        yield forks
