"""The browser client, the documentation page and the widget, served as files."""

import hashlib
from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from service.http.doors.access import WIDGET
from service.http.routes import PartsOf
from service.wiring import Parts

_WEB = Path(__file__).parents[2] / "web"
# Only the package's copy of Swagger UI is used: its page has inline scripts, which our policy bans.
_SWAGGER = Path(fastapi_offline.__file__).parent / "static"

router = APIRouter(include_in_schema=False)


class _WebPage(HTMLResponse):
    """A page, compressed for whoever accepts that: it is the same for everybody.

    Its addresses begin with the root path. They cannot be relative, for the page is shown at
    addresses of several depths; a `<base>` would turn its links to its own parts into links away.
    """

    def __init__(self, name: str, parts: Parts) -> None:
        html = (_WEB / name).read_text("utf-8")
        for attribute in ("href", "src"):
            html = html.replace(f'{attribute}="/', f'{attribute}="{parts.settings.root}/')
        tag = hashlib.sha256(html.encode()).hexdigest()[:32]
        super().__init__(html, headers={"ETag": f'"{tag}"'})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await GZipMiddleware(super().__call__)(scope, receive, send)


@router.get("/")
def chat_page(parts: PartsOf) -> _WebPage:
    """Return the page, which starts a new conversation."""
    return _WebPage("index.html", parts)


@router.get("/documents/{document_id:path}")
def document_page(document_id: str, parts: PartsOf) -> _WebPage:
    """Return the page, which opens the document that its address names."""
    return _WebPage("index.html", parts)


@router.get("/conversations/{conversation_id}")
def conversation_page(conversation_id: str, parts: PartsOf) -> _WebPage:
    """Return the page, which opens the conversation that its address names."""
    return _WebPage("index.html", parts)


@router.get("/docs")
def documentation_page(parts: PartsOf) -> _WebPage:
    """Return the page that draws the OpenAPI schema."""
    return _WebPage("docs.html", parts)


@router.get(WIDGET)
async def widget_script() -> FileResponse:
    """Return the script that puts a question box into a page of another site."""
    return FileResponse(_WEB / "widget" / "widget.js", media_type="text/javascript")


def mount_files(app: FastAPI) -> None:
    """Serve the pages' scripts and styles."""
    # Compression could leak secrets, but these files hold none: they are the same for everybody.
    app.mount("/static", GZipMiddleware(StaticFiles(directory=_WEB)))
    app.mount("/swagger", StaticFiles(directory=_SWAGGER))
