"""POST /mcp: the tools for agents, by the Model Context Protocol's streamable HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from service.http.exchange.own_url import base_url
from service.http.exchange.underway import observed
from service.tools.carriers import HttpCarrier, over_http
from service.tools.protocol import AgentServer
from service.tools.toolbox import Toolbox
from service.wiring import Parts

PATH = "/mcp"


class AgentEndpoint:
    """Answers agents while the application runs.

    most_at_once: calls that are worked on at once. route: its address in the application.
    """

    def __init__(self, parts: Parts, most_at_once: int) -> None:
        self._parts, self._most_at_once = parts, most_at_once
        self._manager: HttpCarrier | None = None
        # It has no sessions, so there is nothing to get or to delete.
        self.route = Route(PATH, self, methods=["POST"], include_in_schema=False)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer meanwhile."""
        agent_server = AgentServer(self._parts.library, self._toolbox_of, self._most_at_once)
        self._manager = over_http(agent_server)
        try:
            async with self._manager.run():
                yield
        finally:
            agent_server.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self.route  # as the routes of FastAPI do, for the log and the metrics
        assert self._manager, "requests come only while the application runs"
        await self._manager.handle_request(scope, receive, send)

    def _toolbox_of(self, request: Request) -> Toolbox:
        return Toolbox(self._parts, base_url(request, self._parts.settings), observed)
