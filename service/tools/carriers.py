"""What carries the protocol: standard input and output, and HTTP."""

from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager as HttpCarrier

from index.threads import usable_cores
from service.settings import Settings
from service.tools.protocol import AgentServer
from service.tools.toolbox import Toolbox
from service.wiring import Parts

__all__ = ["HttpCarrier", "base_of", "over_http", "serve_stdio"]


def base_of(settings: Settings) -> str:
    """Return the address that links begin with where no request tells one, with a slash at its end.

    It is PINCITE_PUBLIC_URL, or where `pincite serve` with the same settings listens.
    """
    if settings.public_url:
        return f"{settings.public_url.rstrip('/')}/"
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "[::]") else settings.host  # noqa: S104
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{settings.port}{settings.root}/"


async def serve_stdio(parts: Parts) -> None:
    """Answer on standard input and output until the input ends.

    Meanwhile nothing else can write to standard output: what would, goes to standard error.
    """
    toolbox = Toolbox(parts, base_of(parts.settings))
    agent_server = AgentServer(parts.library, lambda request: toolbox, usable_cores())
    try:
        async with stdio_server() as (incoming, outgoing):
            server = agent_server.server
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        agent_server.close()


def over_http(agent_server: AgentServer) -> HttpCarrier:
    """Return what answers HTTP requests, within its `run`. It keeps no sessions.

    Each request stands alone, as the guard and the keys see it, and works on any of several
    servers. Host and origin were checked before.
    """
    return HttpCarrier(agent_server.server, stateless=True)
