"""GET /healthz, /readyz and /metrics: whether the server lives, can answer, and how it is doing.

Anybody may read the first two, so paths on this machine are written only to the log.
"""

import logging
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from fastapi import Request
from fastapi.responses import PlainTextResponse

from index.errors import GenerationDamaged, IndexMissing, ModelError, PinciteError
from index.search import Searcher
from service.errors import DatabaseFailed, ShuttingDown
from service.http.exchange.metrics import CONTENT_TYPE, Metrics
from service.http.exchange.statuses import failures, family
from service.http.routes import PartsOf
from service.wiring import Parts

router = family("", "operation", 503)

_log = logging.getLogger("pincite")

# The errors' own messages name paths.
_FOR_STRANGERS: dict[type[PinciteError], str] = {
    IndexMissing: "there is no index yet; build one with: pincite index FOLDER",
    GenerationDamaged: "the index cannot be used; the server's log says why; build it again with: "
    "pincite index",
    ModelError: "the model cannot be used; the server's log says why",
    DatabaseFailed: "the database cannot be used; the server's log says why",
}


@dataclass(frozen=True, slots=True)
class Health:
    """The process is alive. This says nothing about the index."""

    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Model:
    """A model and the SHA-256 of its weights. A model from a folder has the folder's name."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The generation that answers, and what it holds.

    model: the encoder. cross_encoder: null unless one is set. damaged: messages about newer
    generations that are not served because one of their files is damaged.
    """

    status: Literal["ready"]
    generation: int
    documents: int
    passages: int
    sentences: int
    model: Model
    cross_encoder: Model | None
    damaged: list[str]


# Asynchronous, so that it answers even while every thread is busy.
@router.get("/healthz", summary="Check that the process is alive")
async def healthz() -> Health:
    """Answer as long as the process can."""
    return Health("ok")


@router.get("/readyz", summary="Check that the server can answer")
def readyz(parts: PartsOf) -> Readiness:
    """Return the generation, the counts and the models of the loaded index.

    The answer is 503 while there is no index, while the database cannot be read, and once the
    server is shutting down.
    """
    if parts.leaving.is_set():
        raise ShuttingDown("this server is shutting down; send new requests to another one")
    searcher = _ready(parts)
    manifest, reranker = searcher.generation.manifest, searcher.reranker
    return Readiness(
        status="ready",
        generation=manifest.number,
        documents=manifest.documents,
        passages=manifest.passages,
        sentences=manifest.sentences,
        model=Model(_short_name(manifest.model.name), manifest.model.sha256),
        cross_encoder=(
            Model(_short_name(reranker.identity.name), reranker.identity.sha256)
            if reranker
            else None
        ),
        damaged=[_without_folder(message, parts) for message in parts.library.damaged],
    )


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    summary="Read counts and times",
    responses=failures(401),
)
def read_metrics(request: Request) -> PlainTextResponse:
    """Return requests, answers, latency by stage, and what the index holds, in Prometheus's text
    format.

    As soon as there is an API key, this address needs one, of scope ask or admin.
    """
    metrics: Metrics = request.app.state.metrics
    return PlainTextResponse(metrics.text(), media_type=CONTENT_TYPE)


def _ready(parts: Parts) -> Searcher:
    try:
        parts.keys.check()
        return parts.library.searcher()
    except PinciteError as error:
        _log.error("not ready: %s", error)
        for kind, words in _FOR_STRANGERS.items():
            if isinstance(error, kind):
                raise kind(words) from None
        raise


def _without_folder(message: str, parts: Parts) -> str:
    """Return the message with DATA_DIR in place of the data folder's path."""
    return message.replace(str(parts.settings.data_dir), "DATA_DIR")


def _short_name(model: str) -> str:
    """Return a model's name; of a path, its last part."""
    return PurePath(model).name if PurePath(model).is_absolute() else model
