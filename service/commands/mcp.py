"""`pincite mcp`: the tools for agents, on standard input and output."""

from index.commands.terminal import DataDir, say


def mcp(data_dir: DataDir = None) -> None:
    """Serve the documents to an agent by the Model Context Protocol, on standard input and output.

    The agent's program starts this by itself: `pincite mcp` is what you enter there. Messages for
    you go to standard error.
    """
    import asyncio

    from service.settings import Settings
    from service.tools.carriers import base_of, serve_stdio
    from service.wiring import wire

    settings = Settings.load(data_dir=data_dir)
    parts = wire(settings, say)
    say(f"Pincite serves an agent. Links begin with {base_of(settings)}")
    with parts.library.following():
        asyncio.run(serve_stdio(parts))
