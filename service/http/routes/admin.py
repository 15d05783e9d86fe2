"""/v1/admin: what runs the service. Always needs a key of scope admin."""

from fastapi import APIRouter

from service.http.routes import PartsOf
from service.indexing.indexer import Indexing

router = APIRouter(prefix="/v1/admin", tags=["operation"])


@router.post("/index", status_code=202, summary="Index the remembered folders again")
def start_indexing(parts: PartsOf) -> Indexing:
    """What `pincite index` does without a path, in the background: the folders and files of the
    last time; no other can be named here. 409 while the index is being made already.
    """
    return parts.indexer.start()


@router.get("/index", summary="How far is it?")
def read_indexing(parts: PartsOf) -> Indexing:
    """How far the indexing is, what it did, or why it failed."""
    return parts.indexer.state()
