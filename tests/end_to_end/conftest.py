"""The command as it is installed, with the real model."""

import os
import subprocess
from collections.abc import Callable, Iterator

import platformdirs
import pytest

from tests.end_to_end.command import Environment, Served, pincite, serve

# Taken before any test has a say: an export that lies there already saves half a minute.
_CACHE_DIR = os.environ.get("PINCITE_CACHE_DIR") or str(platformdirs.user_cache_path("pincite"))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Variables for a process: nobody's settings, a data folder of its own, the shared model. It
    uses one thread, for two that wait for each other take the cores from the other tests.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    data = tmp_path_factory.mktemp("end-to-end") / "data"
    own = {"PINCITE_DATA_DIR": str(data), "PINCITE_CACHE_DIR": _CACHE_DIR, "PINCITE_THREADS": "1"}
    return {**kept, **own}


@pytest.fixture(scope="session")
def server(environment: Environment) -> Iterator[Served]:
    """A server on the seed articles, which this, its first start, has indexed."""
    with serve(environment) as served:
        yield served


@pytest.fixture
def ask_in_terminal(environment: Environment) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """`pincite ask ARGUMENTS...` in a process of its own."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return pincite(environment, "ask", *arguments)

    return run
