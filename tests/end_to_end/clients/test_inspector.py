"""The MCP inspector's command line, as npm has it: the tools in a process, and over HTTP."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.site import Site
from tests.service.apps import QUESTION, TEXTS

pytestmark = pytest.mark.slow
PACKAGE = "@modelcontextprotocol/inspector@2.12.0"
ROOT = Path(__file__).parents[3]
STDIO = [sys.executable, "-m", "tests.toy_command", "mcp"]


@pytest.fixture(scope="module")
def inspector() -> list[str]:
    """The command. Skips where npm cannot fetch it."""
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("no npx: apt-get install npm")
    command = [npx, "--yes", PACKAGE, "--cli"]
    tried = subprocess.run(
        [*command, "--help"], capture_output=True, text=True, timeout=300, check=False
    )
    if tried.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE}: {tried.stderr.strip()[-200:]}")
    return command


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("inspected"), TEXTS)
    yield site
    site.stop()


def inspected(*command: str) -> Any:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("way", ["stdio", "http"])
def test_the_inspector_lists_and_calls(
    inspector: list[str], site: Site, tmp_path_factory: pytest.TempPathFactory, way: str
) -> None:
    target = [f"{site.url}/mcp", "--transport", "http"]
    if way == "stdio":
        data = f"PINCITE_DATA_DIR={site.data_dir}"
        target = ["-e", data, "-e", f"PYTHONPATH={ROOT}", *STDIO]
    tools = inspected(*inspector, *target, "--method", "tools/list")["tools"]
    assert [tool["name"] for tool in tools][:2] == ["ask", "search"]
    asked = ["--method", "tools/call", "--tool-name", "ask", "--tool-arg", f"question={QUESTION}"]
    result = inspected(*inspector, *target, *asked)
    assert "eight metres" in result["content"][0]["text"]
    assert result["structuredContent"]["answer"]["status"] == "answered"
    listed = inspected(*inspector, *target, "--method", "resources/list")["resources"]
    assert {one["name"] for one in listed} == {*TEXTS}
