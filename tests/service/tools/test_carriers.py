"""The tools on standard input and output, in a process of their own as an agent's program starts
it.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from index.generations.publish import Generations
from service.settings import Settings
from service.tools.carriers import base_of
from tests.service.apps import QUESTION, TEXTS
from tests.service.tools.agents import given, refused

ROOT = Path(__file__).parents[3]
COMMAND = ["-m", "tests.toy_command", "mcp"]


def parameters(data_dir: Path, **variables: str) -> StdioServerParameters:
    env = {"PYTHONPATH": str(ROOT), "PINCITE_DATA_DIR": str(data_dir), **variables}
    return StdioServerParameters(command=sys.executable, args=COMMAND, env=env, cwd=ROOT)


def calls(server: StdioServerParameters, mode: str, *wanted: tuple[str, dict[str, Any]]) -> Any:
    async def run() -> Any:
        async with Client(server, mode=mode) as client:
            return [await client.call_tool(name, arguments) for name, arguments in wanted]

    return asyncio.run(run())


@pytest.mark.parametrize("mode", ["auto", pytest.param("legacy", marks=pytest.mark.slow)])
def test_a_program_starts_it_and_asks(indexed: Generations, mode: str) -> None:
    server = parameters(indexed.data_dir, PINCITE_PUBLIC_URL="https://docs.example/pincite")
    asked, listed = calls(server, mode, ("ask", {"question": QUESTION}), ("list_documents", {}))
    assert "eight metres" in given(asked)["answer"]["answer"]
    assert given(asked)["links"][0]["url"].startswith("https://docs.example/pincite/documents/")
    assert given(listed)["total"] == len(TEXTS)


def test_it_starts_without_an_index_and_says_what_to_type(tmp_path: Path) -> None:
    [asked] = calls(parameters(tmp_path / "none"), "auto", ("ask", {"question": QUESTION}))
    assert "pincite index FOLDER" in refused(asked)


def test_nothing_but_the_protocol_is_on_standard_output(indexed: Generations) -> None:
    """Neither a greeting, nor what a wrong line makes it say."""
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    }
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "no/such"},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/list"},
    ]
    sent = "".join(f"{json.dumps(line)}\n" for line in lines[:2]) + "not JSON\n"
    sent += "".join(f"{json.dumps(line)}\n" for line in lines[2:])
    with subprocess.Popen(
        [sys.executable, *COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=parameters(indexed.data_dir).env,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(sent)
        process.stdin.flush()
        replies: list[dict[str, Any]] = []
        while not any(reply.get("id") == 3 for reply in replies):
            replies.append(json.loads(process.stdout.readline()))
        rest, said = process.communicate(timeout=120)
    assert rest == ""
    assert process.returncode == 0
    assert all(reply["jsonrpc"] == "2.0" for reply in replies)
    assert {reply.get("id") for reply in replies} >= {1, 2, 3}
    assert "Pincite serves an agent. Links begin with http://127.0.0.1:8000/" in said


@pytest.mark.parametrize(
    ("settings", "base"),
    [
        ({}, "http://127.0.0.1:8000/"),
        ({"host": "0.0.0.0", "port": 9000}, "http://127.0.0.1:9000/"),
        ({"host": "::1"}, "http://[::1]:8000/"),
        ({"root_path": "/pincite"}, "http://127.0.0.1:8000/pincite/"),
        ({"public_url": "https://docs.example/p/"}, "https://docs.example/p/"),
    ],
)
def test_links_begin_where_a_browser_reaches_the_server(
    settings: dict[str, Any], base: str
) -> None:
    assert base_of(Settings.load(**settings)) == base
