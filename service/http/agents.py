"""POST /mcp: the tools for agents, by the Model Context Protocol's streamable HTTP."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from service.http.exchange.own_url import base_url
from service.http.exchange.underway import observed
from service.wiring import Parts

if TYPE_CHECKING:
    from service.tools.carriers import HttpCarrier
    from service.tools.toolbox import Toolbox

PATH = "/mcp"
_CARRIERS = "service.tools.carriers"


class AgentEndpoint:
    """Answers agents while the application runs.

    The first request loads the protocol, which most servers never need and which takes as long to
    import as all else. most_at_once: calls that are worked on at once. route: its address in the
    application.
    """

    def __init__(self, parts: Parts, most_at_once: int) -> None:
        self._parts, self._most_at_once = parts, most_at_once
        # It has no sessions, so there is nothing to get or to delete.
        self.route = Route(PATH, self, methods=["POST"], include_in_schema=False)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer meanwhile."""
        self._asked, self._ended = asyncio.Event(), asyncio.Event()
        self._carrier: asyncio.Future[HttpCarrier] = asyncio.Future()
        # A task of its own: what one task enters, no other may leave.
        carrying = asyncio.create_task(self._carry())
        try:
            yield
        finally:
            self._ended.set()
            self._asked.set()
            await carrying

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self.route  # as the routes of FastAPI do, for the log and the metrics
        self._asked.set()
        carrier = await asyncio.shield(self._carrier)
        await carrier.handle_request(scope, receive, send)

    async def _carry(self) -> None:
        """From the first request on, carry the protocol until the application ends."""
        await self._asked.wait()
        if self._ended.is_set():
            return
        try:
            await asyncio.to_thread(importlib.import_module, _CARRIERS)
        except Exception as error:
            self._carrier.set_exception(error)
            return
        from service.tools.carriers import over_http
        from service.tools.protocol import AgentServer

        agent_server = AgentServer(self._parts.library, self._toolbox_of, self._most_at_once)
        carrier = over_http(agent_server)
        try:
            async with carrier.run():
                self._carrier.set_result(carrier)
                await self._ended.wait()
        finally:
            agent_server.close()

    def _toolbox_of(self, request: Request) -> "Toolbox":
        from service.tools.toolbox import Toolbox

        return Toolbox(self._parts, base_url(request, self._parts.settings), observed)
