"""The routes, one file for each family: a route parses a request, calls a part, wraps the reply.

In: requests that have passed the doors, with their key and their whole body.
Out: answers, documents, conversations and states, in the types that the OpenAPI schema describes.
Unknown here: how the parts do their work, and how a request got past the doors.
"""

from typing import Annotated, Any

from fastapi import Depends, Request

from service.keys import Key
from service.wiring import Parts
from service.wording.modes import AskedMode, required


# Asynchronous, because FastAPI would run a plain function in a thread.
async def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]


def owner_of(request: Request) -> str | None:
    """Return the id of the request's key; None where no key was needed, even if one was sent."""
    key: Key | None = request.state.key
    return key.key_id if key else None


def mode_of(mode: AskedMode | None, parts: Parts) -> AskedMode:
    """Return the mode that a request asks for, or that of the settings. Raises LlmMissing."""
    mode = mode or parts.settings.llm_mode
    if mode == "worded":
        required(parts.worder)
    return mode


def a_number(value: Any) -> Any:
    """Return the value if JSON has it as a number. Raises ValueError for any other."""
    # An integer's own validator would take JSON's `true` for 1, and the text "5" for a number.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be an integer")
    return value
