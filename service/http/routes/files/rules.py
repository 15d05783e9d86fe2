"""GET /v1/files/rules: what the caller may add, and how much at once."""

from dataclasses import dataclass

from fastapi import Request

from service.http.doors.access import caller_of
from service.http.exchange.statuses import family
from service.http.routes import PartsOf
from service.keys import Key

router = family("/v1/files", "files", 401, 503)


@dataclass(frozen=True, slots=True)
class FileRules:
    """What the sender of this request may do, and the limits of an upload.

    may_add: whether it may add and remove files, and index again. may_name_folders: whether it may
    also add and remove folders, which needs the server's own machine. keys: whether there is an API
    key; until the first, the server's machine needs none. file_bytes: size of each file.
    request_bytes, request_files: size and number of the files of one request.
    """

    may_add: bool
    may_name_folders: bool
    keys: bool
    file_bytes: int
    request_bytes: int
    request_files: int


@router.get("/rules", summary="Say what may be added")
def read_rules(request: Request, parts: PartsOf) -> FileRules:
    """Return whether the caller may add files and folders, and how large they may be."""
    settings, mib = parts.settings, 2**20
    key: Key | None = request.state.key
    is_local = caller_of(request.scope).is_local
    may_add = key.scope == "admin" if key else is_local
    return FileRules(
        may_add,
        may_add and is_local,
        parts.keys.exist(),
        settings.max_upload_file_mib * mib,
        settings.max_upload_mib * mib,
        settings.max_upload_files,
    )
