"""/v1/admin/roots: the folders that are indexed, for whoever is on the server's machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from index.errors import GenerationOutdated
from service.errors import BadRoot, RootMissing
from service.http.exchange.statuses import failures, family
from service.http.routes import PartsOf
from service.indexing.indexer import Indexing
from service.indexing.wish import Wish
from service.wiring import Parts

router = family("/v1/admin/roots", "files", 401, 503)

_MOST, _ABSOLUTE = 4096, "^/[^\\u0000]*$"
_Path = Annotated[
    str | None,
    Field(max_length=_MOST, pattern=_ABSOLUTE),
    WithJsonSchema({"type": "string", "maxLength": _MOST, "pattern": _ABSOLUTE}),
]


class RootsBody(BaseModel):
    """One folder, or single file, to add or to remove, as an absolute path on the server."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"add": "/home/ada/articles"}],
            "minProperties": 1,
            "maxProperties": 1,
        },
    )

    add: _Path = None
    remove: _Path = None


@dataclass(frozen=True, slots=True)
class Roots:
    """The folders and files that are indexed, as absolute paths, and the patterns of what of them.

    include, exclude: in the form of `.gitignore`; empty for everything. files: how many files of
    each of the roots are plainly indexed, in the same order.
    """

    roots: list[str]
    include: list[str]
    exclude: list[str]
    files: list[int]


@router.get("", summary="List the folders that are indexed")
def list_roots(parts: PartsOf) -> Roots:
    """Return the folders that the current generation was made of."""
    generation = parts.library.searcher().generation
    manifest, files = generation.manifest, generation.store.files
    readable = [root.encode("utf-8", "replace").decode() for root in manifest.roots]
    counts = [files.indexed_at(root) for root in manifest.roots]
    return Roots(readable, list(manifest.include), list(manifest.exclude), counts)


@router.post("", status_code=202, summary="Add or remove a folder", responses=failures(404, 422))
def change_roots(body: RootsBody, parts: PartsOf) -> Indexing:
    """Index one more folder from now on, or one less. Its documents come or go with the indexing
    that this starts; while another runs, right after that.
    """
    if (body.add is None) == (body.remove is None):
        raise BadRoot("name one path, either to add or to remove")
    if body.add is not None:
        return parts.indexer.soon(Wish(add=(_to_add(body.add, parts),)))
    assert body.remove is not None
    if body.remove not in _roots(parts):
        raise RootMissing("that is none of the folders that are indexed; GET them at this address")
    return parts.indexer.soon(Wish(drop=(body.remove,)))


def _to_add(path: str, parts: Parts) -> str:
    """Return the path as the index will remember it. Raises RootMissing, BadRoot."""
    try:
        resolved = Path(path).resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise RootMissing("there is nothing at that path that the server may read") from error
    data_dir = parts.settings.data_dir.resolve()
    if resolved == data_dir or data_dir in resolved.parents:
        raise BadRoot("add: that is where Pincite keeps its own files")
    return str(resolved)


def _roots(parts: Parts) -> tuple[str, ...]:
    try:
        return parts.library.searcher().generation.manifest.roots
    except GenerationOutdated as error:
        return error.roots or ()
