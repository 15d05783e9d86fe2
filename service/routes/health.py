"""GET /healthz and /readyz: whether the process lives, and whether it can answer."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from service.errors import ShuttingDown
from service.routes import PartsOf

router = APIRouter(tags=["operation"])


@dataclass(frozen=True, slots=True)
class Health:
    """The process is alive; nothing is said of the index."""

    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Model:
    """A model: its name, and the SHA-256 of its weights."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The generation that answers, and what it holds.

    model: the encoder's. cross_encoder: the one that is set, if any. damaged: newer generations
    that are not served because a file of theirs is not whole.
    """

    status: Literal["ready"]
    generation: int
    documents: int
    passages: int
    sentences: int
    model: Model
    cross_encoder: Model | None
    damaged: list[str]


@router.get("/healthz", summary="Is the process alive?")
async def healthz() -> Health:
    """Always answers while the process can."""
    return Health("ok")


@router.get("/readyz", summary="Is an index loaded?")
def readyz(parts: PartsOf) -> Readiness:
    """The loaded index: generation, counts, models. 503 while there is none, and when the server
    is about to end.
    """
    if parts.leaving.is_set():
        raise ShuttingDown("the server finishes what it was asked, and ends")
    searcher = parts.library.searcher()
    manifest, reranker = searcher.generation.manifest, searcher.reranker
    return Readiness(
        status="ready",
        generation=manifest.number,
        documents=manifest.documents,
        passages=manifest.passages,
        sentences=manifest.sentences,
        model=Model(manifest.model.name, manifest.model.sha256),
        cross_encoder=Model(reranker.identity.name, reranker.identity.sha256) if reranker else None,
        damaged=list(parts.library.damaged),
    )
