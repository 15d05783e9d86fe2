"""The server's own address, as whoever sent a request can open it."""

from starlette.requests import Request

from service.settings import Settings


def base_url(request: Request, settings: Settings) -> str:
    """Return the URL that links begin with, with a slash at its end.

    It is the setting, or the address that the client reached us by.
    """
    own = f"{request.base_url}{settings.root.removeprefix('/')}"
    return f"{(settings.public_url or own).rstrip('/')}/"
