"""What a call comes to while the network stalls, and the ways in which it does."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from index.errors import PinciteError
from tests.faults.network.links import UNPLUGGED, WAYS

_PATIENCE_S = 60.0  # several times all deadlines of a build that fails

# One way at every run of the tests; the others take a while.
EACH_WAY = [
    UNPLUGGED,
    *(pytest.param(way, marks=pytest.mark.slow) for way in WAYS if way != UNPLUGGED),
]


def outcome(of: Callable[[], Any]) -> Any:
    """What a call gives or says; the test fails if it waits on and on."""
    given: list[Any] = []

    def call() -> None:
        try:
            given.append(of())
        except PinciteError as error:
            given.append(error)

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(_PATIENCE_S)
    assert not thread.is_alive(), "it waits for a network that stalls"
    return given[0]
