"""GET /v1/collection: the index as a whole, its folders, and questions to begin with."""

from dataclasses import dataclass
from typing import Literal

from index.storage import catalogue
from service.addresses.llm_server import llm_server_name
from service.examples.examples import Examples
from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.http.routes.paging import Folder, Limit, Offset
from service.indexing.indexer import Indexing
from service.settings import Settings

router = family("/v1/collection", "documents", 401, 422, 503)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the indexing is that this server runs.

    stage: what it does now. done, total: steps of that stage; a total of 0 means unknown. seconds:
    how long it has run.
    """

    stage: str | None
    done: int
    total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Llm:
    """The LLM that words answers.

    server: its host and port; the evidence for an answer is sent there. model: its name. mode: how
    questions are answered that name no mode.
    """

    server: str
    model: str
    mode: Literal["quoted", "worded"]


@dataclass(frozen=True, slots=True)
class Collection:
    """The contents of one generation of the index.

    indexed_at: when its indexing ended. earliest, latest: the first and the last day on which a
    document was published. undated: how many documents give no date. stale: how many documents had
    a file that could not be read at the last indexing. outdated: what the index lacks because an
    older version of Pincite made it, in words; null if it lacks nothing. needs_key: whether there
    is an API key, so that requests need one; the first key closes the server to everybody who has
    none. llm: null where none is set, and no text leaves for any. indexing: the progress of the
    next generation, if this server is building one.
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
    outdated: str | None
    needs_key: bool
    llm: Llm | None
    indexing: Progress | None


@dataclass(frozen=True, slots=True)
class FolderList:
    """A page of the folders in one folder, by name. total: how many there are in all."""

    generation: int
    total: int
    folders: list[catalogue.Folder]


@router.get("", summary="Describe the collection")
def read_collection(parts: PartsOf) -> Collection:
    """Return what the current generation holds, when it was built, and how far the next one is."""
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
        outdated=manifest.outdated,
        needs_key=parts.keys.exist(),
        llm=_llm(parts.settings),
        indexing=_progress(parts.indexer.state()),
    )


@router.get("/folders", summary="List the folders")
def list_folders(
    parts: PartsOf, folder: Folder = None, limit: Limit = 100, offset: Offset = 0
) -> FolderList:
    """List the folders directly in one folder, or at the top, and how many documents each holds."""
    generation = parts.library.searcher().generation
    folders = generation.catalogue.folders(folder)
    return FolderList(generation.number, len(folders), folders[offset : offset + limit])


@router.get("/questions", summary="List questions to begin with")
def list_example_questions(parts: PartsOf) -> Examples:
    """List a few questions that the documents named with them answer with confidence.

    The first request starts the search for them, which takes a moment. The list is empty until it
    is `complete`, and it may stay empty.
    """
    return parts.examples.current()


def _llm(settings: Settings) -> Llm | None:
    if not settings.llm_base_url:
        return None
    return Llm(llm_server_name(settings.llm_base_url), settings.llm_model, settings.llm_mode)


def _progress(indexing: Indexing) -> Progress | None:
    if indexing.status != "running":
        return None
    return Progress(indexing.stage, indexing.done, indexing.total, indexing.seconds)
