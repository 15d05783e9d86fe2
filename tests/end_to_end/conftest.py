"""The command as it is installed, with the real model; and a browser."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end_to_end.command import Environment, Served, pincite, serve

# Taken before any test has a say: an export that lies there already saves half a minute.
_CACHE_DIR = os.environ.get("PINCITE_CACHE_DIR") or str(platformdirs.user_cache_path("pincite"))
_CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Variables for a process: nobody's settings, a data folder of its own, the shared model."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    data = tmp_path_factory.mktemp("end-to-end") / "data"
    return {**kept, "PINCITE_DATA_DIR": str(data), "PINCITE_CACHE_DIR": _CACHE_DIR}


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the session: while it lives, no other test of this thread could run an event loop.
    path = os.environ.get("PINCITE_CHROMIUM") or shutil.which("chromium")
    if path is None or not Path(path).exists():
        pytest.skip("no Chromium: apt-get install chromium, or name one in PINCITE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab with nothing remembered."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()
