"""The root path (`PINCITE_ROOT_PATH`), taken away before any other door looks at an address."""

from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Prefix:
    """Takes the root path off each request's path, where the proxy in front has left it, and puts
    it before each redirection.

    Every door and route thus sees an address as if the server had no root path. That way no two of
    them can understand an address differently: it is taken off once, here, and ASGI's own
    `root_path`, which the router would take off once more, stays empty.

    root: without a slash at its end; "" takes nothing away.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app, self._root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._root:
            await self._app(scope, receive, send)
            return

        async def send_below_root(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._put_before_location(MutableHeaders(scope=message))
            await send(message)

        scope["path"] = without_root(scope["path"], self._root)
        await self._app(scope, receive, send_below_root)

    def _put_before_location(self, headers: MutableHeaders) -> None:
        """Put the root path before the address that a redirection names, and leave out the host.

        A proxy may have its own host and scheme.
        """
        if (location := headers.get("location")) is not None:
            parts = urlsplit(location)
            headers["location"] = urlunsplit(("", "", self._root + parts.path, parts.query, ""))


def without_root(path: str, root: str) -> str:
    """Return the path without the root path, if it begins with that."""
    if path == root:
        return "/"
    return path.removeprefix(root) if path.startswith(f"{root}/") else path
