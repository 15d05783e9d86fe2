"""The browser client and the documentation page, served as files."""

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

_WEB = Path(__file__).parents[2] / "web"
# Only the package's copy of Swagger UI is used: its page has inline scripts, which our policy bans.
_SWAGGER = Path(fastapi_offline.__file__).parent / "static"

router = APIRouter(include_in_schema=False)


class _Compressed(FileResponse):
    """A page, compressed for whoever accepts that: it is the same for everybody."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await GZipMiddleware(super().__call__)(scope, receive, send)


@router.get("/")
async def chat_page() -> _Compressed:
    """Return the page, which starts a new conversation."""
    return _Compressed(_WEB / "index.html")


@router.get("/documents/{document_id:path}")
async def document_page(document_id: str) -> _Compressed:
    """Return the page, which opens the document that its address names."""
    return _Compressed(_WEB / "index.html")


@router.get("/conversations/{conversation_id}")
async def conversation_page(conversation_id: str) -> _Compressed:
    """Return the page, which opens the conversation that its address names."""
    return _Compressed(_WEB / "index.html")


@router.get("/docs")
async def documentation_page() -> _Compressed:
    """Return the page that draws the OpenAPI schema."""
    return _Compressed(_WEB / "docs.html")


def mount_files(app: FastAPI) -> None:
    """Serve the pages' scripts and styles."""
    # Compression could leak secrets, but these files hold none: they are the same for everybody.
    app.mount("/static", GZipMiddleware(StaticFiles(directory=_WEB)))
    app.mount("/swagger", StaticFiles(directory=_SWAGGER))
