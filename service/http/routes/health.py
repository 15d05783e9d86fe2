"""GET /healthz and /readyz: whether the process lives, and whether it can answer.

Anybody may ask. So where things lie on this machine is told to the log alone.
"""

import logging
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from fastapi import APIRouter

from index.errors import GenerationDamaged, IndexMissing, ModelError, PinciteError
from index.search import Searcher
from service.errors import ShuttingDown
from service.http.routes import PartsOf
from service.wiring import Parts

router = APIRouter(tags=["operation"])

_log = logging.getLogger("pincite")

_FOR_STRANGERS: dict[type[PinciteError], str] = {
    IndexMissing: "there is no index yet; build one: pincite index FOLDER",
    GenerationDamaged: "the index cannot be used; the log says why; mend it: pincite index",
    ModelError: "the model cannot be used; the log says why",
}


@dataclass(frozen=True, slots=True)
class Health:
    """The process is alive; nothing is said of the index."""

    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Model:
    """A model: its name, of a folder the last part; and the SHA-256 of its weights."""

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
    searcher = _searcher(parts)
    manifest, reranker = searcher.generation.manifest, searcher.reranker
    return Readiness(
        status="ready",
        generation=manifest.number,
        documents=manifest.documents,
        passages=manifest.passages,
        sentences=manifest.sentences,
        model=Model(_named(manifest.model.name), manifest.model.sha256),
        cross_encoder=(
            Model(_named(reranker.identity.name), reranker.identity.sha256) if reranker else None
        ),
        damaged=[_without_folder(message, parts) for message in parts.library.damaged],
    )


def _searcher(parts: Parts) -> Searcher:
    try:
        return parts.library.searcher()
    except PinciteError as error:
        _log.error("not ready: %s", error)
        for kind, words in _FOR_STRANGERS.items():
            if isinstance(error, kind):
                raise kind(words) from None
        raise


def _without_folder(message: str, parts: Parts) -> str:
    return message.replace(str(parts.settings.data_dir), "DATA_DIR")


def _named(model: str) -> str:
    return PurePath(model).name if PurePath(model).is_absolute() else model
