"""Runs an agent of the official client against the tools, and reads what it gets."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest
from mcp import Client, MCPError, types
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from service.checking.texts.checker import Checker
from service.tools.protocol import AgentServer
from service.tools.toolbox import Toolbox
from service.wiring import Parts

T = TypeVar("T")
Visit = Callable[[Client], Awaitable[T]]
BASE = "http://docs.example/"


def with_tools(parts: Parts, visit: Visit[T], mode: str = "auto") -> T:
    """What `visit` returns of a client that speaks to the tools in this process."""

    async def run() -> T:
        toolbox = Toolbox(parts, BASE)
        agent_server = AgentServer(parts.library, lambda request: toolbox, 2)
        try:
            return await _visited(Client(agent_server.server, mode=mode), visit)
        finally:
            agent_server.close()

    return asyncio.run(run())


def over_http(port: int, visit: Visit[T], mode: str = "auto", **headers: str) -> T:
    """What `visit` returns of a client that speaks to `/mcp`. headers: with _ for -."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def run() -> T:
        url = f"http://127.0.0.1:{port}/mcp"
        async with create_mcp_http_client(headers=sent) as http_client:
            transport = streamable_http_client(url, http_client=http_client)
            return await _visited(Client(transport, mode=mode), visit)

    return asyncio.run(run())


async def _visited(client: Client, visit: Visit[T]) -> T:
    """What `visit` returns, or the protocol's error that it raises, out of the client's groups."""
    failure: MCPError | None = None
    async with client:
        try:
            return await visit(client)
        except MCPError as error:
            failure = error
    raise failure


def called(name: str, **arguments: Any) -> Visit[types.CallToolResult]:
    """A visit that calls one tool. The client checks the result against the tool's schema."""

    async def visit(client: Client) -> types.CallToolResult:
        await client.list_tools()
        return await client.call_tool(name, arguments)

    return visit


class SlowCheck:
    """Holds up a check in its first batch of sentences until `go_on`, and hears how it ends.

    batches: how many were begun. began, ended: set when the first one begins, and at the end.
    """

    def __init__(self, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.go_on, self.ended = (threading.Event() for _ in range(3))
        self.batches = 0
        settled, check_text = checker._settled, checker.check_text

        def slowly(*arguments: Any) -> Any:
            self.batches += 1
            self.began.set()
            assert self.go_on.wait(60)
            return settled(*arguments)

        def told(*arguments: Any, **more: Any) -> Any:
            try:
                return check_text(*arguments, **more)
            finally:
                self.ended.set()

        monkeypatch.setattr(checker, "_settled", slowly)
        monkeypatch.setattr(checker, "check_text", told)

    async def begin_and_cancel(self, client: Client) -> None:
        """Call the tool with a long text, and no longer wait for it once it works."""
        text = " ".join(f"The otter number {n} eats fish." for n in range(200))
        checking = asyncio.create_task(client.call_tool("check", {"text": text}))
        assert await asyncio.to_thread(self.began.wait, 60)
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await checking


def given(result: types.CallToolResult) -> dict[str, Any]:
    """The structured result of a call that went well."""
    assert not result.is_error, text_of(result)
    structured: dict[str, Any] = result.structured_content
    return structured


def refused(result: types.CallToolResult) -> str:
    """The sentence that says why a call did not go well."""
    assert result.is_error, result.structured_content
    assert result.structured_content is None
    text = text_of(result)
    assert "Traceback" not in text
    return text


def text_of(result: types.CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, types.TextContent)
    return content.text
