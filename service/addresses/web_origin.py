"""Origins of web pages, as browsers name them in the Origin header (RFC 6454, section 6)."""

import re

# A browser writes an origin in lower case, a host beyond ASCII in Punycode, and nothing behind it.
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?)"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_MOST_OF_A_PORT = 65_535


def web_origin(text: str) -> str:
    """Return the origin that a text names, if browsers would write it so.

    Raises ValueError, which says what is wrong with it.
    """
    if "*" in text:
        raise ValueError("each origin must be named in full; there are no wildcards")
    if text.endswith("/"):
        raise ValueError("an origin has no slash at its end; it looks like https://site.example")
    found = _ORIGIN.fullmatch(text)
    port = found["port"] if found else None
    if found is None or int(port or 1) > _MOST_OF_A_PORT:
        raise ValueError(
            "an origin is a scheme, a host and perhaps a port, in lower case, and no path: "
            "https://site.example or http://localhost:3000"
        )
    if port == _DEFAULT_PORTS[found["scheme"]]:
        raise ValueError(f"browsers leave out the port {port} of {found['scheme']}; leave it out")
    return text
