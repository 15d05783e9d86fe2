"""A page of somebody's own site, with the widget in it, on an origin of its own."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Scripts and requests of the server alone, no inline script, no style: what the widget must cope
# with.
_POLICY = "default-src 'none'; script-src {server}; connect-src {server}; img-src 'self'"
_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>The otter society</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>The otter society</h1><p>We count otters.</p></main>
<script src="{script}"{attributes} defer></script></body></html>
"""


class HostPage:
    """What the page says, and where it is shown. It can be changed between two visits."""

    def __init__(self, host: str, port: int) -> None:
        self.origin = f"http://{host}:{port}"
        self.url = f"{self.origin}/"
        self.server = ""
        self.language = "en"
        self.attributes: Mapping[str, str] = {}

    def html(self) -> str:
        attributes = "".join(
            f' data-{name}="{escape(value)}"' for name, value in self.attributes.items()
        )
        script = f"{self.server}/widget.js"
        return _PAGE.format(script=script, attributes=attributes, language=self.language)

    def policy(self) -> str:
        scheme, _, rest = self.server.partition("://")
        return _POLICY.format(server=f"{scheme}://{rest.partition('/')[0]}")


@contextmanager
def host_page(host: str = "localhost") -> Iterator[HostPage]:
    """A page on a port of its own, served meanwhile."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/":
                self.send_response(204)  # of the picture that browsers ask for by themselves
                self.end_headers()
                return
            body = page.html().encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", page.policy())
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    page = HostPage(host, server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield page
    finally:
        server.shutdown()
        server.server_close()
