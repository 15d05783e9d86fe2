"""One file per family of routes. A route parses, calls, wraps; it knows nothing of how."""

from typing import Annotated

from fastapi import Depends, Request

from service.keys import Key
from service.wiring import Parts


async def _parts(request: Request) -> Parts:  # a plain `def` would be called in a thread
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]


def owner_of(request: Request) -> str | None:
    """The id of the key that a request came with; None where none was needed, whatever it sent."""
    key: Key | None = request.state.key
    return key.key_id if key else None
