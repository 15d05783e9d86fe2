"""One file per family of routes. A route parses, calls, wraps; it knows nothing of how."""

from typing import Annotated

from fastapi import Depends, Request

from service.wiring import Parts


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]
