"""/v1/admin: running the service. Once there is a key, these addresses need one of scope admin."""

from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.indexing.indexer import Indexing

router = family("/v1/admin", "operation", 401, 409, 422, 503)


@router.post("/index", status_code=202, summary="Index the same folders again")
def start_indexing(parts: PartsOf) -> Indexing:
    """Start in the background what `pincite index` does without a path: it reads the folders and
    files of the last indexing again, and the files that were added. No other path can be named
    here.

    The answer is 409 while the index is already being built.
    """
    return parts.indexer.start()


@router.get("/index", summary="Read the progress of indexing")
def read_indexing(parts: PartsOf) -> Indexing:
    """Return how far the indexing is, what it has done, or why it failed."""
    return parts.indexer.state()
