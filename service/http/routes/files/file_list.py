"""GET /v1/files: what came of every file, also of those that are not in the index, and why."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from index.originals import FileEntry, FileStatus
from service.filters import MAX_ID
from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.http.routes.paging import Limit

router = family("/v1/files", "files", 401, 422, 503)

Status = Annotated[
    FileStatus | None,
    Query(description="List only the files of this status.", examples=["encrypted"]),
]
After = Annotated[
    str,
    Query(
        max_length=MAX_ID,
        description="List what comes after this path: the `path` of the last file before.",
        examples=["news/2024/mills.md"],
    ),
]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file, or a part of one that could not be read. path: its id.

    reason: why it is not plainly indexed. hint: what to do about it. added: whether it was added
    by itself, and can be removed so; all others lie in a folder that is indexed.
    """

    path: str
    status: FileStatus
    reason: str
    hint: str
    added: bool


@dataclass(frozen=True, slots=True)
class FileList:
    """A page of the files of one generation, by path.

    counts: how many files have each status, over all pages. left_out: how many files and folders
    were passed over, by reason: hidden, ignored, litter, excluded. more: whether another page
    follows.
    """

    generation: int
    counts: dict[FileStatus, int]
    left_out: dict[str, int]
    files: list[ListedFile]
    more: bool


@router.get("", summary="List the files")
def list_files(
    parts: PartsOf, status: Status = None, after: After = "", limit: Limit = 100
) -> FileList:
    """List the files that the current generation was made of, and those that could not be read."""
    generation = parts.library.searcher().generation
    files = generation.store.files
    page = files.with_status(status, limit + 1, after)

    def listed(entry: FileEntry) -> ListedFile:
        report, added = entry.report, parts.uploads.holds(entry.location)
        return ListedFile(report.path, report.status, report.reason, report.hint, added)

    return FileList(
        generation.number,
        files.counts(),
        generation.manifest.left_out,
        list(map(listed, page[:limit])),
        len(page) > limit,
    )
