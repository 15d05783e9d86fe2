"""The browser client and the documentation page: files, sent as they are."""

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

_WEB = Path(__file__).parents[2] / "web"
# The package only lends its copy of Swagger UI; its own page loads scripts inline.
_SWAGGER = Path(fastapi_offline.__file__).parent / "static"

router = APIRouter(include_in_schema=False)


@router.get("/")
async def chat_page() -> FileResponse:
    return FileResponse(_WEB / "index.html")


@router.get("/documents/{document_id:path}")
async def document_page(document_id: str) -> FileResponse:
    """The same page: it reads its address, and opens the document beside the conversation."""
    return FileResponse(_WEB / "index.html")


@router.get("/conversations/{conversation_id}")
async def conversation_page(conversation_id: str) -> FileResponse:
    """The same page again, with that conversation."""
    return FileResponse(_WEB / "index.html")


@router.get("/docs")
async def documentation_page() -> FileResponse:
    return FileResponse(_WEB / "docs.html")


def mount_files(app: FastAPI) -> None:
    """Serve the pages' scripts and styles."""
    # Compressed, which is safe for what is the same for everybody.
    app.mount("/static", GZipMiddleware(StaticFiles(directory=_WEB)))
    app.mount("/swagger", StaticFiles(directory=_SWAGGER))
