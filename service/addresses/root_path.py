"""The path under which browsers reach the server: "/pincite", or "" for /."""

import re

# The first parts of Pincite's own addresses. Under one of these as its root path, an address could
# mean two things, for a proxy may take the root path away or leave it.
OWN_ADDRESSES = frozenset(
    (
        *("conversations", "docs", "documents", "healthz", "mcp", "metrics", "openapi.json"),
        *("readyz", "static", "swagger", "v1", "widget.js"),
    )
)
_ROOT_PATH = re.compile(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*")


def root_path(path: str) -> str:
    """Return the path, if a server can stand below it.

    Raises ValueError, which says what is wrong with it.
    """
    if not _ROOT_PATH.fullmatch(path):
        raise ValueError(
            "the path must begin with a slash, end without one, and have letters, digits and "
            ". _ ~ - between: /pincite"
        )
    first = path.split("/")[1:2]
    if first and first[0] in OWN_ADDRESSES:
        raise ValueError(f"/{first[0]} is an address of Pincite itself; choose another path")
    return path
