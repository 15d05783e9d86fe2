"""POST /v1/documents and DELETE /v1/documents/{id}: files that lie in no folder that is indexed."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from index.errors import BucketFailed, StorageFailed
from index.uploads.uploads import Kept
from service.http.exchange.statuses import failures, family
from service.http.routes import PartsOf, owner_of
from service.http.routes.files import store_of
from service.http.routes.files.form import FILES, OCR, PASSWORD, Form, FormLimits, RefusedFile
from service.indexing.indexer import Indexing
from service.indexing.wish import Wish
from service.wiring import Parts

router = family("/v1/documents", "files", 401, 422, 503)

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FILES],
                    "additionalProperties": False,
                    "properties": {
                        FILES: {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "minItems": 1,
                            "description": "The files, each with its name.",
                        },
                        PASSWORD: {
                            "type": "string",
                            "description": "Password of encrypted files among them. It is used "
                            "for this indexing, and not kept.",
                        },
                        OCR: {
                            "type": "boolean",
                            "description": "Whether pictures of text are read too, where the "
                            "server can; it takes seconds a page.",
                        },
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that is kept. known: whether it was there already, with the same name and bytes.

    document_id: of its document; those of the documents in an archive or mailbox begin with it.
    """

    document_id: str
    sha256: str
    bytes: int
    known: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the files of a form. indexing: which makes documents of them."""

    taken: list[TakenFile]
    refused: list[RefusedFile]
    indexing: Indexing


@router.post("", status_code=202, summary="Add files", openapi_extra=_FORM)
async def add_documents(request: Request, parts: PartsOf) -> Taken:
    """Keep a copy of each file, and index them at once, beside the folders that are indexed. While
    an indexing runs, they are indexed right after it.

    A file whose name is taken gets a number: `report (2).pdf`. Until there is an API key, only
    whoever is on the server's machine may do this; then it needs a key of scope admin.
    """
    settings, mib = parts.settings, 2**20
    limits = FormLimits(settings.max_upload_file_mib * mib, settings.max_upload_files)
    with ExitStack() as owner:
        form = Form(parts.uploads, limits, owner)
        form.begin(request.headers.get("content-type", ""))
        async for piece in request.stream():
            await run_in_threadpool(_feed, form, piece)
        form.finish()
        return await run_in_threadpool(_keep, form, parts, owner_of(request))


def _feed(form: Form, piece: bytes) -> None:
    try:
        form.feed(piece)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageFailed(f"the files cannot be kept: {reason}; nothing was changed") from error


def _keep(form: Form, parts: Parts, owner: str | None) -> Taken:
    kept = parts.uploads.keep(form.taken, store_of(parts), owner)
    indexing = parts.indexer.soon(Wish(password=form.password, ocr=form.ocr))
    return Taken(list(map(_taken, kept)), form.refused, indexing)


def _taken(kept: Kept) -> TakenFile:
    upload = kept.upload
    return TakenFile(upload.document_id, upload.sha256, upload.size, kept.known)


@router.delete(
    "/{document_id:path}",
    status_code=202,
    summary="Remove a file that was added",
    responses=failures(404, 409),
)
def remove_document(document_id: str, parts: PartsOf) -> Indexing:
    """Remove a file that was added here or with `pincite add`, and its documents, which are gone
    once the indexing that this starts is done.

    The answer is 409 for a document of a folder, and for a part of an archive or mailbox.
    """
    try:
        parts.uploads.remove([document_id], store_of(parts))
    except BucketFailed:
        parts.indexer.soon()  # its name may be gone, though not its bytes
        raise
    return parts.indexer.soon()
