"""GET /v1/collection: what the index holds now, as a whole."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from index.storage import catalogue
from service.examples.examples import Examples
from service.http.routes import PartsOf
from service.http.routes.documents import Folder, Limit, Offset
from service.http.schema import example
from service.indexing.indexer import Indexing

router = APIRouter(prefix="/v1/collection", tags=["documents"])


@dataclass(frozen=True, slots=True)
class Progress:
    """An indexing that this server runs. stage: what it does now, and `done` of `total` steps of
    that (0: not known). seconds: how long it has run.
    """

    stage: str | None
    done: int
    total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Collection:
    """What one generation of the index holds.

    indexed_at: when it was made. earliest, latest: the first and the last day that a document says
    it was published on. undated: how many say none. stale: of how many the file could not be read
    at the last indexing. indexing: the next generation in the making, where this server makes it.
    """

    generation: int
    indexed_at: str
    documents: int
    passages: int
    sentences: int
    earliest: str | None
    latest: str | None
    undated: int
    stale: int
    indexing: Progress | None


@dataclass(frozen=True, slots=True)
class FolderList:
    """Folders that lie in one folder, by name. total: how many there are in all."""

    generation: int
    total: int
    folders: list[catalogue.Folder]


COLLECTION_EXAMPLE: dict[str, Any] = {
    "generation": 12,
    "indexed_at": "2026-05-31T08:15:00+00:00",
    "documents": 310,
    "passages": 1240,
    "sentences": 9318,
    "earliest": "2019-02-01",
    "latest": "2026-05-30",
    "undated": 12,
    "stale": 0,
    "indexing": {"stage": "encode", "done": 96, "total": 480, "seconds": 6.5},
}
FOLDERS_EXAMPLE = {
    "generation": 12,
    "total": 2,
    "folders": [
        {"folder": "news/2023", "documents": 120},
        {"folder": "news/2024", "documents": 190},
    ],
}
EXAMPLES_EXAMPLE = {
    "generation": 12,
    "complete": True,
    "questions": [
        {
            "question": "When was the last mill closed?",
            "document_id": "news/2024/mills.md",
            "title": "Mills of the valley",
        }
    ],
}


@router.get(
    "",
    summary="What the index holds",
    responses={200: {"content": example(COLLECTION_EXAMPLE)}},
)
def read_collection(parts: PartsOf) -> Collection:
    """How much the current generation holds, since when, and whether the next is being made."""
    generation = parts.library.searcher().generation
    manifest, listed = generation.manifest, generation.catalogue
    return Collection(
        generation=manifest.number,
        indexed_at=manifest.created_at,
        documents=manifest.documents,
        passages=manifest.passages,
        sentences=manifest.sentences,
        earliest=listed.earliest,
        latest=listed.latest,
        undated=listed.undated,
        stale=listed.stale,
        indexing=_progress(parts.indexer.state()),
    )


@router.get(
    "/folders",
    summary="List the folders",
    responses={200: {"content": example(FOLDERS_EXAMPLE)}},
)
def list_folders(
    parts: PartsOf, folder: Folder = None, limit: Limit = 100, offset: Offset = 0
) -> FolderList:
    """The folders directly below one folder, or at the top, and how many documents each holds."""
    generation = parts.library.searcher().generation
    found = generation.catalogue.folders(folder)
    return FolderList(generation.number, len(found), found[offset : offset + limit])


@router.get(
    "/questions",
    summary="Questions to begin with",
    responses={200: {"content": example(EXAMPLES_EXAMPLE)}},
)
def list_example_questions(parts: PartsOf) -> Examples:
    """A few questions that are known to be answered, with confidence, from the documents named.

    Whoever asks first starts the search for them, which takes a moment: there are none until it is
    `complete`. It may find none.
    """
    return parts.examples.current()


def _progress(indexing: Indexing) -> Progress | None:
    if indexing.status != "running":
        return None
    return Progress(indexing.stage, indexing.done, indexing.total, indexing.seconds)
